"""Print a syntax tree in the one canonical layout, which is also that of the strict grammar."""

from vprog.language.syntax import Call, Comprehension, Expression, ListOf, Literal, Name, Operation, Program, Statement
from vprog.spec.registry import Registry


def format_program(program: Program, registry: Registry) -> str:
    """Give the program's text: one statement on each line, infix forms in parentheses, keywords in declared order.

    Comments and single blank lines stay. Formatting twice equals once, and the text parses to an equal program.
    """
    lines: list[str] = []
    for statement in program.statements:
        lines += _comments(statement.before, lines)
        lines.append(_statement(statement, registry))
    lines += _comments(program.after, lines)
    return "\n".join(lines) + "\n" if lines else ""


def _comments(comments: tuple[str, ...], above: list[str]) -> list[str]:
    kept: list[str] = []
    for comment in comments:
        line = f"# {comment}".rstrip() if comment else ""
        previous = kept[-1] if kept else above[-1] if above else ""
        if line or previous:
            kept.append(line)
    return kept


def _statement(statement: Statement, registry: Registry) -> str:
    behind = f"  # {statement.behind}".rstrip() if statement.behind else ""
    return f"{statement.name} = {format_expression(statement.value, registry)}{behind}"


def format_expression(node: Expression, registry: Registry) -> str:
    """Give the text of one expression."""

    def text(part: Expression) -> str:
        return format_expression(part, registry)

    match node:
        case Literal():
            return format_constant(node.value)
        case Name():
            return node.id
        case Call():
            return _call(node, registry)
        case Operation(sign="if", operands=(condition, value, otherwise)):
            return f"({text(value)} if {text(condition)} else {text(otherwise)})"
        case Operation(sign="not", operands=(operand,)):
            return f"(not {text(operand)})"
        case Operation(sign="[]", operands=(plural, index)):
            # The grammar reads `-1[0]` as no expression at all; such a program is ill-typed but can be printed.
            taken = f"({text(plural)})" if text(plural).startswith("-") else text(plural)
            return f"{taken}[{text(index)}]"
        case Operation(operands=(left, right)):
            return f"({text(left)} {node.sign} {text(right)})"
        case ListOf():
            return f"[{', '.join(map(text, node.items))}]"
        case Comprehension():
            filtered = f" if {text(node.condition)}" if node.condition else ""
            return f"[{text(node.body)} for {node.variable} in {text(node.iterable)}{filtered}]"
        case _:
            raise TypeError(f"no layout for {node!r}")


def _call(node: Call, registry: Registry) -> str:
    """Put keywords that name operands or required attributes back into position; the others in declared order."""
    given = dict(node.keywords)
    positional = [format_expression(v, registry) for v in node.positional]
    module = registry.called(node.function)
    if module is None or len(given) < len(node.keywords):
        keywords = [f"{k}={format_expression(v, registry)}" for k, v in node.keywords]
        return f"{node.function}({', '.join(positional + keywords)})"
    for slot in module.positional[len(positional) :]:
        if slot not in given:
            break
        positional.append(format_expression(given.pop(slot), registry))
    order = [a.name for a in module.attributes]
    rest = sorted(given.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))
    keywords = [f"{k}={format_expression(v, registry)}" for k, v in rest]
    return f"{node.function}({', '.join(positional + keywords)})"


def format_constant(value: int | float | str | bool) -> str:
    r"""Give a literal as the language writes it.

    >>> print(format_constant('say "hi"'), format_constant(2.50), format_constant(True))
    "say \"hi\"" 2.5 True
    """
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{escaped}"'
    if isinstance(value, float):
        # Never an exponent: the grammar has none.
        return f"{value:.9f}".rstrip("0") + "0" * value.is_integer()
    return str(value)
