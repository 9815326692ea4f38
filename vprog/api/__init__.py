"""What a Python caller uses: answer, run, plan, check, Session, Answer, Budget; frames makes a video of an array."""

from vprog.api.calls import answer, check, plan, run
from vprog.api.profiles import PROFILES
from vprog.api.result import Answer
from vprog.api.session import Session
from vprog.engine import Budget
from vprog.media import frames

__all__ = ["PROFILES", "Answer", "Budget", "Session", "answer", "check", "frames", "plan", "run"]
