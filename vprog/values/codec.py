"""Canonical typed encoding of values, and the digests taken of it.

The form is JSON with sorted keys and no spaces, tagged with the type, so that `1` and `"1"` never meet. What models
emit is quantised first (boxes to 1/16 px, scores to 1/1024), since batch size changes the last bits of a float.
A type without a codec is an error, never `repr`.
"""

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from vprog.types import Type
from vprog.values.things import Box, Boxes, Look, Mask, Masks, Span, Spans, Track, Tracks
from vprog.values.time import Interval, Sampling
from vprog.values.video import Source, Video

Json = Any
_PIXEL_STEPS = 16
_SCORE_STEPS = 1024


def encode(type_: Type, payload: object) -> bytes:
    """Give the canonical bytes of a value.

    Raises: TypeError when the payload is not a value of that type; ValueError for NaN or infinity.
    """
    return canonical({"type": type_.value, "value": _CODECS[type_][0](payload)})


def decode(data: bytes, names: Mapping[str, str] | None = None) -> tuple[Type, object]:
    """Give back type and value; `decode(encode(t, v))` is `v` up to the stated quantisation.

    names: what sources are called now, by digest; others keep the name that they were encoded with.
    """
    known = names or {}

    def renamed(record: dict[str, Json]) -> dict[str, Json]:
        # Only sources have both keys.
        return (
            record | {"name": known[record["digest"]]} if "name" in record and record.get("digest") in known else record
        )

    record = json.loads(data, object_hook=renamed if known else None)
    type_ = Type(record["type"])
    return type_, _CODECS[type_][1](record["value"])


def digest(type_: Type, payload: object) -> str:
    """Give 32 hexadecimal digits that equal values share; what a source was called does not enter."""
    return _digest_of(type_, _CODECS[type_][0](payload))


def encode_with_digest(type_: Type, payload: object) -> tuple[bytes, str]:
    """Give what `encode` and `digest` give, for little more than the price of one.

    Raises: as `encode`.
    """
    value = _CODECS[type_][0](payload)
    return canonical({"type": type_.value, "value": value}), _digest_of(type_, value)


def _digest_of(type_: Type, value: Json) -> str:
    return digest_bytes(canonical({"type": type_.value, "value": _anonymous(value)}))


def digest_bytes(data: bytes) -> str:
    """Give the digest of bytes that are canonical already."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def canonical(record: Json) -> bytes:
    """Write plain JSON data in its one canonical form."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", errors="surrogatepass")


def _anonymous(value: Json) -> Json:
    """Leave out what sources were called; only sources have a key `name`."""
    if isinstance(value, dict):
        return {key: _anonymous(item) for key, item in value.items() if key != "name"}
    # Boxes and runs are long lists of plain numbers and texts: nothing to leave out.
    if isinstance(value, list) and value and any(isinstance(item, dict | list) for item in value):
        return [_anonymous(item) for item in value]
    return value


def _expect(payload: object, *classes: type) -> Any:
    if not isinstance(payload, classes) or (isinstance(payload, bool) and bool not in classes):
        wanted = " or ".join(c.__name__ for c in classes)
        raise TypeError(f"expected {wanted}; found {type(payload).__name__}")
    return payload


def _number_out(payload: object) -> Json:
    number: float = _expect(payload, int, float)
    if not math.isfinite(number):
        raise ValueError(f"a Number must be finite; found {number}")
    # 3 and 3.0 are one Number and must share a digest.
    return int(number) if float(number).is_integer() else number


def _seconds_out(payload: object) -> Json:
    seconds = float(_expect(payload, int, float))
    if not math.isfinite(seconds):
        raise ValueError(f"Seconds must be finite; found {seconds}")
    return seconds + 0.0  # -0.0 and 0.0 are one moment


def _pixels(value: float) -> int:
    return round(value * _PIXEL_STEPS)


def _score(value: float) -> int:
    return round(value * _SCORE_STEPS)


def _interval_out(interval: Interval) -> Json:
    return [_seconds_out(interval.start_s), _seconds_out(interval.end_s)]


def _source_out(source: Source) -> Json:
    # A flat record, and there is one in each thing found: `asdict` would copy it field by field, recursively.
    return {**vars(source), "duration_s": _seconds_out(source.duration_s)}


def _source_in(data: Json) -> Source:
    return Source(**data)


def _video_out(payload: object) -> Json:
    video: Video = _expect(payload, Video)
    return {
        "source": _source_out(video.source),
        "cuts": [_interval_out(c) for c in video.cuts],
        "blanked": [_interval_out(c) for c in video.blanked],
        "region_px": [_pixels(x) for x in video.region_px] if video.region_px else None,
        "mirrored": video.mirrored,
    }


def _video_in(data: Json) -> Video:
    region = tuple(x / _PIXEL_STEPS for x in data["region_px"]) if data["region_px"] else None
    return Video(
        _source_in(data["source"]),
        tuple(Interval(*c) for c in data["cuts"]),
        tuple(Interval(*c) for c in data["blanked"]),
        region,
        data["mirrored"],
    )


def _sampling_out(sampling: Sampling) -> Json:
    times_s = [_seconds_out(t) for t in sampling.times_s]
    return {"indices": list(sampling.indices), "times_s": times_s, "step_s": _seconds_out(sampling.step_s)}


