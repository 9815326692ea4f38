"""Events read off tracks, as spans that carry their subjects, and the way back from spans to subjects.

Someone who is there when a view begins has not entered it, and someone who is there when it ends has not left it.
"""

from vprog.spec import knob, module, operand
from vprog.types import Type
from vprog.values import Absent, Box, Look, Span, Spans, Track, Tracks, followed_through, span_order


def _visible_edges(tracks: Tracks) -> tuple[set[int], set[int]]:
    """Give the first and last looked-at frame of every visible cut: what is seen there was there before or stays."""
    firsts, lasts = set(), set()
    for cut in tracks.video.cuts:
        inside = tracks.sampling.within([cut]).indices
        if inside:
            firsts.add(inside[0])
            lasts.add(inside[-1])
    return firsts, lasts


def _arrivals(tracks: Tracks) -> list[Track]:
    firsts, _ = _visible_edges(tracks)
    return [t for t in tracks.items if t.boxes[0].frame not in firsts]


def _departures(tracks: Tracks) -> list[Track]:
    _, lasts = _visible_edges(tracks)
    return [t for t in tracks.items if t.boxes[-1].frame not in lasts]


def _at_border(box: Box, tracks: Tracks, margin: float) -> bool:
    """Say whether a box comes within `margin` of the picture's sides, as a share of its width or height."""
    source = tracks.video.source
    x_px, y_px = margin * source.width_px, margin * source.height_px
    return box.x1 <= x_px or box.y1 <= y_px or box.x2 >= source.width_px - x_px or box.y2 >= source.height_px - y_px


def _sight(track: Track, box: Box, tracks: Tracks) -> Span:
    """Give the time that one box of a track stands for."""
    end_s = tracks.until_s(box, track.step_s)
    return Span(track.source, box.time_s, end_s, (track,), track.score, track.label)


def _first_sights(come: list[Track], tracks: Tracks) -> Spans:
    return _spans(tracks, [_sight(t, t.boxes[0], tracks) for t in come])


def _last_sights(gone: list[Track], tracks: Tracks) -> Spans:
    return _spans(tracks, [_sight(t, t.boxes[-1], tracks) for t in gone])


def _spans(tracks: Tracks, found: list[Span]) -> Spans:
    look = Look(tracks.video, tracks.sampling)
    return Spans((tracks.video,), tuple(sorted(found, key=span_order)), tracks.label, (look,))


@module
class Appears:
    """Give the moments at which something comes into view, wherever in the picture."""

    tracks = operand(Type.TRACKS, doc="what to watch")
    result = Type.SPANS
    examples = ("answer = start(first(appears(tracks_circle)))  # about 1.5 s",)

    @staticmethod
    def compute(tracks: Tracks) -> Spans:
        return _first_sights(_arrivals(tracks), tracks)


@module
class Disappears:
    """Give the moments at which something goes out of view, wherever in the picture."""

    tracks = operand(Type.TRACKS, doc="what to watch")
    result = Type.SPANS
    examples = ("answer = count(disappears(tracks_circle))  # 1",)

    @staticmethod
    def compute(tracks: Tracks) -> Spans:
        return _last_sights(_departures(tracks), tracks)


@module
class Enters:
    """Give the moments at which something comes into the picture across its border."""

    tracks = operand(Type.TRACKS, doc="what to watch")
    margin = knob(0.05, low=0.0, high=0.5, doc="how near the border counts, as a share of the side")
    result = Type.SPANS
    examples = ("answer = count(who(enters(tracks_circle)))  # 1",)

    @staticmethod
    def compute(tracks: Tracks, margin: float) -> Spans:
        come = [t for t in _arrivals(tracks) if _at_border(t.boxes[0], tracks, margin)]
        return _first_sights(come, tracks)


@module
class Leaves:
    """Give the moments at which something goes out of the picture across its border."""

    tracks = operand(Type.TRACKS, doc="what to watch")
    margin = knob(0.05, low=0.0, high=0.5, doc="how near the border counts, as a share of the side")
    result = Type.SPANS
    examples = ("answer = start(last(leaves(tracks_circle)))  # about 10 s",)

    @staticmethod
    def compute(tracks: Tracks, margin: float) -> Spans:
        gone = [t for t in _departures(tracks) if _at_border(t.boxes[-1], tracks, margin)]
        return _last_sights(gone, tracks)


@module
class Who:
    """Give the subjects of spans: every track once, from its first to its last sight; of one span its only subject.

    Cutting the spans chooses whose tracks are given and does not cut those: who entered before a moment may stay.
    """

    version = 2
    spans = operand(Type.SPANS, Type.SPAN, doc="what they do")
    aliases = ("subjects",)
    result = {Type.SPANS: Type.TRACKS, Type.SPAN: Type.TRACK}
    examples = ("answer = count(who(spans_enters))  # 1",)

    @staticmethod
    def compute(spans: Spans | Span) -> object:
        if isinstance(spans, Span):
            return _only_subject(spans)
        sources = {v.source for v in spans.looked} | {s.source for s in spans.items}
        if len(sources) > 1:
            return Absent("these spans are of several videos; ask for the subjects of one video at a time")
        if not sources:
            return Absent("nothing was looked at, so it is not known who does this")
        unnamed = sum(not s.subjects for s in spans.items)
        if unnamed:
            return Absent(f"{unnamed} of {len(spans.items)} spans have no subject, so it is not known who does this")
        (source,) = sources
        subjects = tuple(dict.fromkeys(t for s in spans.items for t in s.subjects))
        return followed_through(source, subjects, spans.followed, spans.looked, label=spans.label)


def _only_subject(span: Span) -> object:
    if len(span.subjects) == 1:
        return span.subjects[0]
    return Absent(f"this span has {len(span.subjects)} subjects, not one")
