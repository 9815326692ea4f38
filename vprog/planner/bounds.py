"""What may be asked at all, whoever plans it."""

from collections.abc import Sequence

from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.language.limits import MAX_CHOICES, MAX_QUESTION_CHARS


def check_question(question: str, choices: Sequence[str] | None) -> None:
    """Refuse a question or choices beyond the limits. No choices is the same as None.

    Raises: InputError, VP0503 for too much and VP0505 for nothing.
    """
    if not question.strip():
        raise _refused("VP0505", "the question is empty", "ask something about the video")
    if len(question) > MAX_QUESTION_CHARS:
        message = f"the question has {len(question)} characters; at most {MAX_QUESTION_CHARS} are read"
        raise _refused("VP0503", message, "ask a shorter question")
    if choices and len(choices) > MAX_CHOICES:
        message = f"there are {len(choices)} choices; at most {MAX_CHOICES} are allowed"
        raise _refused("VP0503", message, "give fewer, or leave choices out")


def _refused(code: str, message: str, hint: str) -> InputError:
    return InputError(Diagnostic(Code(code), message, hint=hint))
