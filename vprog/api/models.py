"""What is known of each model file, for lists of them; and fetching them."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from os import PathLike
from pathlib import Path

from vprog.api.paths import DIGESTS, default_cache
from vprog.diagnostics import OutsideError
from vprog.models import Listed, ModelFolder, catalogue, models_folder, named, pull
from vprog.spec import Registry

Folder = str | PathLike[str] | None


@dataclasses.dataclass(frozen=True)
class ModelState:
    """A declared model file and where it is.

    url, sha256, size_bytes: of the build at hand, or of the one that is fetched. used_by: `module/backend` of each that
    needs it. path: None when it is not at hand; problem then says what is wrong with a file of its name, if there is
    one.
    """

    name: str
    licence: str
    size_bytes: int
    url: str
    sha256: str
    profiles: tuple[str, ...]
    used_by: tuple[str, ...]
    path: Path | None
    problem: str | None = None


def open_folder(models: Folder = None, cache: Folder = None) -> ModelFolder:
    """Give the folder of model files; digests are remembered in the cache folder."""
    return ModelFolder(models_folder(models), memory=(Path(cache) if cache is not None else default_cache()) / DIGESTS)


def model_states(models: Folder = None, cache: Folder = None) -> tuple[ModelState, ...]:
    """Give the state of every declared model file, in order of name."""
    folder = open_folder(models, cache)
    return tuple(_state(one, folder) for one in catalogue(Registry.load()))


def pull_models(
    names: Sequence[str], models: Folder, cache: Folder, tell: Callable[[str], None]
) -> Iterator[ModelState]:
    """Fetch these models, or all for no name, and give the state of each when it is there.

    tell: told what is fetched and under which licence, before it is.
    Raises: InputError for an unknown name, before anything is fetched; OutsideError when one cannot be fetched.
    """
    folder = open_folder(models, cache)
    listed = {one.model: one for one in catalogue(Registry.load())}
    for model in named(names, listed.values()):
        build = model.offered
        tell(f"{model.name}: {build.size_bytes / 1e6:.1f} MB, licence {model.licence}, from {build.url}")
        pull(model, folder)
        yield _state(listed[model], folder)


def _state(one: Listed, folder: ModelFolder) -> ModelState:
    path, build, problem = None, one.model.offered, None
    try:
        found = folder.find(one.model)
        if found is not None:
            path, build = found.path, found.build
    except OutsideError as error:
        problem = str(error)
    return ModelState(
        name=one.model.name,
        licence=one.model.licence,
        size_bytes=build.size_bytes,
        url=build.url,
        sha256=build.sha256,
        profiles=one.profiles,
        used_by=tuple(dict.fromkeys(f"{module.title}/{backend.name}" for module, backend in one.users)),
        path=path,
        problem=problem,
    )
