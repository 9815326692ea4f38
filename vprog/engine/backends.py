"""Choose and hold backends. A model is loaded once and kept as long as the pool lives."""

import dataclasses
import threading
from collections.abc import Sequence

from vprog.diagnostics import Code, Diagnostic, OutsideError
from vprog.models import ModelFolder, lacking, models_folder
from vprog.spec.backend import Backend, Finding, FrameBackend
from vprog.spec.module import Module


@dataclasses.dataclass(frozen=True)
class Chosen:
    """A backend that serves a call."""

    backend: type[Backend]
    asked: str
    """What the call asks for: its Text operand, else what the things that it works on are called."""
    model: str
    """What names the backend's weights."""
    caveat: str
    """What the answer has to say of the backend."""

    @property
    def looks_for(self) -> str:
        """Give what frames are looked at for."""
        return self.backend.looks_for(self.asked) if issubclass(self.backend, FrameBackend) else self.asked

    def kept(self, found: Sequence[Finding]) -> Sequence[Finding]:
        """Give those findings of a frame that the call asks for."""
        return self.backend.keep(self.asked, found) if issubclass(self.backend, FrameBackend) else found


class BackendPool:
    """Loaded backends of one profile; safe to share between threads and runs."""

    def __init__(self, profile: str, models: ModelFolder | None = None) -> None:
        """Hold nothing yet. models: where model files lie; by default the user's own folder."""
        self.profile = profile
        self.models = models or ModelFolder(models_folder())
        self._loaded: dict[type[Backend], Backend] = {}
        self._lock = threading.Lock()

    def choose(self, module: Module, request: str) -> type[Backend] | str:
        """Give the first backend of the profile that serves the request, or the reason why none does.

        One whose package or model file is missing is passed over for a later one that has all it needs.
        Raises: OutsideError VP0504 when none that would serve has all it needs, naming what the first one lacks.
        """
        offered = module.backends_of(self.profile)
        refusals, missing = [], []
        for backend in offered:
            refusal = backend.refuses(request)
            if refusal is not None:
                refusals.append(refusal)
            elif lack := lacking(backend, self.models):
                missing.append(lack)
            else:
                return backend
        if missing:
            raise OutsideError(missing[0])
        if not offered:
            return f"the {self.profile} profile has no backend for `{module.title}`"
        subject = f'"{request}"' if request else "this"
        # Most refusals begin with `knows`: it is said once.
        known = "; ".join(dict.fromkeys(refusals)).replace("; knows ", "; ")
        return f"the {self.profile} profile cannot {module.title} {subject}: it {known}"

    def chosen(self, module: Module, asked: str) -> Chosen | str:
        """Give the backend that `choose` gives, with all that a run has to know of it.

        Raises: OutsideError VP0504 as `choose` does.
        """
        backend = self.choose(module, asked)
        if isinstance(backend, str):
            return backend
        return Chosen(backend, asked, self._model(backend), self._caveat(module, backend, asked))

    def _caveat(self, module: Module, backend: type[Backend], asked: str) -> str:
        """Give what the backend is known to miss, and which one it stands in for; empty for nothing to say."""
        preferred = next(b for b in module.backends_of(self.profile) if b.refuses(asked) is None)
        lack = None if preferred is backend else lacking(preferred, self.models)
        stands_in = f"{lack.message} ({lack.hint}): `{backend.name}` works in its place" if lack else ""
        return "; ".join(filter(None, (stands_in, backend.caveat_of(asked))))

    def _model(self, backend: type[Backend]) -> str:
        """Give the name and revision of its weights, with the digests of its model files."""
        at_hand = [(file.name, self.models.find(file)) for file in backend.files]
        digests = [f"{name} sha256:{found.build.sha256}" for name, found in at_hand if found]
        return " ".join(digests) if backend.files else backend.model

    def loaded(self, backend: type[Backend]) -> Backend:
        """Give the backend, loading its model on first use.

        Raises: OutsideError VP0504 naming a package or file that is missing and the command that brings it.
        """
        with self._lock:
            if backend not in self._loaded:
                self._loaded[backend] = _load(backend, self.models)
            return self._loaded[backend]


def _load(backend: type[Backend], models: ModelFolder) -> Backend:
    lack = lacking(backend, models)
    if lack is not None:
        raise OutsideError(lack)
    instance = backend()
    instance.paths = {file.name: found.path for file in backend.files if (found := models.find(file))}
    try:
        instance.load()
    except (ImportError, OSError) as error:
        message = f"the backend `{backend.name}` cannot be loaded: {error}"
        raise OutsideError(Diagnostic(Code("VP0504"), message, hint="`vprog doctor` shows what is missing")) from error
    return instance
