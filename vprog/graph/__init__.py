"""Nodes, lowering, verification, passes, printing."""
