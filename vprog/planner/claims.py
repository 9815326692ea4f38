"""Clauses: what is said of whom, as a statement or turned round by a question."""

import dataclasses
from collections.abc import Sequence

from vprog.planner.meaning import SEEN, Claim, Contrast, Doing, Group, Said, Some, Thing, When
from vprog.planner.nouns import Kind, contrast
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.readings import Rule
from vprog.planner.sayings import formed, negated, other_of, refuse_bare
from vprog.planner.words import describes

Subject = Some | Group | Contrast


def claimed(*forms: str) -> Rule:
    """Give the reader of a question whose verb phrase must have one of these forms."""
    phrase = formed(*forms)

    def read(subject: Subject, *rest: object) -> Claim:
        if any(isinstance(part, Said) and part.manner == "place" for part in rest):
            refuse_two_clauses(subject)
        if isinstance(subject, Some):
            refuse_bare(subject)
        return claim(subject, phrase(*rest))  # type: ignore[arg-type]

    return read


def claim(subject: Subject, said: Said, when: tuple[When, ...] = (), *, there: bool = False) -> Claim:
    """Say something of a subject.

    Of two things together that touch "each other", one is said to touch the other. That there is "a car that moves"
    says that a car moves, so that a time that is named is that of moving; so does that "a moving car" is visible, but
    not that "a car that stops" is.
    Raises: NotUnderstoodError.
    """
    if said.op in ("meets", "near") and said.other is None:
        if not isinstance(subject, Group) or subject.joiner != "and":
            raise NotUnderstoodError("a contact with nothing named")
        return Claim(subject.one, dataclasses.replace(said, other=other_of(subject.other)), when)
    if isinstance(subject, Some) and said.is_seen:
        thing, last = hoisted(subject.thing, there=there)
        if last and not (said.negated and last.when):
            whole = negated(last.said) if said.negated else last.said
            return Claim(dataclasses.replace(subject, thing=thing), whole, (*last.when, *when))
    return Claim(subject, said, when)


def refuse_two_clauses(subject: Subject) -> None:
    """Read "is a person in the video", but not "is the kettle hot in the video" or "do you see a ball bounce".

    Raises: NotUnderstoodError.
    """
    if isinstance(subject, Contrast):
        return
    for some in (subject,) if isinstance(subject, Some) else (subject.one, subject.other):
        if any((doing.said.form or doing.said.other) and not doing.related for doing in some.thing.doing):
            raise NotUnderstoodError(f"whether more is said of `{some.thing.noun}` or only which one it is")
        *front, last = some.thing.noun.split()
        if not all(map(describes, front)):
            raise NotUnderstoodError(f"whether `{some.thing.noun}` is a thing, or `{last}` is said of it", last)


def hoisted(thing: Thing, *, there: bool) -> tuple[Thing, Doing | None]:
    """Give a thing without what was last said of it, and that.

    there: all that is said beside it is that it is there.
    """
    if thing.nth or thing.most or not thing.doing or thing.doing[-1].nth:
        return thing, None
    if not there and (thing.doing[-1].said.form or thing.doing[-1].said.other):
        return thing, None
    return dataclasses.replace(thing, doing=thing.doing[:-1]), thing.doing[-1]


def _seen(subject: Subject, *rest: object) -> Claim:
    last = rest[-1] if rest else None
    deny = "not" in rest
    if isinstance(last, Doing):
        if deny or last.nth:
            raise NotUnderstoodError("which one of several, behind that it is seen")
        return claim(subject, last.said, last.when)
    said = last if isinstance(last, Said) else Said(SEEN)
    return claim(subject, negated(said) if deny else said, there=True)


def _shown(subject: Subject, *rest: object) -> Claim:
    refuse_two_clauses(subject)
    return _seen(subject, *rest)


def _seen_doing(*rest: object) -> Said:
    last = rest[-1] if rest else None
    if isinstance(last, Doing):
        raise NotUnderstoodError("`that` behind that it is seen")
    said = last if isinstance(last, Said) else Said(SEEN)
    return negated(said) if "not" in rest else said


def _rest(said: Said) -> Said:
    if said.form == "finite":
        raise NotUnderstoodError("a verb behind that something is seen")
    return said


def _without(subject: Subject) -> Claim:
    if not isinstance(subject, Some) or subject.negated or subject.bound:
        raise NotUnderstoodError("a video without two things, or without a number of them")
    return claim(dataclasses.replace(subject, negated=True, plural=False), Said(SEEN))


def _meeting(one: Some, other: Some) -> Claim:
    return Claim(one, Said("meets", other=other_of(other)))


def _contrasted(sign: str, one: Kind, rest: Sequence[object]) -> Claim:
    """Read "can more cars be seen than people" and "do more cars leave than people"."""
    other = rest[-1]
    assert isinstance(other, Kind)  # noqa: S101  # the grammar has a noun here
    said = next((part for part in rest if isinstance(part, Said)), Said(SEEN))
    return Claim(contrast(sign)(one, other), said)  # type: ignore[arg-type]


RULES: dict[str, Rule] = {
    "claimed_doing": claimed("finite"),
    "claimed_being": claimed("ing", ""),
    "claimed_done": claimed("finite"),
    "claimed_seen": _seen,
    "claimed_shown": _shown,
    "claimed_without": _without,
    "claimed_meeting": _meeting,
    "stated": claimed("finite"),
    "doing": formed("finite"),
    "being": formed("ing", ""),
    "done": formed("finite"),
    "seen_doing": _seen_doing,
    "rest": _rest,
    "rest_that": lambda doing: doing,
    "contrasted": lambda sign, one, *rest: _contrasted(sign, one, rest),
    "negation": lambda: "not",
    "adverb": lambda: "ever",
}
