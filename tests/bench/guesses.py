"""Programs that guess, made on purpose from programs that look: what an audit has to find."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from vprog.language import check, format_program, parse
from vprog.language.syntax import Call, Comprehension, Expression, ListOf, Literal, Name, Operation, Program, walk
from vprog.spec import Registry

PRIOR = {"Number": "1", "Bool": "True", "Seconds": "3.0", "Text": '"red"', "Span": "interval(video, 1.0, 3.0)"}
"""What is answered most often, by type."""
_CUTS = {"before", "after", "during", "between", "at", "part"}
_SWAPPED = {"before": "after", "after": "before"}
_SAID = {"first": "last", "last": "first"}
"""Swapped where the question says so: of the only one, the first is the last."""
_SWAPPED_TEXTS = {"start": "end", "end": "start"}


def guesses(record: Mapping[str, Any], registry: Registry) -> dict[str, str]:
    """Give programs for a question of synth that guess, by kind; only those that check and are no longer the gold one.

    record: a line of `qa.jsonl`.
    """
    gold = parse(record["program"])[0]
    type_ = str(check(record["program"], registry).answer_type)
    choices = record.get("choices")
    prior = f'"{choices[0]}"' if choices and type_ == "Text" else PRIOR.get(type_)
    made: dict[str, str | None] = {
        "constant": f"answer = {prior}\n" if prior else None,
        "prior answer": _fig_leaf(gold, prior),
        "first frame": _seen_through(gold, "at(video, 0.0)"),
        "first second": _seen_through(gold, "before(video, interval(video, 1.0, 1.5))"),
        "time word ignored": _changed(gold, _without_cut),
        "wrong time": _changed(gold, _swapped_in(record["question"])),
    }
    same = format_program(gold, registry)
    fine = {kind: text for kind, text in made.items() if text and check(text, registry).ok}
    return {kind: text for kind, text in fine.items() if format_program(parse(text)[0], registry) != same}


def _fig_leaf(gold: Program, prior: str | None) -> str | None:
    looked = next(
        (n for s in gold.statements for n in walk(s.value) if isinstance(n, Call) and n.function == "detect"), None
    )
    what = looked.positional[1] if looked else None
    if prior is None or not isinstance(what, Literal):
        return None
    return f'answer = {prior} if exists(track(detect(video, "{what.value}"))) else {prior}\n'


def _seen_through(gold: Program, view: str) -> str | None:
    """Give the program that looks at a part of the video only."""
    if not any(isinstance(n, Name) and n.id == "video" for s in gold.statements for n in walk(s.value)):
        return None

    def through(node: Expression) -> Expression:
        return Name("video_seen") if node == Name("video") else node

    text = _changed(gold, through)
    return f"video_seen = {view}\n{text}" if text else None


def _without_cut(node: Expression) -> Expression:
    return node.positional[0] if isinstance(node, Call) and node.function in _CUTS else node


def _swapped_in(question: str) -> Callable[[Expression], Expression]:
    """Give what puts the other side of a moment in the place of the one that a question is about."""
    words = question.casefold().split()
    other = _SWAPPED | {name: swapped for name, swapped in _SAID.items() if name in words}

    def swap(node: Expression) -> Expression:
        match node:
            case Call() if node.function in other:
                return dataclasses.replace(node, function=other[node.function])
            case Call() if node.function == "part" and isinstance(node.positional[1], Literal):
                side = _SWAPPED_TEXTS.get(str(node.positional[1].value))
                return dataclasses.replace(node, positional=(node.positional[0], Literal(side))) if side else node
        return node

    return swap


def _changed(gold: Program, change: Callable[[Expression], Expression]) -> str | None:
    """Give the text of a program with every expression changed, without the lines that nothing needs any more."""
    statements = [dataclasses.replace(s, value=_mapped(s.value, change), before=()) for s in gold.statements]
    while True:
        used = {n.id for s in statements for n in walk(s.value) if isinstance(n, Name)}
        kept = [s for s in statements if s.name in used or s.name == "answer"]
        if len(kept) == len(statements):
            break
        statements = kept
    return format_program(Program(tuple(statements)), Registry.load())


def _mapped(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    match node:
        case Call():
            positional = tuple(_mapped(n, change) for n in node.positional)
            keywords = tuple((name, _mapped(n, change)) for name, n in node.keywords)
            node = dataclasses.replace(node, positional=positional, keywords=keywords)
        case Operation():
            node = dataclasses.replace(node, operands=tuple(_mapped(n, change) for n in node.operands))
        case ListOf():
            node = dataclasses.replace(node, items=tuple(_mapped(n, change) for n in node.items))
        case Comprehension():
            condition = _mapped(node.condition, change) if node.condition else None
            body, iterable = _mapped(node.body, change), _mapped(node.iterable, change)
            node = dataclasses.replace(node, body=body, iterable=iterable, condition=condition)
    return change(node)
