"""The packages of the extra `llm`, imported when they are needed."""

import importlib
from typing import Any

from vprog.diagnostics import Code, Diagnostic, OutsideError

MEND = "python -m pip install 'vprog[llm]'"
"""What installs them."""


def import_extra(package: str) -> Any:
    """Import a package of the extra.

    Raises: OutsideError VP0504 with the command that installs it.
    """
    try:
        return importlib.import_module(package)
    except ImportError as error:
        message = f"the package `{package}` is needed to ask a language model, and cannot be imported: {error}"
        raise OutsideError(Diagnostic(Code("VP0504"), message, found=package, hint=MEND)) from error
