"""Reading videos: files, images, addresses, frames in memory; which frames to look at, and how a view shows them."""

from vprog.media.changed import Change, Changed
from vprog.media.errors import VideoError
from vprog.media.file import VideoFile
from vprog.media.in_memory import Frames, frames
from vprog.media.opening import VideoInput, open_video
from vprog.media.picture import EVIDENCE_SIDE_PX, Frame, Image, fitted_size, jpeg, resized
from vprog.media.reader import Reader
from vprog.media.sampling import sampling
from vprog.media.views import show, to_source
from vprog.media.write import write_clip

__all__ = [
    "EVIDENCE_SIDE_PX",
    "Change",
    "Changed",
    "Frame",
    "Frames",
    "Image",
    "Reader",
    "VideoError",
    "VideoFile",
    "VideoInput",
    "fitted_size",
    "frames",
    "jpeg",
    "open_video",
    "resized",
    "sampling",
    "show",
    "to_source",
    "write_clip",
]
