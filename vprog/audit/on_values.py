"""The audits that need no picture: of the trace itself, of what was looked at, and of what a program does elsewhere."""

import dataclasses
from collections.abc import Mapping, Sequence

import networkx as nx

from vprog.api.replaying import recorded_answer
from vprog.api.rerun import Rerunner
from vprog.audit.compare import Said, said
from vprog.audit.made import EMPTY, FULL, MORE, PLAIN, Worlds
from vprog.audit.verdict import FAIL, NOT_APPLICABLE, PASS, Verdict
from vprog.audit.words import asks_for_moment
from vprog.graph import INPUT, as_networkx
from vprog.report import Recorded, RecordedNode, RecordedQuestion
from vprog.trace import NoTrace
from vprog.types import Type
from vprog.values import Outcome, Span, Spans, digest

_LOOKED_SHARE = 0.25
"""Who looks at less than that of a video has not looked at the video."""
_ANSWERED = 8
"""In so many worlds a program has to answer before its answers say something."""
_RETIMED = 2
"""In so many worlds another time must give another answer."""
_DIFFERING, _UNASKED, _SILENT = 2, 6, 10
"""In so many worlds a program may not differ from another, or answer alone, or not answer, if both do the same."""


def consistency(rerunner: Rerunner, question: RecordedQuestion) -> Verdict:
    """Replay the answer, and compute once more all that follows from what was seen."""
    name, run = "consistency", rerunner.run
    record = recorded_answer(run, question).to_json()
    told = {key: value for key, value in (question.answer or {}).items() if record.get(key) != value}
    if told:
        return Verdict(name, FAIL, f"the answer that is recorded does not follow from the trace: {', '.join(told)}")
    seen = {n.outer for n in run.nodes.values() if n.backend is not None}
    kept = {key: run.nodes[key].outcome for key in seen if key in run.nodes}
    inputs = [k for k, n in rerunner.graph.nodes.items() if n.op == INPUT and k in run.nodes and k not in kept]
    again = rerunner.compute(kept | {key: run.nodes[key].outcome for key in inputs}, {}, NoTrace(), keep=False)
    for bound in question.names.values():
        if (
            bound.node
            and bound.key
            and bound.key in again.known
            and _mark(again.known[bound.key]) != _mark(bound.node.outcome)
        ):
            why = f"`{bound.name}` is not what its recorded operands give"
            return Verdict(name, FAIL, why, {"name": bound.name}, len(again.ran))
    return Verdict(name, PASS, "replay gives the answer; every value follows from those before it", {}, len(again.ran))


def _mark(outcome: Outcome | None) -> object:
    if outcome is None:
        return None
    return (outcome.status, digest(outcome.type, outcome.payload) if outcome.has_value else outcome.reason)


def coverage(rerunner: Rerunner, question: RecordedQuestion) -> Verdict:
    """See how much of the video was looked at, where the question is about all of it."""
    name, run = "coverage", rerunner.run
    root = question.names["answer"].key
    below = nx.ancestors(as_networkx(rerunner.graph), root) | {root}
    videos = {k for k, n in rerunner.graph.nodes.items() if n.op == INPUT and n.type in (Type.VIDEO, Type.VIDEOS)}
    if not below & videos:
        return Verdict(name, FAIL, "the answer does not depend on the video")
    looks = [n for n in run.nodes.values() if n.frame_range and n.outer in below]
    if not looks or question.question is None:
        why = "no frame was looked at" if not looks else "there is no question that says what to look at"
        return Verdict(name, NOT_APPLICABLE, why)
    shares = _looked(run, looks)
    share = min(1.0, sum(shares) / len(shares))
    facts = {"looked_share": round(share, 3)}
    if asks_for_moment(question.question):
        return Verdict(name, NOT_APPLICABLE, "the question is about a part of the video", facts)
    if share < _LOOKED_SHARE:
        why = f"the question is about the whole video; {share:.0%} of it was looked at"
        return Verdict(name, FAIL, why, facts)
    return Verdict(name, PASS, f"{share:.0%} of the video was looked at", facts)


def _looked(run: Recorded, looks: Sequence[RecordedNode]) -> list[float]:
    """Give, of each video that was looked at, the share of what was visible from the first to the last look."""
    shares = []
    for video in {v.source.digest: v.source for v in run.videos}.values():
        ranges = [n.frame_range for n in looks if n.video == video.digest and n.frame_range]
        if ranges:
            frames = max(last for _, last in ranges) - min(first for first, _ in ranges) + 1
            visible_s = (min(run.clip[1], video.duration_s) - run.clip[0]) if run.clip else video.duration_s
            shares.append(frames / video.frame_count * video.duration_s / visible_s)
    return shares


@dataclasses.dataclass(frozen=True)
class Elsewhere:
    """What a program answers in made worlds. answers: by number of the world."""

    answers: dict[int, Said]
    is_moved: bool | None
    """Whether the answer changes with what there is to see; None where too few worlds gave one."""
    is_moved_by_time: bool | None
    """Whether it changes when the same things happen at other times."""


