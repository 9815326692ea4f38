"""Boxes as COCO and tracks as MOT files."""

from collections.abc import Sequence
from typing import Any

from vprog.report.exports.values import one_video, things
from vprog.report.recorded import Recorded
from vprog.types import Type
from vprog.values import Box, Boxes, Source, Track


def coco(runs: Sequence[Recorded], name: str | None = None) -> dict[str, Any]:
    """Give boxes as a COCO detection file: an image for each frame that was looked at, boxes as x, y, width, height.

    Source: cocodataset.org, Data format, Object detection; `score` as in its results format.
    """
    images: dict[tuple[str, int], dict[str, Any]] = {}
    categories: dict[str, int] = {}
    annotations: list[dict[str, Any]] = []
    for kept in (kept for run in runs for kept in things(run, (Type.BOXES,), name)):
        assert isinstance(kept.payload, Boxes)  # noqa: S101  # asked for
        source, sampling = kept.payload.video.source, kept.payload.sampling
        for frame, time_s in zip(sampling.indices, sampling.times_s, strict=True):
            images.setdefault((source.digest, frame), _image(len(images) + 1, source, frame, time_s))
        for box in kept.payload.items:
            category = categories.setdefault(box.label, len(categories) + 1)
            image = images[source.digest, box.frame]["id"]
            annotations.append(_annotation(len(annotations) + 1, image, category, box) | {"name": kept.name})
    named = [{"id": number, "name": label} for label, number in categories.items()]
    return {"images": list(images.values()), "annotations": annotations, "categories": named}


def _image(number: int, source: Source, frame: int, time_s: float) -> dict[str, Any]:
    size = {"width": source.width_px, "height": source.height_px}
    return {"id": number, "file_name": f"{source.name}#{frame}", **size, "frame": frame, "time_s": time_s}


def _annotation(number: int, image: int, category: int, box: Box) -> dict[str, Any]:
    width, height = box.x2 - box.x1, box.y2 - box.y1
    return {
        "id": number,
        "image_id": image,
        "category_id": category,
        "bbox": [box.x1, box.y1, width, height],
        "area": width * height,
        "iscrowd": 0,
        "score": box.score,
    }


def mot(runs: Sequence[Recorded], name: str | None = None) -> str:
    """Give tracks as a result file of the MOT Challenge; those of a further value are numbered on.

    Raises: InputError for several videos.
    """
    one_video(runs, "MOT files")
    tracks: list[tuple[int, Track]] = []
    for kept in (kept for run in runs for kept in things(run, (Type.TRACKS, Type.TRACK), name)):
        highest = max((number for number, _ in tracks), default=0)
        tracks += [(highest + track.id, track) for track in kept.tracks]
    return mot_rows(tracks)


def mot_rows(tracks: Sequence[tuple[int, Track]]) -> str:
    """Give numbered tracks as rows: frame from 1, id, left, top, width, height, score, -1, -1, -1; by frame and id.

    Source: motchallenge.net, Instructions, File format.
    """
    rows = []
    for number, track in tracks:
        for b in track.sights:
            corners = (b.x1, b.y1, b.x2 - b.x1, b.y2 - b.y1)
            cells = ",".join(f"{cell:.3f}" for cell in (*corners, b.score))
            rows.append((b.frame, number, f"{b.frame + 1},{number},{cells},-1,-1,-1\n"))
    return "".join(row for _, _, row in sorted(rows))
