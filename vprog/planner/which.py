"""Which of several things, events or videos, told by the words that name them."""

import dataclasses
from collections.abc import Sequence

from vprog.planner.amounts import number
from vprog.planner.context import Context, Value
from vprog.planner.find import with_said
from vprog.planner.lines import MOST_LISTED, Lines, nth_of, nth_word, quoted
from vprog.planner.meaning import RELATIONS, SEEN, Claim, Event, Said, Some, Thing
from vprog.planner.options import Options
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.read import readings_of
from vprog.planner.truths import truth
from vprog.planner.wanted import Which
from vprog.planner.words import plural_name

_VIDEOS = Options(("the first video", "the second video"))


def which(here: Context, wanted: Which) -> Value:
    """Give which thing does something, is the n-th to do it, or has most of a measure.

    Things of one kind that differ in colour are told by it, those that differ in place by what is beside them.
    """
    thing, said = wanted.thing, wanted.said
    here.only("which", *(("all_along",) if said and said.is_rest else ()))
    only_seen = said is not None and said.is_seen and said.is_plain and not wanted.nth
    if thing is not None and said is not None and not only_seen and here.options.are_colors_of(thing.noun):
        color = f"color({here.find.one(with_said(thing, said, wanted.nth), here.times)})"
        return color, "label" if here.options.texts else "color"
    if thing is not None and said is not None and wanted.nth and here.options.are_sides():
        return _side_at(here, thing, said, wanted.nth), "position"
    if thing is not None and not thing.is_plain:
        raise NotUnderstoodError(f"which `{thing.noun}` of those that do something else")
    among = wanted.among or named_things(here.options.texts)
    if wanted.most and wanted.most[1] == "number":
        counts = _listed(here.lines, [number(here, one, Said(SEEN)) for one in among])
        options = here.options if here.options.texts else Options(tuple(plural_name(one.noun) for one in among))
        return f"argmax({options.listed(here.lines)}, {counts})", "chosen"
    if said is not None and not wanted.nth and not wanted.most:
        if said.op in RELATIONS and said.other is None:
            truths = [truth(here, _beside(said, *pair)) for pair in _pairs(among)]
        else:
            truths = [truth(here, Claim(Some(one), said)) for one in among]
        return _one_that_holds(here.lines, _options(here, among), truths), "chosen"
    return _label_of_one(here, wanted, among), "label"


def _side_at(here: Context, thing: Thing, said: Said, nth: int) -> str:
    """Give the expression for where the n-th to do something then stands among its like: left, right or between two."""
    find, lines = here.find, here.lines
    span = lines.bind("span", nth_word(nth), nth_of(find.spans(thing, said, here.times), nth))
    track = lines.bind("track", "who", f"who({span})")
    then = lines.bind("tracks", "then", f"during({find.tracks(thing)}, {span})")
    own = find.only(then, track, "own")
    left, right = (lines.bind("spans", op.partition("_")[0], f"{op}({own}, {then})") for op in ("left_of", "right_of"))
    alone = lines.bind("text", "alone", 'abstain("there is none beside it to tell it from")')
    side = lines.bind("text", "side", f'("right" if exists({right}) else {alone})')
    end = lines.bind("text", "end", f'("left" if exists({left}) else {side})')
    both = lines.bind("bool", "both", f"(exists({left}) and exists({right}))")
    return f'("middle" if {both} else {end})'


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


def _beside(said: Said, one: Thing, other: Thing) -> Claim:
    """Claim that one of two things is on a side of the other."""
    return Claim(Some(one), dataclasses.replace(said, other=other))


def _pairs(among: Sequence[Thing]) -> tuple[tuple[Thing, Thing], ...]:
    """Give each of two things with the other."""
    if len(among) != 2:
        raise NotUnderstoodError("which of more than two is on a side of the picture")
    one, other = among
    return (one, other), (other, one)


def _options(here: Context, among: Sequence[Thing]) -> Options:
    """Give the texts to choose from: those that are offered, else the names of the things."""
    return here.options if here.options.texts else Options(tuple(one.noun for one in among))


