"""Models in ONNX Runtime, on the CPU."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class OnnxModel:
    """A model of one input, a batch of pictures. Threads may share it.

    side_px: height and width of a picture, as the file says.
    """

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises: ImportError without ONNX Runtime.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # Threads that wait without work would take the processor from decoding and tracking.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        (entry,) = self._session.get_inputs()
        self._input: str = entry.name
        batch, _, height_px, width_px = entry.shape
        self.side_px: tuple[int, int] = (height_px, width_px)
        # A name stands for any number; a file made for one picture at a time says 1.
        self._takes_batches = not isinstance(batch, int)

    def run(self, pictures: Floats) -> Floats:
        """Give the first output for N x 3 x height x width pictures: one row for each. N is at least 1."""
        batches = [pictures] if self._takes_batches else [picture[None] for picture in pictures]
        given = [self._session.run(None, {self._input: np.ascontiguousarray(batch)})[0] for batch in batches]
        return np.concatenate(given).astype(np.float32, copy=False)
