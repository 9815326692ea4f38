"""The entry point of the command."""

import io
import sys

import typer

from vprog.cli import models
from vprog.cli.answering import ask, run
from vprog.cli.auditing import audit_trace
from vprog.cli.converting import convert
from vprog.cli.evaluating import evaluate_by
from vprog.cli.explaining import explain
from vprog.cli.exporting import export_traces
from vprog.cli.looking import doctor, grammar, modules
from vprog.cli.pages import report
from vprog.cli.programs import check, fmt, plan
from vprog.cli.replaying import replay_trace
from vprog.cli.showing import demo
from vprog.cli.synth import synth

app = typer.Typer(
    name="vprog",
    help="Ask a video a question; get the answer, the program that computed it, and the evidence.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (ask, plan, run, check, fmt, explain, grammar, modules, doctor, demo, report, synth, convert):
    app.command()(command)
app.command("eval")(evaluate_by)
app.command("audit")(audit_trace)
app.command("export")(export_traces)
app.command("replay")(replay_trace)
app.add_typer(models.app, name="models")


def main() -> None:
    """Run the command line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Of what the terminal's encoding lacks, an escape is shown, as Python does on stderr.
        sys.stdout.reconfigure(errors="backslashreplace")
    app()


if __name__ == "__main__":
    main()
