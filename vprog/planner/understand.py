"""From the parse tree of a question to what it asks. What could be meant in two ways is not understood."""

from collections.abc import Sequence

from lark import Token, Tree

from vprog.planner.meaning import Asked, Bound, Contrast, Count, Deed, Presence, Question, Subject, Times
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.scope import scope_of
from vprog.planner.words import VEHICLES, describes, thing_name, whole_number

Node = Tree[Token]

_DEEDS = {
    "seen": Deed.SEEN,
    "anywhere": Deed.SEEN,
    "appear": Deed.APPEAR,
    "enter": Deed.ENTER,
    "leave": Deed.LEAVE,
    "come_into_view": Deed.COME_INTO_VIEW,
    "go_out_of_view": Deed.GO_OUT_OF_VIEW,
    "pass_by": Deed.PASS,
    "drive_by": Deed.PASS,
}
_MOVES = {"left": Deed.TO_LEFT, "right": Deed.TO_RIGHT, "up": Deed.TO_UP, "down": Deed.TO_DOWN}
_OPPOSITES = {"left": "right", "right": "left", "up": "down", "down": "up"}
_SIGNS = {"exactly": "==", "above": ">", "below": "<", "at_least": ">=", "at_most": "<="}
_CONTRASTS = {"more": ">", "fewer": "<", "as_many": "=="}


def understand(tree: Node) -> Question:
    """Give what a parsed question asks.

    Raises: NotUnderstoodError.
    """
    parts = [part for part in tree.children if isinstance(part, Tree)]
    asking = next(part for part in parts if part.data in _READERS)
    asides = [part for part in asking.children if isinstance(part, Tree) and part.data in ("anywhere", "all_along")]
    extreme = _child(asking, "largest", "smallest")
    around = [part for part in parts if part is not asking] + asides + ([extreme] if extreme else [])
    return Question(_READERS[asking.data](asking), scope_of(around, said=extreme is not None))


def _child(tree: Node, *names: str) -> Node | None:
    return next((part for part in tree.children if isinstance(part, Tree) and part.data in names), None)


def _words(name: Node) -> list[str]:
    return [str(word) for word in name.children]


def _names(tree: Node) -> list[list[str]]:
    return [_words(part) for part in tree.children if isinstance(part, Tree) and part.data == "name"]


def _deed(tree: Node, things: Sequence[str]) -> Deed:
    """Read what is said of the things; nothing said is being seen."""
    last = tree.children[-1]
    assert isinstance(last, Tree)  # noqa: S101  # every question ends in a rule, never in a word
    if last.data in ("drive", "drive_by"):
        for thing in things:
            if thing.rpartition(" ")[2] not in VEHICLES:
                raise NotUnderstoodError(f"`drive` is understood of vehicles, and `{thing}` is not known as one", thing)
    if last.data in ("go", "drive"):
        return _MOVES[_direction(last.children[0])]
    return _DEEDS.get(last.data, Deed.SEEN)


def _direction(heading: Node | Token) -> str:
    assert isinstance(heading, Tree)  # noqa: S101  # the grammar has rules here
    if heading.data == "heading":
        return _direction(heading.children[0])
    if heading.data == "from_to":
        start, goal = (_direction(part) for part in heading.children)
        if _OPPOSITES[start] != goal:
            raise NotUnderstoodError(f"from {start} to {goal}: a way leads from one side to the opposite one")
        return goal
    return str(heading.data)


def _count(tree: Node) -> Asked:
    thing = thing_name(_names(tree)[0], plural=True)
    return Count(thing, _deed(tree, [thing]))


def _times(tree: Node) -> Asked:
    subject = tree.children[0]
    assert isinstance(subject, Tree)  # noqa: S101  # auxiliaries leave no node here
    told = _subject(subject, several=None)
    if told.bound or told.negated:
        raise NotUnderstoodError("`how many times` with a number or a denial of things")
    return Times(told.thing, _deed(tree, [told.thing]))


def _presence(tree: Node) -> Presence:
    several = True if _child(tree, "several") else False if _child(tree, "one") else None
    group = _child(tree, "subjects", "both", "either")
    assert group is not None  # noqa: S101  # every alternative of the rule has one
    subjects = tuple(_subject(part, several) for part in group.children if isinstance(part, Tree))
    if len(subjects) == 2:
        _refuse_shared_words(group, subjects)
    joiner = "or" if group.data == "either" else "and"
    return Presence(subjects, joiner, _deed(tree, [s.thing for s in subjects]))


def _presence_plain(tree: Node) -> Presence:
    """Read "is a person in the video", but not "is the kettle hot in the video" or "do you see a ball bounce"."""
    asked = _presence(tree)
    for subject in asked.subjects:
        *front, last = subject.thing.split()
        if not all(map(describes, front)):
            raise NotUnderstoodError(f"whether `{subject.thing}` is a thing, or `{last}` is said of it", last)
    return asked


def _refuse_shared_words(group: Node, subjects: tuple[Subject, ...]) -> None:
    """Refuse "a red circle or square" and "no person or dog": what is said of the first may go for the second."""
    first, second = (part for part in group.children if isinstance(part, Tree))
    if group.data == "either" and any(subject.negated for subject in subjects):
        raise NotUnderstoodError("`no` together with `or`", "or")
    shareable = first.data not in ("a", "some", "bare") or " " in subjects[0].thing
    if second.data == "bare" and shareable:
        raise NotUnderstoodError(f"whether what is said of `{subjects[0].thing}` also goes for `{subjects[1].thing}`")


def _subject(tree: Node, several: bool | None) -> Subject:
    if tree.data in ("somebody", "nobody"):
        return Subject("person", negated=tree.data == "nobody")
    words = _names(tree)[0]
    if tree.data == "some_number":
        bound = _bound(tree.children[0])
        return Subject(thing_name(words, plural=None if bound.number == 1 else True), bound)
    if tree.data == "a":
        return Subject(thing_name(words, plural=False))
    if tree.data == "the":
        if several:
            raise NotUnderstoodError(f"`the {' '.join(words)}` may mean all of them or some", "the")
        return Subject(thing_name(words, plural=several))
    return Subject(thing_name(words, plural=None), negated=tree.data == "none")


def _bound(tree: Node | Token) -> Bound:
    assert isinstance(tree, Tree)  # noqa: S101  # the grammar has a rule here
    number = tree.children[0]
    assert isinstance(number, Tree)  # noqa: S101  # the grammar has a rule here
    return Bound(_SIGNS[tree.data], whole_number(str(number.children[0])))


def _contrast(tree: Node) -> Asked:
    compared = _child(tree, *_CONTRASTS)
    assert compared is not None  # noqa: S101  # every alternative of the rule has one
    left, right = (thing_name(words, plural=True) for words in _names(compared))
    if left == right:
        raise NotUnderstoodError(f"`{left}` compared with itself")
    return Contrast(_CONTRASTS[compared.data], left, right, _deed(tree, [left, right]))


_READERS = {
    "count": _count,
    "count_extreme": _count,
    "times": _times,
    "presence": _presence,
    "presence_plain": _presence_plain,
    "contrasted": _contrast,
}
