"""Turn whatever a module raises into a diagnostic that names it."""

from vprog.diagnostics import Code, Diagnostic, VprogError
from vprog.spec.module import Module


def explain(module: Module, error: Exception) -> Diagnostic:
    """Give the diagnostic of a failed node; nothing of the error is lost."""
    if isinstance(error, VprogError):
        return error.diagnostics[0]
    if isinstance(error, ImportError):
        hint = f"python -m pip install {error.name}" if error.name else None
        return Diagnostic(Code("VP0504"), f"`{module.title}` misses a package: {error}", hint=hint)
    message = f"`{module.title}` failed: {type(error).__name__}: {error}"
    hint = f"`{module.title}` is declared in {module.origin}"
    return Diagnostic(Code("VP0502"), message, found=type(error).__name__, hint=hint)
