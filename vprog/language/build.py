"""Build the syntax tree of one statement from lark's parse tree."""

import re
from typing import Any

from lark import Token, Transformer, v_args
from lark.tree import Meta

from vprog.diagnostics import Place
from vprog.language.lines import LogicalLine
from vprog.language.syntax import Call, Comprehension, Expression, ListOf, Literal, Name, Operation, Statement

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t"}


@v_args(meta=True)
class Builder(Transformer[Token, Statement]):
    """One method for each alternative of `grammar/program.lark`, named as there."""

    def __init__(self, line: LogicalLine) -> None:
        """Remember where the line stands in the program."""
        super().__init__()
        self._line = line

    def _place(self, meta: Meta | Token) -> Place:
        shift = self._line.first_line - 1
        line, column, end_line, end_column = meta.line, meta.column, meta.end_line, meta.end_column
        assert line is not None and column is not None and end_line is not None and end_column is not None  # noqa: S101
        return Place(line + shift, column, end_line + shift, end_column)

    def statement(self, meta: Meta, parts: list[Any]) -> Statement:
        name, value = parts
        line = self._line
        return Statement(str(name), value, self._place(meta), self._place(name), line.before, line.behind)

    def name(self, meta: Meta, parts: list[Any]) -> Expression:
        return Name(str(parts[0]), self._place(meta))

    def number(self, meta: Meta, parts: list[Any]) -> Expression:
        return Literal(_number(parts[0]), self._place(meta))

    def negative(self, meta: Meta, parts: list[Any]) -> Expression:
        return Literal(-_number(parts[0]), self._place(meta))

    def text(self, meta: Meta, parts: list[Any]) -> Expression:
        inner = str(parts[0])[1:-1]
        return Literal(_ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[1]), inner), self._place(meta))

    def true(self, meta: Meta, parts: list[Any]) -> Expression:
        return Literal(True, self._place(meta))

    def false(self, meta: Meta, parts: list[Any]) -> Expression:
        return Literal(False, self._place(meta))

    def group(self, meta: Meta, parts: list[Any]) -> Expression:
        return parts[0]  # type: ignore[no-any-return]

    def list_of(self, meta: Meta, parts: list[Any]) -> Expression:
        return ListOf(tuple(p for p in parts if p is not None), self._place(meta))

    def comprehension(self, meta: Meta, parts: list[Any]) -> Expression:
        body, variable, iterable, condition = parts
        return Comprehension(body, str(variable), iterable, condition, self._place(meta))

    def positional(self, meta: Meta, parts: list[Any]) -> tuple[None, Expression, Place]:
        return (None, parts[0], self._place(meta))

    def keyword(self, meta: Meta, parts: list[Any]) -> tuple[str, Expression, Place]:
        return (str(parts[0]), parts[1], self._place(meta))

    def arguments(self, meta: Meta, parts: list[Any]) -> list[Any]:
        return parts

    def call(self, meta: Meta, parts: list[Any]) -> Expression:
        function, arguments = parts
        given = arguments or []
        positional = tuple(value for key, value, _ in given if key is None)
        keywords = tuple((key, value) for key, value, _ in given if key is not None)
        places = tuple(place for key, _, place in given if key is not None)
        return Call(str(function), positional, keywords, self._place(meta), self._place(function), places)

    def subscript(self, meta: Meta, parts: list[Any]) -> Expression:
        plural, *sign, number = parts
        index = -_number(number) if sign and sign[0] is not None else _number(number)
        return Operation("[]", (plural, Literal(index, self._place(number))), self._place(meta))

    def infix(self, meta: Meta, parts: list[Any]) -> Expression:
        left, sign, right = parts
        return Operation(str(sign), (left, right), self._place(meta))

    compare = infix

    def and_(self, meta: Meta, parts: list[Any]) -> Expression:
        return Operation("and", tuple(parts), self._place(meta))

    def or_(self, meta: Meta, parts: list[Any]) -> Expression:
        return Operation("or", tuple(parts), self._place(meta))

    def not_(self, meta: Meta, parts: list[Any]) -> Expression:
        return Operation("not", tuple(parts), self._place(meta))

    def if_else(self, meta: Meta, parts: list[Any]) -> Expression:
        value, condition, otherwise = parts
        return Operation("if", (condition, value, otherwise), self._place(meta))


def _number(token: Token) -> int | float:
    return float(token) if "." in token else int(token)
