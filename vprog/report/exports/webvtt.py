"""Events as WebVTT, which browsers and players show beside the video."""

from collections.abc import Sequence

from vprog.report.exports.values import Kept, one_video, things
from vprog.report.recorded import Recorded
from vprog.types import Type
from vprog.values import Span

_SHORTEST_S = 0.001
"""A cue must end after it begins; an instant is shown that long."""


def webvtt(runs: Sequence[Recorded], name: str | None = None) -> str:
    """Give a cue for each span: what a program calls it, and whom it is about. In order of time.

    Raises: InputError for several videos.
    Source: W3C, WebVTT: The Web Video Text Tracks Format.
    """
    one_video(runs, "subtitles")
    found = [(s, kept) for run in runs for kept in things(run, (Type.SPANS, Type.SPAN), name) for s in kept.spans]
    found.sort(key=lambda one: (one[0].start_s, one[0].end_s, one[1].name))
    cues = [_cue(number, span, kept) for number, (span, kept) in enumerate(found, start=1)]
    return "\n".join(["WEBVTT\n", *cues])


def _cue(number: int, span: Span, kept: Kept) -> str:
    about = ", ".join(f"{track.label or 'something'} #{track.id}" for track in span.subjects)
    text = f"{kept.name}: {about or span.label}" if about or span.label else kept.name
    end_s = max(span.end_s, span.start_s + _SHORTEST_S)
    return f"{number}\n{_clock(span.start_s)} --> {_clock(end_s)}\n{_escaped(text)}\n"


def _clock(time_s: float) -> str:
    whole = round(time_s * 1000)
    hours, rest = divmod(whole, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"


def _escaped(text: str) -> str:
    plain = " ".join(text.split())
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
