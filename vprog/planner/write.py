"""From what a question asks to a program in strict form.

How the words are taken, beside what `find` says:
- "How many are there" counts the tracks of all that is visible: everyone who is ever there counts once.
- "At the beginning" or "at the end" is the first or last third of the video. It asks for a state, so that those who
  come and go do not add up: the number is the largest at one time there. "In the first third" is a stretch, and counts.
- Who walks, moves or drives past is whoever is seen to move at some time.
- "Are there two people" asks whether there are two, neither more nor fewer, as the answer to "how many" would be.
- A relation between things holds when it holds at some time, unless a time is named.
- "Which video" is asked of two, and answered with "the first video" or "the second video".
"""

import dataclasses
from collections.abc import Sequence

from vprog.planner.find import Finder, aspects_of, nth_word
from vprog.planner.lines import Lines, quoted
from vprog.planner.meaning import (
    APPEAR,
    MOVING,
    PASS_BY,
    SEEN,
    STOPPED,
    Asked,
    Beside,
    Bound,
    Claim,
    Compared,
    Contrast,
    Doing,
    Elapsed,
    Event,
    Group,
    HappensFirst,
    HowLong,
    HowMany,
    HowManyMore,
    HowOften,
    MoreThen,
    Order,
    Part,
    Question,
    Repeats,
    Said,
    Some,
    Thing,
    Videos,
    When,
    WhenIs,
    Whether,
    Which,
    WhichVideo,
)
from vprog.planner.options import Options, chosen_of
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.which import (
    first_of_events,
    label_of_one,
    named_events,
    named_things,
    numbers,
    one_that_holds,
    with_said,
)

Value = tuple[str, str]
"""An expression and its type, as names begin with it."""
_VIDEOS = ("the first video", "the second video")


def program_value(question: Question, options: Options, lines: Lines) -> Value:
    """Write the steps and give the expression that answers, before any choice is made.

    Raises: NotUnderstoodError when what is said and the time it is said of do not go together.
    """
    times, aspects = aspects_of(question.when)
    finder = Finder(lines)
    if "video" in aspects:
        number = aspects.pop("video")
        finder.video = lines.bind("video", nth_word(number), f"videos[{number - 1}]" if number > 0 else "last(videos)")
    half = next((t for t in times if isinstance(t, Part) and t.pieces == 2), None)
    if half:
        pieces = lines.bind("videos", "halves", f"split({finder.video}, 2)")
        finder.video = lines.bind("video", half.which, f"{'first' if half.which == 'start' else 'last'}({pieces})")
        times = tuple(t for t in times if t is not half)
    return Answerer(finder, times, aspects, options).value(question.wanted)


