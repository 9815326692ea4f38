"""Taking one of several: by order, by certainty, by length; never a guess."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import SOURCE, SOURCES, span_sets, track_sets, tracks_in, videos
from vprog.spec import Registry
from vprog.values import Absent, Span, Spans, Video, members

REGISTRY = Registry.load()
timed = span_sets() | span_sets(several_sources=True) | track_sets()
plurals = timed | st.lists(st.text(max_size=3), max_size=4).map(tuple) | st.lists(videos(), max_size=3).map(tuple)


def run(name: str, **arguments: object) -> object:
    module = REGISTRY.called(name) or REGISTRY.by_name(name)
    assert module.compute is not None
    return module.compute(**arguments)


def length_s(item) -> float:
    return item.end_s - item.start_s


@given(plurals)
def test_first_and_last_are_the_ends(plural):
    items = members(plural)
    for name, wanted in (("first", items[:1]), ("last", items[-1:])):
        result = run(name, plural=plural)
        assert (isinstance(result, Absent) and not wanted) or result is wanted[0]


@given(plurals)
def test_found_is_what_is_not_empty(plural):
    result = run("found", plural=plural)
    assert result is plural if members(plural) else result == run("first", plural=plural)


@given(plurals, st.integers(0, 6))
def test_nth_counts_from_one(plural, position):
    items = members(plural)
    result = run("nth", plural=plural, position=position)
    if 1 <= position <= len(items):
        assert result is items[position - 1]
    else:
        assert result == Absent(f"there is no number {position}: there are {len(items)}, counted from 1")


@given(plurals, st.integers(-6, 6))
def test_a_subscript_counts_from_either_end(plural, index):
    items = members(plural)
    result = run("item", plural=plural, index=index)
    assert isinstance(result, Absent) if not -len(items) <= index < len(items) else result is items[index]


@given(timed)
def test_best_is_the_most_certain_and_of_equals_the_earliest(plural):
    result = run("best", plural=plural)
    if not plural.items:
        assert isinstance(result, Absent)
        return
    scores = [item.score for item in plural.items]
    assert result is plural.items[scores.index(max(scores))]


@given(st.sampled_from([("longest", max), ("shortest", min)]), timed)
def test_the_longest_and_the_shortest_are_the_only_ones_or_absent(named, plural):
    name, choose = named
    result = run(name, plural=plural)
    if not plural.items:
        assert isinstance(result, Absent)
        return
    extreme = choose(map(length_s, plural.items))
    winners = [item for item in plural.items if length_s(item) == extreme]
    if len(winners) == 1:
        assert result is winners[0]
    else:
        what = name.removesuffix("est")
        assert result == Absent(f"{len(winners)} of {len(plural.items)} are equally {what}")


@pytest.mark.parametrize("name", ["longest", "shortest"])
def test_lengths_that_differ_in_their_last_bits_are_a_tie(name):
    one, other = Span(SOURCE, 0.1, 0.3), Span(SOURCE, 0.3, 0.5)
    assert length_s(one) != length_s(other)
    assert isinstance(run(name, plural=Spans((Video.whole(SOURCE),), (one, other))), Absent)


@pytest.mark.parametrize("name", ["first", "last", "best", "longest", "shortest"])
def test_absence_says_of_what_nothing_was_found(name):
    empty = Spans((Video.whole(SOURCE),), (), "a dog barks")
    assert run(name, plural=empty) == Absent('nothing was found for "a dog barks"')
    assert run(name, plural=dataclasses.replace(empty, label="")) == Absent("there is nothing to take one of")


@given(plurals, st.data())
def test_argmax_takes_the_only_member_of_the_largest_number(plural, data):
    items = members(plural)
    by = tuple(data.draw(st.lists(st.integers(-3, 3), min_size=len(items), max_size=len(items))))
    for name, wanted in (("argmax", max(by, default=0)), ("argmin", min(by, default=0))):
        result = run(name, plural=plural, by=by)
        if by.count(wanted) == 1:
            assert result is items[by.index(wanted)]
        else:
            assert isinstance(result, Absent)


@pytest.mark.parametrize("name", ["argmax", "argmin"])
def test_numbers_that_differ_in_their_last_bits_are_a_tie_and_their_count_must_fit(name):
    assert isinstance(run(name, plural=("a", "b"), by=(0.1 + 0.2, 0.3)), Absent)
    assert run(name, plural=("a", "b"), by=(1,)) == Absent("there are 2 members but 1 numbers to choose by")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (("yes", "no", "Yes "), "yes"),
        ((3, 2, 3.0), 3),
        (("a",), "a"),
        (("a", "b"), Absent("2 are said equally often: 1 of 2 times")),
        ((), Absent("there is nothing to take one of")),
    ],
)
def test_a_vote_gives_what_is_said_most_often(said, wanted):
    assert run("vote", plural=said) == wanted


@given(tracks_in(Video.whole(SOURCE)), span_sets(SOURCE))
def test_a_thing_is_the_same_before_and_after_it_is_cut(track, spans):
    assert run("same", one=track, other=track) is True
    kept = [tuple(b for b in track.boxes if s.interval.shows(b.time_s)) for s in spans.items]
    cuts = [dataclasses.replace(track, boxes=boxes) for boxes in kept if boxes]
    assert all(run("same", one=a, other=b) for a in cuts for b in cuts)
    elsewhere = dataclasses.replace(track, source=SOURCES[1])
    assert run("same", one=track, other=elsewhere) is False


@given(span_sets(SOURCE))
def test_a_span_is_the_same_as_one_of_its_time_and_subjects(spans):
    for one in spans.items:
        for other in spans.items:
            alike = (one.start_s, one.end_s, one.subjects) == (other.start_s, other.end_s, other.subjects)
            assert run("same", one=one, other=other) is alike or one.subjects != other.subjects
