"""Profiles: which backends do the work, and which profile is the best at hand."""

import dataclasses

from vprog.diagnostics import Code, Diagnostic, InputError, OutsideError, near_match
from vprog.models import ModelFolder, catalogue, lacking
from vprog.spec import Backend, Registry

PROFILES = {
    "embedded": "a CPU and nothing to download: OpenCV's own detectors",
    "edge": "a CPU and small models in ONNX Runtime: the 80 kinds of things of COCO, and text",
}
"""The profiles that modules declare backends for, the best one last, with a word for people."""

AUTO = "auto"


@dataclasses.dataclass(frozen=True)
class ChosenProfile:
    """The profile to use, and why it is this one."""

    name: str
    why: str
    problems: tuple[str, ...] = ()
    """Model files that are there and are not what they are called."""


def choose_profile(wanted: str | None, registry: Registry, models: ModelFolder) -> ChosenProfile:
    """Give the profile to use: the one named, or the best one at hand for None and `auto`.

    Raises: InputError for a profile that does not exist; OutsideError VP0504 when the one named lacks a package or a
    model file.
    """
    if wanted is not None and wanted != AUTO:
        _check_known(wanted)
        lacks = lacks_of(wanted, registry, models)
        if lacks:
            raise OutsideError(_unusable(wanted, lacks))
        return ChosenProfile(wanted, "asked for")
    problems = _problems(registry, models)
    passed_over: list[str] = []
    for name in reversed(PROFILES):
        lacks = lacks_of(name, registry, models)
        if not lacks:
            why = "; ".join(["the best one at hand", *passed_over])
            return ChosenProfile(name, why, problems)
        passed_over.append(f"`{name}` cannot work here, since {_told(lacks[0])}")
    # Of the first profile nothing but packages can be missing: its own backends say which, when they are wanted.
    return ChosenProfile(next(iter(PROFILES)), "; ".join(["the first one", *passed_over]), problems)


def lacks_of(profile: str, registry: Registry, models: ModelFolder) -> tuple[Diagnostic, ...]:
    """Give what keeps a profile from being better than those before it; empty when it is at hand.

    Where it does without a backend of a profile before it, one of its own must be ready in its place. What it only adds
    may be missing: another backend then stands in, or the module says so itself.
    """
    before = list(PROFILES)[: list(PROFILES).index(profile)]
    lacks: list[Diagnostic] = []
    for module in registry:
        earlier = {backend for name in before for backend in module.backends_of(name)}
        own = [backend for backend in module.backends_of(profile) if backend not in earlier]
        replaced = earlier - set(module.backends_of(profile))
        if own and (replaced or not before):
            lacks += _lack_of_all(own, models)
    # What several modules lack is mended once.
    return tuple({lack.hint: lack for lack in reversed(lacks)}.values())[::-1]


def _lack_of_all(backends: list[type[Backend]], models: ModelFolder) -> list[Diagnostic]:
    """Give what the preferred backend lacks, when none of them is ready."""
    lacks = []
    for backend in backends:
        try:
            lack = lacking(backend, models)
        except OutsideError as error:
            lack = error.diagnostics[0]
        if lack is None:
            return []
        lacks.append(lack)
    return lacks[:1]


def _problems(registry: Registry, models: ModelFolder) -> tuple[str, ...]:
    problems = []
    for one in catalogue(registry):
        try:
            models.find(one.model)
        except OutsideError as error:
            problems.append(str(error))
    return tuple(problems)


def _told(lack: Diagnostic) -> str:
    return f"{lack.message} ({lack.hint})"


def _unusable(profile: str, lacks: tuple[Diagnostic, ...]) -> Diagnostic:
    commands = dict.fromkeys(lack.hint for lack in lacks if lack.hint)
    message = f"the profile `{profile}` cannot work here: {'; '.join(lack.message for lack in lacks)}"
    found = "; ".join(dict.fromkeys(lack.found for lack in lacks if lack.found))
    return Diagnostic(Code("VP0504"), message, found=found, hint=" && ".join(commands))


def _check_known(wanted: str) -> None:
    if wanted not in PROFILES:
        near = near_match(wanted, PROFILES)
        listed = ", ".join(f"`{name}`" for name in (*PROFILES, AUTO))
        hint = f"did you mean `{near}`?" if near else None
        raise InputError(
            Diagnostic(Code("VP0505"), f"there is no profile `{wanted}`", found=wanted, expected=listed, hint=hint)
        )
