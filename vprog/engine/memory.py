"""What the engine asks of a store, and the store that keeps nothing."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class ResultStore(Protocol):
    """Keeps bytes between runs. It never raises and never gives bytes that are not those put under the key."""

    def get(self, key: str) -> bytes | None:
        """Give what was put under a key, or None."""

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""

    def get_frames(self, series: str, frames: Sequence[int]) -> dict[int, bytes]:
        """Give what is kept of these frames of a series."""

    def put_frames(self, series: str, results: Mapping[int, bytes]) -> None:
        """Keep bytes for frames of a series."""


class NoStore:
    """Keeps nothing: every run computes everything."""

    def get(self, key: str) -> bytes | None:
        """Give nothing."""
        return None

    def put(self, key: str, data: bytes) -> None:
        """Keep nothing."""

    def get_frames(self, series: str, frames: Sequence[int]) -> dict[int, bytes]:
        """Give nothing."""
        return {}

    def put_frames(self, series: str, results: Mapping[int, bytes]) -> None:
        """Keep nothing."""
