"""What a backend lacks on this machine, and the command that brings it."""

from vprog.diagnostics import Code, Diagnostic
from vprog.models.folder import ModelFolder
from vprog.spec.backend import Backend, installed


def lacking(backend: type[Backend], folder: ModelFolder) -> Diagnostic | None:
    """Give what keeps a backend from being loaded: packages first, then model files; None when all is at hand.

    Raises: OutsideError VP0504 for a model file with a wrong digest.
    """
    packages = [name for name in backend.needs if installed(name) is None]
    if packages:
        message = f"the backend `{backend.name}` needs the package {', '.join(packages)}"
        hint = f"python -m pip install {' '.join(packages)}"
        return Diagnostic(Code("VP0504"), message, found="not installed", hint=hint)
    files = [model for model in backend.files if folder.find(model) is None]
    if files:
        listed = " and ".join(" or ".join(dict.fromkeys(build.file for build in model.builds)) for model in files)
        message = f"the backend `{backend.name}` needs the model file {listed}, which is not in {folder.path}"
        hint = f"vprog models pull {' '.join(model.name for model in files)}"
        return Diagnostic(Code("VP0504"), message, found="no file of that name", expected=listed, hint=hint)
    return None
