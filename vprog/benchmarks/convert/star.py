"""STAR: where its files keep programs, and what their operations are in the language.

A file is a list of questions; the program that judges a choice is the question's with the choice's behind it. Each step
is a function with the words it takes, put before it: postfix.

How STAR's words are taken:
- `Actions` are the classes of STAR's own list that occur, in order of their first occurrence; one comes after another
  when its first occurrence starts later. The list is read from STAR's files of classes: nothing else names its
  actions.
- `Unique` is the first of several, as STAR's executor takes it, and so the same as `Query_Earliest_Action`.
- Situations are the times at which a thing is seen, or a relation to something holds. Where it never does, STAR goes on
  with all situations; the program says so by an `or_else`.
- What does not occur is judged wrong.

Source: Wu et al., STAR: A Benchmark for Situated Reasoning in Real-World Videos, NeurIPS 2021 Datasets and Benchmarks,
and its program executor.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vprog.benchmarks.convert.refusal import Missing, NoCounterpartError, no_counterpart
from vprog.benchmarks.convert.source import Action, Record, Source, Vocabulary, file_stem, question_of, unreadable
from vprog.benchmarks.convert.star_situations import ARITIES, Situations
from vprog.benchmarks.convert.tree import from_postfix, tokens_of
from vprog.benchmarks.convert.write import Writer
from vprog.language.syntax import Expression

LAYOUT = (
    "STAR's questions: a list of records with `question_program` and `choices`, each with its `choice_program`, or JSON"
    " lines with the programs of the choices as `program`"
)
_AFFORDANCE = "what can be done with a thing is a table of STAR's, and not to be seen"
_WITHOUT = {
    "Filter_Objs_by_Verb": _AFFORDANCE,
    "Objs": "its things are only asked what can be done with them, which is a table of STAR's and not to be seen",
    "Rels": "no operator names the relations that hold",
    "Except": "what else could be done is a table of STAR's, and not to be seen",
}
_FILES = ("action_classes.txt", "action_mapping.txt", "object_classes.txt", "verb_classes.txt")


def sources(content: Any) -> Iterator[Source]:
    """Give the programs of a file.

    Raises: ValueError, TypeError or LookupError for a record of another form.
    """
    if not isinstance(content, list):
        raise TypeError("it holds no list")
    for record in content:
        yield from _published(record) if "question_program" in record else _line(record)


def _published(record: Record) -> Iterator[Source]:
    name = str(record["question_id"])
    program = _tokens(record["question_program"], name)
    clip = (float(record["start"]), float(record["end"])) if "start" in record else None
    for choice in record["choices"]:
        number, text = choice["choice_id"], choice["choice"]
        judged = program + _tokens(choice["choice_program"], name)
        gold = _gold(text == record["answer"]) if "answer" in record else None
        stem = file_stem(name, f"choice{number}")
        yield Source(stem, question_of(record["question"], text), judged, gold, record.get("video_id"), clip)


def _line(record: Record) -> Iterator[Source]:
    name = str(record["id"])
    for number, (text, program) in enumerate(zip(record["choices"], record["program"], strict=True)):
        tokens = tokens_of(program, f"the program of choice {number} of {name}")
        stem = file_stem(name, f"choice{number}")
        asked = question_of(record["question"], text)
        yield Source(stem, asked, tokens, _gold(text == record.get("answer")), record.get("video"))


def _gold(right: bool) -> str:
    return "Correct" if right else "Wrong"


def _tokens(steps: Any, name: str) -> tuple[str, ...]:
    found: list[str] = []
    for step in steps:
        found += [*tokens_of(step["value_input"], f"a `value_input` of {name}"), str(step["function"])]
    return tuple(found)


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read STAR's classes: a folder with the files that name actions, verbs and objects.

    Raises: InputError.
    """
    actions, mapping, objects, verbs = (_lines(folder / name) for name in _FILES)
    found = []
    for key, name in actions.items():
        verb, _, thing = mapping.get(key, "").partition(" ")
        if verb not in verbs or thing not in objects:
            raise unreadable(folder, f"the class {key} has no verb and object in {_FILES[1]}")
        found.append(Action(name, verbs[verb], objects[thing]))
    return Vocabulary(tuple(objects.values()), (), tuple(found))


def _lines(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        expected = f"a folder with {', '.join(_FILES)}"
        raise unreadable(path, getattr(error, "strerror", None) or str(error), expected) from error
    split = (line.strip().partition(" ") for line in lines if line.strip())
    return {key: rest.strip() for key, _, rest in split}


def translate(program: str | tuple[str, ...], writer: Writer, vocabulary: Vocabulary) -> Expression:
    """Write the lines of a program and give the expression of its answer.

    Raises: NoCounterpartError.
    """
    missing = [Missing(name, _WITHOUT[name]) for name in dict.fromkeys(program) if name in _WITHOUT]
    if missing:
        raise NoCounterpartError(*missing)
    if "Situations" not in program:
        raise no_counterpart(program[-1], "the file lacks the question's program, whose value it takes")
    return Situations(writer, vocabulary).judged(from_postfix(program, ARITIES))
