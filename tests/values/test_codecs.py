"""Codecs: every value comes back, equal values share a digest, different ones do not."""

import dataclasses

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies import SOURCE, SOURCES, STEP_S, VALUES, sampling_of, track_sets
from vprog.types import Type
from vprog.values import (
    Box,
    Boxes,
    Interval,
    Look,
    Sampling,
    Source,
    Span,
    Spans,
    Track,
    Tracks,
    Video,
    decode,
    digest,
    encode,
)

typed_values = st.sampled_from(list(Type)).flatmap(lambda t: st.tuples(st.just(t), VALUES[t]))


def renamed(value: object) -> object:
    """Give the value with its sources called otherwise, however deep they lie."""
    if isinstance(value, Source):
        return dataclasses.replace(value, name="other.mkv")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value, **{f.name: renamed(getattr(value, f.name)) for f in dataclasses.fields(value)}
        )
    return tuple(map(renamed, value)) if isinstance(value, tuple) else value


@given(typed_values)
def test_every_value_comes_back_from_its_bytes(typed):
    type_, value = typed
    assert decode(encode(type_, value)) == (type_, value)


@given(typed_values)
def test_encoding_is_canonical(typed):
    type_, value = typed
    data = encode(type_, value)
    assert encode(*decode(data)) == data
    assert digest(*decode(data)) == digest(type_, value)


@given(typed_values)
def test_digests_ignore_what_sources_are_called(typed):
    type_, value = typed
    assert digest(type_, renamed(value)) == digest(type_, value)
    assert decode(encode(type_, renamed(value))) == (type_, value)


@given(typed_values, typed_values)
def test_values_share_a_digest_only_when_they_are_equal(one, other):
    assume(one[0] is not other[0] or one[1] != other[1])
    assert digest(*one) != digest(*other)


def test_digests_tell_types_apart():
    alike = [(Type.NUMBER, 1), (Type.SECONDS, 1.0), (Type.TEXT, "1"), (Type.BOOL, True), (Type.TEXTS, ("1",))]
    assert len({digest(*pair) for pair in [*alike, (Type.NUMBERS, (1,)), (Type.TEXT, "true")]}) == 7


def test_empty_plurals_of_different_types_differ():
    empty = [(Type.TEXTS, ()), (Type.NUMBERS, ()), (Type.VIDEOS, ())]
    assert len({digest(*pair) for pair in empty}) == 3


@pytest.mark.parametrize(("one", "other"), [(3, 3.0), (0, -0.0), (-2, -2.0), (10**15, 1e15)])
def test_whole_numbers_are_one_however_they_are_held(one, other):
    assert digest(Type.NUMBER, one) == digest(Type.NUMBER, other)
    assert digest(Type.NUMBERS, (one,)) == digest(Type.NUMBERS, (other,))
    assert digest(Type.SECONDS, one) == digest(Type.SECONDS, other)


def box(**changes) -> Box:
    return dataclasses.replace(Box(3, 0.75, 1.0, 2.0, 5.0, 9.0, 0.5, "dog"), **changes)


def test_boxes_are_kept_to_a_sixteenth_of_a_pixel_and_scores_to_a_1024th():
    def back(changed: Box) -> Box:
        boxes = Boxes(Video.whole(SOURCE), Sampling((3,), (0.75,), STEP_S), (changed,))
        value = decode(encode(Type.BOXES, boxes))[1]
        assert isinstance(value, Boxes)
        return value.items[0]

    assert back(box(x1=1.03, score=0.50049)) == box(x1=1.0, score=0.5 + 1 / 1024)
    assert back(box(x1=1.04)) == box(x1=1.0625)
    assert back(box(x1=-0.01)) == box(x1=0.0)


@given(st.floats(-1e5, 1e5), st.floats(0, 1))
def test_quantisation_is_off_by_half_a_step_at_most(x_px, score):
    track = Track(SOURCE, 1, "", (box(x1=x_px, score=score),), STEP_S)
    value = decode(encode(Type.TRACK, track))[1]
    assert isinstance(value, Track)
    assert abs(value.boxes[0].x1 - x_px) <= 1 / 32
    assert abs(value.boxes[0].score - score) <= 1 / 2048


