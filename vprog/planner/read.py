"""Parse a normalised question by `grammar/questions.lark`, and name the word at which that fails."""

import functools
import itertools
from collections.abc import Iterator

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken
from lark.grammar import NonTerminal
from lark.lexer import LexerThread

from vprog.language import grammar_text
from vprog.planner import asking, claims, comparing, moments, nouns, sayings
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.readings import Readings

_MAX_WORDS = 60
_MAX_LEARNT = 20_000
_RULES = nouns.RULES | sayings.RULES | moments.RULES | claims.RULES | asking.RULES | comparing.RULES


@functools.cache
def parser() -> Lark:
    """Give the parser of questions."""
    # The basic lexer, so that a closed word is a closed word everywhere and never slips into the name of a thing.
    # Earley, because English is ambiguous, and a reading that was passed over in silence would be a guess.
    lark = Lark(
        grammar_text("questions.lark"),
        parser="earley",
        lexer="basic",
        ambiguity="explicit",
        maybe_placeholders=False,
        start=["start", "thing", "happening", "answer"],
    )
    # Lark predicts all that a rule can begin with, for every item that waits for it. One step at a time gives the same
    # forest in less than half the time, since no step is taken twice.
    earley = lark.parser.parser
    earley.predictions = {name: [r for r in rules if r.origin == name] for name, rules in earley.predictions.items()}
    return lark


def readings_of(text: str, kind: str = "start") -> tuple[object, ...]:
    """Give every reading of a normalised question, or of a `thing` or something `happening` that a choice names.

    Raises: NotUnderstoodError with the first word at which no reading is left, or why none of them is one.
    """
    return Readings(_RULES).of(_parsed(text, kind))


def is_answer(text: str) -> bool:
    """Say whether a text is a colour, direction, place, number, truth or order and nothing more."""
    try:
        _parsed(text, "answer")
    except NotUnderstoodError:
        return False
    return True


def _parsed(text: str, kind: str) -> Tree[Token]:
    words = text.split()
    if len(words) > _MAX_WORDS:
        raise NotUnderstoodError(f"a question of {len(words)} words; at most {_MAX_WORDS} are read")
    position = _known_to_stop(text, kind)
    if position is not None:
        raise _stopped(text, position)
    try:
        return parser().parse(text, start=kind)
    except UnexpectedInput as error:
        _learn(error, text, kind)
        raise _blame(error, text) from None


@functools.cache
def _expected(kind: str) -> dict[tuple[str, ...], frozenset[str]]:
    """Give what is known of the tokens that may follow the first tokens of a text: at first, what it may begin with.

    Most questions stop at one of their first words, and many stop alike. What may stand there is found once, by
    parsing; from then on the tokens tell where a text stops, which costs a hundredth of it.
    """
    first = parser().parser.parser.FIRST[NonTerminal(kind)]
    return {(): frozenset(terminal.name for terminal in first)}


def _learn(error: UnexpectedInput, text: str, kind: str) -> None:
    known = _expected(kind)
    if isinstance(error, UnexpectedToken) and len(known) < _MAX_LEARNT:
        tokens = itertools.takewhile(lambda token: token.start_pos != error.pos_in_stream, _tokens(text))
        known[tuple(token.type for token in tokens)] = frozenset(error.expected)


def _tokens(text: str) -> Iterator[Token]:
    tokens: Iterator[Token] = LexerThread.from_text(parser().parser.lexer, text).lex(None)  # type: ignore[no-untyped-call]
    return tokens


def _known_to_stop(text: str, kind: str) -> int | None:
    """Give where the first token begins at which no reading is left; None where that is not known without parsing."""
    known = _expected(kind)
    before: tuple[str, ...] = ()
    try:
        for token in _tokens(text):
            expected = known.get(before)
            if expected is not None and token.type not in expected:
                return token.start_pos
            before = (*before, token.type)
    except UnexpectedCharacters:
        return None
    return None


def _blame(error: UnexpectedInput, text: str) -> NotUnderstoodError:
    match error:
        case UnexpectedEOF() | UnexpectedToken(token=Token(type="$END")):
            last = text.rpartition(" ")[2]
            return NotUnderstoodError(f"after `{last}` the question ends without saying what to count or find", last)
        case UnexpectedToken() | UnexpectedCharacters():
            return _stopped(text, error.pos_in_stream or 0)
        case _:
            return NotUnderstoodError(f"`{text}`")


def _stopped(text: str, position: int) -> NotUnderstoodError:
    word = text[position:].partition(" ")[0] or text
    word = word if word.isprintable() else ascii(word)
    before = text[:position].rstrip().rpartition(" ")[2]
    where = f" after `{before}`" if before else " at the beginning"
    return NotUnderstoodError(f"`{word}`{where}", word)
