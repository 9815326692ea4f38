"""The identity of a file: what its bytes are."""

import hashlib
from pathlib import Path

_CHUNK_BYTES = 1 << 20


def digest_of_file(path: Path) -> str:
    """Give BLAKE2b of the bytes, 16 bytes, hexadecimal; they are read a piece at a time.

    Raises: OSError when it cannot be read.
    """
    state = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            state.update(chunk)
    return state.hexdigest()
