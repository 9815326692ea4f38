"""`plan`, `check` and `fmt`: the program alone."""

from typing import Annotated, Any

import typer

import vprog.api
from vprog.api.layout import format_source, replace_text
from vprog.cli.options import Choices, Json, Llm, Models, PlannerName, Profile, Program, read_planner, read_program
from vprog.cli.reporting import ABSTAINED, WRONG_INPUT, print_json, print_program, reported, say
from vprog.diagnostics import as_text
from vprog.diagnostics.render import as_json, one_line
from vprog.language import Check
from vprog.planner import Plan


def plan(
    question: Annotated[str, typer.Argument(help="What to ask, in quotes.")],
    choice: Choices = None,
    planner: PlannerName = None,
    llm: Llm = None,
    profile: Profile = None,
    models: Models = None,
    json: Json = False,
) -> None:
    """Write the program for a question."""
    with reported(json_wanted=json):
        writer = read_planner(planner, llm) if planner or llm else None
        planned = vprog.api.plan(question, choice, planner=writer, profile=profile, models=models)
        if json:
            print_json(_plan_record(planned))
        else:
            for note in planned.diagnostics if planned.program and planned.calls else ():
                say(one_line(note), err=True)
            print_program(planned.program) if planned.program else say(f"no program: {planned.reason}")
        raise typer.Exit(0 if planned.program else ABSTAINED)


def _plan_record(planned: Plan) -> dict[str, Any]:
    record: dict[str, Any] = {"program": planned.program, "reason": planned.reason, "planner": planned.planner}
    record |= {"fallback": planned.fallback, "llm_tokens": planned.llm_tokens}
    return record | {"diagnostics": [as_json(d) for d in planned.diagnostics]}


def check(
    program: Program,
    fix: Annotated[
        bool, typer.Option("--fix", help="Print the program with its mistakes repaired, if small edits do.")
    ] = False,
    json: Json = False,
) -> None:
    """Check a program: names, arguments and types, all mistakes at once."""
    with reported(json_wanted=json):
        text = read_program(program)
        found = vprog.api.check(text)
        if fix:
            _fix(text, found, json_wanted=json)
        if json:
            answer_type = found.answer_type.value if found.answer_type else None
            diagnostics = [as_json(d) for d in found.diagnostics]
            print_json({"ok": found.ok, "answer_type": answer_type, "diagnostics": diagnostics})
        else:
            if found.diagnostics:
                say(as_text(found.diagnostics, text), err=True)
            say(f"ok: the answer is {found.answer_type}" if found.ok else "not ok", err=not found.ok)
        raise typer.Exit(0 if found.ok else WRONG_INPUT)


def _fix(text: str, found: Check, *, json_wanted: bool) -> None:
    """Print the repaired program on stdout, and on stderr what was wrong and what was done."""
    repaired = vprog.api.fix(text)
    if json_wanted:
        edits = [{"name": edit.name, "before": edit.before, "after": edit.after} for edit in repaired.edits]
        print_json(
            {
                "ok": repaired.program is not None,
                "program": repaired.program,
                "edits": edits,
                "reason": repaired.reason,
                "diagnostics": [as_json(d) for d in found.diagnostics],
            }
        )
    else:
        if found.diagnostics:
            say(as_text(found.diagnostics, text), err=True)
        for edit in repaired.edits:
            say(f"repaired: {edit.name}\n  - {edit.before}\n  + {edit.after}", err=True)
        print_program(repaired.program) if repaired.program else say(f"not repaired: {repaired.reason}", err=True)
    raise typer.Exit(0 if repaired.program is not None else WRONG_INPUT)


def fmt(
    program: Program,
    write: Annotated[bool, typer.Option("--write", "-w", help="Change the file instead of printing.")] = False,
    json: Json = False,
) -> None:
    """Print a program in the canonical layout."""
    with reported(json_wanted=json):
        text = read_program(program)
    with reported(json_wanted=json, program=text):
        formatted = format_source(text)
        if write and str(program) != "-":
            replace_text(program, formatted)
        if json:
            print_json({"program": formatted, "changed": formatted != text})
        elif not write:
            print_program(formatted)
