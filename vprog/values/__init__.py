"""Runtime values: frozen dataclasses with units in their names, their codecs and digests.

Text is `str`, Number is `int | float`, Seconds is `float`, Bool is `bool`; Texts and Numbers are tuples of those, and
Videos a tuple of `Video`. Everything else is a class of this room.
"""

from vprog.values.codec import decode, digest, encode
from vprog.values.describe import describe, describe_payload
from vprog.values.evidence import evidence_of, unique
from vprog.values.outcome import Absent, Evidence, Gap, Outcome, Status
from vprog.values.plural import (
    collect,
    followed_through,
    looks_of,
    members,
    span_order,
    things_in,
    track_order,
    views_of,
)
from vprog.values.shown import Display, Shown
from vprog.values.things import Box, Boxes, Look, Mask, Masks, Pixels, Span, Spans, Track, Tracks
from vprog.values.time import NOISE_S, Interval, Sampling, intersect, subtract, total_s, union
from vprog.values.video import Source, Video

Payload = Video | Span | Spans | Boxes | Track | Tracks | Masks | str | int | float | bool | tuple[object, ...]
"""What an outcome of status ok or partial holds."""

__all__ = [
    "NOISE_S",
    "Absent",
    "Box",
    "Boxes",
    "Display",
    "Evidence",
    "Gap",
    "Interval",
    "Look",
    "Mask",
    "Masks",
    "Outcome",
    "Payload",
    "Pixels",
    "Sampling",
    "Shown",
    "Source",
    "Span",
    "Spans",
    "Status",
    "Track",
    "Tracks",
    "Video",
    "collect",
    "decode",
    "describe",
    "describe_payload",
    "digest",
    "encode",
    "evidence_of",
    "followed_through",
    "intersect",
    "looks_of",
    "members",
    "span_order",
    "subtract",
    "things_in",
    "total_s",
    "track_order",
    "union",
    "unique",
    "views_of",
]
