"""Ask a video a question; get the answer, the typed program that computed it, and the evidence.

>>> import vprog
>>> vprog.check('answer = count(track(detect(video, "person")))').ok
True
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "Answer",
    "Budget",
    "InputError",
    "OutsideError",
    "ProgramError",
    "Session",
    "VprogError",
    "__version__",
    "answer",
    "check",
    "fix",
    "frames",
    "open_planner",
    "plan",
    "replay",
    "run",
]

if TYPE_CHECKING:
    from vprog.api import (
        Answer,
        Budget,
        InputError,
        OutsideError,
        ProgramError,
        Session,
        VprogError,
        answer,
        check,
        fix,
        frames,
        open_planner,
        plan,
        replay,
        run,
    )


def __getattr__(name: str) -> object:
    """Load the API on first use, so that importing one room does not import them all."""
    if name in __all__:
        from vprog import api

        return getattr(api, name)
    raise AttributeError(f"module `vprog` has no attribute `{name}`")


def load_ipython_extension(shell: Any) -> None:
    """Make `%%vprog` known: IPython calls this for `%load_ext vprog`."""
    from vprog.api.notebook import load

    load(shell)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
