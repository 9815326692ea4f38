"""Which stretches of which source a value rests on."""

from collections.abc import Iterable
from typing import TypeVar

from vprog.types import Type
from vprog.values.outcome import Evidence
from vprog.values.things import Box, Boxes, Mask, Masks, Span, Spans, Track, Tracks
from vprog.values.video import Source, Video

Item = TypeVar("Item")


def evidence_of(type_: Type, payload: object) -> tuple[Evidence, ...] | None:
    """Give the evidence that a value carries in itself, or None when it has none (numbers, words).

    Things and spans cite when and where they were seen; an empty plural cites all that was looked at.
    """
    match payload:
        case Track():
            return (_of_track(payload, payload.end_s),)
        case Span():
            return _of_span(payload)
        case Tracks() if payload.items:
            # A track ends with the view that it was seen in, however long a looked-at frame stands.
            return tuple(_of_track(t, payload.until_s(t.boxes[-1], t.step_s)) for t in payload.items)
        case Spans() if payload.items:
            return unique(e for span in payload.items for e in _of_span(span))
        case Boxes() if payload.items:
            return (_seen(payload.video, payload.items, payload.sampling.step_s),)
        case Masks() if payload.items:
            return (_outlined(payload),)
        case Spans():
            return unique(e for video in payload.looked for e in _looked(video))
        case Tracks() | Boxes() | Masks():
            return _looked(payload.video)
        case Video() if type_ is Type.VIDEO:
            return _looked(payload)
        case _:
            return None


def unique(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Give each piece once, in order of first mention."""
    return tuple(dict.fromkeys(evidence))


def _looked(video: Video) -> tuple[Evidence, ...]:
    source = video.source
    return tuple(Evidence(source.name, cut.start_s, cut.end_s, source=source.digest) for cut in video.cuts)


def _of_track(track: Track, end_s: float) -> Evidence:
    cited = _key_boxes(track.sights or track.boxes)
    return Evidence(track.source.name, track.start_s, end_s, cited, track.source.digest)


def _of_span(span: Span) -> tuple[Evidence, ...]:
    if not span.subjects:
        return (Evidence(span.source.name, span.start_s, span.end_s, source=span.source.digest),)
    boxes = [b for track in span.subjects for b in _within(track.sights or track.boxes, span)]
    return (Evidence(span.source.name, span.start_s, span.end_s, _corners(boxes), span.source.digest),)


def _within(boxes: tuple[Box, ...], span: Span) -> tuple[Box, ...]:
    # A span is half-open: the box at its end shows what was when it no longer held.
    inside = tuple(b for b in boxes if span.interval.shows(b.time_s))
    return _ends(inside or boxes)


def _seen(video: Video, boxes: tuple[Box, ...], step_s: float) -> Evidence:
    end_s = min(boxes[-1].time_s + step_s, video.source.duration_s)
    last_cut = next((c for c in reversed(video.cuts) if c.start_s <= boxes[-1].time_s), None)
    end_s = min(end_s, last_cut.end_s) if last_cut else end_s
    name, digest = video.source.name, video.source.digest
    return Evidence(name, boxes[0].time_s, max(end_s, boxes[0].time_s), _key_boxes(boxes), digest)


def _outlined(masks: Masks) -> Evidence:
    source = masks.video.source
    end_s = min(masks.items[-1].time_s + masks.sampling.step_s, source.duration_s)
    cited = tuple((m.time_s, *_bounds(m, source)) for m in _ends(masks.items))
    return Evidence(source.name, masks.items[0].time_s, max(end_s, masks.items[0].time_s), cited, source.digest)


def _bounds(mask: Mask, source: Source) -> tuple[float, float, float, float]:
    """Give the smallest box around a mask, in source pixels; all of the picture for a mask without pixels."""
    width, begin, on = mask.width_px, 0, False
    rows: list[int] = []
    columns: list[int] = []
    for length in mask.runs:
        end = begin + length
        if on and length:
            rows += [begin // width, (end - 1) // width]
            within = begin // width == (end - 1) // width
            columns += [begin % width, (end - 1) % width] if within else [0, width - 1]
        begin, on = end, not on
    if not rows:
        return 0.0, 0.0, float(source.width_px), float(source.height_px)
    # The picture that was outlined may have been made smaller than the source.
    scale_x, scale_y = source.width_px / width, source.height_px / mask.height_px
    left, top, right, bottom = min(columns), min(rows), max(columns) + 1, max(rows) + 1
    return left * scale_x, top * scale_y, right * scale_x, bottom * scale_y


def _ends(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys((items[0], items[len(items) // 2], items[-1])))


def _key_boxes(boxes: Iterable[Box]) -> tuple[tuple[float, float, float, float, float], ...]:
    ordered = tuple(boxes)
    return _corners(_ends(ordered)) if ordered else ()


def _corners(boxes: Iterable[Box]) -> tuple[tuple[float, float, float, float, float], ...]:
    return tuple((b.time_s, *b.xyxy) for b in boxes)
