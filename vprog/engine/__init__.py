"""Schedule (pure) and execution of a graph."""