def test_the_last_bits_of_a_model_do_not_change_a_digest():
    one, other = (Track(SOURCE, 1, "", (box(x1=x),), STEP_S) for x in (1.0, 1.0 + 1e-9))
    assert one != other
    assert digest(Type.TRACK, one) == digest(Type.TRACK, other)


@given(track_sets())
def test_whole_seconds_held_as_integers_share_a_digest(tracks):
    whole = dataclasses.replace(SOURCE, duration_s=int(SOURCE.duration_s))
    assert whole == SOURCE
    assert digest(Type.VIDEO, Video.whole(whole)) == digest(Type.VIDEO, Video.whole(SOURCE))
    times = tuple(int(t) if t.is_integer() else t for t in tracks.sampling.times_s)
    same = dataclasses.replace(tracks, sampling=dataclasses.replace(tracks.sampling, times_s=times))
    assert same == tracks
    assert digest(Type.TRACKS, same) == digest(Type.TRACKS, tracks)


@pytest.mark.parametrize("type_", [Type.NUMBER, Type.SECONDS])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_refused(type_, value):
    with pytest.raises(ValueError, match="must be finite"):
        encode(type_, value)


WRONG = [
    (Type.NUMBER, True),
    (Type.NUMBER, "1"),
    (Type.SECONDS, None),
    (Type.SECONDS, False),
    (Type.BOOL, 1),
    (Type.TEXT, 1),
    (Type.TEXTS, ["a"]),
    (Type.TEXTS, ("a", 1)),
    (Type.NUMBERS, (1, True)),
    (Type.VIDEO, SOURCE),
    (Type.SPANS, ()),
    (Type.SPAN, Spans((), ())),
    (Type.TRACKS, Spans((), ())),
    (Type.TRACK, None),
]


@pytest.mark.parametrize(("type_", "value"), WRONG)
def test_a_value_of_another_type_is_refused(type_, value):
    with pytest.raises(TypeError, match=r"expected .*; found "):
        encode(type_, value)


def test_texts_of_any_sign_come_back():
    for text in ("", 'ä\u0000\n\t"\\', "\ud800", "😀", '{"type":"Number"}'):
        assert decode(encode(Type.TEXT, text)) == (Type.TEXT, text)


def test_spans_of_two_videos_keep_their_videos():
    spans = Spans(tuple(map(Video.whole, SOURCES)), tuple(Span(s, 1.0, 2.0) for s in SOURCES))
    value = decode(encode(Type.SPANS, spans))[1]
    assert value == spans
    assert digest(Type.SPANS, spans) != digest(Type.SPANS, Spans(spans.looked, spans.items[:1]))


def test_spans_of_one_time_whose_subjects_were_followed_elsewhere_are_two_values():
    whole = Video.whole(SOURCE)
    looks = [Look(whole, sampling_of(whole)), Look(whole.keep([Interval(0.0, 2.0)]), sampling_of(whole))]
    several = [Spans((whole,), (), "", followed) for followed in ((), tuple(looks[:1]), tuple(looks[1:]), tuple(looks))]
    assert len({digest(Type.SPANS, spans) for spans in several}) == 4
    for spans in several:
        assert decode(encode(Type.SPANS, spans)) == (Type.SPANS, spans)


def test_having_looked_elsewhere_is_another_value_though_nothing_was_found():
    whole = Video.whole(SOURCE)
    cut = whole.without(whole.keep([]).cuts)
    part = dataclasses.replace(whole, cuts=())
    empty = [Tracks(v, Sampling((), (), STEP_S), ()) for v in (whole, cut, part)]
    assert digest(Type.TRACKS, empty[0]) == digest(Type.TRACKS, empty[1])
    assert digest(Type.TRACKS, empty[0]) != digest(Type.TRACKS, empty[2])
