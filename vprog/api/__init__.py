"""What a Python caller uses: answer, run, plan, check, Session, Answer, Budget."""

from vprog.api.calls import answer, check, plan, run
from vprog.api.profiles import PROFILES
from vprog.api.result import Answer
from vprog.api.session import Session
from vprog.engine import Budget

__all__ = ["PROFILES", "Answer", "Budget", "Session", "answer", "check", "plan", "run"]
