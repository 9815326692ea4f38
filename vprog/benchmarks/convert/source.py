"""The programs that a benchmark's file holds, each with the question that it answers."""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

from vprog.diagnostics import Code, Diagnostic, InputError, on_one_line

Record = dict[str, Any]

_UNFIT = re.compile(r"[^\w.-]+")


@dataclasses.dataclass(frozen=True)
class Source:
    """One program as it was published.

    name: what its file will be called, without ending. question: with the choice that it judges, if it judges one.
    clip: (start_s, end_s) of the stretch that the question is about.
    """

    name: str
    question: str
    program: str | tuple[str, ...]
    answer: str | None = None
    video: str | None = None
    clip: tuple[float, float] | None = None

    def header(self, answer_type: str) -> str:
        """Give the comments above the program: the question, the type of its answer, and what else was published."""
        clip = self.clip and f"{self.clip[0]:g},{self.clip[1]:g}"
        titled = {"Q": self.question, "A": answer_type, "Gold": self.answer, "Video": self.video, "Clip": clip}
        lines = {title: on_one_line(" ".join(text.split())) for title, text in titled.items() if text}
        return "".join(f"# {title}: {text}\n" for title, text in lines.items())


@dataclasses.dataclass(frozen=True)
class Vocabulary:
    """The closed lists of names that a benchmark's questions are about; empty for what it does not list.

    actions: the sentence of each class of actions, with its verb and its object where the benchmark tells them.
    """

    objects: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    actions: tuple["Action", ...] = ()


@dataclasses.dataclass(frozen=True)
class Action:
    """One class of actions."""

    name: str
    verb: str = ""
    object: str = ""


NO_VOCABULARY = Vocabulary()


def file_stem(*parts: object) -> str:
    """Give a name for a file, made of what the benchmark calls a program.

    >>> file_stem("train/12 a", "choice0")
    'train-12-a.choice0'
    """
    return ".".join(_UNFIT.sub("-", str(part)).strip(".-") or "program" for part in parts)


def question_of(question: object, choice: object = None) -> str:
    """Give the question as one text, with the choice that is judged."""
    return str(question) if choice is None else f"{question} Choice: {choice}"


def read_json(path: Path) -> Any:
    """Read a file of JSON, or of JSON lines, which become a list.

    Raises: InputError naming the file and what is wrong with it.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise unreadable(path, f"byte {error.start} is not text in UTF-8") from error
    try:
        if path.suffix == ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise unreadable(path, f"it is no JSON: {error}") from error


def unreadable(path: Path, cause: str, expected: str | None = None) -> InputError:
    """Say why a file cannot be used, and what was expected of it."""
    message = f"{path} cannot be read: {cause}"
    hint = f"expected {expected}" if expected else None
    return InputError(Diagnostic(Code("VP0505"), message, found=str(path), expected=expected, hint=hint))
