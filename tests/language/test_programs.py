"""Properties of the language over random programs: nothing raises, nothing is lost, everything accepted is sound."""

import dataclasses

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.strategies import REGISTRY, junk, mutated_programs, programs
from vprog.diagnostics import Diagnostic, as_json, as_text
from vprog.graph import PASSES, lower, optimise, show, verify
from vprog.language import check, format_program, parse
from vprog.language.syntax import Call, Expression, Program, children

texts = junk | mutated_programs() | programs()


def comments(program: Program) -> list[str]:
    notes = [note for s in program.statements for note in (*s.before, s.behind)] + list(program.after)
    return [note.strip() for note in notes if note.strip()]


def by_keyword(expression: Expression) -> bool:
    own = isinstance(expression, Call) and bool(expression.keywords)
    return own or any(map(by_keyword, children(expression)))


def without_places(node):
    """Give a typed tree as plain data, leaving out where it was written."""
    if dataclasses.is_dataclass(node):
        fields = [f.name for f in dataclasses.fields(node) if f.name not in ("place", "module")]
        return {name: without_places(getattr(node, name)) for name in fields}
    return [without_places(item) for item in node] if isinstance(node, tuple) else node


@given(texts)
@example("answer = (1 #\n) # a")
@example("\\\n")
@example("answer = [for for for in choices]")
def test_any_text_gives_diagnostics_or_a_typed_program_and_never_raises(source):
    checked = check(source, REGISTRY)
    assert (checked.typed is not None) is not any(d.severity.value == "error" for d in checked.diagnostics)
    assert all(isinstance(d, Diagnostic) and as_json(d) for d in checked.diagnostics)
    assert as_text(checked.diagnostics, source).count("\n") >= len(checked.diagnostics) - 1


@given(texts)
def test_every_diagnostic_of_a_program_points_into_it(source):
    lines = source.split("\n")
    for problem in check(source, REGISTRY).diagnostics:
        place = problem.place
        assert place is not None
        assert 1 <= place.line <= place.end_line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert (place.line, place.column) < (place.end_line, place.end_column)


@given(texts)
def test_formatting_twice_is_formatting_once(source):
    program, problems = parse(source)
    once = format_program(program, REGISTRY)
    if not problems:
        assert format_program(parse(once)[0], REGISTRY) == once


@given(texts)
def test_formatting_changes_no_program_and_keeps_every_comment(source):
    program, problems = parse(source)
    if problems:
        return
    again, new_problems = parse(format_program(program, REGISTRY))
    assert not new_problems
    assert comments(again) == comments(program)
    if not any(by_keyword(s.value) for s in program.statements):
        assert again == program


@given(programs())
def test_formatting_an_accepted_program_keeps_its_meaning(source):
    before = check(source, REGISTRY).typed
    after = check(format_program(parse(source)[0], REGISTRY), REGISTRY).typed
    assert before is not None
    assert after is not None
    assert without_places(after) == without_places(before)


@given(programs())
def test_programs_drawn_from_the_types_are_accepted(source):
    checked = check(source, REGISTRY)
    assert checked.ok, as_text(checked.diagnostics, source)


@given(texts)
def test_what_is_accepted_lowers_and_stays_sound_through_every_pass(source):
    typed = check(source, REGISTRY).typed
    if typed is None:
        return
    graph = verify(lower(typed), REGISTRY)
    for step in PASSES:
        graph = verify(step(graph, REGISTRY), REGISTRY, after=step.__name__)
    done = verify(optimise(lower(typed), REGISTRY), REGISTRY)
    assert done.nodes[done.root].type is typed.answer_type
    assert show(done).endswith(f"answer %{done.root}")


@settings(max_examples=20)
@given(programs(plain=True), st.integers(0, 3))
def test_blank_lines_and_comments_mean_nothing(source, blanks):
    spaced = "\n".join(
        f"{'# why' + chr(10) if n % 2 else ''}{chr(10) * blanks}{line}" for n, line in enumerate(source.split("\n"))
    )
    assert parse(spaced)[0] == parse(source)[0]
