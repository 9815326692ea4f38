"""The axis of time shows every stretch, in lanes that do not overlap, or says that it drew some together."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from vprog.report.timeline import MAX_LANES, evidence_rows, rows_of
from vprog.values import Boxes, Evidence, Interval, Sampling, Source, Span, Spans, Tracks, Video

SOURCE = Source("a" * 32, "one.mp4", 100.0, 640, 360, 2500)
OTHER = Source("b" * 32, "two.mp4", 50.0, 640, 360, 1250)
WHOLE = Video.whole(SOURCE)

stretches = st.lists(
    st.tuples(st.floats(0, 99), st.floats(0.1, 30)).map(lambda pair: (pair[0], min(100.0, sum(pair)))), max_size=40
)


def spans_of(pairs):
    return Spans((WHOLE,), tuple(Span(SOURCE, s, e) for s, e in sorted(pairs)))


def at(bars, moment):
    return sum(bar.start_s <= moment < bar.end_s for bar in bars)


@given(stretches, st.floats(0, 100))
def test_as_many_bars_stand_over_a_moment_as_stretches_hold_then(pairs, moment):
    (row,) = rows_of(spans_of(pairs), [SOURCE])
    holding = sum(s <= moment < e for s, e in pairs)
    if row.is_coarse:
        # Drawn together: nothing that holds is missing, and what is drawn beside it is narrower than a pixel.
        assert at(row.bars, moment) >= min(1, holding)
    else:
        assert at(row.bars, moment) == holding
    assert row.total == len(pairs)


@given(stretches)
def test_bars_of_one_lane_do_not_overlap_and_no_lane_is_wasted(pairs):
    (row,) = rows_of(spans_of(pairs), [SOURCE])
    for lane in range(row.lanes):
        bars = sorted((bar.start_s, bar.end_s) for bar in row.bars if bar.lane == lane)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(bars))
    most = max((sum(s <= moment < e for s, e in pairs) for moment, _ in pairs), default=1)
    assert row.lanes == (1 if row.is_coarse or most > MAX_LANES else most)


def test_many_stretches_are_drawn_together_and_said_to_be():
    row, *_ = rows_of(spans_of([(k / 100, k / 100 + 0.005) for k in range(5000)]), [SOURCE])
    assert row.is_coarse
    assert row.total == 5000
    assert len(row.bars) == 1


def test_a_search_that_found_nothing_has_an_empty_row():
    empty = Tracks(WHOLE, Sampling((), (), 0.2), ())
    (row,) = rows_of(empty, [SOURCE, OTHER])
    assert (row.source, row.bars, row.total) == (SOURCE.digest, (), 0)
    assert rows_of(Boxes(WHOLE, Sampling((), (), 0.2), ()), [OTHER]) == ()


def test_numbers_and_words_have_no_row():
    for payload in (3, 2.5, True, "a", ("a", "b"), None):
        assert rows_of(payload, [SOURCE]) == ()


def test_each_source_has_its_own_row():
    views = (WHOLE, Video.whole(OTHER).keep([Interval(1.0, 2.0)]))
    one, other = rows_of(views, [SOURCE, OTHER])
    assert (one.bars[0].end_s, other.bars[0].start_s) == (100.0, 1.0)


def test_evidence_of_an_older_trace_is_found_by_the_name_of_the_video():
    (row,) = evidence_rows([Evidence("two.mp4", 1.0, 2.0)], [SOURCE, OTHER])
    assert row.source == OTHER.digest
