"""Declarations of modules: what everything else (grammar, checker, prompt, help, search space, keys) derives from."""

from vprog.spec.backend import Backend, Finding, FrameBackend, FrameStream, ValueBackend
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
from vprog.spec.module import Module, Signature, module
from vprog.spec.registry import Registry
from vprog.spec.search_space import SearchDimension, search_space

__all__ = [
    "PLACEHOLDER",
    "Attribute",
    "Backend",
    "Choice",
    "DurationS",
    "Finding",
    "Flag",
    "FrameBackend",
    "FrameStream",
    "Knob",
    "Module",
    "Operand",
    "Registry",
    "SearchDimension",
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
