"""A registry that has `detect` and `track`, real or doubled."""

import pytest

from vprog.spec import Module, Registry, module, operand
from vprog.types import Type


def _nothing(**_: object) -> object:
    raise AssertionError("planners run nothing")


@module
class Detect:
    """Find the things that a description names."""

    video = operand(Type.VIDEO, doc="where to look")
    what = operand(Type.TEXT, doc="what to look for")
    result = Type.BOXES
    compute = staticmethod(_nothing)


@module
class Track:
    """Join the boxes that show one and the same thing."""

    boxes = operand(Type.BOXES, doc="what was found in each frame")
    result = Type.TRACKS
    compute = staticmethod(_nothing)


@pytest.fixture(scope="session")
def registry() -> Registry:
    """Give everything that is declared, with doubles for what is not yet."""
    loaded = Registry.load()
    doubles: tuple[Module, ...] = (Detect, Track)  # type: ignore[assignment]
    return loaded.with_modules(m for m in doubles if loaded.called(m.name) is None)
