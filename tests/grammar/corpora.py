"""The four corpora, each a folder of programs and a table that says what the checker makes of them.

accept   strict form: every engine takes it, and the checker has nothing to say. The table gives the type of the answer.
reject   wrong in syntax or type: no engine takes it, and the checker refuses it. The table gives code and place of
         every diagnostic.
layout   right, but not as the strict grammar lays it out: the checker has nothing to say and no engine takes it.
names    what no grammar can tell: every engine takes it, and the checker has something to say of its names.

Only `layout` may hold comments: the strict grammar has none, so that one would hide what a program is refused for.
A line of a table is `name: Type` or `name: CODE at LINE:COLUMN, …`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from vprog.language import check
from vprog.language.typed import Typed, TypedCall, TypedList, TypedMap
from vprog.spec import Registry

HERE = Path(__file__).parent
_PLACED = re.compile(r"(VP\d{4}) at (\d+):(\d+)")


def programs(corpus: str) -> list[Path]:
    return sorted((HERE / corpus).glob("*.vp"))


def read(path: Path) -> str:
    # As bytes: carriage returns belong to what is tested.
    return path.read_bytes().decode("utf-8")


def table(corpus: str) -> dict[str, str]:
    lines = (HERE / f"{corpus}.txt").read_text(encoding="utf-8").splitlines()
    return {name: said for name, _, said in (line.partition(": ") for line in lines)}


def placed(said: str) -> list[tuple[str, int, int]]:
    """Give code, line and column of each diagnostic that a table names."""
    return [(code, int(line), int(column)) for code, line, column in _PLACED.findall(said)]


def in_a_table(source: str, registry: Registry) -> str:
    """Give what a table has to say of a program: the type of its answer, or its diagnostics."""
    checked = check(source, registry)
    places = (f"{d.code} at {d.place.line}:{d.place.column}" for d in checked.diagnostics if d.place)
    return ", ".join(places) or str(checked.answer_type)


def calls(value: Typed) -> Iterator[TypedCall]:
    """Go through every call of an expression."""
    match value:
        case TypedCall():
            yield value
            inside = value.operands
        case TypedList():
            inside = value.items
        case TypedMap():
            inside = (value.body, value.iterable, *((value.condition,) if value.condition else ()))
        case _:
            inside = ()
    for part in inside:
        yield from calls(part)
