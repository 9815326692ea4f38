"""The file format: a header, a table, payloads. Pure: bytes in, bytes out.

    header   magic, format, kind, length of the key, number of records; the key; a digest of all that
    table    for each record its number, offset and length in bytes, and digest
    payloads equal ones stand in the file once

The digest of a record covers the kind and key of the file, the number and the payload. So a row of the table and its
payload vouch for each other, and damage to one record leaves the others readable; only the header is needed by all.
A digest finds damage, not malice: who may write to the folder can write what he likes into it.
"""

import dataclasses
import hashlib
import struct
from collections.abc import Container, Mapping
from enum import IntEnum

FORMAT = 1
"""Version of the layout, of files and of the folder; raised when either changes."""

_MAGIC = b"vprog\r\n\x00"  # line ends: a transfer that changes them shows
_HEAD = struct.Struct("<8sHBBI")
_ROW = struct.Struct("<QQQ16s")
_NUMBER = struct.Struct("<Q")
_DIGEST_BYTES = 16


class Kind(IntEnum):
    """What a file holds; no file can pass for one of the other kind."""

    ENTRY = 1
    FRAMES = 2


@dataclasses.dataclass(frozen=True)
class Decoded:
    """The sound records of a file by number, and how many were found to be damaged (1 for a header)."""

    records: dict[int, bytes]
    damaged: int


def encode(kind: Kind, key: str, records: Mapping[int, bytes]) -> list[bytes]:
    """Give a file as parts to be written one after the other.

    key: ASCII, up to 255 letters; numbers: 0 to 2^64 - 1. No records give a file of a header alone.
    """
    head = _header(kind, key, len(records))
    base = _base(kind, key)
    offset = len(head) + _ROW.size * len(records)
    places: dict[bytes, int] = {}
    rows = []
    for number, payload in records.items():
        if payload not in places:
            places[payload] = offset
            offset += len(payload)
        rows.append(_ROW.pack(number, places[payload], len(payload), _digest(base, number, payload)))
    return [head + b"".join(rows), *places]


def decode(data: bytes, kind: Kind, key: str, wanted: Container[int] | None = None) -> Decoded:
    """Read a file, checking every record that is given.

    wanted: the numbers to read; None for all. A file of another kind, key or format is damaged as a whole.
    """
    start = _HEAD.size + len(key) + _DIGEST_BYTES
    if len(data) < start:
        return Decoded({}, damaged=1)
    count = _HEAD.unpack_from(data)[-1]
    if data[:start] != _header(kind, key, count):
        return Decoded({}, damaged=1)
    base = _base(kind, key)
    rows = min(count, (len(data) - start) // _ROW.size)
    table = memoryview(data)[start : start + rows * _ROW.size]
    records = {}
    damaged = count - rows
    for number, offset, length, digest in _ROW.iter_unpack(table):
        if wanted is not None and number not in wanted:
            continue
        payload = data[offset : offset + length]
        if len(payload) == length and _digest(base, number, payload) == digest:
            records[number] = payload
        else:
            damaged += 1
    return Decoded(records, damaged)


def _header(kind: Kind, key: str, count: int) -> bytes:
    head = _HEAD.pack(_MAGIC, FORMAT, kind, len(key), count) + key.encode("ascii")
    return head + hashlib.blake2b(head, digest_size=_DIGEST_BYTES).digest()


def _base(kind: Kind, key: str) -> hashlib.blake2b:
    # The length of the key, or "1" and a number could pass for a longer key.
    return hashlib.blake2b(bytes([kind, len(key)]) + key.encode("ascii"), digest_size=_DIGEST_BYTES)


def _digest(base: hashlib.blake2b, number: int, payload: bytes) -> bytes:
    state = base.copy()
    state.update(_NUMBER.pack(number))
    state.update(payload)
    return state.digest()
