"""What measures the system: benchmarks, and made material whose truth is known."""

from vprog.benchmarks.evaluation import Benchmark, Report, Request, evaluate, named
from vprog.benchmarks.mot import MOT

BENCHMARKS = {benchmark.name: benchmark for benchmark in (MOT,)}
"""Every benchmark of the command `eval`, by name."""

__all__ = ["BENCHMARKS", "Benchmark", "Report", "Request", "evaluate", "named"]
