"""The exceptions a caller can meet.

VprogError             everything below, with its diagnostics
├── InputError         the video or another input cannot be used        (exit 1)
├── ProgramError       the program or the question is wrong             (exit 1)
└── OutsideError       disk, package or model fails                     (exit 4)
"""

from collections.abc import Sequence

from vprog.diagnostics.diagnostic import Diagnostic
from vprog.diagnostics.render import one_line


class VprogError(Exception):
    """Carries one or more diagnostics; its text is one line for each."""

    exit_code = 1

    def __init__(self, diagnostics: Diagnostic | Sequence[Diagnostic]) -> None:
        """Keep the diagnostics, in order."""
        self.diagnostics = (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        super().__init__("\n".join(one_line(d) for d in self.diagnostics))


class InputError(VprogError):
    """An input cannot be used: unreadable video, value out of bounds, unknown profile."""


class ProgramError(VprogError):
    """The program does not check."""


class OutsideError(VprogError):
    """Something outside the program failed: disk, package, model file."""

    exit_code = 4
