"""Results of backends that work on values: known by what goes in, shared between runs by the store."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any

from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.engine.backends import BackendPool, Chosen
from vprog.engine.memory import ResultStore
from vprog.graph import Node
from vprog.spec.backend import ValueBackend
from vprog.spec.module import Module
from vprog.values import Absent, decode, encode
from vprog.values.codec import canonical, digest_bytes

_FORMAT = 2
"""Raised when what is stored under a key changes its layout."""


@dataclasses.dataclass(frozen=True)
class BackendResult:
    """What a backend gave, now or in an earlier run."""

    given: object
    """A payload or Absent."""
    judged: bool
    cached: bool
    caveat: str = ""


def run_backend(
    node: Node,
    module: Module,
    chosen: Chosen,
    payloads: Mapping[str, Any],
    digests: Sequence[str],
    pool: BackendPool,
    store: ResultStore,
    names: Mapping[str, str],
) -> BackendResult:
    """Give the result of a backend for these operands, from the store where it is there.

    digests: of the operands, in declared order. names: what the sources are called in this run, by digest.
    Raises: InputError VP0402 for a backend of the wrong kind; whatever the backend raises.
    """
    backend = chosen.backend
    if not issubclass(backend, ValueBackend):
        message = f"the backend `{backend.name}` of `{module.title}` is of a kind that the engine does not know"
        raise InputError(Diagnostic(Code("VP0402"), message))
    # Refiltering knobs only select from the result: they are no part of what it is.
    refiltering = {knob.name for knob in module.knobs if knob.refilters and module.select is not None}
    settings = {name: value for name, value in node.settings if name not in refiltering}
    key = _result_key(module, backend, chosen.model, settings, digests)
    stored = store.get(key)
    known = None if stored is None else _read(stored, names)
    if known is not None:
        return BackendResult(known, backend.judges, cached=True, caveat=chosen.caveat)
    loaded = pool.loaded(backend)
    assert isinstance(loaded, ValueBackend)  # noqa: S101  # an instance of the class checked above
    given = loaded.run(**payloads, **settings)
    data = _write(node, given)
    store.put(key, data)
    # What is quantised when it is stored must be quantised when it is not: equal runs, equal values.
    return BackendResult(_read(data, names), backend.judges, cached=False, caveat=chosen.caveat)


def _result_key(
    module: Module, backend: type[ValueBackend], model: str, settings: Mapping[str, Any], digests: Sequence[str]
) -> str:
    record = {
        "format": _FORMAT,
        "module": [module.title, module.version],
        "backend": [backend.name, backend.version, model, *backend.versions()],
        "settings": [[n, type(v).__name__, v] for n, v in sorted(settings.items())],
        "operands": list(digests),
    }
    return digest_bytes(canonical(record))


def _write(node: Node, given: object) -> bytes:
    if isinstance(given, Absent):
        return canonical({"absent": given.reason})
    return encode(node.type, given)


def _read(data: bytes, names: Mapping[str, str]) -> object:
    """Give the payload or Absent, or None for bytes of another layout: they are computed again."""
    try:
        if data.startswith(b'{"absent":'):
            return Absent(json.loads(data)["absent"])
        return decode(data, names)[1]
    except (TypeError, ValueError, KeyError):
        return None
