"""AGQA: where its files keep programs, and what their operations are in the language.

A file maps the id of each question to its record. Times are frames of the annotation there and seconds here.

How AGQA's words are taken:
- An action is what `localize` finds for "a person is ACTION", a relation for "a person is RELATION something", and the
  objects of a relation for "a person is RELATION the OBJECT"; an object is there while `detect` and `track` see it.
- An action named in `Localize` is its first occurrence, as the annotation takes it. Before it is all that comes
  earlier than its start, after it all that comes later than its end, while it the action itself, and between two
  the gap, whichever comes first. Nothing happens in a stretch without time: `Exists` is then False.
- `OnlyItem` is absent unless there is one. Under `Choose` it is the one of the two: published questions choose from
  sets that hold further things.
- What asks for one of all objects or actions (`Query`, `OnlyItem`, `HasItem`, `Superlative` of all actions) goes
  through AGQA's own closed list of them, and is refused without that.
- `AND` is three-valued: what does not hold decides, even where AGQA finds no answer for the other side.

Source: Grunde-McLaughlin, Krishna, Agrawala, AGQA: A Benchmark for Compositional Spatio-Temporal Reasoning, CVPR 2021,
tables 11 and 14 of its supplement.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vprog.benchmarks.convert.agqa_frames import Frames
from vprog.benchmarks.convert.agqa_items import Items
from vprog.benchmarks.convert.nested import from_nested
from vprog.benchmarks.convert.refusal import no_counterpart
from vprog.benchmarks.convert.source import Action, Source, Vocabulary, file_stem, read_json, unreadable
from vprog.benchmarks.convert.tree import Array, Operation, Tree
from vprog.benchmarks.convert.write import Writer, call, choice, constant, infix
from vprog.language.syntax import Expression
from vprog.types import Type

LAYOUT = "AGQA's questions: an object that maps each question's id to its `question`, `answer` and `program`"
_PERSON, _NOTHING = "person", "none"
_TEMPORAL_TAG = "temporal tag"
_BOOLS = ("Exists", "HasItem", "AND", "XOR", "Equals")
_WORDS = ("Query", "OnlyItem", "Choose", "Compare", "Superlative", "ToAction")
_OPERATIONS = (*_BOOLS, *_WORDS, "Filter", "Iterate", "IterateUntil", "Localize", "Subtract")


def sources(content: Any) -> Iterator[Source]:
    """Give the programs of a file.

    Raises: ValueError, TypeError or LookupError for a record of another form.
    """
    rows = content.items() if isinstance(content, dict) else ((r["id"], r) for r in content)
    for key, record in rows:
        if not isinstance(record["program"], str):
            raise TypeError(f"the program of {key} is no text")
        video = record.get("video_id", record.get("video"))
        yield Source(file_stem(key), str(record["question"]), record["program"], record.get("answer"), video)


def read_vocabulary(path: Path) -> Vocabulary:
    """Read AGQA's words: a JSON object from ids (`o…` objects, `r…` and `v…` relations, `c…` actions) to words.

    Raises: InputError.
    """
    content = read_json(path)
    expected = "an object that maps ids such as `o4` and `c097` to words"
    if not isinstance(content, dict) or not all(isinstance(word, str) for word in content.values()):
        raise unreadable(path, "it holds something else", expected)
    words = {key: " ".join(word.replace("_", " ").split()) for key, word in content.items()}
    objects = {w for k, w in words.items() if k.startswith("o") and w.lower() not in (_PERSON, _NOTHING)}
    relations = {w for k, w in words.items() if k[:1] in ("r", "v")}
    actions = {w for k, w in words.items() if k.startswith("c")}
    if not objects or not actions:
        raise unreadable(path, "it names no object or no action", expected)
    return Vocabulary(tuple(sorted(objects)), tuple(sorted(relations)), tuple(Action(a) for a in sorted(actions)))


def translate(program: str | tuple[str, ...], writer: Writer, vocabulary: Vocabulary) -> Expression:
    """Write the lines of a program and give the expression of its answer.

    Raises: NoCounterpartError.
    """
    assert isinstance(program, str)  # noqa: S101  # as sources() gives it
    return _Translator(writer, vocabulary).value(from_nested(program))


class _Translator:
    """Writes what is asked; times and sets are written by Frames and Items."""

    def __init__(self, writer: Writer, vocabulary: Vocabulary) -> None:
        self._bind = writer.bind
        self._frames = Frames(writer, self._name, self._longest)
        self._items = Items(writer, self._frames, vocabulary)

    def value(self, tree: Tree) -> Expression:
        """Give the expression of a truth or a word."""
        match tree:
            case Operation(name) if name in _BOOLS:
                return self._bool(tree)
            case Operation("Compare", (Array(tags), what)):
                return self._compared(tags, what)
            case Operation("Choose", (one, other, items)) if one != other:
                return self._items.chosen(self._name(one), self._name(other), items)
            case Operation("Superlative", _):
                return self._items.called(tree, self._longest(tree))
            case Operation("Query", ("class", item)):
                return self.value(item)
            case Operation("OnlyItem", (items,)):
                return self._items.only(items)
            case Operation(name, _) if name not in _OPERATIONS:
                raise no_counterpart(name, "it is none of AGQA's operations")
            case Operation(name, operands):
                raise no_counterpart(name, f"it is no answer of AGQA's when it takes these {len(operands)}")
        raise no_counterpart("program", "a word or a list alone is no answer")

    def _name(self, tree: Tree) -> Expression:
        """Give the name of an object, or of an action, as Text."""
        match tree:
            case str():
                return constant(tree)
            case Operation("Query", ("class", item)):
                return self._bind(Type.TEXT, "item", self.value(item))
            case Operation("ToAction", (str() as verb, thing)):
                return self._frames.phrase(f"{verb} the {{}}", self._name(thing))
            case Operation(("OnlyItem" | "Superlative"), _):
                return self._bind(Type.TEXT, "item", self.value(tree))
            case Operation(name, _):
                raise no_counterpart(name, "it names no object and no action")
        raise no_counterpart("list", "it names no object and no action")

    def _bool(self, tree: Operation) -> Expression:
        match tree:
            case Operation("Exists", (name, items)):
                return self._items.exists(self._name(name), items)
            case Operation("HasItem", (items,)):
                return call("exists", self._items.texts(items, tree.name))
            case Operation("AND", (one, other)):
                return infix(self._truth(one), "and", self._truth(other))
            case Operation("XOR", (one, other)):
                return infix(self._truth(one), "!=", self._truth(other))
            case Operation("Equals", (one, other)):
                return infix(self._name(one), "==", self._name(other))
        raise no_counterpart(tree.name, f"it is not taken with {len(tree.operands)} operands")

    def _truth(self, tree: Tree) -> Expression:
        if isinstance(tree, Operation) and tree.name in _BOOLS:
            return self._bind(Type.BOOL, "one", self._bool(tree))
        raise no_counterpart(tree.name if isinstance(tree, Operation) else str(tree), "it is no truth")

    def _compared(self, tags: tuple[Tree, ...], what: Tree) -> Expression:
        """Give the first of the tags for which something holds when it stands for the temporal tag."""
        answer: Expression = call("abstain", constant("it is so at none of the times"))
        for tag in reversed(tags):
            if not isinstance(tag, str):
                raise no_counterpart("Compare", "its items are no words")
            answer = choice(constant(tag), self._truth(_replaced(what, tag)), answer)
        return answer

    def _longest(self, tree: Tree) -> Expression:
        """Give the span of the action that lasts longest or shortest; absent when two do."""
        match tree:
            case Operation("Superlative", (("max" | "min") as most, actions, what)) if what == _DURATION:
                operator = "longest" if most == "max" else "shortest"
                return self._bind(Type.SPAN, operator, call(operator, self._items.occurrences(actions)))
        raise no_counterpart("Superlative", "only the duration of actions is compared")


_DURATION = Operation("Subtract", (Operation("Query", ("end", "action")), Operation("Query", ("start", "action"))))
"""How AGQA writes how long an action lasts."""


def _replaced(tree: Tree, tag: str) -> Tree:
    match tree:
        case Operation(name, operands):
            return Operation(name, tuple(_replaced(operand, tag) for operand in operands))
        case Array(items):
            return Array(tuple(_replaced(item, tag) for item in items))
        case _:
            return tag if tree == _TEMPORAL_TAG else tree
