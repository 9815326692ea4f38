"""The one door: from what the user named to a video whose frames can be read."""

from os import PathLike
from pathlib import Path

import numpy as np

from vprog.media import address, causes
from vprog.media.download import Download, download
from vprog.media.errors import VideoError
from vprog.media.file import VideoFile
from vprog.media.film_reader import FilmReader
from vprog.media.in_memory import Frames, FramesReader, check_rate
from vprog.media.probe import probe
from vprog.media.stills import DEFAULT_FPS, StillsReader, is_image, look_at, numbered_images
from vprog.values import Source

VideoInput = str | PathLike[str] | Frames
"""What `open_video` opens."""


def open_video(video: VideoInput, fps: float | None = None) -> VideoFile:
    """Open a video; close it, or use it in a `with` block.

    video: a video file, an image, a folder of numbered images, a `file:`, `http:` or `https:` URL, or what `frames`
    gives. A folder shows its images in the order of their numbers, one right after the other also where a number is
    missing; an image is a folder of one. fps: images a second, 25 by default, so that an image is shown for 1/25 s;
    only for images, since everything else has times of its own. A download is kept in the folder for temporary files
    until the video is closed and nothing reads it any more; VPROG_MAX_DOWNLOAD_MB limits its size (MiB, 2048 by
    default), VPROG_OFFLINE=1 forbids it.

    Raises: VideoError when it cannot be read; one line says why and what to do.
    """
    if isinstance(video, Frames):
        _check_timed(video.source.name, fps)
        times_s = np.arange(video.source.frame_count, dtype=np.float64) / video.fps
        return VideoFile(video.source, times_s, FramesReader(video.images))
    if not isinstance(video, str | PathLike):
        cause = f"it is of type {type(video).__name__}"
        raise VideoError.of("input", cause, "give a path, an address, or vprog.frames(array, fps=25)")
    place = address.place(video)
    if isinstance(place, Path):
        return _open_path(place, place.name or place.resolve().name or str(place), fps, None)
    fetched = download(place)
    return _open_path(fetched.path, fetched.name, fps, fetched)


def _open_path(path: Path, name: str, fps: float | None, kept: Download | None) -> VideoFile:
    causes.check_path(path, name)
    if path.is_dir():
        return _open_stills(path, numbered_images(path, name), name, fps)
    causes.check_head(path, name)
    if is_image(path):
        return _open_stills(path, (path,), name, fps, kept)
    _check_timed(name, fps)
    known = probe(path, name)
    width_px, height_px = known.orientation.shown_size(*known.stored_size)
    times_s = known.table.times_s
    source = Source(known.digest, name, known.table.duration_s, width_px, height_px, len(times_s))
    return VideoFile(source, times_s, FilmReader(known), kept, _lasting(path, kept))


def _open_stills(
    path: Path, paths: tuple[Path, ...], name: str, fps: float | None, kept: Download | None = None
) -> VideoFile:
    rate = DEFAULT_FPS if fps is None else check_rate(name, fps)
    stills = look_at(paths, name, rate)
    times_s = np.arange(len(paths), dtype=np.float64) / rate
    source = Source(stills.digest, name, len(paths) / rate, *stills.size, len(paths))
    return VideoFile(source, times_s, StillsReader(stills), kept, _lasting(path, kept))


def _lasting(path: Path, kept: Download | None) -> Path | None:
    """Give where a video lies; a download is gone when it is closed."""
    return None if kept else path.resolve()


def _check_timed(name: str, fps: float | None) -> None:
    if fps is not None:
        raise VideoError.of(name, "it has times of its own, so fps= does not apply", "leave fps out")
