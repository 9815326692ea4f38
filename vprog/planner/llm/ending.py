"""Last lines that are short: what a decoder may still write when its tokens run out."""

import functools
from collections.abc import Iterator, Mapping

from vprog.language.strict import LONGEST_WORD
from vprog.spec import Registry
from vprog.types import ANSWERABLE, INPUTS, Type

_MOST_OPERANDS = 2


def ending_grammar(registry: Registry, scope: Mapping[str, Type]) -> str:
    """Give the grammar of last lines that name a value in scope or call one module on names, and on nothing else."""
    names: dict[Type, list[str]] = {}
    for name, type_ in (*scope.items(), *INPUTS.items()):
        names.setdefault(type_, []).append(f'"{name}"')
    values = [t.prefix for t in ANSWERABLE if t in scope.values()]
    for module, operands in _calls(registry):
        if all(t in names for t in operands):
            values.append(f'"{module}(" ' + ' ", " '.join(t.prefix for t in operands) + ' ")"')
    # Where nothing else can be said, the question itself is a text.
    values = values or [Type.TEXT.prefix]
    rules = [f"{t.prefix}: {' | '.join(found)}" for t, found in names.items()]
    return "\n".join([f'start: "answer = " ({" | ".join(values)}) _NL', *rules, "_NL: /\\n/"]) + "\n"


@functools.lru_cache(maxsize=8)
def ending_bytes(registry: Registry) -> int:
    """Give the bytes of the longest such line, whatever is in scope.

    As a token stands for one byte at least, so many tokens are always enough.
    """
    calls = [(f"{module}()", operands) for module, operands in _calls(registry)]
    values = [*calls, *(("", (t,)) for t in ANSWERABLE)]
    separators = len(", ") * (_MOST_OPERANDS - 1)
    longest = max(len(text) + sum(_longest_name(t) for t in operands) for text, operands in values)
    return len("answer = \n") + separators + longest


def _longest_name(type_: Type) -> int:
    inputs = [len(name) for name, t in INPUTS.items() if t is type_]
    return max(len(f"{type_.prefix}_") + LONGEST_WORD, *inputs, 0)


def _calls(registry: Registry) -> Iterator[tuple[str, tuple[Type, ...]]]:
    """Go through the calls that need nothing but names."""
    for module in registry:
        for signature in module.signatures:
            few = 0 < len(signature.operands) <= _MOST_OPERANDS
            if few and not module.required_attributes and signature.result in ANSWERABLE:
                yield module.name, signature.operands
