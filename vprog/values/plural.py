"""Put single values together as a plural, and take a plural apart."""

from collections.abc import Sequence

from vprog.types import Type
from vprog.values.things import Span, Spans, Track, Tracks
from vprog.values.time import Sampling
from vprog.values.video import Video


def members(payload: object) -> tuple[object, ...]:
    """Give the elements of a plural, in its order.

    Raises: TypeError for a value that has none.
    """
    items = payload if isinstance(payload, tuple) else getattr(payload, "items", None)
    if not isinstance(items, tuple):
        raise TypeError(f"{type(payload).__name__} has no members")
    return items


def collect(plural: Type, elements: Sequence[object], like: object = None) -> object:
    """Give the plural that holds these elements, in the order that the type keeps.

    like: the plural they were taken from; says what was looked at when they are of its type.
    Raises: ValueError for tracks of different videos, which no one time axis holds.
    """
    if plural is Type.SPANS:
        return _spans([e for e in elements if isinstance(e, Span)], like)
    if plural is Type.TRACKS:
        return _tracks([e for e in elements if isinstance(e, Track)], like)
    return tuple(elements)


def _spans(spans: Sequence[Span], like: object) -> Spans:
    if isinstance(like, Spans):
        looked = like.looked
    elif isinstance(like, Tracks):
        looked = (like.video,)
    elif isinstance(like, tuple) and like and isinstance(like[0], Video):
        looked = like
    else:
        looked = tuple(dict.fromkeys(Video.whole(s.source) for s in spans))
    return Spans(looked, tuple(sorted(spans, key=span_order)))


def span_order(span: Span) -> tuple[float, float]:
    """Give the key that orders Spans."""
    return (span.start_s, span.end_s)


def _tracks(tracks: Sequence[Track], like: object) -> object:
    ordered = tuple(sorted(tracks, key=track_order))
    if isinstance(like, Tracks):
        return Tracks(like.video, like.sampling, ordered, like.label)
    views = {t.source: Video.whole(t.source) for t in tracks} or {v.source: v for v in _looked_at(like)}
    if len(views) != 1:
        raise ValueError(f"tracks of one video can be put together; these are of {len(views)}")
    seen = sorted({(b.frame, b.time_s) for t in tracks for b in t.boxes})
    step_s = min((t.step_s for t in tracks), default=0.0)
    sampling = Sampling(tuple(f for f, _ in seen), tuple(t for _, t in seen), step_s)
    (view,) = views.values()
    return Tracks(view, sampling, ordered)


def track_order(track: Track) -> tuple[int, float]:
    """Give the key that orders Tracks."""
    return (track.boxes[0].frame, track.boxes[0].x1)


def _looked_at(like: object) -> tuple[Video, ...]:
    """Give the views that a plural was searched in."""
    if isinstance(like, Spans):
        return like.looked
    return tuple(v for v in like if isinstance(v, Video)) if isinstance(like, tuple) else ()
