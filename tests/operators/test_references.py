"""Every module without a model gives what a slow and obvious reference gives, whatever it is given."""

import ast
import dataclasses
import importlib
import math
import pkgutil
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from tests.operators import reference
from tests.operators.drawn import arguments_of
from tests.operators.reference.table import REFERENCES, Undecided
from vprog.spec import Module, Registry
from vprog.types import Type
from vprog.values import Absent

for _info in pkgutil.iter_modules(reference.__path__):
    importlib.import_module(f"{reference.__name__}.{_info.name}")

REGISTRY = Registry.load()
PURE = {m.name: m for m in (*REGISTRY, *REGISTRY.signs) if m.compute is not None}


def test_every_module_without_a_model_has_a_reference():
    assert set(REFERENCES) == set(PURE)


def test_references_do_not_ask_the_modules():
    for path in (Path(p) for folder in reference.__path__ for p in Path(folder).glob("*.py")):
        imported = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ImportFrom)]
        rooms = {n.module for n in imported if n.module and n.module.startswith("vprog")}
        assert rooms <= {"vprog.values"}, path


def measured(module: Module) -> bool:
    """Say whether its operands are boxes that move about: many must be thrown until something happens between them."""
    return module.operands != () and module.operands[0].types in ((Type.TRACKS,), (Type.TRACK,))


@pytest.mark.parametrize("name", sorted(n for n, m in PURE.items() if measured(m)))
@settings(max_examples=4 * settings.default.max_examples)
@given(st.data())
def test_it_gives_what_its_reference_gives_for_things_that_move_about(name, data):
    compare(name, data)


@pytest.mark.parametrize("name", sorted(n for n, m in PURE.items() if not measured(m)))
@given(st.data())
def test_it_gives_what_its_reference_gives(name, data):
    compare(name, data)


def compare(name: str, data) -> None:
    module = PURE[name]
    arguments = data.draw(arguments_of(module))
    try:
        wanted = REFERENCES[name](**arguments)
    except Undecided:
        reject()
    assert agree(computed(module, arguments), wanted)


def computed(module: Module, arguments):
    """Apply a module as the engine does: a lazy one is shown only the operands that it asks for."""
    assert module.compute is not None
    if module.demand is None:
        return module.compute(**arguments)
    names = [o.name for o in module.operands]
    shown = dict.fromkeys(names)
    while (position := module.demand(**shown)) is not None:
        assert shown[names[position]] is None
        shown[names[position]] = arguments[names[position]]
    return module.compute(**shown)


def agree(one: object, other: object) -> bool:
    """Compare two values: numbers up to the last bits, absences whatever their reasons."""
    match one, other:
        case Absent(), Absent():
            return True
        case (bool(), _) | (_, bool()):
            return one is other
        case ((int() | float()), (int() | float())):
            return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)
        case tuple(), tuple():
            return len(one) == len(other) and all(map(agree, one, other))
    if dataclasses.is_dataclass(one) and type(one) is type(other):
        fields = [f.name for f in dataclasses.fields(one)]
        return one == other or all(agree(getattr(one, f), getattr(other, f)) for f in fields)
    return one == other
