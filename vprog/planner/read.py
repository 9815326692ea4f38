"""Parse a normalised question by `grammar/questions.lark`, and name the word at which that fails."""

import functools

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from vprog.language import grammar_text
from vprog.planner.plan import NotUnderstoodError


@functools.cache
def _parser() -> Lark:
    # The basic lexer, so that a closed word is a closed word everywhere and never slips into the name of a thing.
    return Lark(grammar_text("questions.lark"), parser="lalr", lexer="basic", maybe_placeholders=False)


def parse_question(text: str) -> Tree[Token]:
    """Give the parse tree of a normalised question.

    Raises: NotUnderstoodError with the first word at which no reading is left.
    """
    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        raise _blame(error, text) from None


def _blame(error: UnexpectedInput, text: str) -> NotUnderstoodError:
    match error:
        case UnexpectedToken(token=Token(type="$END")):
            last = text.rpartition(" ")[2]
            return NotUnderstoodError(f"after `{last}` the question ends without saying what to count or find", last)
        case UnexpectedToken() | UnexpectedCharacters():
            position = error.pos_in_stream or 0
            word = text[position:].partition(" ")[0] or text
            word = word if word.isprintable() else ascii(word)
            before = text[:position].rstrip().rpartition(" ")[2]
            where = f" after `{before}`" if before else " at the beginning"
            return NotUnderstoodError(f"`{word}`{where}", word)
        case _:
            return NotUnderstoodError(f"`{text}`")
