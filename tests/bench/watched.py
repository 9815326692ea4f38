"""Look at files in a process that may hang, die, or write to standard error, and say which it did."""

import dataclasses
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

PROGRAM = 'answer = exists(detect(video, "red circle"))'


@dataclasses.dataclass
class Finding:
    """What looking at one file came to.

    outcome: `value` (all frames), `gaps`, `refused` (VideoError), or what must never be: `error`, `hang`, `crash`.
    """

    outcome: str
    message: str = ""
    frames: int = 0
    gaps: int = 0
    seconds: float = 0.0
    peak_mib: float = 0.0
    said: str = ""


def look(path: Path, cache: Path) -> Finding:
    """Open, choose frames at 5 a second, read them, read all frames twice, and run a program, through the real API."""
    import vprog
    from vprog.diagnostics import VprogError
    from vprog.media import Frame, VideoError, open_video, sampling
    from vprog.values import Video

    try:
        with open_video(path) as video:
            chosen = sampling(video.times_s, Video.whole(video.source), 5.0)
            sparse = list(video.read(chosen.indices))
            frames = gaps = 0
            # Twice: frames that were found sound may then be read by the other reader.
            for _ in range(2):
                items = [isinstance(item, Frame) for item in video.read(range(video.source.frame_count), 64)]
                frames, gaps = sum(items), len(items) - sum(items)
            assert all(0 <= t < video.source.duration_s for t in video.times_s)
        answer = vprog.run(PROGRAM, path, cache=cache)
    except VideoError as error:
        text = str(error)
        return Finding("refused" if "\n" not in text and "Traceback" not in text else "error", text)
    except VprogError as error:
        return Finding("error", repr(error))
    except Exception as error:  # noqa: BLE001  # any other exception is what is looked for
        return Finding("error", f"{type(error).__name__}: {error}")
    if answer.status == "failed":
        return Finding("error", str(answer.diagnostics))
    some_lost = gaps or any(not isinstance(item, Frame) for item in sparse)
    return Finding("gaps" if some_lost else "value", f"{answer.status} {answer.value}", frames, gaps)


def peak_mib() -> float:
    """Give the most memory that this process has held so far, MiB; Linux only."""
    # Not getrusage: its figure starts with that of the process that started this one.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _work(pipe: Connection, noise: str, cache: str, memory_gib: float) -> None:
    # What a decoder writes goes past Python, to the descriptor.
    descriptor = os.open(noise, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 2)
    limit_bytes = int(memory_gib * 2**30)
    resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
    pipe.send(None)
    while True:
        try:
            path = pipe.recv()
        except EOFError:
            return
        began = time.perf_counter()
        finding = look(path, Path(cache))
        finding.seconds = time.perf_counter() - began
        finding.peak_mib = peak_mib()
        pipe.send(finding)


class _Worker:
    def __init__(self, folder: str, memory_gib: float) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, far = context.Pipe()
        self.noise = Path(folder) / f"stderr-{time.monotonic_ns()}"
        arguments = (far, str(self.noise), str(Path(folder) / "cache"), memory_gib)
        self.process = context.Process(target=_work, args=arguments, daemon=True)
        self.process.start()
        far.close()
        self.pipe.recv()

    def look(self, path: Path, patience_s: float) -> Finding:
        before = self.noise.stat().st_size
        self.pipe.send(path)
        try:
            if self.pipe.poll(patience_s):
                finding = self.pipe.recv()
            else:
                finding = Finding("hang", f"no end within {patience_s:g} s", seconds=patience_s)
        except (EOFError, ConnectionError):
            self.process.join(5)
            finding = Finding("crash", f"exit code {self.process.exitcode}")
        finding.said = self.noise.read_bytes()[before:].decode(errors="replace")[:300]
        return finding

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


def look_at_all(paths: Iterable[Path], patience_s: float = 60.0, memory_gib: float = 4.0) -> Iterator[Finding]:
    """Give a finding for each file, in order.

    patience_s: after so long without an answer a file counts as a hang, and the next one gets a fresh process.
    memory_gib: address space of that process; a file that makes it ask for more is an `error` or a `crash`.
    """
    with tempfile.TemporaryDirectory(prefix="watched-") as folder:
        worker: _Worker | None = None
        try:
            for path in paths:
                worker = worker or _Worker(folder, memory_gib)
                finding = worker.look(path, patience_s)
                if finding.outcome in ("hang", "crash"):
                    worker.end()
                    worker = None
                yield finding
        finally:
            if worker:
                worker.end()
