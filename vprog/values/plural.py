"""Put single values together as a plural, and take a plural apart."""

import dataclasses
from collections.abc import Sequence

from vprog.types import Type
from vprog.values.things import Boxes, Look, Masks, Span, Spans, Track, Tracks
from vprog.values.time import Sampling, together, union
from vprog.values.video import Source, Video


def members(payload: object) -> tuple[object, ...]:
    """Give the elements of a plural, in its order.

    Raises: TypeError for a value that has none.
    """
    items = payload if isinstance(payload, tuple) else getattr(payload, "items", None)
    if not isinstance(items, tuple):
        raise TypeError(f"{type(payload).__name__} has no members")
    return items


def views_of(payload: object) -> tuple[Video, ...]:
    """Give the views that a value was searched in, or that it is; none for words, numbers and single things."""
    match payload:
        case Video():
            return (payload,)
        case Spans():
            return payload.looked
        case Tracks() | Boxes() | Masks():
            return (payload.video,)
        case tuple():
            return tuple(v for v in payload if isinstance(v, Video))
        case _:
            return ()


def things_in(payload: object) -> tuple[Track | Span, ...]:
    """Give the tracks and spans that a value holds or is, and the subjects of those spans."""
    match payload:
        case Track():
            return (payload,)
        case Span():
            return (payload, *payload.subjects)
        case Tracks():
            return payload.items
        case Spans():
            return (*payload.items, *(track for span in payload.items for track in span.subjects))
        case _:
            return ()


def looks_of(payload: object) -> tuple[Look, ...]:
    """Give the looks in which those in a plural were followed, as far as it says so."""
    if isinstance(payload, Tracks):
        return (Look(payload.video, payload.sampling),)
    return payload.followed if isinstance(payload, Spans) else ()


def collect(
    plural: Type,
    elements: Sequence[object],
    like: object = None,
    views: Sequence[Video] = (),
    looks: Sequence[Look] = (),
) -> object:
    """Give the plural that holds these elements, in the order that the type keeps.

    like: the plural they were taken from; it says what was looked at, and in which frames.
    views: what was looked at where `like` does not say; nothing is said of what lies outside of it. Without any, spans
    were looked for in all of their videos, and tracks only while they last.
    looks: in which the elements were followed, where they know it; of these `like` says nothing.
    Raises: ValueError for tracks of different videos, which no one time axis holds, and for no tracks of no video.
    """
    if plural is Type.SPANS:
        return _spans([e for e in elements if isinstance(e, Span)], like, views, looks or looks_of(like))
    if plural is Type.TRACKS:
        return _tracks([e for e in elements if isinstance(e, Track)], like, views, looks or looks_of(like))
    return tuple(elements)


def _spans(spans: Sequence[Span], like: object, views: Sequence[Video], looks: Sequence[Look]) -> Spans:
    looked = list(views_of(like))
    for source in dict.fromkeys(s.source for s in spans):
        if not _of(source, looked):
            looked += _of(source, views) or [Video.whole(source)]
    everywhere = tuple(dict.fromkeys(looked or views))
    return Spans(everywhere, tuple(sorted(spans, key=span_order)), followed=tuple(looks))


def span_order(span: Span) -> tuple[float, float]:
    """Give the key that orders Spans."""
    return (span.start_s, span.end_s)


def _tracks(tracks: Sequence[Track], like: object, views: Sequence[Video], looks: Sequence[Look]) -> Tracks:
    # Of several views that gave nothing, the first stands for all: none of them holds a track.
    found = dict.fromkeys(t.source for t in tracks) or dict.fromkeys(v.source for v in views_of(like) or views[:1])
    if not found:
        raise ValueError("there are no tracks, and nothing tells the video that has none")
    if len(found) > 1:
        raise ValueError(f"tracks of one video can be put together; these are of {len(found)}")
    (source,) = found
    labels = {like.label} if isinstance(like, Tracks) else {t.label for t in tracks}
    label = labels.pop() if len(labels) == 1 else ""
    return followed_through(source, tracks, looks, views_of(like), views, label=label)


def followed_through(
    source: Source, tracks: Sequence[Track], looks: Sequence[Look], *views: Sequence[Video], label: str = ""
) -> Tracks:
    """Give tracks of a source on the time axis of the looks in which they were followed.

    views: what was looked at where the looks do not show all of the tracks; of several lists, a later one counts only
    when those before do not show them either. What belongs to other sources does not count.
    Frames are those of the looks and those in which a track was seen; visible is what the looks and views show and, if
    they do not show every track, the time of the tracks themselves. More would say that somebody looked there.
    """
    ordered = tuple(sorted(tracks, key=track_order))
    here = [look for look in looks if look.video.source == source]
    shown = [look.video for look in here]
    sampling, seen = together(look.sampling for look in here), _frames(ordered)
    if not shown or not set(seen.indices) <= set(sampling.indices):
        sampling = together([sampling, seen] if sampling.indices else [seen])
        for more in views:
            if not shown or not _show(shown, seen):
                shown += _of(source, more)
        if not shown or not _show(shown, seen):
            shown.append(Video.whole(source).keep([t.interval for t in ordered]))
    return Tracks(_one(shown), sampling, ordered, label)


def track_order(track: Track) -> tuple[int, float]:
    """Give the key that orders Tracks."""
    return (track.boxes[0].frame, track.boxes[0].x1)


def _frames(tracks: Sequence[Track]) -> Sampling:
    """Give the frames in which one of the tracks was seen."""
    frames = sorted({(b.frame, b.time_s) for t in tracks for b in t.boxes})
    step_s = min((t.step_s for t in tracks), default=0.0)
    return Sampling(tuple(f for f, _ in frames), tuple(t for _, t in frames), step_s)


def _show(views: Sequence[Video], sampling: Sampling) -> bool:
    return all(any(cut.shows(time_s) for v in views for cut in v.cuts) for time_s in sampling.times_s)


def _of(source: Source, views: Sequence[Video]) -> list[Video]:
    return [v for v in views if v.source == source]


def _one(views: Sequence[Video]) -> Video:
    """Give one view that shows what any of these shows of their one source."""
    if len(set(views)) == 1:
        return views[0]
    return dataclasses.replace(views[0], cuts=union(cut for v in views for cut in v.cuts))
