"""Say in a few lines why: from the answer back to what was seen."""

from collections.abc import Iterator

from vprog.language import parse
from vprog.language.syntax import Name, Statement, walk
from vprog.report.pictures import Pictures
from vprog.report.recorded import Recorded
from vprog.report.view import QuestionView, page_view
from vprog.report.words import cited

_CITED = 5
"""Pieces of evidence that are named one by one."""


def why(run: Recorded, number: int = 0) -> str:
    """Give the chain from an answer to its evidence as text: each name it rests on, its value, and how it came about.

    number: of the question, where several were asked together. Names that the answer does not depend on are left out.
    """
    question = page_view(run, Pictures((None,) * len(run.frames), ()), only=number).questions[0]
    lines = [question.headline]
    lines += [f"  because {line}" if place == 0 else f"  and {line}" for place, line in enumerate(_steps(question))]
    for piece in question.evidence[:_CITED]:
        lines.append(f"  seen in {piece.video}, {cited(piece)}")
    if len(question.evidence) > _CITED:
        lines.append(f"  and in {len(question.evidence) - _CITED} more stretches")
    caveats = question.recorded.answer["caveats"] if question.recorded.answer else ()
    return "\n".join([*lines, *(f"  note: {caveat}" for caveat in caveats)])


def _steps(question: QuestionView) -> Iterator[str]:
    program = question.recorded.program or ""
    if not program:
        return
    statements = {statement.name: statement for statement in parse(program)[0].statements}
    values = {line.value.name: line.value for line in question.lines if line.value}
    texts = program.split("\n")
    for name in _needed("answer", statements):
        place = statements[name].place
        written = " ".join(text.strip() for text in texts[place.line - 1 : place.end_line])
        value = values[name]
        facts = f" ({', '.join(value.facts)})" if value.facts else ""
        yield f"{written}\n      is {value.text}{facts}"


def _needed(name: str, statements: dict[str, Statement]) -> list[str]:
    """Give the names that a name rests on, itself first, each once, the last bound first."""
    found, todo = set(), [name]
    while todo:
        one = todo.pop()
        if one in statements and one not in found:
            found.add(one)
            todo += [node.id for node in walk(statements[one].value) if isinstance(node, Name)]
    return [one for one in reversed(statements) if one in found]
