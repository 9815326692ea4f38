"""Reading videos: files, frames, which frames to look at, and how a view shows them."""

from vprog.media.errors import VideoError
from vprog.media.file import VideoFile, open_video
from vprog.media.picture import EVIDENCE_SIDE_PX, Frame, Image, fitted_size, jpeg, resized
from vprog.media.reader import Reader
from vprog.media.sampling import sampling
from vprog.media.views import show, to_source
from vprog.media.write import write_clip

__all__ = [
    "EVIDENCE_SIDE_PX",
    "Frame",
    "Image",
    "Reader",
    "VideoError",
    "VideoFile",
    "fitted_size",
    "jpeg",
    "open_video",
    "resized",
    "sampling",
    "show",
    "to_source",
    "write_clip",
]