class Answerer:
    """Writes what is wanted of what is found."""

    def __init__(self, finder: Finder, times: Sequence[When], aspects: dict[str, int], options: Options) -> None:
        """Answer for these times, with regard to what else is said and to the choices."""
        self._find = finder
        self._lines = finder.lines
        self._times = times
        self._aspects = aspects
        self._options = options

    def value(self, wanted: object) -> Value:
        """Give the expression that answers, and its type.

        Raises: NotUnderstoodError.
        """
        match wanted:
            case HowMany(things, said):
                return self._how_many(things, said), "number"
            case HowManyMore(one, other):
                self._only("how many more")
                return f"({self._number(one, Said(SEEN))} - {self._number(other, Said(SEEN))})", "number"
            case HowOften(claim):
                return f"count({self._spans_of_claim(claim, 'how many times')})", "number"
            case Repeats(thing):
                self._only("how often a movement is repeated")
                return f"count_repeats({self._find.one(thing, self._times)})", "number"
            case Whether(claim):
                return self._whether(claim)
            case MoreThen(sign, thing, one, other):
                return self._more_then(sign, thing, one, other), "bool"
            case Asked():
                return self._asked(wanted)
            case WhenIs(claim):
                return self._when(claim)
            case HowLong(claim):
                return self._how_long(claim), "seconds"
            case Elapsed(one, other):
                self._only("how long from one time to another", timed=False)
                begin, end = (f"start({self._find.span(event, 'start')})" for event in (one, other))
                first, last = self._lines.bind("seconds", "begin", begin), self._lines.bind("seconds", "end", end)
                return f"({last} - {first})", "seconds"
            case Order(one, other, answer):
                self._only("before or after", timed=False)
                text = f"order({self._find.span(one, 'start')}, {self._find.span(other, 'start')})"
                return (self._is_text(text, answer), "bool") if answer else (text, "text")
            case Compared():
                return self._compared(wanted), "bool"
            case Which():
                return self._which(wanted)
            case HappensFirst(last):
                self._only("what happens first", timed=False)
                texts = self._options.texts
                names = ("choices[0]", "choices[1]") if self._options.given else tuple(map(quoted, texts))
                return first_of_events(self._find, named_events(texts), names, last=last), "chosen"
            case WhichVideo(sign, thing, claim):
                return self._which_video(sign, thing, claim), "text"
            case Videos(what, thing, claim):
                return self._videos(what, thing, claim)
            case _:
                raise NotUnderstoodError("what is asked")

    # -- numbers -------------------------------------------------------------------------------------------------------

    def _how_many(self, things: Sequence[Thing], said: Said) -> str:
        if len(things) == 1:
            return self._amount(things[0], said)
        self._only("a number of two kinds", "all_along")
        one, other = (self._number(thing, said) for thing in things)
        return f"({one} + {other})"

    def _number(self, thing: Thing, said: Said) -> str:
        return self._lines.bind("number", thing.noun, self._amount(thing, said))

    def _amount(self, thing: Thing, said: Said) -> str:
        """Give how many there are of a thing, or how many do something."""
        if said.is_seen and not said.negated:
            return self._amount_seen(thing, said)
        self._only("how many do something", "all_along")
        if thing.unique:
            raise NotUnderstoodError("how many different ones do something")
        if "all_along" in self._aspects and not said.is_rest:
            raise NotUnderstoodError("whether `the whole video` means always or ever")
        still = said.op == MOVING and said.negated and not said.directions
        if said.op == STOPPED and not said.negated and not self._times:
            if "all_along" not in self._aspects:
                raise NotUnderstoodError("whether it stands still at some time or all the time")
            said, still = Said(MOVING, negated=True), True
        if said.negated and (still or said.is_moment) and not self._times:
            tracks = self._find.tracks(thing)
            opposite = Said(said.op, said.directions, said.sides, said.other)
            return (
                f"count({self._lines.bind('tracks', 'others', f'without({tracks}, {self._doing(thing, opposite)})')})"
            )
        return f"count({self._doing(thing, said)})"

    def _doing(self, thing: Thing, said: Said) -> str:
        """Give an expression for the tracks of those that do it."""
        if said.op == MOVING and said.directions and not said.negated and not self._times:
            tracks, way = self._find.tracks(thing), said.directions
            if len(way) > 1:
                raise NotUnderstoodError("how many go one way or another")
            self._find.check_manner(said, thing)
            return self._lines.bind("tracks", way[0], f"where({tracks}, direction={quoted(way[0])})")
        return self._find.who(self._find.spans(thing, said, self._times), said)

    def _amount_seen(self, thing: Thing, said: Said) -> str:
        self._only("how many there are", "all_along", "together", "most", "least", "asked")
        together, extreme = "together" in self._aspects, self._extreme()
        tracks = self._seen(thing, said)
        if extreme and not (together or "asked" in self._aspects):
            raise NotUnderstoodError("`at most` or `at least` without `at the same time`")
        if extreme or together:
            if thing.unique or self._is_instant():
                raise NotUnderstoodError("a largest or smallest number of anything but what is visible")
            return f"{'min' if extreme == 'least' else 'max'}_simultaneous({tracks})"
        if any(isinstance(t, Part) and t.momentary for t in self._times):
            return f"max_simultaneous({tracks})"
        return f"count_unique({tracks})" if thing.unique and not self._times else f"count({tracks})"

    def _seen(self, thing: Thing, said: Said) -> str:
        """Give the name of the tracks of those that are in the picture at the time."""
        # Seen before a time is come into view before it.
        from_start = all(getattr(t, "start_s", 1.0) == 0.0 or getattr(t, "how", "") == "before" for t in self._times)
        if said.op == APPEAR and self._times and not from_start:
            raise NotUnderstoodError("whether `appear` at a time means to be there or to come into view", "appear")
        return self._find.cut("tracks", self._find.tracks(thing), self._times)

    def _extreme(self) -> str | None:
        if "most" in self._aspects and "least" in self._aspects:
            raise NotUnderstoodError("both a largest and a smallest number")
        return next((name for name in ("most", "least") if name in self._aspects), None)

    def _is_instant(self) -> bool:
        return any(getattr(t, "at_s", None) is not None or getattr(t, "how", "") == "when" for t in self._times)

    def _spans_of_claim(self, claim: Claim, what: str) -> str:
        """Give the spans of what is claimed of the only subject."""
        some = self._some(claim, what)
        if claim.said.is_seen and what == "how many times":
            raise NotUnderstoodError("`how many times` of anything but what happens at a moment")
        if claim.said.sides:
            spans = self._find.spans(some.thing, claim.said)
            tracks = self._lines.bind("tracks", "side", self._find.who(spans, claim.said))
            return self._find.spans_of(tracks, some.thing, Said(claim.said.op), self._times)
        self._only(what)
        return self._find.spans(some.thing, claim.said, self._times)

    def _some(self, claim: Claim, what: str) -> Some:
        some = claim.subject
        if not isinstance(some, Some):
            raise NotUnderstoodError(f"`{what}` of two things")
        if some.bound or some.negated:
            raise NotUnderstoodError(f"`{what}` with a number or a denial of things")
        return some

    # -- truths --------------------------------------------------------------------------------------------------------

    def _whether(self, claim: Claim) -> Value:
        if "both" in self._aspects:
            del self._aspects["both"]
            return self._videos("both", None, claim)
        some, said = claim.subject, claim.said
        if isinstance(some, Some) and len(said.directions) > 1 and said.op == MOVING:
            return self._asked(Asked("direction", _one(some), said, said.directions))
        if isinstance(some, Some) and len(said.sides) > 1:
            return self._asked(Asked("side", _one(some), said, said.sides))
        if isinstance(some, Some) and some.bound and len(some.bound.numbers) > 1:
            return chosen_of(self._lines, self._number(some.thing, said), tuple(map(str, some.bound.numbers))), "text"
        return self._holds(claim), "bool"

    def _holds(self, claim: Claim) -> str:
        match claim.subject:
            case Group(one, other, joiner):
                self._only("two things")
                names = [self._truth(Claim(some, claim.said)) for some in (one, other)]
                return f"({names[0]} {joiner} {names[1]})"
            case Contrast(sign, one, other):
                self._only("a comparison of two numbers")
                left, right = self._number(one, claim.said), self._number(other, claim.said)
                return f"({left} {sign} {right})"
            case some:
                return self._some_holds(some, claim.said)

    def _truth(self, claim: Claim) -> str:
        subject = claim.subject
        label = subject.thing.noun if isinstance(subject, Some) else "holds"
        return self._lines.bind("bool", label, self._holds(claim))

    def _some_holds(self, some: Some, said: Said) -> str:
        if some.bound:
            return self._bounded(some.thing, some.bound, said)
        if some.plural and some.article == "the":
            raise NotUnderstoodError(f"`the {some.thing.noun}` in the plural may mean all of them or some", "the")
        if "all_along" in self._aspects and not said.is_rest:
            raise NotUnderstoodError("whether `the whole video` means always or ever")
        self._only("whether there is", "all_along")
        if said.op == STOPPED and not self._times:
            if "all_along" not in self._aspects and not said.negated:
                raise NotUnderstoodError("whether it stands still at some time or all the time")
            said = Said(MOVING, negated=not said.negated)
        if said.is_rest and not self._times:
            others = self._find.tracks(dataclasses.replace(some.thing, doing=(*some.thing.doing, Doing(said))))
            return (
                f"(not {self._lines.bind('bool', 'rest', f'exists({others})')})"
                if some.negated
                else f"exists({others})"
            )
        if said.negated and some.article != "the" and not some.negated:
            raise NotUnderstoodError("whether none does it, or some do not")
        if some.negated and said.negated:
            raise NotUnderstoodError("two denials")
        if said.op == APPEAR and not said.negated and not some.negated and self._beside_appearing():
            (when,) = self._times
            assert isinstance(when, Beside)  # noqa: S101  # as just found
            order = Order(Event(some.thing, said), when.event, when.how)
            return Answerer(self._find, (), self._aspects, self._options).value(order)[0]
        found = self._found(some.thing, Said(said.op, said.directions, said.sides, said.other, manner=said.manner))
        if some.negated or said.negated:
            return f"(not {self._lines.bind('bool', some.thing.noun, found)})"
        return found

    def _beside_appearing(self) -> bool:
        """Say whether all is for before or after something else appears, so that coming into view is meant."""
        one = self._times[0] if len(self._times) == 1 else None
        return isinstance(one, Beside) and one.how in ("before", "after") and one.event.said.op == APPEAR

    def _found(self, thing: Thing, said: Said) -> str:
        """Say whether any of the things does it."""
        if said.is_seen:
            return f"exists({self._seen(thing, said)})"
        if (said.op == MOVING and said.directions and not self._times) or said.sides:
            return f"exists({self._doing(thing, said)})"
        return f"exists({self._find.spans(thing, said, self._times)})"

    def _bounded(self, thing: Thing, bound: Bound, said: Said) -> str:
        if "most" in self._aspects or "least" in self._aspects:
            raise NotUnderstoodError("`at most` or `at least` beside a number")
        if "together" in self._aspects and (bound.sign not in (">", ">=") or not said.is_seen or self._times):
            raise NotUnderstoodError("`at the same time` with anything but more than or at least so many visible")
        return f"({self._number(thing, said)} {bound.sign} {bound.numbers[0]})"

    def _more_then(self, sign: str, thing: Thing, *when: tuple[When, ...]) -> str:
        self._only("a comparison of two times", timed=False)
        numbers = []
        for one in when:
            times, aspects = aspects_of(one)
            finder = Finder(self._lines, self._find.video)
            if "video" in aspects:
                number = aspects.pop("video")
                finder.video = self._lines.bind("video", nth_word(number), f"videos[{number - 1}]")
            there = Answerer(finder, times, aspects, self._options)
            numbers.append(there._number(thing, Said(SEEN)))  # another of this class
        return f"({numbers[0]} {sign} {numbers[1]})"

    def _is_text(self, text: str, word: str) -> str:
        return f"({self._lines.bind('text', 'found', text)} == {quoted(word)})"

    # -- properties ----------------------------------------------------------------------------------------------------

    def _asked(self, asked: Asked) -> Value:
        self._only(f"the {asked.what} of a thing")
        text = self._property(asked)
        if len(asked.answers) == 1:
            return self._is_text(text, asked.answers[0]), "bool"
        if asked.answers:
            return chosen_of(self._lines, self._lines.bind("text", "found", text), asked.answers), "text"
        return text, "text"

    def _property(self, asked: Asked) -> str:
        if asked.what != "side":
            return f"{asked.what}({self._find.one(asked.thing, self._times)})"
        assert asked.said is not None  # noqa: S101  # a side is where something happens
        said = Said(asked.said.op)
        spans = self._find.spans(asked.thing, said, self._times)
        span = self._nth(spans)
        track = self._lines.bind("track", "who", f"who({span})")
        kind = dataclasses.replace(asked.thing, doing=(), nth=0, most=None)
        then = self._lines.bind("tracks", "then", f"during({self._find.tracks(kind)}, {span})")
        own = f"[track_each for track_each in {then} if same(track_each, {track})]"
        return f"position(first({self._lines.bind('tracks', 'own', own)}))"

    def _nth(self, spans: str) -> str:
        number = self._aspects.get("nth", 1)
        taken = {1: "first({})", -1: "last({})"}.get(number, "nth({}, " + str(number) + ")")
        return self._lines.bind("span", nth_word(number), taken.format(spans))

    # -- times ---------------------------------------------------------------------------------------------------------

    def _when(self, claim: Claim) -> Value:
        some, said = self._some(claim, "when"), claim.said
        self._only("when", "nth")
        if some.plural and some.article == "the":
            raise NotUnderstoodError(f"`the {some.thing.noun}` in the plural may mean all of them or some", "the")
        thing = some.thing
        if said.op == APPEAR:
            said = Said(SEEN)
            return f"start({self._nth(self._find.spans(thing, said, self._times))})", "seconds"
        if said.sides:
            raise NotUnderstoodError("a side of the picture in a time")
        if said.is_moment or said.op in ("meets", "passes"):
            if thing.nth and not thing.doing:
                if "nth" in self._aspects:
                    raise NotUnderstoodError("two words that say which one in order")
                self._aspects["nth"], thing = thing.nth, dataclasses.replace(thing, nth=0)
            return f"start({self._nth(self._find.spans(thing, said, self._times))})", "seconds"
        if "nth" in self._aspects:
            return f"start({self._nth(self._find.spans(thing, said, self._times))})", "seconds"
        return self._find.spans(thing, said, self._times), "spans"

    def _how_long(self, claim: Claim | None) -> str:
        if claim is None:
            self._only("how long the video is", timed=False)
            return f"duration({self._find.video})"
        self._only("how long")
        return f"duration({self._lasting(self._some(claim, 'how long'), claim.said)})"

    def _lasting(self, some: Some, said: Said) -> str:
        if said.is_moment or said.op in (APPEAR, PASS_BY):
            raise NotUnderstoodError("how long something lasts that happens at a moment")
        return self._find.spans(some.thing, said, self._times)

    # -- which and how they compare ------------------------------------------------------------------------------------

    def _compared(self, wanted: Compared) -> str:
        self._only("a comparison of two things")
        if wanted.measure == "length":
            assert wanted.said is not None  # noqa: S101  # what lasts is said
            spans = [self._lasting(Some(thing), wanted.said) for thing in (wanted.one, wanted.other)]
            lasts = [self._lines.bind("seconds", "long", f"duration({name})") for name in spans]
            return f"({lasts[0]} {wanted.sign} {lasts[1]})"
        tracks = [self._find.one(thing, self._times) for thing in (wanted.one, wanted.other)]
        return f"({wanted.measure}({tracks[0]}) {wanted.sign} {wanted.measure}({tracks[1]}))"

    def _which(self, wanted: Which) -> Value:
        self._only("which", *(("all_along",) if wanted.said and wanted.said.is_rest else ()))
        thing, said, options = wanted.thing, wanted.said, self._options
        if thing is not None and said is not None and options.are_colors_of(thing.noun):
            return f"color({self._find.one(with_said(thing, said, wanted.nth), self._times)})", "text"
        among = wanted.among or named_things(options.texts)
        if wanted.most and wanted.most[1] == "number":
            counts = numbers(self._lines, [self._number(one, Said(SEEN)) for one in among])
            return f"argmax({self._texts(among)}, {counts})", "chosen"
        if said is not None and not wanted.nth and not wanted.most:
            truths = [self._truth(Claim(Some(one), said)) for one in among]
            return one_that_holds(self._lines, self._texts(among), truths), "chosen"
        return label_of_one(self._find, wanted, among, self._times), "label"

    def _texts(self, among: Sequence[Thing]) -> str:
        """Give the name of the texts to choose from: those that are offered, else the names of the things."""
        options = self._options if self._options.texts else Options(tuple(one.noun for one in among))
        return options.listed(self._lines)

    def _which_video(self, sign: str, thing: Thing | None, claim: Claim | None) -> str:
        self._only("which video")
        answerers = [self._in_video(number) for number in (0, 1)]
        if thing is not None:
            counts = numbers(self._lines, [a._number(thing, Said(SEEN)) for a in answerers])  # noqa: SLF001  # of this class
            return f"{'argmax' if sign == '>' else 'argmin'}({Options(_VIDEOS).listed(self._lines)}, {counts})"
        assert claim is not None  # noqa: S101  # a kind or a claim
        truths = [a._truth(claim) for a in answerers]  # noqa: SLF001  # of this class
        return one_that_holds(self._lines, Options(_VIDEOS).listed(self._lines), truths)

    def _videos(self, what: str, thing: Thing | None, claim: Claim | None) -> Value:
        self._only("both videos")
        answerers = [self._in_video(number) for number in (0, 1)]
        if thing is not None:
            one, other = (a._number(thing, Said(SEEN)) for a in answerers)  # noqa: SLF001  # of this class
            return f"({one} == {other})", "bool"
        assert claim is not None  # noqa: S101  # a kind or a claim
        one, other = (a._truth(claim) for a in answerers)  # noqa: SLF001  # of this class
        if what == "both":
            return f"({one} and {other})", "bool"
        ones = [self._lines.bind("number", "has", f"(1 if {truth} else 0)") for truth in (one, other)]
        return f"({ones[0]} + {ones[1]})", "number"

    def _in_video(self, number: int) -> "Answerer":
        video = self._lines.bind("video", nth_word(number + 1), f"videos[{number}]")
        return Answerer(Finder(self._lines, video), self._times, dict(self._aspects), self._options)

    # -- limits --------------------------------------------------------------------------------------------------------

    def _only(self, what: str, *allowed: str, timed: bool = True) -> None:
        """Refuse what is said around a question when it would not be clear what it goes with.

        Raises: NotUnderstoodError.
        """
        words = {"together": "`at the same time`", "most": "a largest number", "least": "a smallest number"}
        words |= {"all_along": "the whole video", "both": "both videos", "nth": "which time", "video": "which video"}
        for name in self._aspects:
            if name not in allowed:
                raise NotUnderstoodError(f"{what}, with {words.get(name, name)}")
        if self._times and not timed:
            raise NotUnderstoodError(f"{what}, at a time")


def _one(some: Some) -> Thing:
    if some.plural or some.negated or some.bound:
        raise NotUnderstoodError(f"`{some.thing.noun}` where one thing is expected", some.thing.noun)
    return some.thing
