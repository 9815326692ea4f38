"""Parser, checker, formatter and the generation of the strict grammar."""

from vprog.language.check import Check, check
from vprog.language.format import format_constant, format_program
from vprog.language.limits import STRICT_LINES
from vprog.language.parse import grammar_text, parse
from vprog.language.strict import strict_grammar, strict_line_grammar, strict_value_grammar
from vprog.language.syntax import Program
from vprog.language.typed import TypedProgram

__all__ = [
    "STRICT_LINES",
    "Check",
    "Program",
    "TypedProgram",
    "check",
    "format_constant",
    "format_program",
    "grammar_text",
    "parse",
    "strict_grammar",
    "strict_line_grammar",
    "strict_value_grammar",
]
