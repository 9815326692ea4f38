"""A program on its way to being repaired, with all that edits ask of it."""

import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping

from vprog.diagnostics import Diagnostic, Place, Severity
from vprog.language import Check, check, format_program, parse
from vprog.language.infer import Inference
from vprog.language.syntax import Comprehension, Expression, Program, children
from vprog.refine.tree import Site, part, replaced, sites, used_names
from vprog.spec import Registry
from vprog.types import INPUTS, Type, strict_type

_WORD = re.compile(r"[a-z]+|[0-9]+")
_ASKED, _OFFERED = "Q:", " Choices:"


@dataclasses.dataclass(frozen=True)
class Edit:
    """One small change.

    size: how many nodes, names or signs it adds, respells or moves; what it takes out counts twice. cost: between
    edits of one size, from 0 (certainly meant) to 1 (a guess). before, after: the line, empty where there was none.
    """

    name: str
    size: int
    cost: float
    before: str = ""
    after: str = ""


@dataclasses.dataclass(frozen=True)
class Proposal:
    """The text that an edit makes of a program."""

    edit: Edit
    source: str


@dataclasses.dataclass(frozen=True)
class Draft:
    """The text of a program, checked."""

    source: str
    registry: Registry
    inputs: Mapping[str, Type] = dataclasses.field(default_factory=lambda: INPUTS)
    question: str = ""

    @functools.cached_property
    def program(self) -> Program:
        """Give the lines that parse."""
        return parse(self.source)[0]

    @functools.cached_property
    def checked(self) -> Check:
        """Give what the checker says."""
        return check(self.source, self.registry, self.inputs)

    @functools.cached_property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Give what keeps the program from running: first what cannot be read, then the rest, from top to bottom."""
        wrong = (d for d in self.checked.diagnostics if d.severity is Severity.ERROR)
        return tuple(sorted(wrong, key=lambda d: not d.code.startswith("VP01")))

    @functools.cached_property
    def used(self) -> frozenset[str]:
        """Give the names that are read somewhere."""
        return used_names(self.program)

    @functools.cached_property
    def asked(self) -> str:
        """Give the question: the one that is given, or that of a comment `# Q: …`, or an empty text."""
        comments = (line.removeprefix("#").strip() for line in self.source.splitlines() if line.startswith("#"))
        noted = (c.removeprefix(_ASKED).partition(_OFFERED)[0].strip() for c in comments if c.startswith(_ASKED))
        return self.question or next(noted, "")

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """Give the words of the question."""
        return frozenset(_WORD.findall(self.asked.lower()))

    def hints(self, number: int) -> frozenset[str]:
        """Give the words that tell what a statement is meant to hold: those of its name and of the question."""
        return self.words | frozenset(_WORD.findall(self.program.statements[number].name.lower()))

    def at(self, place: Place | None) -> Iterator[tuple[Site, Expression]]:
        """Go through the expressions that stand at a place."""
        return ((site, node) for site, node in sites(self.program) if node.place == place)

    @functools.cached_property
    def _bound(self) -> tuple[Mapping[str, Type | None], ...]:
        """Give what is bound above each statement, and below the last; None for what has no type."""
        scopes: list[Mapping[str, Type | None]] = [dict(self.inputs)]
        for statement in self.program.statements:
            types = Inference(self.registry, scopes[-1], []).candidates(statement.value)
            announced = strict_type(statement.name)
            found = next((t for t in Type if types and t in types), None)
            scopes.append({**scopes[-1], statement.name: announced if types and announced in types else found})
        return tuple(scopes)

    def scope(self, site: Site) -> Mapping[str, Type | None]:
        """Give the names that may stand at a site, each with its type; None for one that has none yet."""
        scope = dict(self._bound[site.statement])
        node = self.program.statements[site.statement].value
        for position in site.path:
            if isinstance(node, Comprehension) and position != 1:
                types = Inference(self.registry, scope, []).candidates(node.iterable) or frozenset()
                scope[node.variable] = next((t.element for t in Type if t in types and t.element), None)
            node = children(node)[position]
        return scope

    def types(self, site: Site) -> frozenset[Type]:
        """Give the types that the expression at a site can have; none where it is wrong in itself."""
        inference = Inference(self.registry, self.scope(site), [])
        return inference.candidates(part(self.program, site)) or frozenset()

    def with_part(self, edit: Edit, site: Site, new: Expression) -> Proposal:
        """Propose another expression at a site."""
        return self.with_program(edit, replaced(self.program, site, new), site.statement)

    def with_program(self, edit: Edit, program: Program, number: int) -> Proposal:
        """Propose another program, in which the statement of a number is the one to show."""
        text = format_program(program, self.registry)
        shown = dataclasses.replace(edit, before=self._line(self.program, number), after=self._line(program, number))
        return Proposal(shown, text)

    def _line(self, program: Program, number: int) -> str:
        if not 0 <= number < len(program.statements):
            return ""
        alone = dataclasses.replace(program.statements[number], before=(), behind="")
        return format_program(Program((alone,)), self.registry).rstrip("\n")
