"""Diagnose, repair, try again: within limits, every attempt on record."""

from vprog.refine.asked import answer_types, kind_of
from vprog.refine.blame import blame
from vprog.refine.draft import Edit
from vprog.refine.hole import HOLE, Hole, Rewriter, Rewritten
from vprog.refine.loop import REPAIRED, Limits, Ran, Refined, Tried, refine
from vprog.refine.mend import fix, mend
from vprog.refine.repair import Repair, repair
from vprog.refine.suspicion import suspicions

__all__ = [
    "HOLE",
    "REPAIRED",
    "Edit",
    "Hole",
    "Limits",
    "Ran",
    "Refined",
    "Repair",
    "Rewriter",
    "Rewritten",
    "Tried",
    "answer_types",
    "blame",
    "fix",
    "kind_of",
    "mend",
    "refine",
    "repair",
    "suspicions",
]
