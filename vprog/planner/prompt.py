"""What a language model is told of the language: its rules, and the modules as they are declared."""

from collections.abc import Iterable

from vprog.spec import Attribute, Module, Operand, Registry
from vprog.types import ANSWERABLE, INPUTS, Type

_RULES = """\
Write a program that answers a question about a video.
- A program is lines of the form `name = expression`. The last line binds `answer`.
- A name is `<type>_<word>`: `tracks_people`, `number_cars`.
- Bound beforehand: {inputs}.
- Types: {types}.
- An answer is one of: {answers}.
- An expression is a call of a module below, a name, a text in double quotes, a number, a member `tracks_people[0]`,
  a list `[a, b]`, or `[body for x_each in plural if condition]`; infix forms stand in parentheses:
  `(a > b)`, `(not a)`, `(a if condition else b)`.
- Calls nest at most three deep. A length of time or a moment has a decimal point: `5.0`; a number has none: `5`.
- There is nothing else: no functions of your own, no methods, no loops, no imports.
- Looking and finding nothing gives an empty plural: `count` is 0 and `exists` is False. What cannot be known is
  absent, and what is made of it is absent too. Never replace an absent value by a guess.
- Track first and cut to a time afterwards: `before(enters(tracks_people), span_stop)`.
- When choices are given, end with `answer = choose(value, choices)`.
"""


def module_prompt(registry: Registry) -> str:
    """Give the rules of the language and the documentation of every module, from the declarations alone."""
    inputs = ", ".join(f"`{name}` ({type_})" for name, type_ in INPUTS.items())
    rules = _RULES.format(inputs=inputs, types=_listed(Type), answers=_listed(ANSWERABLE))
    signs = "\n".join(f"`{m.notation}`: {m.doc}" for m in registry.signs)
    called = "\n\n".join(_documented(m) for m in registry)
    return f"{rules}\nSigns:\n{signs}\n\nModules:\n\n{called}\n"


def _listed(types: Iterable[Type]) -> str:
    return " ".join(map(str, types))


def _documented(module: Module) -> str:
    lines = [module.usage, f"  {module.doc}"]
    lines += [f"  {line}" for line in module.details.splitlines() if line]
    parts: tuple[Operand | Attribute, ...] = (*module.operands, *module.attributes)
    lines += [f"  {part.name}: {part.doc}" for part in parts]
    lines += [f"  for example: {example}" for example in module.examples]
    return "\n".join(lines)
