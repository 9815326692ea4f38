"""Progress on stderr, for runs of more than a second."""

import sys
import time

from vprog.diagnostics import on_one_line

_QUIET_S, _TERMINAL_STEP_S, _LOG_STEP_S = 1.0, 0.1, 5.0


class ProgressLine:
    """Says what is being done: one line that renews itself on a terminal, a line now and then in a log."""

    def __init__(self) -> None:
        """Start the clock; nothing is shown yet."""
        self._terminal = sys.stderr.isatty()
        self._next_s = time.monotonic() + _QUIET_S
        self._shown = False

    def __call__(self, title: str, share: float) -> None:
        """Show the share done, if it is time to."""
        now_s = time.monotonic()
        if now_s < self._next_s:
            return
        self._next_s = now_s + (_TERMINAL_STEP_S if self._terminal else _LOG_STEP_S)
        self._shown = True
        text = on_one_line(f"{title}: {share:.0%}")
        sys.stderr.write(f"\r\x1b[2K{text}" if self._terminal else f"{text}\n")
        sys.stderr.flush()

    def close(self) -> None:
        """Clear the line."""
        if self._shown and self._terminal:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
