"""Stores that may not warn."""

from pathlib import Path

from vprog.engine.store import LIMIT_BYTES, Store

KEY = "0123456789abcdef" * 2
OTHER = "fedcba9876543210" * 2


def open_store(folder: Path, limit_bytes: int = LIMIT_BYTES) -> Store:
    """Open a store that has no reason to warn."""
    return Store(folder, limit_bytes=limit_bytes, warn=refuse)


def refuse(message: str) -> None:
    """Fail the test: nothing is wrong with the disk here."""
    raise AssertionError(message)
