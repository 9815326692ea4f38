"""How memory grows with the length of a video: of a whole run, and of reading alone.

    python -m tests.bench.bench_memory --minutes 1 10

Prints one JSON document. `run`: the peak of `vprog.run` on clips of two lengths, and the ratio (at most 1.1 is the
aim). `read`: the peak of reading all frames of 1280x720 from a file, an address and a folder, few and many. Each figure
comes from a process of its own.
"""

import argparse
import contextlib
import functools
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.bench.watched import peak_mib

PROGRAM = 'answer = count(track(detect(video, "red circle")))'
FPS = 20


def write_long_clip(path: Path, frames: int, width_px: int, height_px: int) -> Path:
    """Write a clip of a red circle that goes to and fro; one picture is in memory at a time."""
    rows, columns = np.ogrid[0:height_px, 0:width_px]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(FPS), options={"preset": "ultrafast", "g": "60"})
        stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
        for number in range(frames):
            image = np.full((height_px, width_px, 3), (236, 236, 230), dtype=np.uint8)
            x_px = width_px * (0.5 + 0.3 * np.sin(number / 60))
            image[(columns - x_px) ** 2 + (rows - height_px / 2) ** 2 < (height_px / 7) ** 2] = (208, 32, 40)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def write_folder(folder: Path, images: int) -> Path:
    """Write numbered images of 1280x720; they are links to one, since only their number matters."""
    folder.mkdir()
    with open_clip_frame() as image:
        image.save(folder / "00000.png", compress_level=1)
    for number in range(1, images):
        os.link(folder / "00000.png", folder / f"{number:05}.png")
    return folder


@contextlib.contextmanager
def open_clip_frame() -> Iterator[object]:
    """Give a picture that is neither empty nor noise."""
    from PIL import Image

    rows, columns = np.mgrid[0:720, 0:1280]
    yield Image.fromarray(np.stack([rows % 256, columns % 256, (rows + columns) % 256], axis=2).astype(np.uint8))


def measured_run(path: str, cache: str) -> dict[str, object]:
    import vprog

    answer = vprog.run(PROGRAM, path, cache=cache)
    return {"value": answer.value, "frames_decoded": answer.cost["frames_decoded"]}


def measured_read(path: str, _cache: str) -> dict[str, object]:
    from vprog.media import open_video

    with open_video(path) as video:
        # Twice: frames found sound may then be read by the other reader.
        return {"frames": [sum(1 for _ in video.read(range(video.source.frame_count))) for _ in range(2)]}


def in_own_process(task: str, path: object) -> dict[str, object]:
    """Give what the task says and the peak of its process, MiB."""
    command = [sys.executable, "-m", "tests.bench.bench_memory", "--task", task, str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Give the address of a folder, served on this machine only."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def compare(task: str, few: object, many: object) -> dict[str, object]:
    """Give both peaks and their ratio."""
    peaks = [in_own_process(task, path) for path in (few, many)]
    return {"few": peaks[0], "many": peaks[1], "ratio": round(peaks[1]["peak_mib"] / peaks[0]["peak_mib"], 3)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, nargs=2, default=(1, 10), metavar=("FEW", "MANY"))
    parser.add_argument("--frames", type=int, nargs=2, default=(300, 1800), metavar=("FEW", "MANY"))
    parser.add_argument("--task", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="memory-") as temporary:
        folder = Path(temporary)
        if arguments.task:
            task, path = arguments.task
            said = {"run": measured_run, "read": measured_read}[task](path, temporary)
            said["peak_mib"] = round(peak_mib(), 1)
            json.dump(said, sys.stdout)
            return
        short, long = (write_long_clip(folder / f"{m}-minutes.mp4", m * 60 * FPS, 320, 180) for m in arguments.minutes)
        few, many = (write_long_clip(folder / f"{n}-frames.mp4", n, 1280, 720) for n in arguments.frames)
        report = {"run": compare("run", short, long), "read_file": compare("read", few, many)}
        with served(folder) as address:
            report["read_address"] = compare("read", f"{address}/{few.name}", f"{address}/{many.name}")
        report["read_folder"] = compare("read", *(write_folder(folder / f"{n}-images", n) for n in arguments.frames))
    json.dump(report, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
