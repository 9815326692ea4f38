"""Which of several things or events, told by the words that name them."""

from collections.abc import Sequence

from vprog.planner.find import Finder, nth_word
from vprog.planner.lines import MOST_LISTED, Lines, quoted
from vprog.planner.meaning import SEEN, Doing, Event, Said, Some, Thing, When, Which
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.read import readings_of


def named_things(texts: Sequence[str]) -> tuple[Thing, ...]:
    """Give the things that texts name, each one.

    Raises: NotUnderstoodError for fewer than two, and for a text that names no thing or one in several ways.
    """
    if len(texts) < 2:
        raise NotUnderstoodError("which of what is meant: name the things, in the question or as choices")
    things = tuple(_thing(text) for text in texts)
    if len(set(things)) < len(things):
        raise NotUnderstoodError("two choices that name one thing")
    return things


def _thing(text: str) -> Thing:
    found = readings_of(text.casefold().rstrip(". "), "thing")
    some = found[0]
    if len(found) > 1 or not isinstance(some, Some) or some.bound or some.negated:
        raise NotUnderstoodError(f"`{text}` as one kind of thing")
    return some.thing


def named_events(texts: Sequence[str]) -> tuple[Event, Event]:
    """Give the two events that texts tell.

    Raises: NotUnderstoodError for any other number, and for a text that tells none.
    """
    if len(texts) != 2:
        raise NotUnderstoodError("which of what happens: name two events, in the question or as choices")
    one, other = (_event(text) for text in texts)
    return one, other


def _event(text: str) -> Event:
    found = readings_of(text.casefold().rstrip(". "), "happening")
    if len(found) > 1 or not isinstance(found[0], Event):
        raise NotUnderstoodError(f"`{text}` as something that happens")
    return found[0]


def first_of_events(find: Finder, events: tuple[Event, Event], names: Sequence[str], *, last: bool) -> str:
    """Give the expression for the text of the event that happens first or last; names: the expressions of the two."""
    spans = [find.span(event, "start") for event in events]
    order = find.lines.bind("text", "order", f"order({spans[0]}, {spans[1]})")
    return f"({names[0]} if ({order} == {quoted('after' if last else 'before')}) else {names[1]})"


def label_of_one(find: Finder, wanted: Which, among: Sequence[Thing], times: Sequence[When]) -> str:
    """Give the expression for the name of the thing that does it, as a detector was asked for it."""
    if wanted.said is None or (wanted.most and wanted.most[1] != "length"):
        assert wanted.most is not None  # noqa: S101  # something is said, or measured
        tracks = find.cut("tracks", _together(find, among, "tracks"), times)
        numbers = find.measures(tracks, wanted.most[1])
        return f"label({find.lines.bind('track', 'most', f'{wanted.most[0]}({tracks}, {numbers})')})"
    spans = _together(find, among, "spans", wanted.said, times)
    if wanted.most:
        return f"label({find.lines.bind('span', 'longest', f'longest({spans})')})"
    nth = wanted.nth
    taken = {1: f"first({spans})", -1: f"last({spans})"}.get(nth, f"nth({spans}, {nth})")
    return f"label({find.lines.bind('span', nth_word(nth), taken)})"


def _together(
    find: Finder, among: Sequence[Thing], kind: str, said: Said | None = None, times: Sequence[When] = ()
) -> str:
    names = [find.spans(thing, said, times) if said else find.tracks(thing) for thing in among]
    whole = names[0]
    for name in names[1:]:
        whole = find.lines.bind(kind, "all", f"combine({whole}, {name})")
    return whole


def one_that_holds(lines: Lines, texts: str, truths: Sequence[str]) -> str:
    """Give the expression for the only text whose truth holds; absent when none or several do, as any tie is.

    Raises: NotUnderstoodError for more than the language can list.
    """
    ones = [lines.bind("number", "has", f"(1 if {truth} else 0)") for truth in truths]
    return f"argmax({texts}, {numbers(lines, ones)})"


def numbers(lines: Lines, names: Sequence[str]) -> str:
    """Give the name of a list of numbers.

    Raises: NotUnderstoodError for more than the language can list.
    """
    if len(names) > MOST_LISTED:
        raise NotUnderstoodError(f"more than {MOST_LISTED} things to choose from")
    return lines.bind("numbers", "all", f"[{', '.join(names)}]")


def with_said(thing: Thing, said: Said, nth: int) -> Thing:
    """Narrow a thing down by what is said of it."""
    if said.op == SEEN and not nth:
        return thing
    return Thing(thing.noun, thing.size, (*thing.doing, Doing(said, (), nth)), thing.nth, thing.most)
