"""A folder of models that anybody can make: files of the right names whose digests are declared for one test."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from tests.models.tiny_onnx import constant_model
from vprog.modules.caption import FoundByFastestDet, FoundByYolox
from vprog.modules.detect import FastestDet, Yolox
from vprog.modules.detect.coco import CLASSES
from vprog.spec import Build, ModelFile

BUS, PERSON = CLASSES.index("bus"), CLASSES.index("person")


def _seen() -> np.ndarray:
    """Give what YOLOX says of a picture with a bus in one half and a person in the other, and nothing else."""
    given = np.full((1, 3549, 85), -20.0, dtype=np.float32)
    given[..., 4:] = 0.0
    # Cells of 32 px, 13 in a row; the last 169 rows.
    for row, column, label, score in ((6, 3, BUS, 0.9), (6, 9, PERSON, 0.8)):
        cell = 3549 - 169 + row * 13 + column
        given[0, cell, :4] = (0.5, 0.5, np.log(4.0), np.log(4.0))
        given[0, cell, [4, 5 + label]] = (1.0, score)
    return given


@pytest.fixture
def drawn_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with small stand-ins for the files of both detectors, which find a bus and a person anywhere."""
    pytest.importorskip("onnxruntime", reason="the extra `edge` is not installed")
    folder = tmp_path / "models"
    folder.mkdir()
    nothing = np.full((1, 85, 22, 22), 1e-9, dtype=np.float32)
    files = {
        (Yolox, FoundByYolox): ("yolox-nano", "yolox.onnx", constant_model(_seen(), (1, 3, 416, 416))),
        (FastestDet, FoundByFastestDet): ("fastestdet", "fastestdet.onnx", constant_model(nothing, (1, 3, 352, 352))),
    }
    for backends, (name, file, data) in files.items():
        (folder / file).write_bytes(data)
        build = Build(file, f"https://127.0.0.1/{file}", hashlib.sha256(data).hexdigest(), len(data))
        for backend in backends:
            monkeypatch.setattr(backend, "files", (ModelFile(name, "MIT", (build,)),))
    return folder
