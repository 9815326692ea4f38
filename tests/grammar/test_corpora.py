"""The corpora: grammar, engines, checker and formatter agree on every program of them."""

import pytest

from tests.grammar.corpora import calls, in_a_table, placed, programs, read, table
from tests.grammar.engines import engines
from vprog.diagnostics import CODES, Severity, as_text
from vprog.graph import lower, optimise
from vprog.language import check, format_program, parse
from vprog.language.typed import TypedCall
from vprog.spec import Registry
from vprog.types import INPUTS, Type

REGISTRY = Registry.load()
CORPORA = ("accept", "reject", "layout", "names")


def each(*corpora):
    paths = [path for corpus in corpora for path in programs(corpus)]
    return pytest.mark.parametrize("path", paths, ids=[f"{path.parent.name}-{path.stem}" for path in paths])


@each("accept", "names")
def test_every_engine_takes_what_is_in_strict_form(path):
    source = read(path)
    assert {name: takes(source) for name, takes in engines().items()} == dict.fromkeys(engines(), True)


@each("reject", "layout")
def test_no_engine_takes_what_is_not(path):
    source = read(path)
    assert {name: takes(source) for name, takes in engines().items()} == dict.fromkeys(engines(), False)


@each("accept", "layout")
def test_the_checker_has_nothing_to_say_of_what_is_right_and_knows_its_type(path):
    source = read(path)
    checked = check(source, REGISTRY)
    assert not checked.diagnostics, as_text(checked.diagnostics, source)
    assert str(checked.answer_type) == table(path.parent.name)[path.stem]


@each("reject", "names")
def test_the_checker_says_exactly_what_the_table_says_of_what_is_wrong(path):
    source = read(path)
    checked = check(source, REGISTRY)
    found = [(d.code, d.place.line, d.place.column) for d in checked.diagnostics if d.place]
    assert found == placed(table(path.parent.name)[path.stem]), as_text(checked.diagnostics, source)
    assert len(found) == len(checked.diagnostics) > 0
    assert checked.ok is all(d.severity is Severity.WARNING for d in checked.diagnostics)


@each("reject")
def test_what_is_refused_is_refused_for_more_than_a_warning(path):
    assert not check(read(path), REGISTRY).ok


@each("accept")
def test_the_strict_form_is_that_of_the_formatter(path):
    source = read(path)
    assert format_program(parse(source)[0], REGISTRY) == source


@each("layout")
def test_formatting_keeps_the_graph(path):
    source = read(path)
    once = format_program(parse(source)[0], REGISTRY)
    assert format_program(parse(once)[0], REGISTRY) == once
    before, after = check(source, REGISTRY).typed, check(once, REGISTRY).typed
    assert before is not None
    assert after is not None
    graphs = [optimise(lower(typed), REGISTRY) for typed in (before, after)]
    assert [n.op for n in graphs[0].nodes.values()] == [n.op for n in graphs[1].nodes.values()]


@pytest.mark.parametrize("corpus", CORPORA)
def test_the_table_has_one_line_for_each_program(corpus):
    there, said = {path.stem: path for path in programs(corpus)}, table(corpus)
    missing = "\n".join(f"{name}: {in_a_table(read(there[name]), REGISTRY)}" for name in there if name not in said)
    assert not missing, f"{corpus}.txt lacks:\n{missing}"
    assert not set(said) - set(there), f"{corpus}.txt names programs that are not there"
    assert list(said) == sorted(said), f"{corpus}.txt is not in order of name"


@each("accept", "reject", "names")
def test_no_comment_hides_what_a_program_is_refused_for(path):
    assert not any(line.lstrip().startswith("#") for line in read(path).splitlines())


def test_the_refusals_cover_every_code_of_the_language():
    covered = {code for corpus in ("reject", "names") for said in table(corpus).values() for code, _, _ in placed(said)}
    assert covered == {code for code in CODES if code[:4] in ("VP01", "VP02", "VP03")}


def test_the_corpora_have_not_been_lost():
    assert len(programs("accept")) >= 200
    assert len(programs("reject")) >= 200


def accepted_calls() -> list[TypedCall]:
    typed = [check(read(path), REGISTRY).typed for path in programs("accept")]
    return [call for program in typed if program for s in program.statements for call in calls(s.value)]


def given_types() -> set[Type]:
    """Give the types of which a program can have a value; `or_else` and `if` only pass on what they are given."""
    signatures = [s for module in (*REGISTRY, *REGISTRY.signs) for s in module.signatures]
    made = {s.result for s in signatures if s.result not in s.operands}
    made |= {*INPUTS.values(), Type.TEXT, Type.NUMBER, Type.SECONDS}
    return made | {t for t in Type if t.element in made}


def test_every_way_to_call_every_operator_stands_in_an_accepted_program():
    used = {(call.module.name, call.signature.operands) for call in accepted_calls()}
    given = given_types()
    missing = [
        f"{module.notation or module.name}({', '.join(map(str, signature.operands))})"
        for module in (*REGISTRY, *REGISTRY.signs)
        for signature in module.signatures
        if given.issuperset(signature.operands) and (module.name, signature.operands) not in used
    ]
    assert not missing, f"write programs into tests/grammar/accept/ that call {', '.join(missing)}"


def test_every_optional_argument_stands_in_an_accepted_program():
    used = {
        (call.module.name, name)
        for call in accepted_calls()
        for name, value in call.attributes
        if value != next(a.default for a in call.module.attributes if a.name == name)
    }
    missing = [
        f"{module.name}(…, {attribute.name}=…)"
        for module in REGISTRY
        for attribute in module.optional_attributes
        if (module.name, attribute.name) not in used
    ]
    assert not missing, f"write programs into tests/grammar/accept/ that call {', '.join(missing)}"
