"""Every reading is looked at, and a question with readings that differ is declined."""

import pytest
from lark import Lark

from tests.planner.table import UNDERSTOOD
from vprog.language import grammar_text
from vprog.planner import normalise, plan, read
from vprog.planner.lines import Lines
from vprog.planner.options import offered
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.read import parser, readings_of
from vprog.spec import Registry


def test_predicting_step_by_step_gives_the_same_forest() -> None:
    """As the parser does by itself."""
    plain = Lark(
        grammar_text("questions.lark"),
        parser="earley",
        lexer="basic",
        ambiguity="explicit",
        maybe_placeholders=False,
    )
    for question in sorted(UNDERSTOOD)[::12]:
        text = normalise(question)
        if not list(offered(question)):
            assert plain.parse(text) == parser().parse(text, start="start")


def test_one_question_may_have_several_readings_that_ask_the_same(registry: Registry) -> None:
    """Then there is one program."""
    question = "Is there a car that moves after 5 seconds?"
    assert len(readings_of(normalise(question))) >= 1
    assert plan(question, None, registry).program is not None


def test_long_programs_have_fewer_names() -> None:
    """A name that is used once gives way to its call, until the program fits; what never fits is declined."""
    lines = Lines()
    name = lines.bind("tracks", "dog", 'track(detect(video, "dog"))')
    for number in range(13):
        name = lines.bind("tracks", f"n{number}", f"at({name}, {number}.0)")
    text = lines.text(f"count({name})")
    assert len(text.splitlines()) == 13
    assert "at(at(tracks_dog, 0.0), 1.0)" in text
    endless = Lines()
    names = [endless.bind("number", f"n{n}", f"({n} + {n})") for n in range(13)]
    with pytest.raises(NotUnderstoodError, match="steps"):
        endless.text(" + ".join(names))


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("Which bottle tips over?", ("Which bottle falls?", "Which bottle is it?")),
        ("How many people at noon are there?", ("How many people at home are there?",)),
        ("Colorless green ideas sleep.", ()),
        ("Is there a \u2603 person?", ("Is there a \u2602 person?",)),
        ("How many people enter?", ("How many people enlist?", "How many people enter slowly?")),
    ],
)
def test_what_was_asked_before_changes_no_reason(
    question: str, others: tuple[str, ...], registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What parsing has shown of other questions says of this one what parsing it says."""
    with monkeypatch.context() as unlearned:
        unlearned.setattr(read, "_known_to_stop", lambda text, kind: None)
        alone = plan(question, None, registry)
    for other in (*others, question):
        plan(other, None, registry)
    assert plan(question, None, registry) == alone
