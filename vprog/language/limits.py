"""Bounds of programs and questions; beyond them is an error, never a silent cut."""

MAX_LINES = 64
STRICT_LINES = 12
"""How many lines stand before the answer in strict form."""
MAX_LIST = 256
MAX_STEPS = 20_000
"""How many nodes a run computes, comprehensions counted for each element: nesting them multiplies."""
MAX_QUESTION_CHARS = 4000
MAX_CHOICES = 26
MAX_DEPTH = 32
"""How deep expressions may nest: bounds the recursion of every walk over a program."""
MAX_TEXT_CHARS = 4000
"""A text in a program may be as long as a question."""
MAX_NUMBER = 10**9
"""Numbers in a program have at most nine digits before the point, and nine behind it."""
MAX_PROGRAM_CHARS = 262_144
