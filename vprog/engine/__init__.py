"""Schedule (pure) and execution of a graph."""

from vprog.engine.backends import BackendPool
from vprog.engine.execute import Cost, Execution
from vprog.engine.frames import Progress
from vprog.engine.schedule import next_wave

__all__ = ["BackendPool", "Cost", "Execution", "Progress", "next_wave"]
