"""Repair a program that does not check, with no language model: the smallest edits that make it check.

Best first over edits: each diagnostic has rules that propose edits for it, and the first diagnostic is dealt with
first. A draft is as good as its edits are small and its diagnostics few. No rule knows a module: all ask the registry.
"""

import dataclasses
import heapq
import itertools
from collections.abc import Iterator, Mapping

from vprog.diagnostics import Diagnostic
from vprog.graph import graph_id, lower, optimise
from vprog.language import format_program
from vprog.refine import arguments, endings, habits, names, quotes, signs, values
from vprog.refine.draft import Draft, Edit, Proposal
from vprog.refine.rules import Rule
from vprog.spec import Registry
from vprog.types import INPUTS, Type

RULES = tuple(
    found
    for room in (signs, quotes, habits, names, arguments, values, endings)
    for found in vars(room).values()
    if isinstance(found, Rule)
)
_MOST_CHECKED = 400
"""How many drafts are checked before it is given up."""
_MOST_CHARS = 4_000
"""How long a program may be: no model and no person writes a longer one, and hostile text must cost nothing."""
_MOST_READ = 150_000
"""How many characters all drafts together may have."""
_MOST_SIZE = 10
"""How large all edits together may be."""
_MOST_COST = 1.0
"""How much of a guess they may be: with more, any text could be made into some program."""
_MOST_NEW_ERRORS = 2
"""How many more diagnostics an edit may bring to light than it settles."""
_ALIKE = 0.05
"""Candidates whose costs differ by less are equally good."""


@dataclasses.dataclass(frozen=True)
class Repair:
    """What became of a program. `program` is None when no repair was found, and `reason` says why."""

    source: str
    program: str | None
    edits: tuple[Edit, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """What the checker said of the source."""
    reason: str | None = None

    @property
    def changed(self) -> bool:
        """Say whether there is a program and it is not the one that was given."""
        return self.program is not None and bool(self.edits)


def repair(source: str, registry: Registry, *, question: str = "", inputs: Mapping[str, Type] = INPUTS) -> Repair:
    """Give the program that the smallest edits make of a text, in canonical layout.

    One that checks is given back untouched. question: what it is to answer; tells between edits that are equally
    small. Candidates that are equally good and mean different things give no program.
    """
    start = Draft(source, registry, inputs, question)
    found = start.checked.diagnostics
    if not start.errors:
        return Repair(source, source, (), found)
    if len(source) > _MOST_CHARS:
        return Repair(source, None, (), found, f"only programs of at most {_MOST_CHARS} characters are repaired")
    goals = list(_search(start))
    if not goals:
        first = start.errors[0]
        return Repair(source, None, (), found, f"no small edit settles {first.code}: {first.message}")
    best, *others = sorted(goals, key=lambda goal: goal.cost)
    meaning = _meaning(best.draft)
    rivals = [o for o in others if o.cost < best.cost + _ALIKE and _meaning(o.draft) != meaning]
    if rivals:
        either = " or ".join(f"`{goal.edits[-1].after}`" for goal in (best, rivals[0]))
        return Repair(source, None, (), found, f"ambiguous: {either} would be equally good")
    return Repair(source, format_program(best.draft.program, registry), best.edits, found)


@dataclasses.dataclass(frozen=True)
class _Goal:
    draft: Draft
    edits: tuple[Edit, ...]

    @property
    def size(self) -> int:
        return sum(edit.size for edit in self.edits)

    @property
    def cost(self) -> float:
        return sum(edit.cost for edit in self.edits)


def _search(start: Draft) -> Iterator[_Goal]:
    """Give every draft that checks and whose edits are as small as those of the first one found."""
    numbers = itertools.count()
    heap = [(len(start.errors), 0.0, next(numbers), _Goal(start, ()))]
    seen = {start.source}
    smallest: int | None = None
    checked = read = 0
    while heap:
        _, _, _, goal = heapq.heappop(heap)
        if smallest is not None and goal.size + len(goal.draft.errors) > smallest:
            return
        if not goal.draft.errors:
            smallest = goal.size
            yield goal
            continue
        for proposal in _proposals(goal.draft):
            if proposal.source in seen or checked >= _MOST_CHECKED or read >= _MOST_READ:
                continue
            seen.add(proposal.source)
            checked, read = checked + 1, read + len(proposal.source)
            draft = dataclasses.replace(goal.draft, source=proposal.source)
            further = _Goal(draft, (*goal.edits, proposal.edit))
            if further.size <= _MOST_SIZE and further.cost <= _MOST_COST and _goes_on(goal.draft, draft):
                order = (further.size + len(draft.errors), further.cost, next(numbers), further)
                heapq.heappush(heap, order)


def _proposals(draft: Draft) -> Iterator[Proposal]:
    problem = draft.errors[0]
    proposals = (p for rule in RULES if problem.code in rule.codes for p in rule.propose(draft, problem))
    yield from sorted(itertools.islice(proposals, _MOST_CHECKED), key=lambda p: (p.edit.size, p.edit.cost))


def _goes_on(before: Draft, after: Draft) -> bool:
    """Say whether an edit was of use: its diagnostic is gone or elsewhere, and not many others came up."""
    first, then = before.errors[0], after.errors
    same = any((d.code, d.message, d.place) == (first.code, first.message, first.place) for d in then)
    return not same and len(then) <= len(before.errors) + _MOST_NEW_ERRORS


def _meaning(draft: Draft) -> str:
    typed = draft.checked.typed
    if typed is None:
        return draft.source
    return graph_id(optimise(lower(typed), draft.registry), draft.registry)
