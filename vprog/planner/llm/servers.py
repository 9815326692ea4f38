"""How each kind of server takes a grammar, and how it tells which kind it is.

Source: documentation and source code of vLLM, SGLang, llama.cpp, mistral.rs and the OpenAI API, November 2026.
"""

from typing import Any

SERVERS = ("auto", "openai", "vllm", "sglang", "llamacpp", "mistralrs", "plain")
"""Kinds of servers by name; `plain` takes no grammar, `auto` asks the server what it is."""

_TOOL = "write_program"
_LARK_HEAD = "%llguidance {}\n"
"""Tells llama.cpp that Lark follows and not its own notation; lark itself would refuse the line."""


def with_grammar(server: str, grammar: str) -> dict[str, Any]:
    """Give the arguments of a chat request that bind the reply to a grammar in Lark's notation; none for `plain`."""
    match server:
        case "openai":
            form = {"type": "grammar", "grammar": {"syntax": "lark", "definition": grammar}}
            tool = {"name": _TOOL, "description": "Takes the program that answers the question.", "format": form}
            choice = {"type": "custom", "custom": {"name": _TOOL}}
            return {"tools": [{"type": "custom", "custom": tool}], "tool_choice": choice}
        case "vllm":
            return {"extra_body": {"structured_outputs": {"grammar": grammar}}}
        case "sglang":
            return {"extra_body": {"ebnf": grammar}}
        case "llamacpp":
            return {"extra_body": {"grammar": _LARK_HEAD + grammar}}
        case "mistralrs":
            return {
                "extra_body": {"grammar": {"type": "llguidance", "value": {"grammars": [{"lark_grammar": grammar}]}}}
            }
        case _:
            return {}


def server_of(models: Any) -> str:
    """Give the kind of a server by the owner that it names in its list of models; `plain` where none is known."""
    listed = models.get("data") if isinstance(models, dict) else None
    owners = {m.get("owned_by") for m in listed if isinstance(m, dict)} if isinstance(listed, list) else set()
    return next((kind for kind in ("vllm", "sglang", "llamacpp") if kind in owners), "plain")
