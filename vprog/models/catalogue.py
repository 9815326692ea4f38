"""All model files that the known modules declare."""

import dataclasses
from collections.abc import Iterable

from vprog.diagnostics import Code, Diagnostic, InputError, near_match
from vprog.spec import Backend, ModelFile, Module


@dataclasses.dataclass(frozen=True)
class Listed:
    """A declared model file, and the modules and backends that need it."""

    model: ModelFile
    users: tuple[tuple[Module, type[Backend]], ...]

    @property
    def profiles(self) -> tuple[str, ...]:
        """Give the profiles that use it."""
        return tuple(dict.fromkeys(profile for _, backend in self.users for profile in backend.profiles))


def catalogue(modules: Iterable[Module]) -> tuple[Listed, ...]:
    """Give every declared model file once, in order of name; empty when no backend needs any."""
    users: dict[ModelFile, list[tuple[Module, type[Backend]]]] = {}
    for module in modules:
        for backend in module.backends:
            for model in backend.files:
                users.setdefault(model, []).append((module, backend))
    return tuple(Listed(model, tuple(users[model])) for model in sorted(users, key=lambda model: model.name))


def named(names: Iterable[str], listed: Iterable[Listed]) -> tuple[ModelFile, ...]:
    """Give the models of these names; all for no name.

    Raises: InputError naming every name that is not declared, with the near match.
    """
    known = {one.model.name: one.model for one in listed}
    wanted = tuple(names) or tuple(known)
    problems = []
    for name in wanted:
        if name not in known:
            near = near_match(name, known)
            hint = f"did you mean `{near}`?" if near else "`vprog models list` lists them"
            problems.append(Diagnostic(Code("VP0505"), f"there is no model `{name}`", found=name, hint=hint))
    if problems:
        raise InputError(problems)
    return tuple(known[name] for name in dict.fromkeys(wanted))