def _sampling_in(data: Json) -> Sampling:
    return Sampling(tuple(data["indices"]), tuple(data["times_s"]), data["step_s"])


def _box_out(box: Box) -> Json:
    return [box.frame, _seconds_out(box.time_s), *map(_pixels, box.xyxy), _score(box.score), box.label]


def _box_in(data: Json) -> Box:
    frame, time_s, *corners, score, label = data
    x1, y1, x2, y2 = (x / _PIXEL_STEPS for x in corners)
    return Box(frame, time_s, x1, y1, x2, y2, score / _SCORE_STEPS, label)


def _track_out(payload: object) -> Json:
    track: Track = _expect(payload, Track)
    return {
        "source": _source_out(track.source),
        "id": track.id,
        "label": track.label,
        "step_s": _seconds_out(track.step_s),
        "boxes": [_box_out(b) for b in track.boxes],
    }


def _track_in(data: Json) -> Track:
    boxes = tuple(_box_in(b) for b in data["boxes"])
    return Track(_source_in(data["source"]), data["id"], data["label"], boxes, data["step_s"])


def _span_out(payload: object) -> Json:
    span: Span = _expect(payload, Span)
    return {
        "source": _source_out(span.source),
        "start_s": _seconds_out(span.start_s),
        "end_s": _seconds_out(span.end_s),
        "subjects": [_track_out(t) for t in span.subjects],
        "score": _score(span.score),
        "label": span.label,
    }


def _span_in(data: Json) -> Span:
    subjects = tuple(_track_in(t) for t in data["subjects"])
    score = data["score"] / _SCORE_STEPS
    return Span(_source_in(data["source"]), data["start_s"], data["end_s"], subjects, score, data["label"])


def _mask_out(payload: object) -> Json:
    mask: Mask = _expect(payload, Mask)
    size = [mask.width_px, mask.height_px]
    runs = list(mask.runs)
    return [mask.frame, _seconds_out(mask.time_s), mask.track_id, *size, runs, _score(mask.score), mask.label]


def _mask_in(data: Json) -> Mask:
    frame, time_s, track_id, width_px, height_px, runs, score, label = data
    return Mask(frame, time_s, track_id, width_px, height_px, tuple(runs), score / _SCORE_STEPS, label)


def _look_out(look: Look) -> Json:
    return {"video": _video_out(look.video), "sampling": _sampling_out(look.sampling)}


def _look_in(data: Json) -> Look:
    return Look(_video_in(data["video"]), _sampling_in(data["sampling"]))


def _spans_out(payload: object) -> Json:
    spans: Spans = _expect(payload, Spans)
    return {
        "looked": [_video_out(v) for v in spans.looked],
        "label": spans.label,
        "items": [_span_out(s) for s in spans.items],
        "followed": [_look_out(look) for look in spans.followed],
    }


def _spans_in(data: Json) -> Spans:
    looked = tuple(_video_in(v) for v in data["looked"])
    followed = tuple(_look_in(look) for look in data["followed"])
    return Spans(looked, tuple(_span_in(s) for s in data["items"]), data["label"], followed)


def _sampled(kind: type, item_out: Callable[[Any], Json], item_in: Callable[[Json], Any]) -> "_Codec":
    """Give the codec of a class with the fields video, sampling, items and label."""

    def out(payload: object) -> Json:
        value = _expect(payload, kind)
        items = [item_out(i) for i in value.items]
        head = {"video": _video_out(value.video), "sampling": _sampling_out(value.sampling)}
        return {**head, "label": value.label, "items": items}

    def back(data: Json) -> Any:
        items = tuple(item_in(i) for i in data["items"])
        return kind(_video_in(data["video"]), _sampling_in(data["sampling"]), items, data["label"])

    return out, back


def _tuple_of(item_out: Callable[[object], Json], item_in: Callable[[Json], Any]) -> "_Codec":
    return (
        lambda payload: [item_out(i) for i in _expect(payload, tuple)],
        lambda data: tuple(item_in(i) for i in data),
    )


def _same(data: Json) -> Any:
    return data


def _text_out(payload: object) -> Json:
    return _expect(payload, str)


_Codec = tuple[Callable[[object], Json], Callable[[Json], Any]]
_CODECS: dict[Type, _Codec] = {
    Type.VIDEO: (_video_out, _video_in),
    Type.VIDEOS: _tuple_of(_video_out, _video_in),
    Type.SPANS: (_spans_out, _spans_in),
    Type.SPAN: (_span_out, _span_in),
    Type.BOXES: _sampled(Boxes, _box_out, _box_in),
    Type.TRACKS: _sampled(Tracks, _track_out, _track_in),
    Type.TRACK: (_track_out, _track_in),
    Type.MASKS: _sampled(Masks, _mask_out, _mask_in),
    Type.TEXT: (_text_out, _same),
    Type.TEXTS: _tuple_of(_text_out, _same),
    Type.NUMBER: (_number_out, _same),
    Type.NUMBERS: _tuple_of(_number_out, _same),
    Type.SECONDS: (_seconds_out, _same),
    Type.BOOL: (lambda payload: _expect(payload, bool), _same),
}
