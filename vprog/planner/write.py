"""From what a question asks to a program in strict form.

How the words are taken:
- Things are tracked first and cut to a time afterwards, so that all questions on a video share one pass over it and a
  count agrees with what presence says.
- "How many are there" counts the tracks of all that is visible: everyone who is ever there counts once.
- "At the beginning" or "at the end" is the first or last third of the video. It asks for a state, so that those who
  come and go do not add up: the number is the largest at one time there. "In the first third" is a stretch, and counts.
- Who walks, moves or drives past is whoever does not stay put: all tracks but those whose net direction is `still`.
- "Are there two people" asks whether there are two, neither more nor fewer, as the answer to "how many" would be.
"""

from vprog.language import format_constant
from vprog.planner.meaning import Bound, Contrast, Count, Deed, Presence, Question, Scope, Subject, Times
from vprog.planner.plan import NotUnderstoodError

_MAX_NAME = 12
"""Letters of a strict name behind its type."""


def program_text(question: Question, *, choose: bool) -> str:
    """Give the program; with `choose` it answers with one of the choices.

    Raises: NotUnderstoodError when what is said and the time it is said of do not go together.
    """
    return _Writer(question.scope).text(question, choose)


class _Writer:
    """Writes one program, a line for each step; every step but the last has a name."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._lines: list[str] = []
        self._names: set[str] = set()
        self._tracked: dict[str, str] = {}

    def text(self, question: Question, choose: bool) -> str:
        answer, kind = self._answer(question)
        if choose:
            answer = f"choose({self._bind(kind, 'found', answer)}, choices)"
        return "\n".join((*self._lines, f"answer = {answer}")) + "\n"

    def _answer(self, question: Question) -> tuple[str, str]:
        match question.asked:
            case Count(thing, deed):
                return self._amount(thing, deed), "number"
            case Times(thing, deed):
                return self._times(thing, deed), "number"
            case Presence() as asked:
                return self._presence(asked), "bool"
            case Contrast(sign, left, right, deed):
                self._plain("a comparison of two numbers")
                one, other = (self._bind("number", t, self._amount(t, deed)) for t in (left, right))
                return f"({one} {sign} {other})", "bool"

    # -- numbers and truths ---------------------------------------------------------------------------------------

    def _amount(self, thing: str, deed: Deed) -> str:
        """Give how many there are of a thing, or how many do something."""
        scope = self._scope
        if scope.together and not scope.extreme:
            raise NotUnderstoodError("a number at the same time, but not whether the largest or the smallest")
        if scope.extreme:
            if not deed.is_state or scope.at_s is not None:
                raise NotUnderstoodError("a largest or smallest number of anything but what is visible")
            return f"{scope.extreme}_simultaneous({self._tracks(thing, deed)})"
        if deed.is_state and scope.momentary:
            return f"max_simultaneous({self._tracks(thing, deed)})"
        if deed.is_event:
            return f"count(who({self._spans(thing, deed)}))"
        if deed is Deed.PASS:
            tracks = self._tracks(thing, deed)
            still = self._bind("tracks", "still", f'where({tracks}, direction="still")')
            return f"(count({tracks}) - count({still}))"
        return f"count({self._tracks_that(thing, deed)})"

    def _times(self, thing: str, deed: Deed) -> str:
        self._no_extreme("how many times")
        if not deed.is_event:
            raise NotUnderstoodError(
                "`how many times` of anything but entering, leaving and coming or going out of view"
            )
        return f"count({self._spans(thing, deed)})"

    def _presence(self, asked: Presence) -> str:
        if len(asked.subjects) == 1:
            return self._holds(asked.subjects[0], asked.deed)
        self._plain("two things")
        one, other = (self._bind("bool", s.thing, self._holds(s, asked.deed)) for s in asked.subjects)
        return f"({one} {asked.joiner} {other})"

    def _holds(self, subject: Subject, deed: Deed) -> str:
        if self._scope.all_along:
            raise NotUnderstoodError("whether `the whole video` means always or ever")
        if subject.bound:
            return self._bounded(subject.thing, subject.bound, deed)
        self._no_extreme("whether there is")
        if deed is Deed.PASS:
            passing = self._bind("number", subject.thing, self._amount(subject.thing, deed))
            return f"({passing} {'==' if subject.negated else '>'} 0)"
        found = self._spans(subject.thing, deed) if deed.is_event else self._tracks_that(subject.thing, deed)
        if subject.negated:
            return f"(not {self._bind('bool', subject.thing, f'exists({found})')})"
        return f"exists({found})"

    def _bounded(self, thing: str, bound: Bound, deed: Deed) -> str:
        if self._scope.extreme:
            raise NotUnderstoodError("`at most` or `at least` beside a number")
        if not self._scope.together:
            number = self._bind("number", thing, self._amount(thing, deed))
        elif bound.sign in (">", ">=") and deed.is_state and self._scope.at_s is None:
            number = self._bind("number", thing, f"max_simultaneous({self._tracks(thing, deed)})")
        else:
            raise NotUnderstoodError("`at the same time` with anything but more than or at least so many visible")
        return f"({number} {bound.sign} {bound.number})"

    # -- what the numbers are of -----------------------------------------------------------------------------------

    def _tracks(self, thing: str, deed: Deed) -> str:
        """Give the name of the tracks of a thing in the part of the video that is asked about."""
        if deed is Deed.APPEAR and (self._scope.at_s is not None or self._scope.part):
            raise NotUnderstoodError("whether `appear` at a time means to be there or to come into view", "appear")
        if not deed.is_state and self._scope.at_s is not None:
            raise NotUnderstoodError("something that takes time, at a single moment")
        if thing not in self._tracked:
            video = "video"
            if self._scope.part:
                video = f"video_{self._scope.part}"
                if video not in self._names:
                    self._bind("video", self._scope.part, f'part(video, "{self._scope.part}")')
            found = f"track(detect({video}, {format_constant(thing)}))"
            self._tracked[thing] = self._bind("tracks", thing, found)
        return self._tracked[thing]

    def _tracks_that(self, thing: str, deed: Deed) -> str:
        """Give the name of those tracks of a thing that are seen at the moment, or move in the direction."""
        tracks = self._tracks(thing, deed)
        if self._scope.at_s is not None:
            return self._bind("tracks", "then", f"at({tracks}, {format_constant(self._scope.at_s)})")
        if deed.is_state:
            return tracks
        return self._bind("tracks", deed.value, f'where({tracks}, direction="{deed.value}")')

    def _spans(self, thing: str, deed: Deed) -> str:
        return self._bind("spans", deed.value, f"{deed.value}({self._tracks(thing, deed)})")

    # -- limits and names ------------------------------------------------------------------------------------------

    def _plain(self, what: str) -> None:
        """Refuse extremes and wholes where it would not be clear what they go with."""
        if self._scope.extreme or self._scope.together or self._scope.all_along:
            raise NotUnderstoodError(f"{what} with `at the same time`, a largest number or the whole video")

    def _no_extreme(self, what: str) -> None:
        if self._scope.extreme or self._scope.together:
            raise NotUnderstoodError(f"`{what}` with `at the same time` or a largest or smallest number")

    def _bind(self, kind: str, label: str, value: str) -> str:
        """Add a line and give its name: the kind with the last word of the label, or with one before, or numbered."""
        words = [word for word in reversed(label.split()) if _fits(word)] or ["thing"]
        tries = (*words, *(f"{words[0][: _MAX_NAME - 1]}{n}" for n in range(2, 10)))
        name = next(t for t in (f"{kind}_{word}" for word in tries) if t not in self._names)
        self._names.add(name)
        self._lines.append(f"{name} = {value}")
        return name


def _fits(word: str) -> bool:
    return word.isascii() and word.isalnum() and len(word) <= _MAX_NAME