def _label_of_one(here: Context, wanted: Which, among: Sequence[Thing]) -> str:
    """Give the expression for the name of the thing, as a detector was asked for it."""
    find, said = here.find, wanted.said
    if len({one.noun for one in among}) < len(among):
        raise NotUnderstoodError("which of several of one kind, by more than their name")
    if said is None:
        assert wanted.most is not None  # noqa: S101  # something is said, or measured
        tracks = find.cut("tracks", _together(here.lines, "tracks", [find.tracks(one) for one in among]), here.times)
        numbers = find.measures(tracks, wanted.most[1])
        return f"label({here.lines.bind('track', 'most', f'{wanted.most[0]}({tracks}, {numbers})')})"
    spans = _together(here.lines, "spans", [find.spans(one, said, here.times) for one in among])
    if wanted.most:
        return f"label({here.lines.bind('span', 'longest', f'longest({spans})')})"
    return f"label({here.lines.bind('span', nth_word(wanted.nth), nth_of(spans, wanted.nth))})"


def _together(lines: Lines, kind: str, names: Sequence[str]) -> str:
    whole = names[0]
    for name in names[1:]:
        whole = lines.bind(kind, "all", f"combine({whole}, {name})")
    return whole


def _one_that_holds(lines: Lines, options: Options, truths: Sequence[str]) -> str:
    """Give the expression for the only text whose truth holds; absent when none or several do, as any tie is."""
    ones = [lines.bind("number", "has", f"(1 if {truth} else 0)") for truth in truths]
    return f"argmax({options.listed(lines)}, {_listed(lines, ones)})"


def _listed(lines: Lines, names: Sequence[str]) -> str:
    if len(names) > MOST_LISTED:
        raise NotUnderstoodError(f"more than {MOST_LISTED} things to choose from")
    return lines.bind("numbers", "all", f"[{', '.join(names)}]")


# ---- events ----------------------------------------------------------------------------------------------------------


def happens_first(here: Context, *, last: bool) -> Value:
    """Give the text of the event, of the two that are offered, that happens first or last."""
    here.only("what happens first", timed=False)
    texts = here.options.texts
    if len(texts) != 2:
        raise NotUnderstoodError("which of what happens: name two events, in the question or as choices")
    spans = [here.find.span(_event(text), "start") for text in texts]
    names = ("choices[0]", "choices[1]") if here.options.given else tuple(map(quoted, texts))
    order = here.lines.bind("text", "order", f"order({spans[0]}, {spans[1]})")
    return f"({names[0]} if ({order} == {quoted('after' if last else 'before')}) else {names[1]})", "chosen"


def _event(text: str) -> Event:
    found = readings_of(text.casefold().rstrip(". "), "happening")
    if len(found) > 1 or not isinstance(found[0], Event):
        raise NotUnderstoodError(f"`{text}` as something that happens")
    return found[0]


# ---- videos ----------------------------------------------------------------------------------------------------------


def which_video(here: Context, sign: str, thing: Thing | None, claim: Claim | None) -> str:
    """Give the expression for which of two videos shows more or fewer of a thing, or is the only one with a claim."""
    here.only("which video")
    there = [here.in_video(n) for n in (1, 2)]
    if thing is not None:
        counts = _listed(here.lines, [number(one, thing, Said(SEEN)) for one in there])
        return f"{'argmax' if sign == '>' else 'argmin'}({_VIDEOS.listed(here.lines)}, {counts})"
    assert claim is not None  # noqa: S101  # a kind or a claim
    return _one_that_holds(here.lines, _VIDEOS, [truth(one, claim) for one in there])


def videos(here: Context, what: str, thing: Thing | None, claim: Claim | None) -> Value:
    """Give whether two videos show as many of a thing, whether a claim holds in both, or in how many."""
    here.only("both videos")
    there = [here.in_video(n) for n in (1, 2)]
    if thing is not None:
        one, other = (number(video, thing, Said(SEEN)) for video in there)
        return f"({one} == {other})", "bool"
    assert claim is not None  # noqa: S101  # a kind or a claim
    one, other = (truth(video, claim) for video in there)
    if what == "both":
        return f"({one} and {other})", "bool"
    ones = [here.lines.bind("number", "has", f"(1 if {name} else 0)") for name in (one, other)]
    return f"({ones[0]} + {ones[1]})", "number"
