"""What a Python caller uses: answer, run, plan, check, Session, Answer."""

from vprog.api.calls import answer, check, plan, run
from vprog.api.profiles import PROFILES
from vprog.api.result import Answer
from vprog.api.session import Session

__all__ = ["PROFILES", "Answer", "Session", "answer", "check", "plan", "run"]
