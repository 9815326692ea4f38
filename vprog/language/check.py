"""The checker: names, arguments and types of a whole program, with all diagnostics at once.

Overloads are resolved in two passes, as in Ada: upwards, the set of types each expression can have; downwards, the one
it gets. Only number literals (Number or Seconds) and overloaded modules have more than one.
"""

import dataclasses
from collections.abc import Mapping

from vprog.diagnostics import Code, Diagnostic, Place, Severity
from vprog.language.infer import Inference
from vprog.language.parse import parse, unparsed_names
from vprog.language.syntax import Name, Program, Statement, walk
from vprog.language.typed import TypedProgram, TypedStatement
from vprog.spec.registry import Registry
from vprog.types import ANSWERABLE, INPUTS, KEYWORDS, Type, strict_type
from vprog.values import Shown


@dataclasses.dataclass(frozen=True)
class Check(Shown):
    """What the checker has to say of a program; `typed` is there when there is no error."""

    source: str
    diagnostics: tuple[Diagnostic, ...]
    typed: TypedProgram | None

    @property
    def ok(self) -> bool:
        """Say whether the program can run; warnings do not stop it."""
        return self.typed is not None

    @property
    def answer_type(self) -> Type | None:
        """Give the type of the answer, or None when there is an error."""
        return self.typed.answer_type if self.typed else None


def check(source: str, registry: Registry, inputs: Mapping[str, Type] = INPUTS) -> Check:
    """Check a program's text against the modules that are known.

    inputs: the types of the names that are bound before the first line.
    """
    program, syntax = parse(source)
    checker = _Checker(registry, unparsed_names(source, program) if syntax else frozenset(), inputs)
    statements = [checker.statement(s) for s in program.statements]
    last_line = max(1, source.rstrip("\n").count("\n") + 1)
    checker.ending(program, last_line, broken=bool(syntax))
    problems = sorted((*syntax, *checker.problems), key=lambda d: d.place or Place(1, 1, 1, 1))
    if any(d.severity is Severity.ERROR for d in problems):
        return Check(source, tuple(problems), None)
    return Check(source, tuple(problems), TypedProgram(tuple(s for s in statements if s)))


class _Checker:
    def __init__(self, registry: Registry, unknown: frozenset[str], inputs: Mapping[str, Type]) -> None:
        self.problems: list[Diagnostic] = []
        self._registry = registry
        self._inputs = inputs
        self._bound: dict[str, Type | None] = dict.fromkeys(unknown, None) | dict(inputs)
        self._places: dict[str, Place] = {}
        self._used: set[str] = set()

    def statement(self, statement: Statement) -> TypedStatement | None:
        self._name(statement)
        self._used |= {node.id for node in walk(statement.value) if isinstance(node, Name)}
        before = len(self.problems)
        inference = Inference(self._registry, self._bound, self.problems)
        candidates = inference.candidates(statement.value)
        failed = len(self.problems) > before or candidates is None
        wanted = self._wanted(statement, candidates)
        self._bound[statement.name] = None if failed else wanted
        self._places[statement.name] = statement.name_place
        if failed or wanted is None or len(self.problems) > before or not inference.complete:
            return None
        value = inference.resolve(statement.value, wanted)
        return TypedStatement(statement.name, value, statement.place)

    def _wanted(self, statement: Statement, candidates: frozenset[Type] | None) -> Type | None:
        """Choose the type of the binding: what its name announces, else the first that it can have."""
        if candidates is None:
            return None
        announced = strict_type(statement.name)
        if announced is not None and announced not in candidates:
            found = _listed(candidates)
            message = f"the name `{statement.name}` announces {announced}, but the value is {found}"
            hint = f"call it `{next(t for t in Type if t in candidates).prefix}_{statement.name.partition('_')[2]}`"
            self._add("VP0309", message, statement.name_place, found=found, expected=str(announced), hint=hint)
        if statement.name == "answer" and not candidates & set(ANSWERABLE):
            found, expected = _listed(candidates), _listed(frozenset(ANSWERABLE))
            message = f"an answer cannot be {found}"
            hint = "answer with a number, a word, a time, a span or what was found"
            self._add("VP0310", message, statement.value.place, found=found, expected=expected, hint=hint)
        return announced or next(t for t in Type if t in candidates)

    def _name(self, statement: Statement) -> None:
        name, place = statement.name, statement.name_place
        if name in self._inputs or name in KEYWORDS or self._registry.called(name):
            keyword = "a word of the language" if name in KEYWORDS else "a module"
            what = "an input of every program" if name in self._inputs else keyword
            self._add(
                "VP0205", f"`{name}` is {what} and cannot be bound", place, found=name, hint="choose another name"
            )
        elif name in self._places:
            first = self._places[name].line
            message = f"`{name}` is bound again; from here on the value of line {first} cannot be reached"
            self._add("VP0204", message, place, severity=Severity.WARNING, hint="give every value a name of its own")

    def ending(self, program: Program, last_line: int, *, broken: bool) -> None:
        """Check what only the whole program shows: the answer, and values that nothing uses."""
        statements = program.statements
        if not statements or statements[-1].name != "answer":
            if "answer" in self._places:
                message, line = "`answer` is bound, but not on the last line", self._places["answer"].line
                self._add("VP0206", message, self._places["answer"], hint=f"move line {line} to the end")
            elif not (broken and "answer" in self._bound):
                message = "the program does not say what its answer is"
                end = Place(last_line, 1, last_line, 2)
                self._add("VP0206", message, end, expected="answer = …", hint="bind `answer` on the last line")
        if broken or any(d.severity is Severity.ERROR for d in self.problems):
            return  # what a broken line would have used is unknown
        for name, place in self._places.items():
            if name != "answer" and name not in self._used:
                message = f"`{name}` is never used"
                self._add("VP0207", message, place, severity=Severity.WARNING, hint="leave the line out, or use it")

    def _add(self, code: str, message: str, place: Place, **rest: str | Severity | None) -> None:
        self.problems.append(Diagnostic(Code(code), message, place, **rest))  # type: ignore[arg-type]


def _listed(types: frozenset[Type]) -> str:
    return " or ".join(str(t) for t in Type if t in types)
