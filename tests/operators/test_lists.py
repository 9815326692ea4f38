"""Lists of numbers and words, and what one plural has that another has not."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import track_sets
from vprog.modules.compare import Same
from vprog.spec import Registry
from vprog.values import Absent, Spans, Tracks

REGISTRY = Registry.load()
numbers = st.lists(st.integers(-1000, 1000) | st.integers(-8000, 8000).map(lambda n: n / 8), max_size=8).map(tuple)
texts = st.lists(st.sampled_from(["red", "Red ", "blue", "", "a  b", "A b"]), max_size=5).map(tuple)


def run(name: str, **arguments: object):
    module = REGISTRY.called(name)
    assert module is not None
    assert module.compute is not None
    return module.compute(**arguments)


@given(numbers)
def test_sum_largest_and_smallest_are_those_of_exact_arithmetic(values):
    exact = [Fraction(value) for value in values]
    total = Fraction(0)
    for value in exact:
        total += value
    assert Fraction(run("sum", numbers=values)) == total
    for name, ahead in (("max", lambda a, b: a >= b), ("min", lambda a, b: a <= b)):
        found = run(name, numbers=values)
        if values:
            assert found in values
            assert all(ahead(Fraction(found), value) for value in exact)
        else:
            assert isinstance(found, Absent)


def test_a_sum_that_is_too_large_is_absent():
    assert run("sum", numbers=(1e308, 1e308)) == Absent("the result is too large")


@given(texts, st.sampled_from(["red", "RED", " blue", "a b", "green"]))
def test_a_list_contains_a_word_whatever_its_case(words, word):
    expected = any(" ".join(w.lower().split()) == " ".join(word.lower().split()) for w in words)
    assert run("contains", texts=words, text=word) is expected


@given(texts, texts)
def test_without_on_words_is_a_difference_that_keeps_order_and_repeats(one, other):
    left = []
    for word in one:
        if word not in other:
            left.append(word)  # the obvious way
    assert run("without", one=one, other=other) == tuple(left)


@given(track_sets(), st.data())
def test_without_leaves_out_exactly_the_same_things(tracks, data):
    drawn = data.draw(st.lists(st.sampled_from(tracks.items), unique=True)) if tracks.items else []
    some = Tracks(tracks.video, tracks.sampling, tuple(t for t in tracks.items if t in drawn), tracks.label)
    left = run("without", one=tracks, other=some)
    assert (left.video, left.sampling, left.label) == (tracks.video, tracks.sampling, tracks.label)
    assert left.items == tuple(t for t in tracks.items if not any(Same.compute(t, s) for s in some.items))
    assert not any(t in left.items for t in some.items)
    assert run("without", one=tracks, other=tracks).items == ()


@given(track_sets())
def test_those_who_do_not_enter_are_all_but_those_who_do(tracks):
    spans: Spans = run("enters", tracks=tracks, margin=0.05)
    came = {s.subjects[0] for s in spans.items}
    who = Tracks(tracks.video, tracks.sampling, tuple(t for t in tracks.items if t in came), tracks.label)
    left = run("without", one=tracks, other=who)
    assert set(left.items).isdisjoint(came)