def elsewhere(worlds: Worlds, program: str, *, about_order: bool) -> Elsewhere:
    """Ask a program in made worlds. about_order: see as well whether it changes when things happen at other times."""
    if not worlds.requests:
        return Elsewhere({}, None, None)
    answers = {number: worlds.answer(program, number) for number in (*PLAIN, *FULL, *EMPTY)}
    answered = [one for one in answers.values() if one.answered]
    is_telling = len(answered) >= _ANSWERED
    moved = any(not one.agrees(answered[0]) for one in answered[1:])
    if not moved and answered:
        more = (worlds.answer(program, number) for number in MORE)
        moved = any(one.answered and not one.agrees(answered[0]) for one in more)
    by_time = _is_moved_by_time(worlds, program, answers) if about_order else None
    return Elsewhere(answers, moved or (False if is_telling else None), by_time or (by_time if is_telling else None))


def _is_moved_by_time(worlds: Worlds, program: str, answers: Mapping[int, Said]) -> bool:
    differing = 0
    for number in (*answers, *MORE):
        one = answers.get(number) or worlds.answer(program, number)
        differing += one.answered and not worlds.answer(program, number, another_time=True).agrees(one)
        # A single one may be a thing that was lost on its way.
        if differing == _RETIMED:
            return True
    return False


def sensitivity(there: Elsewhere) -> Verdict:
    """Put other things before the program: its answer must change with what there is to see."""
    name, facts = "sensitivity", {"worlds": len(there.answers)}
    match there.is_moved:
        case True:
            return Verdict(name, PASS, "in made worlds the answer changes with what there is to see", facts)
        case False:
            shown = next(one.text for one in there.answers.values() if one.answered)
            return Verdict(
                name, FAIL, f"in {len(there.answers) + len(MORE)} made worlds it always answers {shown}", facts
            )
    why = "the program looks for nothing that can be made" if not there.answers else "it answers in too few made worlds"
    return Verdict(name, NOT_APPLICABLE, why, facts)


def reading(worlds: Worlds, there: Elsewhere, question: RecordedQuestion, planned: str | None) -> Verdict:
    """Read the question once more by the rules: in made worlds, their program must give the same answers."""
    name = "reading"
    if planned is None or question.question is None:
        return Verdict(name, NOT_APPLICABLE, "the rules do not understand the question")
    if question.planner == "rules":
        return Verdict(name, NOT_APPLICABLE, "the rules wrote the program themselves")
    if not there.answers:
        return Verdict(name, NOT_APPLICABLE, "the program looks for nothing that can be made")
    mine, other = there.answers, {number: worlds.answer(planned, number) for number in there.answers}
    differing = [n for n, one in other.items() if one.answered and mine[n].answered and not one.agrees(mine[n])]
    silent = [n for n, one in other.items() if one.answered and not mine[n].answered]
    # Where the rules' program has no answer, what the question speaks of does not happen.
    unasked = [n for n, one in other.items() if mine[n].answered and not one.answered]
    facts = {"worlds": len(other), "differing": len(differing), "silent": len(silent), "unasked": len(unasked)}
    if len(differing) >= _DIFFERING:
        shown = f"{mine[differing[0]].text}, not {other[differing[0]].text}"
        why = f"in {len(differing)} of {len(other)} made worlds it is not what the question asks: {shown}"
        return Verdict(name, FAIL, why, facts | {"program": planned})
    if len(unasked) >= _UNASKED:
        why = f"in {len(unasked)} of {len(other)} made worlds it answers although what is asked about does not happen"
        return Verdict(name, FAIL, why, facts | {"program": planned})
    if len(silent) >= _SILENT:
        why = f"in {len(silent)} of {len(other)} made worlds it does not answer what the rules' program answers"
        return Verdict(name, FAIL, why, facts | {"program": planned})
    return Verdict(name, PASS, f"in {len(other)} made worlds it answers what the rules read in the question", facts)


def cut(rerunner: Rerunner, question: RecordedQuestion) -> Verdict:
    """Take away what `before` and `after` exclude: nothing may change."""
    name, run = "cut", rerunner.run
    replaced: dict[str, Outcome] = {}
    for key, node in rerunner.graph.nodes.items():
        if node.op in _SIDES and key in run.nodes and all(o in run.nodes for o in node.operands[:2]):
            what, anchor = (run.nodes[o].outcome for o in node.operands[:2])
            if isinstance(what.payload, Spans) and isinstance(anchor.payload, Span):
                early = node.op == "before"
                kept = tuple(s for s in what.payload.items if _is_on_side(s, anchor.payload, early=early))
                payload = dataclasses.replace(what.payload, items=kept)
                replaced[node.operands[0]] = dataclasses.replace(what, payload=payload)
    if not replaced:
        return Verdict(name, NOT_APPLICABLE, "the program cuts no spans with `before` or `after`")
    again = rerunner.compute(replaced, {}, NoTrace(), keep=False)
    key = question.names["answer"].key or ""
    was, now = said(run.nodes[key].outcome), said(again.known[key])
    if now.agrees(was):
        return Verdict(name, PASS, "what lies on the other side of its cuts changes nothing", {}, len(again.ran))
    return Verdict(name, FAIL, f"without what its cuts exclude it gives {now.text}, not {was.text}", {}, len(again.ran))


_SIDES = ("before", "after")


def _is_on_side(span: Span, anchor: Span, *, early: bool) -> bool:
    return span.start_s < anchor.start_s if early else span.end_s > anchor.end_s
