"""From a question to a typed program: rules over a controlled English, or any language model; example programs."""

from vprog.planner.bounds import check_question
from vprog.planner.examples import Example, load_examples
from vprog.planner.normal import normalise
from vprog.planner.plan import Call, Plan
from vprog.planner.planners import PLANNERS, Planner, PlannerChoice, open_planner
from vprog.planner.prompt import module_prompt
from vprog.planner.rules import plan

__all__ = [
    "PLANNERS",
    "Call",
    "Example",
    "Plan",
    "Planner",
    "PlannerChoice",
    "check_question",
    "load_examples",
    "module_prompt",
    "normalise",
    "open_planner",
    "plan",
]
