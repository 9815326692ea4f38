"""The engines agree where no corpus reaches: on near misses of every program, and on what the grammar derives."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis.extra.lark import from_lark
from lark import Lark

from tests.grammar.corpora import programs, read
from tests.grammar.engines import engines, llguidance_takes
from vprog.language import grammar_text, strict_line_grammar
from vprog.spec import Registry
from vprog.types import Type, strict_type

_MISSES = 5
"""Near misses tried of each program."""
_PIECES = (
    *" ()[],=\"'\n._#-+/059aeé”",
    *(" if ", " else ", "(not ", " for ", " in ", " and ", " or ", " == ", ", within=1.0", "[0]"),
    *("video", "videos", "choices", "3", "1.5", '"a"', "count(", "number_a", "tracks_dogs", "text_each", "video_each"),
)
REGISTRY = Registry.load()
STRICT = Lark(grammar_text("strict.lark"), parser="lalr")


def near_miss(text: str, rng: random.Random) -> str:
    """Cut, put in, exchange or turn round something small."""
    start = rng.randrange(len(text) + 1)
    end = min(len(text), start + rng.randrange(1, 6))
    words = re.findall(r"\w+|\W", text)
    match rng.randrange(5):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:start] + rng.choice(_PIECES) + text[start:]
        case 2:
            return text[:start] + rng.choice(_PIECES) + text[end:]
        case 3 if len(words) > 1:
            here = rng.randrange(len(words) - 1)
            words[here : here + 2] = reversed(words[here : here + 2])
            return "".join(words)
        case _:
            return text[:end] + text[start:]


@pytest.mark.parametrize("corpus", ["accept", "reject", "layout", "names"])
def test_engines_agree_on_near_misses(corpus):
    if len(engines()) < 2:
        pytest.skip("no engine is installed beside the parser")
    verdicts = set()
    for path in programs(corpus):
        rng = random.Random(path.stem)
        for _ in range(_MISSES):
            text = near_miss(read(path), rng)
            said = {name: takes(text) for name, takes in engines().items()}
            assert len(set(said.values())) == 1, (text, said)
            verdicts |= set(said.values())
    assert False in verdicts


def test_a_decoder_that_writes_line_by_line_can_write_the_accepted_programs():
    pytest.importorskip("llguidance", reason="is the decoder's engine")
    for path in programs("accept")[::3]:
        scope: dict[str, Type] = {}
        *above, answer = read(path).splitlines(keepends=True)
        for line in above:
            assert llguidance_takes(strict_line_grammar(REGISTRY, scope, last=False))(line), (path.stem, line)
            name = line.partition(" = ")[0]
            announced = strict_type(name)
            assert announced is not None
            scope[name] = announced
        assert llguidance_takes(strict_line_grammar(REGISTRY, scope, last=True))(answer), (path.stem, answer)


@settings(max_examples=200)
@given(from_lark(STRICT, start="start"))
def test_engines_take_whatever_the_grammar_derives(text):
    # Sampling with an engine shows that it lets through nothing else; this shows that it forbids nothing of it.
    assert {name: takes(text) for name, takes in engines().items()} == dict.fromkeys(engines(), True)
