"""Check and open what the caller gives: videos, question, choices, clip, knobs."""

import contextlib
import dataclasses
import math
from collections.abc import Mapping, Sequence
from os import PathLike, fspath

from vprog.diagnostics import Code, Diagnostic, InputError, near_match
from vprog.media import Frames, VideoFile, VideoInput, open_video
from vprog.spec import Registry, search_space
from vprog.types import Type
from vprog.values import Evidence, Interval, Outcome, Source, Video, evidence_of, unique

SHARED = frozenset({"video", "videos"})
"""Inputs that all programs of one call have in common."""

OneVideo = VideoInput | VideoFile
"""A path, an address, frames in memory, or a video that is open already."""
Videos = OneVideo | Sequence[OneVideo]
Clip = tuple[float, float]


def open_videos(videos: Videos, stack: contextlib.ExitStack) -> tuple[VideoFile, ...]:
    """Open each video once; the stack closes them, but not what the caller had opened.

    Raises: VideoError for one that cannot be read, InputError when there is none.
    """
    if not isinstance(videos, str | PathLike | Frames | VideoFile | Sequence):
        message = f"a video is a path, an address or frames; found {type(videos).__name__}"
        raise _unusable(message, "give one, or a list of them")
    named = [videos] if isinstance(videos, str | PathLike | Frames | VideoFile) else list(videos)
    if not named:
        raise _unusable("no video was given", "name at least one")
    opened: dict[object, VideoFile] = {}
    for video in named:
        if _key(video) not in opened:
            opened[_key(video)] = video if isinstance(video, VideoFile) else stack.enter_context(open_video(video))
    return tuple(opened[_key(video)] for video in named)


def _key(video: OneVideo) -> object:
    """Give what is equal for what is opened once: the name as it was written, or the very object."""
    return fspath(video) if isinstance(video, PathLike) else video if isinstance(video, str) else id(video)


def bind_inputs(
    sources: Sequence[Source], question: str | None, choices: Sequence[str] | None, clip: Clip | None
) -> dict[str, Outcome]:
    """Give the outcomes of `video`, `videos`, `question` and `choices`; what was not given is absent.

    Raises: InputError for a clip that shows nothing.
    """
    views = tuple(_clipped(Video.whole(source), clip) for source in sources)
    inputs = {
        "video": dataclasses.replace(Outcome.of(Type.VIDEO, views[0]), evidence=_shown(views[:1])),
        "videos": dataclasses.replace(Outcome.of(Type.VIDEOS, views), evidence=_shown(views)),
    }
    inputs["question"] = (
        Outcome.of(Type.TEXT, question) if question else Outcome.absent(Type.TEXT, "no question was given")
    )
    inputs["choices"] = (
        Outcome.of(Type.TEXTS, tuple(choices)) if choices else Outcome.absent(Type.TEXTS, "no choices were given")
    )
    return inputs


def bind_all(
    sources: Sequence[Source], asked: Sequence[tuple[str | None, Sequence[str] | None]], clip: Clip | None
) -> dict[str, Outcome]:
    """Give the outcomes of the inputs of programs that run together: question and choices of each.

    Those of several programs stand behind each program's number.
    Raises: InputError for a clip that shows nothing.
    """
    if len(asked) == 1:
        return bind_inputs(sources, *asked[0], clip)
    inputs: dict[str, Outcome] = {}
    for number, (question, choices) in enumerate(asked):
        for name, outcome in bind_inputs(sources, question, choices, clip).items():
            inputs[name if name in SHARED else f"{number}.{name}"] = outcome
    return inputs


def _shown(views: Sequence[Video]) -> tuple[Evidence, ...]:
    return unique(e for view in views for e in evidence_of(Type.VIDEO, view) or ())


def _clipped(video: Video, clip: Clip | None) -> Video:
    if clip is None:
        return video
    if not isinstance(clip, Sequence) or len(clip) != 2 or not all(isinstance(t, int | float) for t in clip):
        raise _unusable(f"the clip {clip} is not start,end", "give two numbers of seconds")
    start_s, end_s = clip
    if not (math.isfinite(start_s) and math.isfinite(end_s) and 0 <= start_s < end_s):
        raise _unusable(
            f"the clip {start_s:g},{end_s:g} is no stretch of time", "give start,end in seconds, start first"
        )
    view = video.keep([Interval(float(start_s), float(end_s))])
    if not view.cuts:
        name = video.source.name
        message = f"the clip {start_s:g},{end_s:g} lies outside {name}, which lasts {video.end_s:.2f} s"
        raise _unusable(message, "times are seconds of the video")
    return view


def check_knobs(knobs: Mapping[str, float | int] | None, registry: Registry) -> dict[str, float | int]:
    """Give the settings when each names a knob and lies within its bounds.

    Raises: InputError with one diagnostic for each that does not.
    """
    known = {dimension.name: dimension.knob for dimension in search_space((*registry, *registry.signs))}
    problems = []
    for name, value in (knobs or {}).items():
        if name not in known:
            near = near_match(name, known)
            hint = f"did you mean `{near}`?" if near else "`vprog modules NAME` lists the knobs of a module"
            problems.append(Diagnostic(Code("VP0505"), f"there is no knob `{name}`", found=name, hint=hint))
        elif not isinstance(value, int | float):
            message = f"the knob `{name}` takes a number; found {type(value).__name__}"
            problems.append(Diagnostic(Code("VP0505"), message, found=repr(value)))
        elif not known[name].accepts(value):
            knob = known[name]
            kind = "a whole number" if isinstance(knob.default, int) else "a number"
            expected = f"{kind} from {knob.low:g} to {knob.high:g}"
            message = f"the knob `{name}` cannot be {value:g}: it is {expected}"
            problems.append(Diagnostic(Code("VP0505"), message, found=f"{value:g}", expected=expected))
    if problems:
        raise InputError(problems)
    return dict(knobs or {})


def _unusable(message: str, hint: str) -> InputError:
    return InputError(Diagnostic(Code("VP0505"), message, hint=hint))
