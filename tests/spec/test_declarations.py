"""What a declaration may not be: each refusal says which module and what is wrong."""

import types

import pytest

from vprog.spec import (
    Backend,
    Choice,
    DurationS,
    Flag,
    Registry,
    Whole,
    Words,
    attribute,
    knob,
    module,
    operand,
    search_space,
)
from vprog.types import Type

REGISTRY = Registry.load()


def declare(name: str = "sample", doc: str | None = "Give something.", **body):
    """Declare a module as a class statement would."""
    given = {"name": name, "__doc__": doc, "result": Type.NUMBER, "compute": staticmethod(lambda **_: 1)} | body
    kept = {key: value for key, value in given.items() if value is not None}
    return module(types.new_class("Sample", exec_body=lambda ns: ns.update(kept)))


@pytest.mark.parametrize("name", ["tracks_red", "span_of", "video_cut", "number_x", "texts_1", "bool_not_a_word"])
def test_names_of_the_shape_of_values_are_refused(name):
    with pytest.raises(ValueError, match=f"module `{name}`: names of this shape belong to the values"):
        declare(name)


@pytest.mark.parametrize("name", ["video", "videos", "question", "choices", "answer"])
def test_names_of_inputs_and_the_answer_are_refused(name):
    with pytest.raises(ValueError, match=f"module `{name}`: names of this shape"):
        declare(name)


@pytest.mark.parametrize("name", ["Sample", "2nd", "a-b", "", "größe", "a b", "_hidden", "if", "not", "in", "x" * 65])
def test_names_that_no_program_can_write_are_refused(name):
    with pytest.raises(ValueError, match=f"module `{name}`: a name is"):
        declare(name)
    with pytest.raises(ValueError, match=f"module `sample` `{name}`: a name is|module `sample`.*a name is"):
        declare(**{name: operand(Type.TEXT, doc="x")})


@pytest.mark.parametrize("name", ["max_simultaneous", "track", "tracks", "seconds", "trackside", "over_tracks"])
def test_names_that_only_resemble_them_are_taken(name):
    assert declare(name).name == name


@pytest.mark.parametrize("name", ["track_label", "span_start"])
def test_arguments_of_the_shape_of_values_are_refused(name):
    with pytest.raises(ValueError, match=f"`{name}`.*shape"):
        declare(**{name: operand(Type.TEXT, doc="x")})
    with pytest.raises(ValueError, match=f"`{name}`.*shape"):
        declare(**{name: attribute(Words(), default=None, doc="x")})


@pytest.mark.parametrize("doc", [None, "", "   \n  "])
def test_a_module_without_a_docstring_is_refused(doc):
    with pytest.raises(ValueError, match="module `sample` has no docstring"):
        declare(doc=doc)


class Nothing(Backend):
    name = "nothing"
    profiles = ("embedded",)


def test_a_module_needs_either_compute_or_backends():
    with pytest.raises(ValueError, match=r"module `sample` needs either compute\(\) or backends"):
        declare(compute=None)
    with pytest.raises(ValueError, match=r"module `sample` needs either compute\(\) or backends"):
        declare(backends=(Nothing,))


def test_a_lazy_module_must_see_absence():
    with pytest.raises(ValueError, match=r"module `sample` has demand\(\) and must see absence"):
        declare(demand=staticmethod(lambda: None))


@pytest.mark.parametrize("body", [{"result": "what"}, {"result": {Type.TEXT: Type.TEXT}}, {"result": None}])
def test_a_result_that_names_nothing_is_refused(body):
    with pytest.raises(ValueError, match=r"module `sample`.*result"):
        declare(left=operand(Type.NUMBER, doc="x"), **body)


def test_an_operand_that_is_the_same_as_nothing_is_refused():
    with pytest.raises(ValueError, match=r"module `sample`.*`right`"):
        declare(right=operand(same_as="left", doc="x"))


def test_an_operand_has_types_or_is_the_same_as_another():
    for arguments in ({"same_as": None}, {"same_as": "left"}):
        types_ = (Type.TEXT,) if arguments["same_as"] else ()
        with pytest.raises(ValueError, match="an operand has either types or same_as"):
            operand(*types_, doc="x", **arguments)


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        (Choice(("a", "b")), "c"),
        (Whole(1, 5), 6),
        (Whole(), 1.5),
        (Whole(), True),
        (DurationS(), -1),
        (DurationS(), True),
        (Words(), 3),
        (Flag(), "True"),
        (Flag(), 1),
    ],
)
def test_a_default_must_be_acceptable_itself(kind, default):
    with pytest.raises(ValueError, match=r"default .* is not "):
        attribute(kind, doc="x", default=default)


