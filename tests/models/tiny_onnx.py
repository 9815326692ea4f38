"""Writes a model in the ONNX format whose output is always the same numbers, whatever goes in.

Source: the message definitions of onnx.proto3, and the wire format of protocol buffers.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_FLOAT = 1


def constant_model(given: npt.NDArray[np.float32], input_shape: Sequence[int]) -> bytes:
    """Give a file with an input `images` of that shape and an output `output` that holds `given`."""
    node = _text(1, "numbers") + _text(2, "output") + _text(4, "Identity")
    shape = b"".join(_number(1, side) for side in given.shape)
    numbers = shape + _number(2, _FLOAT) + _text(8, "numbers") + _field(9, given.astype("<f4").tobytes())
    graph = (
        _field(1, node)
        + _text(2, "constant")
        + _field(5, numbers)
        + _field(11, _value("images", input_shape))
        + _field(12, _value("output", given.shape))
    )
    return _number(1, 8) + _field(7, graph) + _field(8, _number(2, 13))


def _value(name: str, shape: Sequence[int]) -> bytes:
    sides = b"".join(_field(1, _number(1, side)) for side in shape)
    return _text(1, name) + _field(2, _field(1, _number(1, _FLOAT) + _field(2, sides)))


def _varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _field(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _text(field: int, text: str) -> bytes:
    return _field(field, text.encode())
