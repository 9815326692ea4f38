"""Declarations of modules: what everything else (grammar, checker, prompt, help, search space, keys) derives from."""

from vprog.spec.backend import (
    Backend,
    Finding,
    FrameBackend,
    FrameStream,
    Prepared,
    ProgramBackend,
    RegionBackend,
    RegionStream,
    Sighting,
    ValueBackend,
)
from vprog.spec.declare import (
    PLACEHOLDER,
    Attribute,
    Choice,
    Flag,
    Knob,
    Operand,
    Template,
    Trait,
    Whole,
    Words,
    attribute,
    knob,
    operand,
)
from vprog.spec.declare import DurationS as DurationS
from vprog.spec.model_file import Build, ModelFile
from vprog.spec.module import Module, Signature, module
from vprog.spec.registry import Registry
from vprog.spec.search_space import SearchDimension, search_space

__all__ = [
    "PLACEHOLDER",
    "Attribute",
    "Backend",
    "Build",
    "Choice",
    "DurationS",
    "Finding",
    "Flag",
    "FrameBackend",
    "FrameStream",
    "Knob",
    "ModelFile",
    "Module",
    "Operand",
    "Prepared",
    "ProgramBackend",
    "RegionBackend",
    "RegionStream",
    "Registry",
    "SearchDimension",
    "Sighting",
    "Signature",
    "Template",
    "Trait",
    "ValueBackend",
    "Whole",
    "Words",
    "attribute",
    "knob",
    "module",
    "operand",
    "search_space",
]
