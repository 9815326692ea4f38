"""All modules that are known: the built-in ones and those of other packages, through one door."""

import dataclasses
import functools
import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType

from vprog.diagnostics import Code, Diagnostic, OutsideError, near_match
from vprog.spec.module import Module

ENTRY_POINTS = "vprog.modules"
"""The group under which a package names the Python module or package that declares its modules."""

BUILTIN = "vprog.modules"
"""What our own entry point names."""


class ClaimedTwiceError(ValueError):
    """Two modules claim one name or sign."""

    def __init__(self, key: str, first: Module, second: Module) -> None:
        """Keep both modules."""
        super().__init__(f"`{key}` is declared by both {first.origin} and {second.origin}")
        self.key, self.first, self.second = key, first, second


class Registry:
    """A fixed set of modules, reached by name or by notation."""

    def __init__(self, modules: Iterable[Module]) -> None:
        """Keep the modules in order of name.

        Raises: ClaimedTwiceError (a ValueError) when two modules claim one name or sign.
        """
        self._named: dict[str, Module] = {}
        self._parts: dict[str, Module] = {}
        self._written: dict[str, Module] = {}
        for found in sorted(modules, key=lambda m: m.name):
            table, key = (self._written, found.notation) if found.notation else (self._named, found.name)
            if key in table:
                raise ClaimedTwiceError(key, table[key], found)
            table[key] = found
            self._parts |= {part.name: part for part in found.parts or ()}

    @classmethod
    @functools.cache
    def load(cls) -> "Registry":
        """Collect what every installed package declares. No model is loaded and no heavy package imported.

        Raises: OutsideError naming every package that cannot be loaded, or two that claim one name.
        """
        # By identity: two entry points may lead to one module.
        found: dict[int, tuple[Module, EntryPoint]] = {}
        problems = []
        for point in entry_points(group=ENTRY_POINTS):
            try:
                found |= {id(m): (m, point) for m in declared_in(point.load()) if id(m) not in found}
            except (Exception, SystemExit) as error:  # noqa: BLE001  # a package of somebody else's may raise anything
                problems.append(_broken(f"cannot be loaded: {_cause(error)}", point))
        if problems:
            raise OutsideError(problems)
        try:
            return cls(m for m, _ in found.values())
        except ClaimedTwiceError as error:
            claims = [found[id(error.first)][1], found[id(error.second)][1]]
            first, second = sorted(claims, key=lambda point: point.value != BUILTIN)
            message = f"and those of {_package(first)} both declare `{error.key}`"
            raise OutsideError(_broken(message, second)) from error

    def __iter__(self) -> Iterator[Module]:
        """Go through the modules called by name, in alphabetical order."""
        return iter(self._named.values())

    def __len__(self) -> int:
        """Count the modules called by name."""
        return len(self._named)

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names that a program can call."""
        return tuple(self._named)

    def near(self, word: str) -> str | None:
        """Give the name that is meant by an unknown one: the module it is an alias of, else the one spelt like it."""
        alias = next((m.name for m in self if word.casefold() in m.aliases), None)
        return alias or near_match(word, self.names)

    @property
    def signs(self) -> tuple[Module, ...]:
        """Give the modules written as a sign, such as `+` or `and`."""
        return tuple(self._written.values())

    def called(self, name: str) -> Module | None:
        """Give the module that a program calls by this name, or None."""
        return self._named.get(name)

    def written(self, sign: str) -> Module:
        """Give the module behind a sign of the language."""
        return self._written[sign]

    def find(self, name: str) -> Module | None:
        """Give any module by its own name, written as a sign or a part as well; this is what nodes of a graph carry."""
        signed = (m for m in self._written.values() if m.name == name)
        return self._named.get(name) or self._parts.get(name) or next(signed, None)

    def by_name(self, name: str) -> Module:
        """Give the module that a verified graph names.

        Raises: KeyError when there is none.
        """
        module = self.find(name)
        if module is None:
            raise KeyError(name)
        return module

    def with_modules(self, modules: Iterable[Module]) -> "Registry":
        """Give a registry that holds these as well."""
        return Registry((*self._named.values(), *self._written.values(), *modules))

    def of_profile(self, profile: str) -> "Registry":
        """Give a registry of what a profile can compute: modules without backends, and others with its own alone."""
        every = (*self._named.values(), *self._written.values())
        own = (dataclasses.replace(m, backends=m.backends_of(profile)) for m in every)
        return Registry(m for m in own if m.compute is not None or m.backends)


def declared_in(python_module: ModuleType) -> list[Module]:
    """Give the modules declared in a Python module, or anywhere in a package."""
    found = [value for value in vars(python_module).values() if isinstance(value, Module)]
    for info in pkgutil.iter_modules(getattr(python_module, "__path__", [])):
        if not info.name.startswith("_"):
            found += declared_in(importlib.import_module(f"{python_module.__name__}.{info.name}"))
    # A module re-exported by a package is one module.
    return list({id(m): m for m in found}.values())


def _package(point: EntryPoint) -> str:
    return (
        f"{point.dist.name} {point.dist.version}" if point.dist else f"the entry point `{point.name} = {point.value}`"
    )


def _cause(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".split("\n", maxsplit=1)[0]


def _broken(what: str, point: EntryPoint) -> Diagnostic:
    name = point.dist.name if point.dist else point.name
    mended = "install --force-reinstall" if point.value == BUILTIN else "uninstall"
    hint = f"mend that package, or `python -m pip {mended} {name}`"
    return Diagnostic(Code("VP0504"), f"the modules of {_package(point)} {what}", found=name, hint=hint)
