"""Counting what was found; logic with absence as the third value."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.operators.reference.selection import at_once
from tests.strategies import REGISTRY, SOURCE, UNEVEN, VALUES, sampling_of, track_sets
from vprog.types import Type
from vprog.values import Absent, Box, Outcome, Sampling, Track, Tracks, Video, members

WHOLE = Video.whole(SOURCE)
T, F = Outcome.of(Type.BOOL, True), Outcome.of(Type.BOOL, False)
A = Outcome.absent(Type.BOOL, "nobody looked")
WORDS = {True: T, False: F, None: A}


def run(name: str, **arguments: object):
    compute = REGISTRY.by_name(name).compute
    assert compute is not None
    return compute(**arguments)


def demand(name: str, **arguments: object):
    function = REGISTRY.by_name(name).demand
    assert function is not None
    return function(**arguments)


def kleene_and(left, right):
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def kleene_or(left, right):
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def value(result):
    return None if isinstance(result, Absent) else result


@pytest.mark.parametrize(("left", "right"), list(itertools.product([True, False, None], repeat=2)))
def test_and_and_or_are_those_of_kleene(left, right):
    assert value(run("both", left=WORDS[left], right=WORDS[right])) is kleene_and(left, right)
    assert value(run("either", left=WORDS[left], right=WORDS[right])) is kleene_or(left, right)


@pytest.mark.parametrize("operand", [True, False])
def test_not_turns_what_is_known(operand):
    assert run("negation", value=operand) is not operand


def test_absent_logic_says_what_is_missing():
    assert run("both", left=T, right=A) == run("either", left=A, right=F) == Absent("nobody looked")


@pytest.mark.parametrize(("name", "decides"), [("both", F), ("either", T)])
def test_the_right_operand_is_not_wanted_when_the_left_decides(name, decides):
    assert demand(name, left=None, right=None) == 0
    assert demand(name, left=decides, right=None) is None
    assert run(name, left=decides, right=None) is decides.payload
    for open_ in {T, F, A} - {decides}:
        assert demand(name, left=open_, right=None) == 1
        assert demand(name, left=open_, right=T) is None


def test_if_wants_its_condition_and_then_one_branch():
    arguments = {"condition": None, "value": None, "otherwise": None}
    assert demand("if_else", **arguments) == 0
    assert demand("if_else", **arguments | {"condition": T}) == 1
    assert demand("if_else", **arguments | {"condition": F}) == 2
    assert demand("if_else", **arguments | {"condition": A}) is None
    assert demand("if_else", **arguments | {"condition": T, "value": T}) is None


def test_if_gives_the_branch_whole_and_is_absent_with_its_condition():
    one = Outcome.of(Type.NUMBER, 1)
    assert run("if_else", condition=T, value=one, otherwise=None) is one
    assert run("if_else", condition=F, value=None, otherwise=one) is one
    assert run("if_else", condition=A, value=None, otherwise=None) == Absent("nobody looked")


EMPTY = Outcome.of(Type.TEXTS, ())
FULL = Outcome.of(Type.TEXTS, ("a",))
NONE = Outcome.absent(Type.TEXTS, "nobody looked")


@pytest.mark.parametrize("first", [EMPTY, NONE], ids=["empty", "absent"])
def test_or_else_takes_the_second_when_the_first_is_empty_or_absent(first):
    assert demand("or_else", value=None, otherwise=None) == 0
    assert demand("or_else", value=first, otherwise=None) == 1
    assert run("or_else", value=first, otherwise=FULL) is FULL
    assert run("or_else", value=first, otherwise=NONE) is NONE


def test_or_else_does_not_look_further_when_there_is_something():
    assert demand("or_else", value=FULL, otherwise=None) is None
    assert run("or_else", value=FULL, otherwise=None) is FULL


@pytest.mark.parametrize(("type_", "payload"), [(Type.NUMBER, 0), (Type.TEXT, ""), (Type.BOOL, False)])
def test_zero_the_empty_text_and_no_are_values(type_, payload):
    assert demand("or_else", value=Outcome.of(type_, payload), otherwise=None) is None
    assert run("is_absent", value=Outcome.of(type_, payload)) is False


def test_is_absent_tells_absent_from_empty():
    assert run("is_absent", value=NONE) is True
    assert run("is_absent", value=EMPTY) is run("is_absent", value=FULL) is False


def test_abstaining_gives_the_reason():
    assert run("abstain", reason="too dark") == Absent("too dark")


PLURALS = [t for t in Type if t.is_plural]
plural_values = st.sampled_from(PLURALS).flatmap(lambda t: VALUES[t])


@given(plural_values)
def test_something_exists_when_there_is_a_member(plural):
    assert run("exists", plural=plural) is bool(len(members(plural)))
    assert run("count", plural=plural) == len(members(plural))


@given(track_sets())
def test_most_and_fewest_at_once_are_over_the_frames_looked_at(tracks):
    counts = at_once(tracks)
    most, fewest = run("max_simultaneous", tracks=tracks), run("min_simultaneous", tracks=tracks)
    if counts:
        assert (most, fewest) == (max(counts), min(counts))
    else:
        assert most == fewest == Absent("no frame was looked at")


@pytest.mark.parametrize("source", UNEVEN, ids=lambda s: s.name)
def test_of_two_who_take_turns_one_is_there_at_once_whatever_the_last_bits(source):
    view = Video.whole(source)
    sampling = sampling_of(view)
    frames = [Box(f, t, 0, 0, 9, 9, 1.0, "") for f, t in zip(sampling.indices, sampling.times_s, strict=True)]
    for turn in range(1, len(frames)):
        halves = (frames[:turn], frames[turn:])
        relay = tuple(Track(source, n, "", tuple(half), sampling.step_s) for n, half in enumerate(halves, start=1))
        tracks = Tracks(view, sampling, relay)
        assert run("max_simultaneous", tracks=tracks) == run("min_simultaneous", tracks=tracks) == 1


def test_at_once_is_zero_where_one_looked_and_found_nothing():
    assert run("max_simultaneous", tracks=Tracks(WHOLE, sampling_of(WHOLE), ())) == 0
    assert isinstance(run("max_simultaneous", tracks=Tracks(WHOLE, Sampling((), (), 0.0), ())), Absent)
