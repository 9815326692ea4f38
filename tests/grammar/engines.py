"""The engines that read the strict grammar: the parser, and what constrains decoders; each takes a text or does not.

A decoder's engine reads bytes, so that no vocabulary decides what can be written.
"""

import functools
import importlib.util
from collections.abc import Callable

from lark import Lark
from lark.exceptions import UnexpectedInput

from vprog.language import grammar_text

Takes = Callable[[str], bool]
_END = 256
"""The token behind those of the 256 bytes, at which a decoder stops."""


@functools.cache
def engines() -> dict[str, Takes]:
    """Give every engine that is installed, by name; lark always is."""
    makers = {"lark": _lark, "llguidance": llguidance_takes, "xgrammar": _xgrammar}
    grammar = grammar_text("strict.lark")
    return {name: make(grammar) for name, make in makers.items() if importlib.util.find_spec(name)}


def _lark(grammar: str) -> Takes:
    parser = Lark(grammar, parser="lalr")

    def takes(text: str) -> bool:
        try:
            parser.parse(text)
        except UnexpectedInput:
            return False
        return True

    return takes


def llguidance_takes(grammar: str) -> Takes:
    """Give whether llguidance lets a decoder write a text under a grammar."""
    import llguidance

    tokenizer = llguidance.LLTokenizer("byte")
    start = llguidance.LLMatcher(tokenizer, llguidance.LLMatcher.grammar_from_lark(grammar))
    assert not start.is_error(), start.get_error()

    def takes(text: str) -> bool:
        matcher = start.deep_copy()
        written = list(text.encode())
        if matcher.validate_tokens(written) < len(written):
            return False
        return (not written or matcher.consume_tokens(written)) and matcher.is_accepting()

    return takes


def _xgrammar(grammar: str) -> Takes:
    import xgrammar

    vocabulary = [bytes([byte]) for byte in range(_END)] + [b"</s>"]
    info = xgrammar.TokenizerInfo(vocabulary, stop_token_ids=[_END])
    compiled = xgrammar.GrammarCompiler(info).compile_grammar(xgrammar.Grammar.from_lark(grammar))

    def takes(text: str) -> bool:
        matcher = xgrammar.GrammarMatcher(compiled)
        return all(matcher.accept_token(byte) for byte in text.encode()) and matcher.accept_token(_END)

    return takes
