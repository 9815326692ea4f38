"""What does the work behind a module: classes that load a model once and are then called many times.

A backend never opens a video. The engine decodes each frame once, resizes it, and shows it to all that want it.
"""

import dataclasses
import functools
import importlib.metadata
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from vprog.spec.model_file import ModelFile
from vprog.values import Box, Pixels

Image = npt.NDArray[np.uint8]
"""RGB, height x width x 3."""
Regions = npt.NDArray[np.float32]
"""Rectangles of one image: N x 4, xyxy in pixels of that image."""
Settings = Mapping[str, Any]
"""The attributes and knobs of one call, by name."""


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing found in an image: xyxy in pixels of that image, score in [0, 1]."""

    x1: float
    y1: float
    x2: float
    y2: float
    score: float
    label: str
    vector: tuple[float, ...] = ()
    """What it looks like, for backends that compare looks: of one length for all findings of a backend."""
    pixels: Pixels | None = None
    """Which pixels of the image show it, for backends that outline."""


@dataclasses.dataclass(frozen=True)
class Sighting:
    """One box of a thing, and what a backend says of that region of the frame."""

    box: Box
    finding: Finding


@functools.cache
def installed(distribution: str) -> str | None:
    """Give the version of an installed package, by the name that pip knows, or None."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


class Backend:
    """One way to do a module's work. Construction is cheap; `load` may be slow and is called once per process."""

    name: ClassVar[str]
    version: ClassVar[int] = 1
    """Bumped when equal inputs may give another answer; part of every result key."""
    profiles: ClassVar[tuple[str, ...]]
    model: ClassVar[str] = "none"
    """Pinned name and revision of weights that come with a package, as the trace records it."""
    files: ClassVar[tuple[ModelFile, ...]] = ()
    """Model files it needs; their digests are part of every result key."""
    paths: Mapping[str, Path] = MappingProxyType({})
    """Where those files lie, by their names; set before `load` is called."""
    needs: ClassVar[tuple[str, ...]] = ()
    """Packages that must be installed, by the names that pip knows; their versions are part of every result key."""
    temporal: ClassVar[bool] = False
    """True when what it says of a frame depends on the frames that it saw before in the same pass."""
    caveat: ClassVar[str] = ""
    """What it is known to miss or mistake, in a sentence; stands beside every answer that rests on it."""
    judges: ClassVar[bool] = False
    """True when a model's word, rather than measurement, decides the value."""

    @classmethod
    def versions(cls) -> tuple[str, ...]:
        """Give `name==version` of each package it needs; `name` alone for one that is missing."""
        return tuple(name if (found := installed(name)) is None else f"{name}=={found}" for name in cls.needs)

    @classmethod
    def refuses(cls, request: str) -> str | None:
        """Say why this backend cannot serve the request (a noun, a question); None when it can.

        What is refused by every backend of a profile becomes an absent value with these reasons.
        """
        return None

    @classmethod
    def vocabulary(cls) -> tuple[str, ...]:
        """Give examples of requests it serves, for help texts and reasons."""
        return ()

    @classmethod
    def caveat_of(cls, request: str) -> str:
        """Give what an answer to this request has to say of the backend; its caveat, where that does not depend."""
        return cls.caveat

    def load(self) -> None:
        """Load model files."""


class FrameStream(Protocol):
    """One pass over the frames of one call, in order of time."""

    def look(self, images: Sequence[Image]) -> list[list[Finding]]:
        """Give the findings of each image; the images follow those of the last call."""


class FrameBackend(Backend):
    """A backend that looks at frames. Those of a PER_FRAME module may see frames of several calls in one batch."""

    batch: ClassVar[int] = 8
    """Images per call of `look`."""

    @classmethod
    def looks_for(cls, request: str) -> str:
        """Give what frames are looked at for; requests that are looked for alike share every look.

        A model that finds all it knows in one look names that here, and `keep` then takes what was asked for.
        """
        return request

    @classmethod
    def keep(cls, request: str, found: Sequence[Finding]) -> list[Finding]:
        """Give those of the findings of one frame that the request asks for. They are as they were stored."""
        return list(found)

    def open(self, request: str, settings: Settings) -> FrameStream:
        """Begin a pass. `request` is what `looks_for` gives for the call's Text operand, or for an empty text.

        Raises: ImportError or OSError when a package or file is missing.
        """
        raise NotImplementedError(f"{type(self).__name__} must define open()")


@dataclasses.dataclass(frozen=True)
class Prepared:
    """What a module makes of its operands before things are looked at."""

    value: object
    """What `gather` gets as `prepared`."""
    things: tuple[tuple[Box, ...], ...]
    """Where each of the things was seen that are to be looked at, in place of those of the operands; often none."""


class RegionStream(Protocol):
    """One pass over the frames in which the things of one call were seen."""

    def look(self, images: Sequence[Image], regions: Sequence[Regions]) -> list[list[Finding]]:
        """Give, for each image, one finding for each of its regions, in their order."""


class RegionBackend(Backend):
    """A backend that looks at things found before: at their boxes, in the frames that show them."""

    batch: ClassVar[int] = 8
    """Images per call of `look`."""

    def open(self, request: str, settings: Settings) -> RegionStream:
        """Begin a pass. `request` is the call's Text operand, or empty.

        Raises: ImportError or OSError when a package or file is missing.
        """
        raise NotImplementedError(f"{type(self).__name__} must define open()")


class ProgramBackend(Backend):
    """A backend that is a program: what is asked for becomes a part of the graph, and shares all work with it."""

    @classmethod
    def program(cls, request: str) -> str:
        """Give the program that does the work for a request that is not refused.

        Its inputs are the module's operands but the request, by name; its last line binds `answer`.
        """
        raise NotImplementedError(f"{cls.__name__} must define program()")


class ValueBackend(Backend):
    """A backend that works on values found before, without looking at frames again."""

    def run(self, **call: Any) -> object:
        """Give the payload, or Absent. `call` holds operands, attributes and knobs by name."""
        raise NotImplementedError(f"{type(self).__name__} must define run()")
