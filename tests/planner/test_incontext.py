"""The example programs, and what a language model is told of the modules."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.planner.strict import assert_strict
from vprog.api import Session
from vprog.api.demo import make_demo_clip
from vprog.language import check
from vprog.planner import Example, load_examples, module_prompt, plan
from vprog.planner.examples import read_example
from vprog.spec import Registry


@pytest.mark.parametrize("example", load_examples(), ids=lambda e: e.name)
def test_examples_hold(example: Example, registry: Registry) -> None:
    """Each parses, checks, is in strict form and has the type of answer that its header gives."""
    assert_strict(example.program, registry)
    assert check(example.program, registry).answer_type is example.answer_type


_SHAPES = {"dog": "red circle", "cat": "blue square", "car": "circle", "ball": "circle", "box": "square"}
"""What the detectors of the embedded profile know, for what the examples speak of."""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Give a session whose store is shared by all examples: they look at the same frames."""
    with Session("embedded", cache=tmp_path_factory.mktemp("cache")) as opened:
        yield opened


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a clip of moving shapes."""
    return make_demo_clip(tmp_path_factory.mktemp("clip"))


@pytest.mark.parametrize("example", load_examples(), ids=lambda e: e.name)
def test_examples_run(example: Example, session: Session, clip: Path) -> None:
    """To an answer or an abstention with its reason, of what can be seen and of what cannot."""
    shapes = example.program
    for thing, shape in _SHAPES.items():
        shapes = shapes.replace(f'"{thing}"', f'"{shape}"')
    for program in (example.program, shapes):
        answer = session.run(program, [clip, clip], question=example.question, choices=["one", "two", "three"])
        assert answer.status == "answered" or (answer.status == "abstained" and answer.reason)


def test_examples_are_many_and_differ() -> None:
    """One for each kind of question."""
    examples = load_examples()
    assert len(examples) >= 12
    assert len({e.question for e in examples}) == len({e.program for e in examples}) == len(examples)


def test_rules_answer_the_examples_with_programs_of_their_type(registry: Registry) -> None:
    """Where the rules understand an example's question, their program has the same type."""
    understood = 0
    for example in load_examples():
        program = plan(example.question, None, registry).program
        if program is not None:
            understood += 1
            assert check(program, registry).answer_type is example.answer_type
    assert understood >= 12


@pytest.mark.parametrize(
    "text", ["", "# Q: a\nanswer = 1\n", "# Q: a\n# A: Numeral\nanswer = 1\n", "# Q: a\n# A: Number"]
)
def test_a_broken_header_is_named(text: str) -> None:
    """The file stands in the message."""
    with pytest.raises(ValueError, match=r"broken\.vp"):
        read_example("broken.vp", text)


def test_prompt_holds_every_module(registry: Registry) -> None:
    """Usage, description, operands, attributes, examples and signs, all from the declarations."""
    prompt = module_prompt(registry)
    for module in registry:
        assert module.usage in prompt
        assert module.doc in prompt
        assert all(part.doc in prompt for part in (*module.operands, *module.attributes))
        assert all(example in prompt for example in module.examples)
        # Knobs are not written in programs; telling of them would invite it.
        assert not any(f"{knob.name}=" in prompt for knob in module.knobs)
    for sign in registry.signs:
        assert f"`{sign.notation}`" in prompt
    assert len(prompt.partition("Modules:")[0].splitlines()) < 50
