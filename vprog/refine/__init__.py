"""Diagnose, repair, try again: within a budget, every attempt on record."""

from vprog.refine.draft import Edit
from vprog.refine.repair import Repair, repair

__all__ = ["Edit", "Repair", "repair"]
