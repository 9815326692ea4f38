"""What may name a result: nothing that a file system could take for anything else."""

import re
from collections.abc import Iterable

_KEY = re.compile(r"[0-9a-f]{16,128}", re.ASCII)
_MAX_FRAME = 2**63 - 1


def is_key(text: str) -> bool:
    """Say whether a text is a key: 16 to 128 lower-case hexadecimal digits."""
    return _KEY.fullmatch(text) is not None


def check_key(text: str) -> None:
    """Refuse what is no key.

    Raises: ValueError.
    """
    if not is_key(text):
        raise ValueError(f"{text[:140]!r} is no key; a key is a digest of 16 to 128 lower-case hexadecimal digits")


def check_frames(frames: Iterable[int]) -> None:
    """Refuse what numbers no frame.

    Raises: ValueError.
    """
    for frame in frames:
        if not 0 <= frame <= _MAX_FRAME:
            raise ValueError(f"{frame} is no frame; the first frame is 0")
