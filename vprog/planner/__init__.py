"""From a question to a typed program: rules over a controlled English, example programs, prompts."""

from vprog.planner.bounds import check_question
from vprog.planner.examples import Example, load_examples
from vprog.planner.normal import normalise
from vprog.planner.plan import Plan
from vprog.planner.prompt import module_prompt
from vprog.planner.rules import plan

__all__ = ["Example", "Plan", "check_question", "load_examples", "module_prompt", "normalise", "plan"]
