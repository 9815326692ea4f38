"""The audits that look at the video again: with parts of it hidden, or changed as a whole."""

from vprog.audit.compare import Said
from vprog.audit.pictures import ALL_CITED, Pictures
from vprog.audit.verdict import FAIL, NOT_APPLICABLE, PASS, Verdict
from vprog.audit.words import asks_for_order, sides_swapped
from vprog.media import Change

_SLOWER = 0.8
_SHUFFLES = (1, 2)


def sufficiency(seen: Pictures) -> Verdict:
    """Hide all that is not cited: the answer must stay."""
    name, was = "sufficiency", seen.original
    if not was.answered:
        return Verdict(name, NOT_APPLICABLE, "there is no answer that evidence could carry")
    if not seen.evidence:
        return Verdict(name, FAIL, "the answer cites no evidence")
    share = seen.cited_share
    facts: dict[str, object] = {"cited_share": round(share, 3)}
    if share >= ALL_CITED:
        return Verdict(name, NOT_APPLICABLE, f"all of the video is cited ({share:.0%})", facts)
    now, ran = seen.blanked(seen.uncited())
    facts |= {"answer": now.text}
    if now.agrees(was):
        return Verdict(name, PASS, f"the {share:.0%} of the video that it cites give the same answer", facts, ran)
    why = f"what it cites ({share:.0%} of the video) gives {now.text} in place of {was.text}"
    return Verdict(name, FAIL, why, facts, ran)


def necessity(seen: Pictures, *, is_moved: bool) -> Verdict:
    """Hide what is cited: the answer must fall. is_moved: it changes with what there is to see."""
    name, was = "necessity", seen.original
    if not was.answered or not seen.evidence:
        return Verdict(name, NOT_APPLICABLE, "there is no evidence that could be hidden")
    if seen.cited_share >= ALL_CITED:
        return Verdict(name, NOT_APPLICABLE, "all of the video is cited: see `blind`")
    now, ran = seen.blanked(seen.cited())
    return _without(name, "what it cites", seen, now.text, ran, same=now.agrees(was), is_moved=is_moved)


def blind(seen: Pictures, *, is_moved: bool) -> Verdict:
    """Hide everything: the answer must fall. is_moved: it changes with what there is to see."""
    if not seen.original.answered:
        return Verdict("blind", NOT_APPLICABLE, "there is no answer")
    now, ran = seen.blanked()
    same = now.agrees(seen.original)
    return _without("blind", "the video", seen, now.text, ran, same=same, is_moved=is_moved)


def _without(name: str, what: str, seen: Pictures, now: str, ran: int, *, same: bool, is_moved: bool) -> Verdict:
    facts = {"answer": now}
    if not same:
        return Verdict(name, PASS, f"without {what} it gives {now} in place of {seen.original.text}", facts, ran)
    if is_moved:
        why = f"without {what} it gives {now} as well, but it changes with what there is to see"
        return Verdict(name, NOT_APPLICABLE, why, facts, ran)
    if seen.original.is_nothing:
        return Verdict(name, NOT_APPLICABLE, f"{now} is what there is to say where nothing is seen", facts, ran)
    return Verdict(name, FAIL, f"without {what} it gives {now} all the same", facts, ran)


def order(seen: Pictures, *, is_moved_by_time: bool | None) -> Verdict:
    """Show the video backwards and shuffled: an answer about order must change, as far as it can.

    is_moved_by_time: whether it changes when the same things happen at other times; None where that is not known.
    """
    name, was = "order", seen.original
    if not asks_for_order(seen.question.question):
        return Verdict(name, NOT_APPLICABLE, "the question does not speak of order")
    if not was.answered:
        return Verdict(name, NOT_APPLICABLE, "there is no answer")
    shown = [seen.changed(Change(reversed=True)), *(seen.changed(Change(seed=seed)) for seed in _SHUFFLES)]
    ran = sum(nodes for _, nodes in shown)
    facts = {"backwards": shown[0][0].text, "shuffled": [now.text for now, _ in shown[1:]]}
    if is_moved_by_time is False:
        # What is shuffled is hard to follow: another answer is no sign that order was asked for.
        why = "the question speaks of order; the answer stays when the same things happen at other times"
        return Verdict(name, FAIL, why, facts, ran)
    if any(not now.agrees(was) for now, _ in shown):
        return Verdict(name, PASS, "backwards or shuffled, the video gives another answer", facts, ran)
    return Verdict(name, NOT_APPLICABLE, "the answer stays here when the video is shuffled, which it may", facts, ran)


def mirror(seen: Pictures) -> Verdict:
    """Mirror the video: left and right must change places, in program and answer; all else must stay."""
    name, was, question = "mirror", seen.original, seen.question
    if not was.answered:
        return Verdict(name, NOT_APPLICABLE, "there is no answer")
    change = Change(mirrored=True)
    choices = tuple(sides_swapped(choice) for choice in question.choices)
    program = sides_swapped(question.program or "")
    if program == question.program and choices == question.choices:
        now, ran = seen.changed(change)
    else:
        now, ran = seen.swapped(program, choices, change)
    facts = {"answer": now.text}
    expected = Said(True, was.type, sides_swapped(was.answer)) if isinstance(was.answer, str) else was
    if now.agrees(expected):
        return Verdict(name, PASS, "the mirrored video gives the same, left and right exchanged", facts, ran)
    why = f"the mirrored video gives {now.text}, not {expected.text}"
    return Verdict(name, FAIL, why, facts, ran)


def speed(seen: Pictures) -> Verdict:
    """Show the video more slowly: lengths of time must scale, all else must stay."""
    name, was = "speed", seen.original
    if not was.answered:
        return Verdict(name, NOT_APPLICABLE, "there is no answer")
    now, ran = seen.changed(Change(speed=_SLOWER))
    facts = {"answer": now.text, "speed": _SLOWER}
    if was.agrees(now, scale=1 / _SLOWER):
        return Verdict(name, PASS, f"at {_SLOWER:g} times the speed it gives {now.text}, as it must", facts, ran)
    return Verdict(name, FAIL, f"at {_SLOWER:g} times the speed it gives {now.text}, not {was.text} scaled", facts, ran)
