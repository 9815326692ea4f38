"""Questions with the programs that the rules write for them: what a planner of our own is trained on."""

from vprog.benchmarks.plans.pairs import Pair, pairs

__all__ = ["Pair", "pairs"]
