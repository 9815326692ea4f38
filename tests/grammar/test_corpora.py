"""The two corpora: every program of `accept` is taken without a word, every one of `reject` gets what its head says."""

import re
from pathlib import Path

import pytest

from vprog.diagnostics import CODES, Severity, as_text
from vprog.graph import lower, optimise
from vprog.language import check, format_program, parse
from vprog.spec import Registry

HERE = Path(__file__).parent
ACCEPTED = sorted((HERE / "accept").glob("*.vp"))
REJECTED = sorted((HERE / "reject").glob("*.vp"))
REGISTRY = Registry.load()
_EXPECT = re.compile(r"# expect: (VP\d{4}) at (\d+):(\d+)")


def read(path: Path) -> str:
    # As bytes: carriage returns belong to what is tested.
    return path.read_bytes().decode("utf-8")


def expected(source: str) -> list[tuple[str, int, int]]:
    return [(code, int(line), int(column)) for code, line, column in _EXPECT.findall(source)]


def stem(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", ACCEPTED, ids=stem)
def test_accepted_programs_check_without_a_word_and_give_the_type_they_say(path):
    source = read(path)
    checked = check(source, REGISTRY)
    assert not checked.diagnostics, as_text(checked.diagnostics, source)
    assert source.startswith(f"# answer: {checked.answer_type}\n")


@pytest.mark.parametrize("path", ACCEPTED, ids=stem)
def test_accepted_programs_keep_their_graph_when_formatted(path):
    source = read(path)
    once = format_program(parse(source)[0], REGISTRY)
    assert format_program(parse(once)[0], REGISTRY) == once
    before, after = check(source, REGISTRY).typed, check(once, REGISTRY).typed
    assert before is not None
    assert after is not None
    graphs = [optimise(lower(typed), REGISTRY) for typed in (before, after)]
    assert [n.op for n in graphs[0].nodes.values()] == [n.op for n in graphs[1].nodes.values()]


@pytest.mark.parametrize("path", REJECTED, ids=stem)
def test_rejected_programs_get_exactly_what_their_head_says(path):
    source = read(path)
    checked = check(source, REGISTRY)
    found = [(d.code, d.place.line, d.place.column) for d in checked.diagnostics if d.place]
    assert found == expected(source), as_text(checked.diagnostics, source)
    assert found, "a program of this folder has at least one `# expect: CODE at LINE:COLUMN` at its head"
    assert checked.ok is all(d.severity is Severity.WARNING for d in checked.diagnostics)


def test_rejected_programs_cover_every_code_of_the_language():
    covered = {code for path in REJECTED for code, _, _ in expected(read(path))}
    assert covered == {code for code in CODES if code[:4] in ("VP01", "VP02", "VP03")}


def test_the_corpora_have_not_been_lost():
    assert len(ACCEPTED) >= 25
    assert len(REJECTED) >= 40