@pytest.mark.parametrize(
    ("kind", "default"), [(Choice(("a",)), "a"), (Whole(1, 5), 5), (DurationS(), 0), (Words(), ""), (Flag(), False)]
)
def test_an_acceptable_default_makes_an_attribute_optional(kind, default):
    found = attribute(kind, doc="x", default=default)
    assert (found.default, found.required) == (default, False)
    assert attribute(kind, doc="x").required
    assert not attribute(kind, doc="x", default=None).required


def test_a_knob_has_a_known_scale_and_a_default_within_bounds():
    with pytest.raises(ValueError, match="scale `cubic`"):
        knob(1, low=0, high=2, doc="x", scale="cubic")
    with pytest.raises(ValueError, match="scale `log` from 0"):
        knob(1, low=0, high=2, doc="x", scale="log")
    with pytest.raises(ValueError, match="default 3 lies outside 0 to 2"):
        knob(3, low=0, high=2, doc="x")


@pytest.mark.parametrize(
    ("default", "value", "taken"), [(1, 2, True), (1, 1.5, False), (1.0, 1.5, True), (1, 3, False)]
)
def test_a_whole_knob_takes_whole_numbers_within_bounds(default, value, taken):
    assert knob(default, low=0, high=2, doc="x").accepts(value) is taken


def test_two_modules_of_one_name_or_sign_are_refused_with_their_origins():
    with pytest.raises(ValueError, match="`sample` is declared by both"):
        Registry([declare(), declare()])
    with pytest.raises(ValueError, match=r"`\+` is declared by both"):
        REGISTRY.with_modules([declare("plus", notation="+")])
    with pytest.raises(ValueError, match="`count` is declared by both"):
        REGISTRY.with_modules([declare("count")])


def test_a_registry_finds_modules_by_name_by_sign_and_by_either():
    assert REGISTRY.called("count") is REGISTRY.by_name("count")
    assert REGISTRY.written("+") is REGISTRY.by_name("add")
    assert REGISTRY.called("add") is None
    assert list(REGISTRY.names) == sorted(REGISTRY.names)
    assert len(REGISTRY) == len(REGISTRY.names)
    assert "sample" in REGISTRY.with_modules([declare()]).names


def test_signatures_come_in_declared_order_and_bind_what_is_the_same():
    found = declare(
        left=operand(Type.TEXT, Type.NUMBER, doc="x"), right=operand(same_as="left", doc="x"), result="left"
    ).signatures
    assert [(s.operands, s.result) for s in found] == [
        ((Type.TEXT, Type.TEXT), Type.TEXT),
        ((Type.NUMBER, Type.NUMBER), Type.NUMBER),
    ]


def test_a_table_of_results_follows_the_first_operand():
    found = declare(
        what=operand(Type.SPANS, Type.SPAN, doc="x"), result={Type.SPANS: Type.TRACKS, Type.SPAN: Type.TRACK}
    ).signatures
    assert [s.result for s in found] == [Type.TRACKS, Type.TRACK]


def test_usage_shows_operands_then_attributes_then_results():
    found = declare(
        what=operand(Type.SPANS, Type.SPAN, doc="x"),
        same=operand(same_as="what", doc="x"),
        position=attribute(Whole(1, 5), doc="x"),
        colour=attribute(Words(), default=None, doc="x"),
        result="what",
    )
    assert found.usage == (
        "sample(what: Spans | Span, same: Spans | Span, position: a whole number from 1 to 5, "
        "colour=a text in double quotes) -> Spans | Span"
    )
    assert found.positional == ("what", "same", "position")


def test_the_search_space_is_every_knob_under_the_name_that_people_set():
    found = search_space([REGISTRY.by_name("enters"), REGISTRY.by_name("count"), REGISTRY.by_name("where")])
    assert [d.name for d in found] == ["enters.margin", "where.min_travel", "where.large_from"]


def test_every_declared_module_documents_each_of_its_parts():
    for found in (*REGISTRY, *REGISTRY.signs):
        assert found.doc.endswith("."), found.name
        for part in (*found.operands, *found.attributes, *found.knobs):
            assert part.doc, f"{found.name}.{part.name}"
