"""The strict grammar: whatever an engine lets through is parsed, well-typed and in the formatter's own layout."""

import random

import pytest
from lark import Lark

from tests.grammar.engines import llguidance_takes
from tests.language.sampling import SAMPLES, draw, programs_line_by_line
from vprog.diagnostics import Severity, as_text
from vprog.language import check, format_program, parse, strict_grammar, strict_line_grammar
from vprog.language.check import Check
from vprog.spec import Registry, Whole, attribute, module
from vprog.types import Type, strict_type

REGISTRY = Registry.load()
UNBOUND = "VP0202"


def errors(checked: Check) -> set[str]:
    return {d.code for d in checked.diagnostics if d.severity is Severity.ERROR}


def assert_strict(text: str, parser: Lark) -> None:
    parser.parse(text)
    checked = check(text, REGISTRY)
    assert errors(checked) <= {UNBOUND}, as_text(checked.diagnostics, text)
    assert format_program(parse(text)[0], REGISTRY) == text


@pytest.fixture(scope="module")
def parser() -> Lark:
    return Lark(strict_grammar(REGISTRY), parser="lalr")


def test_programs_of_the_static_grammar_parse_type_and_stand_formatted(parser):
    pytest.importorskip("llguidance", reason="draws samples with llguidance")
    grammar, rng = strict_grammar(REGISTRY), random.Random(20)
    finished = 0
    while finished < SAMPLES:
        text = draw(grammar, rng)
        if text is not None:
            finished += 1
            assert_strict(text, parser)


def test_programs_written_line_by_line_have_no_error_at_all(parser):
    pytest.importorskip("llguidance", reason="draws samples with llguidance")
    for program in programs_line_by_line():
        checked = check(program, REGISTRY)
        assert checked.ok, as_text(checked.diagnostics, program)
        assert_strict(program, parser)


def test_xgrammar_lets_through_only_what_the_parser_takes(parser):
    xgrammar = pytest.importorskip("xgrammar")
    import numpy as np
    import torch

    vocabulary = [bytes([b]) for b in range(256)] + [b"</s>"]
    info = xgrammar.TokenizerInfo(vocabulary, stop_token_ids=[256])
    compiled = xgrammar.GrammarCompiler(info).compile_grammar(xgrammar.Grammar.from_lark(strict_grammar(REGISTRY)))
    rng = random.Random(22)
    bitmask = xgrammar.allocate_token_bitmask(1, info.vocab_size)
    finished = 0
    while finished < SAMPLES:
        matcher = xgrammar.GrammarMatcher(compiled)
        written = bytearray()
        while len(written) < 4000 and not matcher.is_terminated():
            matcher.fill_next_token_bitmask(bitmask)
            mask = bitmask[0].to(torch.int32).numpy().view(np.uint8)
            allowed = np.flatnonzero(np.unpackbits(mask, bitorder="little")[: info.vocab_size]).tolist()
            if 256 in allowed:
                finished += 1
                assert_strict(written.decode("utf-8"), parser)
                break
            closing = [token for token in allowed if token in b'"),\n']
            token = rng.choice(closing if closing and rng.random() < 0.6 else allowed)
            assert matcher.accept_token(token)
            written.append(token)


@pytest.mark.parametrize("number", ["0.0", "0.05", "1.5", "10.25", "99999.99"])
def test_every_canonical_decimal_is_one_terminal(parser, number):
    parser.parse(f"answer = {number}\n")


@pytest.mark.parametrize("number", ["1.50", "01.5", "1.", "-1", "1e3", "100000.0", "00"])
def test_other_spellings_of_numbers_are_refused(parser, number):
    with pytest.raises(Exception, match=r"Unexpected|No terminal"):
        parser.parse(f"answer = {number}\n")


def test_a_line_grammar_offers_exactly_the_names_in_scope():
    parser = Lark(strict_line_grammar(REGISTRY, {"tracks_people": Type.TRACKS}, last=True), parser="earley")
    parser.parse("answer = count(tracks_people)\n")
    with pytest.raises(Exception, match=r"No terminal|Unexpected"):
        parser.parse("answer = count(tracks_cars)\n")


def test_a_line_grammar_without_names_still_reaches_the_inputs():
    parser = Lark(strict_line_grammar(REGISTRY, {}, last=True), parser="earley")
    parser.parse("answer = count(choices)\n")


BOUND = ("tracks_people", "tracks_people2", "tracks_p", "tracks_abcdefghijkl", "number_people")


@pytest.mark.parametrize("last", [None, False])
def test_a_line_binds_a_name_that_is_not_in_scope(last):
    takes = pytest.importorskip("llguidance") and llguidance_takes(
        strict_line_grammar(REGISTRY, {name: strict_type(name) for name in BOUND}, last=last)
    )
    free = [
        f"tracks_{word}" for word in ("people3", "peopl", "peoples", "pe", "q", "abcdefghijk", "abcdefghijkm", "p2")
    ]
    for name in (*BOUND, *free, "tracks_abcdefghijklm", "tracks_", "tracks_2", "text_people"):
        value = {"tracks": "tracks_p", "number": "number_people", "text": "question"}[name.partition("_")[0]]
        assert takes(f"{name} = {value}\n") == (name in (*free, "text_people")), name


def test_a_line_may_be_the_last_where_nothing_else_is_said():
    pytest.importorskip("llguidance")
    takes = llguidance_takes(strict_line_grammar(REGISTRY, {"tracks_people": Type.TRACKS}, last=None))
    assert takes("answer = count(tracks_people)\n")
    assert takes("number_people = count(tracks_people)\n")
    assert not takes("answer = count(tracks_cars)\n")


def test_the_generated_text_is_the_same_every_time():
    assert strict_grammar(REGISTRY) == strict_grammar(Registry.load())


def bounded(low: int, high: int):
    @module
    class Rated:
        """Give a number."""

        rating = attribute(Whole(low, high), doc="how good")
        result = Type.NUMBER
        compute = staticmethod(lambda rating: rating)

    return Rated


def test_a_whole_number_within_bounds_is_never_written_outside_of_them():
    registry = REGISTRY.with_modules([bounded(8, 11)])
    parser = Lark(strict_grammar(registry), parser="lalr")
    for number in range(20):
        text = f"answer = rated({number})\n"
        if 8 <= number <= 11:
            parser.parse(text)
            assert check(text, registry).ok
        else:
            assert not check(text, registry).ok
            with pytest.raises(Exception, match=r"Unexpected|No terminal"):
                parser.parse(text)


def test_bounds_that_the_grammar_cannot_write_are_refused_and_not_ignored():
    with pytest.raises(TypeError, match="no terminal for Whole"):
        strict_grammar(REGISTRY.with_modules([bounded(5, 5000)]))
