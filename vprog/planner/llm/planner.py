"""A planner that has a language model write the program."""

import dataclasses
import functools
from collections.abc import Sequence

from vprog.diagnostics import Code, Diagnostic, OutsideError, Severity
from vprog.language import check, format_program, parse
from vprog.planner.bounds import check_question
from vprog.planner.examples import load_examples
from vprog.planner.llm.client import Client, Reply, Request
from vprog.planner.llm.messages import conversation
from vprog.planner.llm.reply import program_in
from vprog.planner.normal import one_line
from vprog.planner.plan import Call, Plan
from vprog.planner.rules import plan as plan_by_rules
from vprog.spec import Registry
from vprog.values import Source

NAME = "llm"
_SHOWN = 60
"""Characters of a reply that a message quotes."""


@dataclasses.dataclass(frozen=True)
class LLMPlanner:
    """Asks a model once for each question, and takes nothing that does not check.

    examples: how many example programs are shown. max_tokens: of the reply. fallback: let the rules answer where the
    model gives nothing; the plan is marked then.
    """

    client: Client
    examples: int = 6
    max_tokens: int = 512
    fallback: bool = False

    def plan(
        self,
        question: str,
        choices: Sequence[str] | None,
        registry: Registry,
        *,
        profile: str | None = None,
        videos: Sequence[Source] = (),
    ) -> Plan:
        """Give a program, or the reason why there is none.

        profile: the model is told of what this one can compute, and of nothing else; None for all of the registry.
        videos: it is told how long and how large they are, and not what they are called.
        Raises: InputError for a question or choices out of bounds; without a fallback ClientError when the model
        cannot be asked or gives nothing.
        """
        check_question(question, choices)
        try:
            found = self._ask(question, choices, registry, profile, videos)
        except OutsideError as error:
            if not self.fallback:
                raise
            found = Plan(None, str(error), error.diagnostics, NAME)
        if found.program is None and self.fallback:
            return _fallen_back(plan_by_rules(question, choices, registry), found)
        return found

    def _ask(
        self,
        question: str,
        choices: Sequence[str] | None,
        registry: Registry,
        profile: str | None,
        videos: Sequence[Source],
    ) -> Plan:
        usable = _of_profile(registry, profile) if profile else registry
        messages = conversation(
            question,
            choices,
            usable,
            load_examples(),
            style=self.client.prompt,
            videos=videos,
            count=self.examples,
        )
        request = Request(messages, usable, self.max_tokens)
        reply = self.client.complete(request)
        call = call_of(self.client.model, request, reply)
        draft = program_in(reply.text)
        if draft is None or reply.finish == "length":
            return _unusable(reply, call)
        return self._checked(question, draft, registry, call)

    def _checked(self, question: str, draft: str, registry: Registry, call: Call) -> Plan:
        checked = check(draft, registry)
        if checked.typed is None:
            first = checked.diagnostics[0].message
            message = f"{call.model} wrote a program that does not check: {first}"
            wrong = Diagnostic(Code("VP0602"), message, found=draft)
            return Plan(None, message, (wrong, *checked.diagnostics), NAME, (call,), draft)
        text = f"# Q: {one_line(question)}\n{format_program(parse(draft)[0], registry)}"
        # Places of diagnostics point into the text that is given.
        notes = check(text, registry).diagnostics
        if call.finish == "ended":
            message = f"the {self.max_tokens} tokens for the program ran out: its last line was put short"
            notes = (_warning("VP0614", message, "raise max_tokens"), *notes)
        return Plan(text, None, notes, NAME, (call,))


@functools.lru_cache(maxsize=8)
def _of_profile(registry: Registry, profile: str) -> Registry:
    """Give the same registry each time, since grammars are kept by it."""
    return registry.of_profile(profile)


def call_of(model: str, request: Request, reply: Reply) -> Call:
    """Give the record of a call."""
    return Call(
        model,
        request.digest,
        tuple((message.role, message.content) for message in request.messages),
        reply.text,
        reply.prompt_tokens,
        reply.reply_tokens,
        reply.finish,
        reply.estimated,
        reply.constrained,
    )


def _unusable(reply: Reply, call: Call) -> Plan:
    shown = one_line(reply.text)[:_SHOWN]
    if reply.finish == "length":
        message, hint = f"the reply of {call.model} was cut short after {reply.reply_tokens} tokens", "raise max_tokens"
    else:
        message, hint = f"the reply of {call.model} holds no program", "ask again, or try another model"
    problem = Diagnostic(Code("VP0613"), message, found=shown, expected="lines that end with `answer = …`", hint=hint)
    return Plan(None, message, (problem,), NAME, (call,))


def _fallen_back(plan: Plan, failed: Plan) -> Plan:
    """Mark a plan of the rules; what went wrong before remains as warnings."""
    note = _warning("VP0616", f"the rules planned in place of the language model: {failed.reason}", None)
    before = tuple(dataclasses.replace(d, severity=Severity.WARNING, place=None) for d in failed.diagnostics)
    diagnostics = (note, *before, *plan.diagnostics)
    return dataclasses.replace(plan, diagnostics=diagnostics, calls=failed.calls, draft=failed.draft, fallback=True)


def _warning(code: str, message: str, hint: str | None) -> Diagnostic:
    return Diagnostic(Code(code), message, severity=Severity.WARNING, hint=hint)
