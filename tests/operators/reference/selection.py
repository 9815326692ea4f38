"""One of several, how many there are, and which words and numbers are given most."""

import itertools
import math

from tests.operators.reference.logic import NOT_KNOWN, as_compared
from tests.operators.reference.table import Undecided, reference
from vprog.values import Tracks

TICK_S = 1e-6
"""Lengths that differ by less are equal."""


def listed(plural):
    return list(plural) if isinstance(plural, tuple) else list(plural.items)


@reference("count")
def count(plural):
    return sum(1 for _ in listed(plural))


@reference("exists")
def exists(plural):
    return any(True for _ in listed(plural))


@reference("found")
def found(plural):
    return plural if listed(plural) else NOT_KNOWN


@reference("first")
def first(plural):
    return nth(plural, 1)


@reference("last")
def last(plural):
    return item(plural, -1)


@reference("nth")
def nth(plural, position):
    return item(plural, position - 1) if position > 0 else NOT_KNOWN


@reference("item")
def item(plural, index):
    try:
        return listed(plural)[index]
    except IndexError:
        return NOT_KNOWN


@reference("best")
def best(plural):
    found = NOT_KNOWN
    for each in listed(plural):
        if found is NOT_KNOWN or each.score > found.score:
            found = each
    return found


def length_s(each):
    return each.end_s - each.start_s


def only(items, beats):
    """Give the one that no other is as good as."""
    kings = [one for n, one in enumerate(items) if all(beats(one, o) for m, o in enumerate(items) if m != n)]
    return kings[0] if kings else NOT_KNOWN


@reference("longest")
def longest(plural):
    return only(listed(plural), lambda one, other: length_s(one) > length_s(other) + TICK_S)


@reference("shortest")
def shortest(plural):
    return only(listed(plural), lambda one, other: length_s(one) < length_s(other) - TICK_S)


def only_by(plural, by, beats):
    items = listed(plural)
    if len(items) != len(by):
        return NOT_KNOWN
    if any(a != b and math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-6) for a, b in itertools.combinations(by, 2)):
        raise Undecided
    king = only(range(len(by)), lambda one, other: beats(by[one], by[other]))
    return items[king] if isinstance(king, int) else king


@reference("argmax")
def argmax(plural, by):
    return only_by(plural, by, lambda one, other: one > other)


@reference("argmin")
def argmin(plural, by):
    return only_by(plural, by, lambda one, other: one < other)


@reference("vote")
def vote(plural):
    votes = [as_compared(each) for each in plural]
    for each in plural:
        mine = votes.count(as_compared(each))
        if all(votes.count(other) < mine for other in votes if other != as_compared(each)):
            return each
    return NOT_KNOWN


@reference("fill")
def fill(template, value):
    before, after = template.split("{}")
    if not isinstance(value, str):
        whole = value == math.floor(value) and abs(value) < 10**15
        value = format(math.floor(value), "d") if whole else format(float(value), ".6g")
    return before + value + after


def stretches(tracks: Tracks, track):
    """Give the boxes of a track in parts between which it is away: longer than its looks, and looked for."""
    parts = [[track.boxes[0]]]
    for box in track.boxes[1:]:
        last = parts[-1][-1]
        longer = box.time_s - last.time_s > 1.5 * track.step_s + TICK_S
        if longer and any(last.frame < frame < box.frame for frame in tracks.sampling.indices):
            parts.append([])
        parts[-1].append(box)
    return parts


def at_once(tracks: Tracks):
    every = [[{b.frame for b in part} for part in stretches(tracks, t)] for t in tracks.items]
    return [
        sum(any(min(seen) <= frame <= max(seen) for seen in parts) for parts in every)
        for frame in tracks.sampling.indices
    ]


@reference("max_simultaneous")
def max_simultaneous(tracks):
    return max(at_once(tracks), default=NOT_KNOWN)


@reference("min_simultaneous")
def min_simultaneous(tracks):
    return min(at_once(tracks), default=NOT_KNOWN)
