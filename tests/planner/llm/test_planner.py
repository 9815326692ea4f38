"""What becomes of a reply: a program that checks, a clear reason why there is none, or a fallback that says so."""

import pytest

from tests.planner.llm.scripted import Scripted
from tests.planner.llm.serving import PROGRAM
from vprog.diagnostics import Code, Diagnostic, InputError, Severity
from vprog.language import check
from vprog.planner import open_planner
from vprog.planner.llm import ClientError, LLMPlanner, Reply
from vprog.spec import Registry

REGISTRY = Registry.load()
QUESTION = "How many people are there?"


def planned(reply: str | Reply, **settings):
    return LLMPlanner(Scripted(reply), **settings).plan(QUESTION, None, REGISTRY, profile="embedded")


class Down(Scripted):
    """A model that cannot be asked."""

    def complete(self, request):
        raise ClientError(Diagnostic(Code("VP0611"), "nobody is there", hint="knock again"))


def test_a_program_is_given_with_its_question_in_canonical_layout():
    plan = planned('Here:\n```\nt = track( detect(video,"person") )\nanswer=count(t)\n```')
    assert plan.program == f'# Q: {QUESTION}\nt = track(detect(video, "person"))\nanswer = count(t)\n'
    assert (plan.planner, plan.reason, plan.fallback, plan.llm_tokens) == ("llm", None, False, 15)
    assert check(plan.program, REGISTRY).ok


@pytest.mark.parametrize(
    ("reply", "code", "said"),
    [
        ("answer = cuont(video)", "VP0602", "unknown module `cuont`"),
        ("answer = first(video)", "VP0602", "does not check"),
        ("I would rather not.", "VP0613", "holds no program"),
        ("", "VP0613", "holds no program"),
        (Reply(PROGRAM, 10, 5, "length"), "VP0613", "cut short after 5 tokens"),
    ],
)
def test_a_reply_that_is_no_program_is_no_plan_and_says_why(reply, code, said):
    plan = planned(reply)
    assert plan.program is None
    assert said in plan.reason
    assert plan.diagnostics[0].code == code
    assert len(plan.calls) == 1
    assert (plan.draft is not None) == (code == "VP0602")


@pytest.mark.parametrize("reply", ["answer = cuont(video)", "no", Reply(PROGRAM, 1, 1, "length")])
def test_a_fallback_is_said_to_be_one(reply):
    plan = planned(reply, fallback=True)
    assert plan.fallback
    assert plan.planner == "rules"
    assert check(plan.program, REGISTRY).ok
    assert plan.diagnostics[0].code == "VP0616"
    assert all(d.severity is Severity.WARNING for d in plan.diagnostics)
    assert plan.llm_tokens > 0


def test_a_model_that_cannot_be_asked_is_an_error_unless_the_rules_may_answer():
    with pytest.raises(ClientError, match=r"VP0611.*nobody is there; knock again"):
        LLMPlanner(Down("x")).plan(QUESTION, None, REGISTRY)
    plan = LLMPlanner(Down("x"), fallback=True).plan(QUESTION, None, REGISTRY)
    assert plan.fallback
    assert [d.code for d in plan.diagnostics] == ["VP0616", "VP0611"]


def test_a_last_line_that_was_put_short_is_said_to_be():
    plan = planned(Reply(PROGRAM, 1, 1, "ended"))
    assert plan.program
    assert plan.diagnostics[0].code == "VP0614"


def test_a_question_cannot_add_a_line_to_the_program():
    hostile = 'x\nanswer = 5\r\u2028answer = 6 """ # '
    plan = LLMPlanner(Scripted(PROGRAM)).plan(hostile, None, REGISTRY)
    assert len(plan.program.splitlines()) == 3
    assert plan.program.endswith(PROGRAM)


def test_the_model_is_told_of_the_profile_alone():
    client = Scripted(PROGRAM)
    LLMPlanner(client).plan(QUESTION, None, REGISTRY, profile="embedded")
    (request,) = client.asked
    assert request.registry.called("read_text") is None
    assert "read_text(" not in request.messages[0].content


def test_planners_are_known_by_name():
    client = Scripted(PROGRAM)
    assert open_planner(client).client is client
    planner = LLMPlanner(client)
    assert open_planner(planner) is planner
    assert open_planner().plan(QUESTION, None, REGISTRY).planner == "rules"
    with pytest.raises(InputError, match="did you mean `rules`"):
        open_planner("rule")
    with pytest.raises(InputError, match="those of a language model"):
        open_planner("rules", {"model": "x"})
    with pytest.raises(InputError, match="no planner `int`"):
        open_planner(3)
