"""From text to syntax tree, with every syntax error of a program at once."""

import dataclasses
import functools
import re
from importlib import resources

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from vprog.diagnostics import Code, Diagnostic, Place
from vprog.language.build import Builder
from vprog.language.limits import MAX_DEPTH, MAX_LINES, MAX_NUMBER, MAX_PROGRAM_CHARS, MAX_TEXT_CHARS
from vprog.language.lines import LogicalLine, split
from vprog.language.numerals import explain_numeral
from vprog.language.syntax import Literal, Program, Statement, depth, walk

_STATEMENTS = frozenset(
    (
        *("import", "from", "def", "class", "for", "while", "if", "elif", "else", "try", "except", "with", "return"),
        *("print", "assert", "del", "global", "lambda", "yield", "pass", "raise", "break", "continue", "async"),
        *("await", "match"),
    )
)
_WITHIN = re.compile(r"\b(lambda|yield|await)\s*$")
"""What Python writes inside expressions; reading fails at the word behind it."""
_FOREIGN_SIGNS = {
    ".": "attributes and methods do not exist; call a module with the value as its argument",
    "{": "there are no dictionaries or sets",
    "%": "there is no remainder",
    "@": "there is no matrix product",
    ":": "there are no blocks, slices or annotations; write one binding on each line",
    "!": "write `not`",
    "&": "write `and`",
    "|": "write `or`",
    ";": "write one binding on each line",
    "'": "close the text with the quote that opened it",
    '"': "close the text with the quote that opened it",
}
_IN_WORDS = {
    "NAME": "a name",
    "NUMBER": "a number",
    "STRING": "a text",
    "COMPARE": "a comparison",
    "EQUAL": "`=`",
    "RPAR": "`)`",
    "RSQB": "`]`",
    "COMMA": "`,`",
}
_END = "the end of the line"
_BRACKETS = (("RPAR", "(", ")"), ("RSQB", "[", "]"))
_TREE_DEPTH = 3 * MAX_DEPTH + 2
"""How deep lark's tree may be: a call and its arguments are three levels of it, and what the formatter adds in
parentheses must parse again. Bounds the recursion before it starts."""
_EXPRESSION_STARTS = {"NAME", "NUMBER", "STRING", "LPAR", "LSQB", "TRUE", "FALSE", "NOT", "MINUS", "ADD"}


def grammar_text(name: str) -> str:
    """Give the text of a grammar file: `program.lark` or `strict.lark`."""
    return (resources.files("vprog.grammar") / name).read_text(encoding="utf-8")


@functools.cache
def _parser() -> Lark:
    return Lark(grammar_text("program.lark"), parser="lalr", propagate_positions=True)


def parse(source: str) -> tuple[Program, tuple[Diagnostic, ...]]:
    """Give the program and all its syntax errors.

    A line that does not parse is left out of the program; the names it would have bound are those of
    `unparsed_names`, so that later lines are not blamed for it.
    """
    if len(source) > MAX_PROGRAM_CHARS:
        message = f"the program has {len(source)} characters; at most {MAX_PROGRAM_CHARS} are read"
        return Program(()), (Diagnostic(Code("VP0104"), message, Place(1, 1, 1, 2)),)
    lines, after = split(source)
    statements: list[Statement] = []
    problems: list[Diagnostic] = []
    for line in lines[:MAX_LINES]:
        parsed = _parse_line(line)
        if isinstance(parsed, Statement):
            statements.append(parsed)
            problems += _bounds(parsed)
        else:
            problems.append(parsed)
    if len(lines) > MAX_LINES:
        extra = lines[MAX_LINES]
        message = f"the program has {len(lines)} lines; at most {MAX_LINES} are allowed"
        problems.append(Diagnostic(Code("VP0104"), message, _whole(extra), expected=f"at most {MAX_LINES} lines"))
    return Program(tuple(statements), after), tuple(problems)


def unparsed_names(source: str, program: Program) -> frozenset[str]:
    """Give the names that stand before `=` on lines that did not parse."""
    lines, _ = split(source)
    bound = {s.place.line for s in program.statements}
    heads = (line.text.partition("=") for line in lines if line.first_line not in bound)
    return frozenset(name.strip() for name, equals, _ in heads if equals and name.strip().isidentifier())


def _parse_line(line: LogicalLine) -> Statement | Diagnostic:
    try:
        tree: Tree[Token] = _parser().parse(line.text)
    except UnexpectedInput as error:
        return _explain(error, line)
    if _tree_depth(tree) > _TREE_DEPTH:
        return _too_deep(line)
    statement = Builder(line).transform(tree)
    return _too_deep(line) if depth(statement.value) > MAX_DEPTH else statement


def _too_deep(line: LogicalLine) -> Diagnostic:
    message = f"the expression nests deeper than {MAX_DEPTH}"
    hint = "bind its parts to names on lines of their own"
    return Diagnostic(Code("VP0105"), message, _whole(line), hint=hint)


def _tree_depth(tree: Tree[Token]) -> int:
    level, count = [tree], 0
    while level:
        count += 1
        level = [child for node in level for child in node.children if isinstance(child, Tree)]
    return count


