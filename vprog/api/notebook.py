"""`%load_ext vprog` in a notebook: the cell magic `%%vprog`."""

import argparse
import shlex
from typing import Any, NoReturn

from vprog.api.result import Answer
from vprog.api.session import Session
from vprog.diagnostics import Code, Diagnostic, InputError, ProgramError, VprogError, as_text
from vprog.report import program_html

_USAGE = "%%vprog VIDEO... [--choice A --choice B] [--profile P] [--cache DIR] [--models DIR] [--into NAME]"


class _Line(argparse.ArgumentParser):
    """Reads the line of a magic; a mistake in it must not end the notebook's kernel."""

    def error(self, message: str) -> NoReturn:
        raise InputError(Diagnostic(Code("VP0505"), f"%%vprog: {message}", hint=_USAGE))


def _line() -> _Line:
    line = _Line(prog="%%vprog", add_help=False, exit_on_error=False)
    line.add_argument("videos", nargs="+")
    line.add_argument("--choice", action="append")
    line.add_argument("--question")
    line.add_argument("--into")
    for name in ("--profile", "--cache", "--models"):
        line.add_argument(name)
    return line


class CellMagic:
    """Runs cells, with models that stay loaded from one to the next."""

    def __init__(self, shell: Any) -> None:
        """Keep the shell: names on the line, such as `$clip`, are its own."""
        self._shell = shell
        self._sessions: dict[tuple[str | None, ...], Session] = {}

    def run(self, line: str, cell: str) -> Answer | None:
        """Run the program in a cell on the videos named on its line; a cell that ends with `?` is a question.

        Gives the answer; None for a program with mistakes, which are shown with their carets. `--into NAME` also binds
        the answer to a name.
        """
        try:
            given = _line().parse_args(shlex.split(line))
            session = self._session(given.profile, given.cache, given.models)
            videos = given.videos[0] if len(given.videos) == 1 else given.videos
            answer: Answer
            if cell.rstrip().endswith("?"):
                answer = session.answer(videos, " ".join(cell.split()), choices=given.choice)
            else:
                answer = session.run(cell, videos, question=given.question, choices=given.choice)
        except (VprogError, ValueError, argparse.ArgumentError) as error:
            self._explain(error, cell)
            return None
        if given.into:
            self._shell.push({given.into: answer})
        return answer

    def _session(self, *key: str | None) -> Session:
        if key not in self._sessions:
            profile, cache, models = key
            self._sessions[key] = Session(profile, cache, models=models)
        return self._sessions[key]

    def _explain(self, error: Exception, cell: str) -> None:
        """Show a mistake where a result would stand: a long trail of Python's calls says nothing of the program."""
        from IPython.display import display

        text = as_text(error.diagnostics, cell) if isinstance(error, VprogError) else f"error: {error}\n  {_USAGE}"
        page = program_html(cell if isinstance(error, ProgramError) else None, "not ok", "", text)
        display({"text/html": page, "text/plain": text}, raw=True)


def load(shell: Any) -> None:
    """Register the cell magic with an IPython shell."""
    shell.register_magic_function(CellMagic(shell).run, "cell", "vprog")
