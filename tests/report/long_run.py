"""A trace as a long run would leave it: an hour, fifty values of thousands of members, all the pictures it may hold."""

from pathlib import Path

import numpy as np
from PIL import Image

from vprog.media import jpeg
from vprog.trace import MAX_FRAMES, TraceWriter
from vprog.types import Type
from vprog.values import Box, Boxes, Mask, Masks, Sampling, Source, Span, Spans, Track, Tracks, Video
from vprog.values.codec import digest, encode

HOUR_S = 3600.0
VALUES = 50
_STEP_S = 0.5
SOURCE = Source("f" * 32, "hour.mp4", HOUR_S, 1280, 720, 90_000)


def write_long_run(folder: Path, *, values: int = VALUES, pictures: int = MAX_FRAMES) -> Path:
    """Write the trace into a folder; the same one for the same arguments."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(0)
    made = [_value(place, rng) for place in range(values)]
    names = [f"{type_.prefix}_{place}" for place, (type_, _) in enumerate(made)]
    program = "".join(f'{name} = localize(video, "{name}")\n' for name in names) + "answer = 1\n"
    with TraceWriter(folder, "0.1.0") as trace:
        video = {"digest": SOURCE.digest, "name": SOURCE.name, "duration_s": HOUR_S, "width_px": 1280}
        trace.event("input", videos=[video | {"height_px": 720, "frame_count": 90_000}], profile="embedded", why="made")
        trace.event("question", of=0, question="What happens in this hour?", choices=None)
        trace.event("plan", of=0, planner="given", program=program, reason=None)
        keys = [f"n{place}" for place in range(values)]
        facts = [
            {"node": key, "op": "localize", "type": type_.value, "settings": {}, "operands": [], "line": line}
            for line, (key, (type_, _)) in enumerate(zip(keys, made, strict=True), start=1)
        ]
        bindings = dict(zip(names, keys, strict=True))
        trace.event("graph", text="", bindings=bindings, roots=[], nodes=facts)
        for fact, (type_, payload) in zip(facts, made, strict=True):
            known = digest(type_, payload)
            trace.value(known, encode(type_, payload))
            record = {key: fact[key] for key in ("node", "op", "type", "settings", "operands")}
            said = {"status": "ok", "value": known, "reason": None, "confidence": None, "judged": False}
            took = {"diagnostic": None, "id": known, "wave": 1, "wall_s": 0.1, "cached": False}
            trace.event("node", **record, **said, **took)
        for place in range(pictures):
            # One of the moments that the values have boxes at.
            time_s = round(place * HOUR_S / pictures / _STEP_S) * _STEP_S
            picture = _picture(rng)
            file = trace.frame(SOURCE.digest, int(time_s * 25), picture)
            size = {"width_px": 640, "height_px": 360}
            trace.event("frame", video=SOURCE.digest, frame=int(time_s * 25), time_s=time_s, file=file, **size)
        trace.event("answer", of=0, **_answer())
    return folder


def _answer() -> dict[str, object]:
    """Give the fields of an answer that rests on nothing."""
    attempt = {"program": None, "planner": "given", "status": "answered", "reason": None}
    lists = {"evidence": [], "diagnostics": [], "gaps": [], "caveats": [], "attempts": [attempt]}
    known = {"answer": 1, "status": "answered", "kind": "computed", "confidence": None, "answer_type": "Number"}
    cost = {"frames_decoded": 7200, "module_calls": 50, "cache_hits": 0, "llm_tokens": 0, "wall_s": 100.0}
    return known | lists | {"cost": cost, "reason": None, "partial": False, "profile": "embedded"}


def _picture(rng: np.random.Generator) -> bytes:
    """Give a JPEG with as much detail as film has: noise, drawn large."""
    small = rng.integers(0, 255, (180, 320, 3), dtype=np.uint8)
    return jpeg(np.asarray(Image.fromarray(small).resize((640, 360))))


def _value(place: int, rng: np.random.Generator) -> tuple[Type, object]:
    whole = Video.whole(SOURCE)
    times_s = np.arange(0.0, HOUR_S, _STEP_S)
    sampling = Sampling(tuple(int(t * 25) for t in times_s), tuple(times_s.tolist()), _STEP_S)
    boxes = [_box(t, rng, f"thing {place}") for t in times_s.tolist()]
    match place % 4:
        case 0:
            return Type.BOXES, Boxes(whole, sampling, tuple(boxes), f"thing {place}")
        case 1:
            tracks = [Track(SOURCE, n + 1, "thing", tuple(boxes[n : n + 12]), _STEP_S) for n in range(0, 2000, 2)]
            return Type.TRACKS, Tracks(whole, sampling, tuple(tracks), f"thing {place}")
        case 2:
            starts = sorted(rng.uniform(0, HOUR_S - 2, 3000).tolist())
            spans = [Span(SOURCE, start_s, start_s + 1.5, label=f"event {place}") for start_s in starts]
            return Type.SPANS, Spans((whole,), tuple(spans), f"event {place}")
        case _:
            masks = [_mask(box) for box in boxes[::4]]
            return Type.MASKS, Masks(whole, sampling, tuple(masks), f"thing {place}")


def _box(time_s: float, rng: np.random.Generator, label: str) -> Box:
    x, y = rng.uniform(0, 1100), rng.uniform(0, 600)
    return Box(int(time_s * 25), time_s, x, y, x + 100, y + 100, 0.75, label)


def _mask(box: Box) -> Mask:
    """Give a block of pixels in the corner of a small picture."""
    runs = (0, *(run for _ in range(20) for run in (20, 140)), 70 * 160)
    return Mask(box.frame, box.time_s, 1, 160, 90, runs, 0.9, box.label)
