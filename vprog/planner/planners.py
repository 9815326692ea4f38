"""Who writes the programs: the built-in rules, a language model, or a planner of the caller's own."""

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from vprog.diagnostics import Code, Diagnostic, InputError, near_match
from vprog.planner.llm.client import Client
from vprog.planner.llm.opening import open_llm_planner
from vprog.planner.llm.planner import LLMPlanner
from vprog.planner.plan import Plan
from vprog.planner.rules import plan
from vprog.spec import Registry
from vprog.values import Source

PLANNERS = {"rules": "a controlled English, without any model", "llm": "a language model, as `vprog.toml` names it"}
"""The planners by name, with a word for people."""


@runtime_checkable
class Planner(Protocol):
    """Writes a program for a question."""

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

        profile: what the program will run on; None when nobody knows.
        Raises: InputError for a question or choices out of bounds; OutsideError when the planner cannot work.
        """
        ...


class RulesPlanner:
    """What its grammar covers becomes a program, whatever the profile and the videos are."""

    def plan(
        self,
        question: str,
        choices: Sequence[str] | None,
        registry: Registry,
        *,
        profile: str | None = None,
        videos: Sequence[Source] = (),
    ) -> Plan:
        """Give a program, or the reason why there is none; see `vprog.planner.plan`."""
        return plan(question, choices, registry)


PlannerChoice = str | Planner | Client | None
"""A name, a planner, or a language model to ask; None for the rules."""


def open_planner(wanted: PlannerChoice = None, settings: Mapping[str, object] | None = None) -> Planner:
    """Give the planner that is wanted. settings: of the language model, above those of the file and the environment.

    Raises: InputError for an unknown name, settings that are wrong, or those of a planner that has none.
    """
    if isinstance(wanted, Planner):
        return wanted
    if isinstance(wanted, Client):
        return LLMPlanner(wanted)
    if wanted == "llm":
        return open_llm_planner(settings)
    if settings:
        message = f"the settings {', '.join(settings)} are those of a language model"
        raise InputError(Diagnostic(Code("VP0505"), message, hint="ask for the planner `llm`"))
    if wanted is None or wanted == "rules":
        return RulesPlanner()
    name = wanted if isinstance(wanted, str) else type(wanted).__name__
    near = near_match(name, PLANNERS)
    hint = f"did you mean `{near}`?" if near else None
    message = f"there is no planner `{name}`"
    raise InputError(
        Diagnostic(Code("VP0505"), message, found=name, expected=" or ".join(f"`{p}`" for p in PLANNERS), hint=hint)
    )
