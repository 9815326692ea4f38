"""The example programs of `incontext/`, as prompts and help texts show them."""

import dataclasses
import functools
from importlib import resources

from vprog.types import Type

_QUESTION, _ANSWER = "# Q: ", "# A: "


@dataclasses.dataclass(frozen=True)
class Example:
    """A question, the type of its answer, and a program that answers it."""

    name: str
    question: str
    answer_type: Type
    program: str
    """The statements alone, in strict form."""


@functools.cache
def load_examples() -> tuple[Example, ...]:
    """Give the examples in order of file name.

    Raises: ValueError naming the file whose header does not give the question and the type of its answer.
    """
    files = (f for f in resources.files("vprog.incontext").iterdir() if f.name.endswith(".vp"))
    return tuple(read_example(f.name, f.read_text(encoding="utf-8")) for f in sorted(files, key=lambda f: f.name))


def read_example(file: str, text: str) -> Example:
    """Read one example.

    Raises: ValueError naming the file whose header does not give the question and the type of its answer.
    """
    asked, _, rest = text.partition("\n")
    answered, _, program = rest.partition("\n")
    if not (asked.startswith(_QUESTION) and answered.startswith(_ANSWER) and program):
        raise ValueError(f"{file}: needs the lines `{_QUESTION}…` and `{_ANSWER}…`, and the program below them")
    types = {str(t): t for t in Type}
    answer_type = types.get(answered.removeprefix(_ANSWER))
    if answer_type is None:
        raise ValueError(f"{file}: `{answered}` names no type; types are {', '.join(types)}")
    return Example(file.removesuffix(".vp"), asked.removeprefix(_QUESTION), answer_type, program)
