"""Whatever is asked: no crash, and no program that is not valid."""

import re
import tomllib
from importlib import resources

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.planner.strict import assert_strict
from tests.planner.table import UNDERSTOOD
from vprog.language import grammar_text
from vprog.planner import normalise, plan
from vprog.spec import Registry

SOME = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = sorted({"people", "red", "circle", "dog", *re.findall(r'"([a-z]+)"', grammar_text("questions.lark"))})
TABLE_WORDS = sorted({word for question in UNDERSTOOD for word in normalise(question).split()})


def _holds(question: str, choices: list[str] | None, registry: Registry) -> None:
    if not question.strip():
        return
    planned = plan(question, choices, registry)
    assert (planned.program is None) != (planned.reason is None)
    if planned.program is not None:
        assert_strict(planned.program, registry)


@SOME
@given(question=st.text(max_size=60))
def test_any_text(question: str, registry: Registry) -> None:
    """Any characters at all."""
    _holds(question, None, registry)


@SOME
@given(noun=st.text(max_size=30))
def test_any_text_as_a_noun(noun: str, registry: Registry) -> None:
    """Any characters where a thing is named."""
    for question in (f"is there a {noun}", f"how many {noun} are there", f"are there more {noun} than {noun}s"):
        _holds(question, None, registry)


@SOME
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_word_salad(words: list[str], registry: Registry) -> None:
    """The words of the grammar in any order."""
    _holds(" ".join(words), None, registry)


@SOME
@given(
    start=st.sampled_from(sorted(UNDERSTOOD)),
    edits=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2), st.sampled_from(TABLE_WORDS)), max_size=3),
    choices=st.none() | st.lists(st.text(max_size=5) | st.sampled_from(["yes", "no", "two"]), max_size=4),
)
def test_edited_questions(
    start: str, edits: list[tuple[int, int, str]], choices: list[str] | None, registry: Registry
) -> None:
    """Questions that are nearly understood: words put in, taken out, exchanged."""
    words = start.rstrip("?.").split()
    for position, removed, word in edits:
        words[position : position + removed] = [word]
    _holds(" ".join(words), choices, registry)


@SOME
@given(question=st.text(max_size=80))
def test_normal_form_is_stable(question: str) -> None:
    """One line, and lower case twice is lower case once."""
    once = normalise(question)
    assert "\n" not in once
    assert once == once.strip()


_WORDINGS = tomllib.loads(resources.files("vprog.benchmarks.synth").joinpath("wordings.toml").read_text("utf-8"))
_ASKED = sorted(w for name, ws in _WORDINGS.items() if not name.startswith(("clause_", "bare_", "part_")) for w in ws)
_SLOT = re.compile(r"\{(\w+)\}")
_FILLERS = st.sampled_from(
    ["dog", "dogs", "the dog", "a red circle", "red circles", "the second car", "leaves", "leave the scene",
     "is visible", "the blue square stops", "anyone enters before the cat leaves", "to the left", "at the end", "4",
     "two", "near", "red or green", "largest", "a car that enters", "nobody", "no dogs", "at least two people", ""]
)  # fmt: skip


@SOME
@given(wording=st.sampled_from(_ASKED), data=st.data())
def test_wordings_with_anything_in_their_slots(wording: str, data: st.DataObject, registry: Registry) -> None:
    """What is meant for one kind of words is filled with any."""
    question = _SLOT.sub(lambda _: data.draw(_FILLERS), wording)
    choices = data.draw(st.none() | st.lists(_FILLERS, max_size=26))
    _holds(question, choices, registry)
