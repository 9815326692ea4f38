"""Why a server gave no reply, in words that say what to do."""

from vprog.diagnostics import Code, Diagnostic
from vprog.planner.normal import one_line

_SHOWN = 200
_HINTS = {
    401: "set VPROG_LLM_API_KEY to a key that the server takes",
    403: "set VPROG_LLM_API_KEY to a key that may use this model",
    404: "check the name of the model, and that the address ends where `/chat/completions` follows",
    429: "wait, or raise your quota",
}
_HINT_REQUEST = 'if the server takes no grammar, set server = "plain"'
_HINT_SERVER = "try again later, or look at the server's log"


def unreachable(address: str, cause: str) -> Diagnostic:
    """Say that there is no connection."""
    message = f"the language model at {address} cannot be reached: {_short(cause)}"
    return Diagnostic(Code("VP0611"), message, found=address, hint="start the server, or check the address")


def too_slow(address: str, waited_s: float) -> Diagnostic:
    """Say that the reply did not come in time."""
    message = f"the language model at {address} did not reply within {waited_s:.1f} s"
    return Diagnostic(Code("VP0611"), message, found=address, hint="raise timeout_s, or take a smaller model")


def refused(address: str, model: str, status: int, said: str) -> Diagnostic:
    """Say what the server answered instead of a reply."""
    hint = _HINTS.get(status) or (_HINT_SERVER if status >= 500 else _HINT_REQUEST)
    message = f"{address} refused to ask the model {model!r} ({status}): {_short(said)}"
    return Diagnostic(Code("VP0612"), message, found=str(status), hint=hint)


def unreadable(address: str, said: str) -> Diagnostic:
    """Say that what came is no reply of a chat."""
    message = f"{address} sent something that is no reply: {_short(said) or 'nothing'}"
    hint = "check that the address is that of an OpenAI-compatible API, which often ends in /v1"
    return Diagnostic(Code("VP0613"), message, found=_short(said), hint=hint)


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
