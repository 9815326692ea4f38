"""Node ids merge equal work and nothing else; passes change no result."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import programs
from vprog.diagnostics import ProgramError
from vprog.graph import CONSTANT, Graph, drop_unused, fold_constants, graph_id, lower, merge_equal, optimise, verify
from vprog.graph.passes import PASSES, split_filters
from vprog.language import check
from vprog.spec import Registry, knob, module, operand
from vprog.types import Type

REGISTRY = Registry.load()


def graph_of(source: str, knobs=None, registry: Registry = REGISTRY) -> Graph:
    typed = check(source, registry).typed
    assert typed is not None, check(source, registry).diagnostics
    return lower(typed, knobs)


def id_of(expression: str, knobs=None) -> str:
    return graph_id(graph_of(f"answer = {expression}\n", knobs), REGISTRY)


PEOPLE = 'track(detect(video, "person"))'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("count(choices)", "exists(choices)"),
        ("1", "2"),
        ("1", "1.5"),
        ("1", '"1"'),
        ("1", "True"),
        ('"a"', '"A"'),
        ("nth(choices, 1)", "nth(choices, 2)"),
        ("choices[0]", "choices[-1]"),
        ("first(choices)", "last(choices)"),
        ("[1, 2]", "[2, 1]"),
        ("1 - 2", "2 - 1"),
        (f"count(where({PEOPLE}))", f'count(where({PEOPLE}, label=""))'),
        (f"count(where({PEOPLE}))", f'count(where({PEOPLE}, direction="left"))'),
        (f'count(where({PEOPLE}, label="left"))', f'count(where({PEOPLE}, direction="left"))'),
        (f"count({PEOPLE})", 'count(track(detect(video, "dog")))'),
        ("[x for x in choices]", '[x for x in choices if x == "a"]'),
        ('[x for x in choices if x == "a"]', '[x for x in choices if x == "b"]'),
        ('["a" for x in choices]', "[x for x in choices]"),
        ("[question for x in choices]", "[x for x in choices]"),
        (f"before(enters({PEOPLE}), first(leaves({PEOPLE})))", f"after(enters({PEOPLE}), first(leaves({PEOPLE})))"),
        (
            f"before(enters({PEOPLE}), first(leaves({PEOPLE})))",
            f"before(enters({PEOPLE}), first(leaves({PEOPLE})), within=0)",
        ),
    ],
)
def test_what_may_give_another_value_has_another_id(one, other):
    assert id_of(one) != id_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"a"', "'a'"),
        ("(1)", "1"),
        ("count(choices)", "count( plural = choices )"),
        (
            f"before({PEOPLE}, first(enters({PEOPLE})), within=2)",
            f"before({PEOPLE}, first(enters({PEOPLE})), within=2.0)",
        ),
        ("exists(detect(at(video, 3), 'dog'))", 'exists(detect(at(video, 3.0), "dog"))'),
        (f'count(where({PEOPLE}, label="a", direction="up"))', f'count(where({PEOPLE}, direction="up", label="a"))'),
        ("[x for x in choices]", "[other for other in choices]"),
    ],
)
def test_equal_expressions_share_an_id_however_they_are_written(one, other):
    assert id_of(one) == id_of(other)


def test_an_id_does_not_depend_on_names_or_on_what_stands_around():
    alone = graph_of(f"answer = count({PEOPLE})\n")
    bound = graph_of(f"number_a = count(choices)\ntracks_a = {PEOPLE}\nanswer = count(tracks_a)\n")
    assert graph_id(alone, REGISTRY) == graph_id(bound, REGISTRY)


def test_a_knob_enters_the_id_and_its_default_written_out_does_not_change_it():
    source = f"count(enters({PEOPLE}))"
    assert id_of(source) != id_of(source, {"enters.margin": 0.2})
    assert id_of(source) == id_of(source, {"enters.margin": 0.05})
    assert id_of(source) == id_of(source, {"leaves.margin": 0.2})


def test_a_knob_inside_a_comprehension_enters_the_id_of_the_whole():
    source = '[count(enters(track(detect(x, "dog")))) for x in videos]'
    assert id_of(source) != id_of(source, {"enters.margin": 0.2})


def test_a_new_version_of_a_module_gives_new_ids():
    def versioned(version: int) -> Registry:
        renewed = [dataclasses.replace(m, version=version) if m.name == "count" else m for m in REGISTRY]
        return Registry([*renewed, *REGISTRY.signs])

    graph = graph_of("answer = count(choices)\n")
    assert graph_id(graph, versioned(1)) != graph_id(graph, versioned(2))


@given(programs())
def test_passes_keep_the_type_of_the_answer_and_only_filters_that_become_nodes_add_any(source):
    graph = graph_of(source)
    done = optimise(graph, REGISTRY)
    assert done.nodes[done.root].type is graph.nodes[graph.root].type
    assert set(done.bindings) <= set(graph.bindings)
    others = tuple(step for step in PASSES if step is not split_filters)
    assert len(optimise(graph, REGISTRY, others).nodes) <= len(graph.nodes)


@given(programs())
def test_passes_have_nothing_left_to_do_the_second_time(source):
    done = optimise(graph_of(source), REGISTRY)
    assert optimise(done, REGISTRY) == done


@given(programs(plain=True))
def test_merging_and_dropping_change_no_id(source):
    graph = graph_of(source)
    for step in (merge_equal, drop_unused):
        assert graph_id(step(graph, REGISTRY), REGISTRY) == graph_id(graph, REGISTRY)


def test_equal_work_is_done_once():
    source = f"number_a = count({PEOPLE})\nnumber_b = count({PEOPLE})\nanswer = number_a + number_b\n"
    done = optimise(graph_of(source), REGISTRY)
    assert sorted(n.op for n in done.nodes.values()) == [
        *("add", "constant", "count", "detect.all", "detect.select", "input", "track.all", "track.select"),
    ]
    assert done.bindings["number_a"] == done.bindings["number_b"]


def test_equal_work_inside_a_comprehension_is_done_once():
    source = "answer = [x for x in choices if count([x, x]) == count([x, x])]\n"
    (mapped,) = [n for n in optimise(graph_of(source), REGISTRY).nodes.values() if n.body]
    assert mapped.body is not None
    assert sorted(n.op for n in mapped.body.nodes.values()) == ["count", "equal", "list", "parameter"]


def test_what_the_answer_does_not_need_is_left_out():
    done = optimise(graph_of(f"tracks_a = {PEOPLE}\nanswer = 1\n"), REGISTRY)
    assert [n.op for n in done.nodes.values()] == ["constant"]
    assert set(done.bindings) == {"answer"}


@pytest.mark.parametrize(
    ("expression", "value"),
    [("1 + 2 * 3", 7), ("(1 + 2) * 3 - 4", 5), ("1 < 2", True), ("1.5 == 1.5", True), ('"A " == "a"', True)],
)
def test_constants_are_computed_before_the_run(expression, value):
    done = optimise(graph_of(f"answer = {expression}\n"), REGISTRY)
    assert done.nodes[done.root].op == CONSTANT
    assert done.nodes[done.root].setting("value") == value


def test_a_quotient_that_is_absent_is_left_to_the_run():
    done = optimise(graph_of("answer = 1 / 0\n"), REGISTRY)
    assert done.nodes[done.root].op == "divide"


def test_a_comprehension_captures_what_its_body_uses_and_nothing_else():
    graph = graph_of("number_a = count(choices)\nanswer = [x for x in choices if count([x]) == number_a]\n")
    (mapped,) = [n for n in graph.nodes.values() if n.body]
    assert [graph.nodes[o].op for o in mapped.operands] == ["input", "count"]


def test_a_variable_hides_an_outer_name_only_inside():
    source = 'text_a = "x"\nnumber_a = count([text_a for text_a in choices])\nanswer = [text_a, question]\n'
    graph = optimise(graph_of(source), REGISTRY)
    listed = graph.nodes[graph.root]
    assert graph.nodes[listed.operands[0]].setting("value") == "x"


@module
class Tuned:
    """Give a number that a knob decides."""

    name = "tuned"
    video = operand(Type.VIDEO, doc="unused")
    strength = knob(3, low=1, high=5, doc="how strong")
    result = Type.NUMBER

    @staticmethod
    def compute(video, strength):
        return strength


@pytest.mark.parametrize("value", [0, 6, 2.5, "3"])
def test_a_knob_out_of_bounds_is_refused_by_name(value):
    registry = REGISTRY.with_modules([Tuned])
    graph = graph_of("answer = tuned(video)\n", {"tuned.strength": value}, registry)
    with pytest.raises(ProgramError, match=r"VP0401.*knob `strength`"):
        verify(graph, registry)


def broken(graph: Graph, broken_key: str, /, **changes) -> Graph:
    nodes = {k: dataclasses.replace(n, **changes) if k == broken_key else n for k, n in graph.nodes.items()}
    return dataclasses.replace(graph, nodes=nodes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"op": "zebra"}, "no such module"),
        ({"type": Type.BOOL}, "no signature takes Texts and gives Bool"),
        ({"operands": ("n99",)}, "uses n99, not computed before it"),
        ({"operands": ()}, "no signature takes  and gives Number"),
        ({"settings": (("position", 1),)}, "has the settings"),
        ({"key": "n98"}, "holds the node n98"),
        ({"op": "constant", "operands": (), "settings": (("value", "a"),)}, "constant of another type"),
        ({"op": "list"}, "elements of another type"),
        ({"op": "map"}, "needs a body"),
        ({"op": "parameter", "settings": (("position", 0),)}, "parameter that nothing is bound to"),
        ({"op": "input", "settings": (("name", "audio"),)}, "is no input"),
        ({"type": Type.VIDEO}, "the answer is Video"),
    ],
)
def test_verification_names_the_broken_rule_and_the_pass(changes, message):
    graph = graph_of("answer = count(choices)\n")
    with pytest.raises(ProgramError) as caught:
        verify(broken(graph, graph.root, **changes), REGISTRY, after="sabotage")
    assert message in str(caught.value)
    assert "after sabotage" in str(caught.value)


def test_verification_finds_a_missing_root_and_a_dangling_name():
    graph = graph_of("answer = count(choices)\n")
    with pytest.raises(ProgramError, match="n99 is wanted but missing"):
        verify(dataclasses.replace(graph, roots=("n99",)), REGISTRY)
    with pytest.raises(ProgramError, match="`answer` is bound to missing n99"):
        verify(dataclasses.replace(graph, bindings={"answer": "n99"}), REGISTRY)


def test_verification_looks_into_bodies():
    graph = graph_of('answer = [x for x in choices if x == "a"]\n')
    (mapped,) = [n for n in graph.nodes.values() if n.body]
    body = mapped.body
    assert body is not None
    assert body.condition is not None
    not_bool = dataclasses.replace(body, condition=body.root)
    with pytest.raises(ProgramError, match="the condition of a body is not Bool"):
        verify(broken(graph, mapped.key, body=not_bool), REGISTRY)
    other_type = dataclasses.replace(body, roots=(body.condition,))
    with pytest.raises(ProgramError, match="the body gives Bool, the elements are Text"):
        verify(broken(graph, mapped.key, body=other_type), REGISTRY)
    with pytest.raises(ProgramError, match="needs a body and something to go through"):
        verify(broken(graph, mapped.key, operands=()), REGISTRY)


def test_verification_finds_a_capture_that_is_not_handed_over():
    graph = graph_of("answer = [x for x in choices if x == question]\n")
    (mapped,) = [n for n in graph.nodes.values() if n.body]
    with pytest.raises(ProgramError, match="parameter that nothing is bound to"):
        verify(broken(graph, mapped.key, operands=mapped.operands[:1]), REGISTRY)


@given(st.integers(-999, 999), st.integers(-999, 999))
def test_folding_agrees_with_computing(left, right):
    graph = fold_constants(graph_of(f"answer = {left} - {right} * 2\n"), REGISTRY)
    assert graph.nodes[graph.root].setting("value") == left - right * 2
