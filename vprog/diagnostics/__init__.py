"""What went wrong, as values: a stable code, the place, what was found, what was expected, what to do."""

from vprog.diagnostics.codes import CODES, Code
from vprog.diagnostics.diagnostic import Diagnostic, Place, Severity
from vprog.diagnostics.errors import InputError, OutsideError, ProgramError, VprogError
from vprog.diagnostics.near import near_match, near_matches, unlike
from vprog.diagnostics.printable import json_escaped, on_one_line, printable
from vprog.diagnostics.render import as_json, as_text, from_json

__all__ = [
    "CODES",
    "Code",
    "Diagnostic",
    "InputError",
    "OutsideError",
    "Place",
    "ProgramError",
    "Severity",
    "VprogError",
    "as_json",
    "as_text",
    "from_json",
    "json_escaped",
    "near_match",
    "near_matches",
    "on_one_line",
    "printable",
    "unlike",
]
