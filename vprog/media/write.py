"""Write a small H.264 file."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray


def write_clip(path: Path, images: Iterable[NDArray[np.uint8]], fps: int) -> None:
    """Encode RGB images, all of one size with even sides, as an mp4; they are taken one at a time.

    Raises: OSError when the file cannot be written; ValueError for no image at all.
    """
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(fps))
        stream.pix_fmt = "yuv420p"
        # The same images give the same bytes on every machine: one thread, and none of the encoder's quicker ways, of
        # which some look beyond the edge of the picture at whatever lies in memory there.
        stream.codec_context.thread_count = 1
        stream.options = {"crf": "18", "preset": "veryfast", "x264-params": "cpu-independent=1"}
        written = 0
        for image in images:
            if not written:
                stream.height, stream.width = image.shape[:2]
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
            written += 1
        if not written:
            raise ValueError("a clip needs at least one image")
        container.mux(stream.encode())
