"""The evidence that a value carries: where and when it was seen, or where was looked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import SOURCE, UNEVEN, sampling_of
from vprog.types import Type
from vprog.values import Box, Evidence, Interval, Mask, Masks, Sampling, Span, Spans, Track, Video, evidence_of

WHOLE = Video.whole(SOURCE)


def times_s(evidence: tuple[Evidence, ...] | None) -> list[float]:
    assert evidence is not None
    return [time_s for e in evidence for time_s, *_ in e.boxes]


def seen_in_each_frame(source) -> Track:
    sampling = sampling_of(Video.whole(source))
    frames = zip(sampling.indices, sampling.times_s, strict=True)
    return Track(source, 1, "", tuple(Box(f, t, 0, 0, 9, 9, 1.0, "") for f, t in frames), sampling.step_s)


@pytest.mark.parametrize("source", [SOURCE, *UNEVEN], ids=lambda s: s.name)
def test_a_span_cites_no_box_at_its_end(source):
    track = seen_in_each_frame(source)
    for box in track.boxes[:-1]:
        span = Span(source, box.time_s, box.time_s + track.step_s, (track,))
        assert times_s(evidence_of(Type.SPAN, span)) == [box.time_s]


def test_a_span_cites_its_first_middle_and_last_box():
    found = evidence_of(Type.SPAN, Span(SOURCE, 1.0, 2.0, (seen_in_each_frame(SOURCE),)))
    assert times_s(found) == [1.0, 1.5, 1.75]


def test_a_moment_cites_the_box_at_it():
    assert times_s(evidence_of(Type.SPAN, Span(SOURCE, 1.0, 1.0, (seen_in_each_frame(SOURCE),)))) == [1.0]


def test_no_spans_cite_all_that_was_looked_at():
    early = WHOLE.keep([Interval(0.0, 2.0)])
    assert evidence_of(Type.SPANS, Spans((early,), ())) == (Evidence("one.mp4", 0.0, 2.0, source=early.source.digest),)


def test_masks_cite_when_they_outline_something_and_without_any_all_that_was_looked_at():
    sampling = sampling_of(WHOLE)
    masks = tuple(Mask(f, f * 0.25, 1, 4, 4, (16,), 0.5, "x") for f in (4, 8))
    (found,) = evidence_of(Type.MASKS, Masks(WHOLE, sampling, masks))
    assert (found.start_s, found.end_s) == (1.0, 2.25)
    (nothing,) = evidence_of(Type.MASKS, Masks(WHOLE, sampling, ()))
    assert (nothing.start_s, nothing.end_s) == (0.0, 8.0)


@given(st.integers(2, 12), st.integers(2, 9), st.data())
def test_masks_cite_the_boxes_around_their_pixels(width, height, data):
    pixels = np.array(data.draw(st.lists(st.booleans(), min_size=width * height, max_size=width * height)))
    edges = np.flatnonzero(np.diff(pixels.astype(int))) + 1
    runs = np.diff([0, *edges, pixels.size]).tolist()
    runs = [0, *runs] if pixels[0] else runs
    mask = Mask(0, 0.0, 1, width, height, tuple(runs), 0.9, "dog")
    (found,) = evidence_of(Type.MASKS, Masks(WHOLE, Sampling((0,), (0.0,), 0.5), (mask,)))
    ((time_s, *corners),) = found.boxes
    ys, xs = np.nonzero(pixels.reshape(height, width))
    scale = (SOURCE.width_px / width, SOURCE.height_px / height) * 2
    around = (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1) if len(xs) else (0, 0, width, height)
    assert time_s == 0.0
    assert corners == pytest.approx([edge * factor for edge, factor in zip(around, scale, strict=True)])
