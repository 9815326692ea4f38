"""Nodes, lowering, verification, passes, printing."""

from vprog.graph.expand import expand, program_body
from vprog.graph.identity import graph_id, node_ids
from vprog.graph.lower import KnobSettings, join, lower, lower_body
from vprog.graph.node import CONSTANT, INPUT, LIST, MAP, PARAMETER, Graph, Node
from vprog.graph.passes import PASSES, Pass, as_networkx, drop_unused, fold_constants, merge_equal, optimise
from vprog.graph.picture import drawing, picture
from vprog.graph.show import show
from vprog.graph.verify import verify

__all__ = [
    "CONSTANT",
    "INPUT",
    "LIST",
    "MAP",
    "PARAMETER",
    "PASSES",
    "Graph",
    "KnobSettings",
    "Node",
    "Pass",
    "as_networkx",
    "drawing",
    "drop_unused",
    "expand",
    "fold_constants",
    "graph_id",
    "join",
    "lower",
    "lower_body",
    "merge_equal",
    "node_ids",
    "optimise",
    "picture",
    "program_body",
    "show",
    "verify",
]
