"""CLEVRER: what its programs in postfix are as operations, and where its files keep them.

Two layouts are read: the published one, a list of scenes with their questions, and one record per question in JSON
lines. A question of several choices has a program for each: the choice's own, which names a thing or an event, with
the question's behind it, which judges it. Where the question asks about causes, which the language cannot tell, the
choice's own program still says when and where that is of which the choice speaks; it is converted by itself as well.

Source: Yi et al., CLEVRER: CoLlision Events for Video REpresentation and Reasoning, ICLR 2020, and its executor.
"""

from collections.abc import Iterator
from typing import Any

from vprog.benchmarks.convert.clevrer_reading import ARITIES, Converter
from vprog.benchmarks.convert.refusal import Missing, NoCounterpartError
from vprog.benchmarks.convert.source import Record, Source, Vocabulary, file_stem, question_of
from vprog.benchmarks.convert.tree import from_postfix, tokens_of
from vprog.benchmarks.convert.write import Writer
from vprog.language.syntax import Expression

LAYOUT = (
    "CLEVRER's questions: a list of scenes, each with `questions` that have a `program` and `choices`, or JSON lines"
    " with `program` and `choice_programs`"
)
_WITHOUT = {
    "filter_ancestor": "which event brought about which is not told by what is seen, and no operator follows it",
    "unseen_events": "what happens after the end of the video is not in it",
    "all_events": "collisions that could happen are not in the video",
    "counterfact_events": "what would happen without a thing is not in the video",
    "filter_counterfact": "what would happen without a thing is not in the video",
    "belong_to": "no operator looks for an event among others by its kind and both of its things",
}
_RENAMED = {
    "get_frame": "query_frame",
    "get_object": "query_object",
    "get_col_partner": "query_collision_partner",
    "get_counterfact": "filter_counterfact",
    "start": "event_start",
    "end": "event_end",
}
"""The published questions use shorter words than the published executor."""


def sources(content: Any) -> Iterator[Source]:
    """Give the programs of a file.

    Raises: ValueError or LookupError for a record of another form.
    """
    if not isinstance(content, list):
        raise TypeError("it holds no list")
    for record in content:
        if "questions" in record:
            scene = record.get("scene_index", 0)
            for question in record["questions"]:
                yield from _published(question, f"scene{scene}-{question['question_id']}", record.get("video_filename"))
        else:
            yield from _line(record)


def _published(question: Record, name: str, video: str | None) -> Iterator[Source]:
    program = tokens_of(question["program"], f"`program` of {name}")
    if "choices" not in question:
        yield Source(file_stem(name), question_of(question["question"]), program, _text(question.get("answer")), video)
        return
    for number, choice in enumerate(question["choices"]):
        own = tokens_of(choice["program"], f"the program of choice {number} of {name}")
        yield from _choice(name, number, question["question"], choice["choice"], own, program, choice, video)


def _line(record: Record) -> Iterator[Source]:
    name = str(record["id"])
    program = tokens_of(record["program"], f"`program` of {name}")
    answers = record.get("answer")
    if "choice_programs" not in record:
        yield Source(file_stem(name), question_of(record["question"]), program, _text(answers), record.get("video"))
        return
    rows = zip(record["choices"], record["choice_programs"], answers or [], strict=True)
    for number, (choice, own, answer) in enumerate(rows):
        tokens = tokens_of(own, f"the program of choice {number} of {name}")
        gold = {"answer": answer}
        yield from _choice(name, number, record["question"], choice, tokens, program, gold, record.get("video"))


def _choice(
    name: str,
    number: int,
    question: str,
    choice: str,
    own: tuple[str, ...],
    program: tuple[str, ...],
    gold: Record,
    video: str | None,
) -> Iterator[Source]:
    asked = question_of(question, choice)
    yield Source(file_stem(name, f"choice{number}"), asked, own + program, _text(gold.get("answer")), video)
    yield Source(file_stem(name, f"choice{number}", "named"), f"When and where is this: {choice}?", own, None, video)


def _text(answer: object) -> str | None:
    return None if answer is None else str(answer)


def translate(program: str | tuple[str, ...], writer: Writer, vocabulary: Vocabulary) -> Expression:
    """Write the lines of a program and give the expression of its answer.

    Raises: NoCounterpartError with every operation that the language has nothing for.
    """
    tokens = [_RENAMED.get(token, token) for token in program]
    missing = [Missing(name, _WITHOUT[name]) for name in dict.fromkeys(tokens) if name in _WITHOUT]
    if missing:
        raise NoCounterpartError(*missing)
    return Converter(writer).answer(from_postfix(tokens, ARITIES))