def _bounds(statement: Statement) -> list[Diagnostic]:
    found = []
    for node in walk(statement.value):
        match node:
            case Literal(value=str(text)) if len(text) > MAX_TEXT_CHARS:
                message = f"a text of {len(text)} characters; at most {MAX_TEXT_CHARS}"
                found.append(Diagnostic(Code("VP0105"), message, node.place))
            # What rounds up to ten digits could not be written back.
            case Literal(value=int() | float() as number) if abs(number) >= MAX_NUMBER:
                message = f"numbers are smaller than {MAX_NUMBER}"
                found.append(Diagnostic(Code("VP0105"), message, node.place))
            case _:
                pass
    return found


def _whole(line: LogicalLine) -> Place:
    last = line.text.split("\n")
    return Place(line.first_line, 1, line.first_line + len(last) - 1, max(2, len(last[-1]) + 1))


def _explain(error: UnexpectedInput, line: LogicalLine) -> Diagnostic:
    first = line.text.split(maxsplit=1)[0] if line.text.strip() else ""
    word = first.partition("(")[0].rstrip(":")
    if word in _STATEMENTS:
        hint = "a program is lines of the form `name = expression`; for a loop write `[… for x in xs]`"
        return _python_word(word, line.first_line, line.text.index(word) + 1, "`name = expression`", hint)
    if isinstance(error, UnexpectedToken | UnexpectedCharacters) and error.column > 0:
        numeral = explain_numeral(line.text, error.line, error.column, line.first_line)
        if numeral is not None:
            return numeral
        read = line.text.split("\n")[error.line - 1][: error.column - 1]
        within = _WITHIN.search(read)
        if within:
            hint = "there are no functions of your own; for each member of a plural write `[… for x in xs]`"
            return _python_word(within[1], line.first_line + error.line - 1, within.start(1) + 1, "an expression", hint)
    match error:
        case UnexpectedEOF():
            return _ended(line, set(error.expected))
        case UnexpectedToken() if error.token.type == "$END":
            return _ended(line, set(error.accepts or error.expected))
        case UnexpectedToken():
            return _surprised(str(error.token), line, error.line, error.column, set(error.accepts or error.expected))
        case UnexpectedCharacters():
            return _surprised(error.char, line, error.line, error.column, set(error.allowed or ()))
        case _:
            return Diagnostic(Code("VP0101"), str(error).split("\n")[0], _whole(line))


def _python_word(word: str, number: int, column: int, expected: str, hint: str) -> Diagnostic:
    place = Place(number, column, number, column + len(word))
    message = f"`{word}` does not exist in this language"
    return Diagnostic(Code("VP0102"), message, place, found=word, expected=expected, hint=hint)


def _ended(line: LogicalLine, expected: set[str]) -> Diagnostic:
    # An open bracket takes in the blank lines below: point behind the last word, where people look.
    place = _whole(dataclasses.replace(line, text=line.text.rstrip()))
    end = Place(place.end_line, place.end_column, place.end_line, place.end_column + 1)
    wanted = _in_words(expected)
    if wanted == _END:
        wanted = "`else`" if "ELSE" in expected else "more"
    opened = line.text.count("(") - line.text.count(")"), line.text.count("[") - line.text.count("]")
    binds = "=" in line.text
    hint = "close the bracket" if max(opened) > 0 else None if binds else "every line binds a name: `answer = …`"
    return Diagnostic(Code("VP0103"), f"the line ends where {wanted} is expected", end, expected=wanted, hint=hint)


def _surprised(found: str, line: LogicalLine, row: int, column: int, expected: set[str]) -> Diagnostic:
    number = line.first_line + row - 1
    place = Place(number, column, number, column + len(found))
    above = line.text.split("\n")
    read = "".join(above[: row - 1]) + above[row - 1][: column - 1]
    # The parser's states are shared between places in and out of brackets: name no bracket that is not open.
    closing = {name for name, left, right in _BRACKETS if read.count(left) <= read.count(right)}
    wanted = _in_words(expected - (closing | {"COMMA"} if len(closing) == len(_BRACKETS) else closing))
    foreign = _FOREIGN_SIGNS.get(found)
    code = Code("VP0102") if foreign else Code("VP0101")
    hint = foreign
    if hint is None and found == "=" and "EQUAL" not in expected:
        hint = "compare with `==`" if line.text[: column - 1].strip() else "every line binds a name: `answer = …`"
    elif hint is None and expected == {"NUMBER"} and read.endswith("-"):
        hint = f"only numbers have a sign: write `(0 - {found})`"
    elif hint is None and expected == {"EQUAL"}:
        hint = "every line binds a name: `answer = …`"
    elif hint is None and found in ("<", ">", "<=", ">=", "==", "!="):
        hint = "join two comparisons with `and`"
    return Diagnostic(
        code, f"found `{found}` where {wanted} is expected", place, found=found, expected=wanted, hint=hint
    )


def _in_words(expected: set[str]) -> str:
    words = []
    if expected >= {"NAME", "NUMBER", "STRING"}:
        words.append("an expression")
        expected = expected - _EXPRESSION_STARTS
    closing = [name for name in ("EQUAL", "COMMA", "RPAR", "RSQB", "NAME", "NUMBER", "STRING") if name in expected]
    words += [_IN_WORDS[name] for name in closing]
    if not words and "COMPARE" in expected:
        words.append("an operator or the end of the line")
    return " or ".join(words) or _END
