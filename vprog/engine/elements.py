"""Lists and comprehensions: plurals made element by element, each element a run of the body of its own."""

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vprog.diagnostics import Code, Diagnostic
from vprog.engine.settle import decided_by_operands, incomplete, settle, undecided
from vprog.engine.waves import StepsExceededError, compute_together, passing
from vprog.graph import Node, node_ids
from vprog.language.limits import MAX_LIST, MAX_STEPS
from vprog.values import Absent, Outcome, Status, Video, collect, members, views_of

if TYPE_CHECKING:
    from vprog.engine.execute import Execution


def listed(run: "Execution", node: Node, operands: Sequence[Outcome]) -> Outcome:
    """Give the plural that is written out as a list."""
    decided = decided_by_operands(node.type, operands, sees_absence=False)
    return decided or _collected(run, node, operands, operands, like=None)


def mapped(run: "Execution", node: Node, operands: Sequence[Outcome]) -> Outcome:
    """Run the body for each element.

    One element that fails, or whose value is absent, leaves the whole plural so: a plural has no holes. One of which it
    is not known whether the condition holds is left out, and the rest is partial; where nothing else is left, nobody
    knows whether there is none, and the plural is absent. What the body captures counts for elements that ask for it:
    a plural without elements stays empty.

    operands: the plural, which has a value, then what the body captures.
    """
    body, elements = node.body, members(operands[0].payload)
    assert body is not None  # noqa: S101  # verified
    if len(elements) > MAX_LIST:
        message = f"there are {len(elements)} elements to go through; at most {MAX_LIST} are allowed"
        return Outcome.failed(node.type, Diagnostic(Code("VP0503"), message, node.place))
    inside = _runs(run, node, elements, operands)
    try:
        # The condition first: what it leaves out is not computed, so it can guard.
        kept = passing(inside, body.condition) if body.condition else inside
        compute_together(kept, (body.root,))
    except StepsExceededError:
        message = f"going through {len(elements)} elements takes more than {MAX_STEPS} steps in all"
        hint = "nest comprehensions less deeply, or go through fewer elements"
        return Outcome.failed(node.type, Diagnostic(Code("VP0503"), message, node.place, hint=hint))
    tests = [one.known[body.condition] for one in inside] if body.condition else []
    values = [one.known[body.root] for one in kept]
    known, unknown = (
        [o for o in tests if o.status is not Status.ABSENT],
        [o for o in tests if o.status is Status.ABSENT],
    )
    decided = decided_by_operands(node.type, [*known, *values], sees_absence=False)
    if decided is not None:
        return decided
    used = [operands[0], *tests, *values]
    if unknown and not kept:
        return settle(node.type, Absent(f"none is known to belong: {undecided(unknown, len(inside))}"), used)
    found = _collected(run, node, values, used, like=operands[0].payload)
    return incomplete(found, undecided(unknown, len(inside))) if unknown else found


def _runs(run: "Execution", node: Node, elements: Sequence[object], operands: Sequence[Outcome]) -> "list[Execution]":
    """Give a run of the body for each element; nothing is computed yet."""
    body, type_ = node.body, operands[0].type.element
    assert body is not None and type_ is not None  # noqa: S101  # verified
    ids = node_ids(body, run.registry)
    return [
        dataclasses.replace(
            run,
            graph=body,
            parameters=(settle(type_, element, operands[:1]), *operands[1:]),
            known={},
            digests={},
            inside=f"{run.inside}{node.key}[{position}].",
            ids=ids,
        )
        for position, element in enumerate(elements)
    ]


def _collected(run: "Execution", node: Node, kept: Sequence[Outcome], used: Sequence[Outcome], like: object) -> Outcome:
    if len(kept) > MAX_LIST:
        message = f"the list has {len(kept)} members; at most {MAX_LIST} are allowed"
        return Outcome.failed(node.type, Diagnostic(Code("VP0503"), message, node.place))
    try:
        looks = tuple(dict.fromkeys(look for o in kept for look in o.followed))
        plural = collect(node.type, [o.payload for o in kept], like, _views(run, node, used), looks)
    except ValueError as error:
        # What the members are is known only now: no mistake of the program, but no value either.
        return settle(node.type, Absent(str(error)), used)
    return settle(node.type, plural, used)


def _views(run: "Execution", node: Node, used: Sequence[Outcome]) -> tuple[Video, ...]:
    """Give where the members of a plural were looked for: the views of what it was made of, else all videos."""
    captured = [run.known[key] for key in node.operands]
    found = [view for outcome in (*used, *captured) for view in views_of(outcome.payload)]
    videos = run.inputs.get("videos")
    return tuple(dict.fromkeys(found)) or views_of(videos.payload if videos else None)
