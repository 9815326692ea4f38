"""The committed strict grammar is the one that the registry gives."""

from vprog.language import grammar_text, strict_grammar
from vprog.spec import Registry


def test_the_committed_grammar_is_up_to_date():
    stale = "grammar/strict.lark is stale: run `vprog grammar --strict > grammar/strict.lark`"
    assert grammar_text("strict.lark") == strict_grammar(Registry.load()), stale
