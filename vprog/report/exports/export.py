"""One call for every format."""

import contextlib
import json
from collections.abc import Collection, Sequence
from os import PathLike
from pathlib import Path

from vprog.diagnostics import Code, Diagnostic, InputError, OutsideError
from vprog.media import VideoFile, open_video
from vprog.report.exports.boxes import coco, mot
from vprog.report.exports.movie import write_movie
from vprog.report.exports.tables import write_tables
from vprog.report.exports.training import LAYOUTS, training_lines
from vprog.report.exports.values import one_video
from vprog.report.exports.webvtt import webvtt
from vprog.report.recorded import Recorded, read_run
from vprog.report.videos import open_recorded

FORMATS = ("parquet", "coco", "mot", "webvtt", "mp4", "jsonl")

Folder = str | PathLike[str]


def export(
    traces: Sequence[Folder],
    format_: str,
    output: Folder,
    *,
    name: str | None = None,
    layout: str = "pairs",
    video: Folder | None = None,
) -> list[Path]:
    """Write what traces hold in a format of FORMATS, and give the files.

    output: a folder for `parquet` (tables of detections, tracks and events), else a file. name: only the value of this
    name. layout: of `jsonl`, one of LAYOUTS. video: where the video of an `mp4` lies now, if it has moved.
    Raises: TraceError for what is no trace; InputError for an unknown format, layout or name, several videos where a
    format has one time axis, or a video that is needed and not there; OutsideError when nothing can be written.
    """
    _check("format", format_, FORMATS)
    _check("layout", layout, LAYOUTS)
    runs = [read_run(trace) for trace in traces]
    path = Path(output)
    try:
        if format_ == "parquet":
            return write_tables(runs, path, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if format_ == "mp4":
            _movie(runs, path, name, video)
        else:
            path.write_text(_text(runs, format_, name, layout), encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}"
        raise OutsideError(Diagnostic(Code("VP0505"), message, hint="name another file with -o")) from error
    return [path]


def _text(runs: Sequence[Recorded], format_: str, name: str | None, layout: str) -> str:
    match format_:
        case "coco":
            return json.dumps(coco(runs, name), ensure_ascii=False) + "\n"
        case "mot":
            return mot(runs, name)
        case "webvtt":
            return webvtt(runs, name)
        case _:
            return "".join(f"{line}\n" for line in training_lines(runs, layout))


def _movie(runs: Sequence[Recorded], path: Path, name: str | None, video: Folder | None) -> None:
    if len(runs) != 1:
        raise _unusable(f"a film shows one trace; found {len(runs)}", "export one trace at a time")
    source = one_video(runs, "films")
    with contextlib.ExitStack() as stack:
        file: VideoFile = stack.enter_context(open_video(video) if video else open_recorded(runs[0].videos[0]))
        if file.source.digest != source.digest:
            raise _unusable(f"{file.source.name} is not what the run looked at: its bytes differ", "name that video")
        write_movie(runs[0], file, path, name)


def _check(what: str, found: str, known: Collection[str]) -> None:
    if found not in known:
        message = f"there is no {what} `{found}`"
        raise InputError(Diagnostic(Code("VP0505"), message, found=found, expected=", ".join(known)))


def _unusable(message: str, hint: str) -> InputError:
    return InputError(Diagnostic(Code("VP0505"), message, hint=hint))
