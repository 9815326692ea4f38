"""Format the text of a program."""

from vprog.diagnostics import ProgramError
from vprog.language import format_program, parse
from vprog.spec import Registry


def format_source(source: str) -> str:
    """Give the text in the canonical layout; it need not check, but it must parse.

    Raises: ProgramError with every syntax error.
    """
    program, problems = parse(source)
    if problems:
        raise ProgramError(problems)
    return format_program(program, Registry.load())
