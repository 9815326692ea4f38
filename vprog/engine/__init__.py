"""Schedule (pure) and execution of a graph."""

from vprog.engine.backends import BackendPool
from vprog.engine.budget import Budget, Meter
from vprog.engine.execute import Cost, Execution
from vprog.engine.looking import Progress
from vprog.engine.memory import NoStore, ResultStore
from vprog.engine.record import graph_record
from vprog.engine.schedule import next_wave

__all__ = [
    "BackendPool",
    "Budget",
    "Cost",
    "Execution",
    "Meter",
    "NoStore",
    "Progress",
    "ResultStore",
    "graph_record",
    "next_wave",
]
