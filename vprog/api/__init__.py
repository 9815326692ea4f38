"""What a Python caller uses: answer, run, plan, check, Session, Answer, Budget; frames makes a video of an array."""

from vprog.api.calls import answer, check, fix, open_planner, plan, run
from vprog.api.profiles import PROFILES
from vprog.api.replaying import replay
from vprog.api.result import Answer
from vprog.api.session import Session
from vprog.diagnostics import InputError, OutsideError, ProgramError, VprogError
from vprog.engine import Budget
from vprog.media import frames

__all__ = [
    "PROFILES",
    "Answer",
    "Budget",
    "InputError",
    "OutsideError",
    "ProgramError",
    "Session",
    "VprogError",
    "answer",
    "check",
    "fix",
    "frames",
    "open_planner",
    "plan",
    "replay",
    "run",
]
