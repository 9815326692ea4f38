"""Choose and hold backends. A model is loaded once and kept as long as the pool lives."""

import threading

from vprog.diagnostics import Code, Diagnostic, OutsideError
from vprog.spec.backend import Backend, installed
from vprog.spec.module import Module


class BackendPool:
    """Loaded backends of one profile; safe to share between threads and runs."""

    def __init__(self, profile: str) -> None:
        """Hold nothing yet."""
        self.profile = profile
        self._loaded: dict[type[Backend], Backend] = {}
        self._lock = threading.Lock()

    def choose(self, module: Module, request: str) -> type[Backend] | str:
        """Give the first backend of the profile that serves the request, or the reason why none does."""
        offered = module.backends_of(self.profile)
        refusals = []
        for backend in offered:
            refusal = backend.refuses(request)
            if refusal is None:
                return backend
            refusals.append(refusal)
        if not offered:
            return f"the {self.profile} profile has no backend for `{module.title}`"
        subject = f'"{request}"' if request else "this"
        # Most refusals begin with `knows`: it is said once.
        known = "; ".join(dict.fromkeys(refusals)).replace("; knows ", "; ")
        return f"the {self.profile} profile cannot {module.title} {subject}: it {known}"

    def loaded(self, backend: type[Backend]) -> Backend:
        """Give the backend, loading its model on first use.

        Raises: OutsideError VP0504 naming a package or file that is missing and the command that brings it.
        """
        with self._lock:
            if backend not in self._loaded:
                self._loaded[backend] = _load(backend)
            return self._loaded[backend]


def _load(backend: type[Backend]) -> Backend:
    missing = [name for name in backend.needs if installed(name) is None]
    if missing:
        message = f"the backend `{backend.name}` needs the package {', '.join(missing)}"
        hint = f"python -m pip install {' '.join(missing)}"
        raise OutsideError(Diagnostic(Code("VP0504"), message, found="not installed", hint=hint))
    instance = backend()
    try:
        instance.load()
    except (ImportError, OSError) as error:
        message = f"the backend `{backend.name}` cannot be loaded: {error}"
        raise OutsideError(Diagnostic(Code("VP0504"), message, hint="`vprog doctor` shows what is missing")) from error
    return instance
