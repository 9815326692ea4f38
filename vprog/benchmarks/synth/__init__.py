"""Made clips with exact truth, and questions about them with gold programs."""

from vprog.benchmarks.synth.choosing import Item
from vprog.benchmarks.synth.make import make_synth
from vprog.benchmarks.synth.questions import UNSERVED
from vprog.benchmarks.synth.staging import LEVELS

__all__ = ["LEVELS", "UNSERVED", "Item", "make_synth"]
