"""The examples in docstrings say what really happens."""

import doctest
import importlib
import pkgutil

import vprog


def test_examples_in_docstrings() -> None:
    attempted = 0
    for info in pkgutil.walk_packages(vprog.__path__, "vprog."):
        if not info.name.endswith("__main__"):
            result = doctest.testmod(importlib.import_module(info.name))
            assert result.failed == 0, info.name
            attempted += result.attempted
    assert attempted > 0
