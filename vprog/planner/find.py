"""From things and what is said of them to tracks and spans, line by line.

How the words are taken:
- Things are tracked first and cut to a time afterwards, so that all questions on a video share one pass over it.
- `the X` is every X that is found where it is asked whether or when something happens to it, and the one that is seen
  longest where it is asked what one thing is like: a thing that is lost and found again has several tracks.
- Who moves to one side is whoever ends up there, by the net direction of the whole track; with a time, or as a mark in
  time, it is the stretch in which it goes that way. Who stays still, with no time named, is whoever never moves.
- "The left car" and "the car on the left" have another one to their right and never one to their left.
- Who enters from one side is whoever enters and then moves to the other.
- What happens before, after or when something else does is measured by the first time that that happens, unless the
  question says which; what happens while something is so, by the longest time that it is so.
"""

import dataclasses
from collections.abc import Sequence

from vprog.planner.lines import Lines, nth_of, nth_word, quoted, seconds
from vprog.planner.meaning import (
    APPEAR,
    MOVING,
    PASS_BY,
    RELATIONS,
    SEEN,
    STOPPED,
    Aspect,
    At,
    AtEnd,
    Beside,
    Doing,
    Event,
    Part,
    Said,
    Stretch,
    Thing,
    When,
)
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.words import DRAWN, GLIDING, VEHICLES, is_actor

_AWAY_FROM = {"left": "right", "right": "left", "top": "down", "bottom": "up"}
_TOWARDS = {"left": "left", "right": "right", "top": "up", "bottom": "down"}
_LAST_S = 0.1
"""So long before its end a video shows its last frame, or one that looks much like it."""
_FITS = {"drive": VEHICLES, "glide": GLIDING}


class Finder:
    """Writes the steps that find things and events; asks nothing of them."""

    def __init__(self, lines: Lines, video: str = "video") -> None:
        """Find in this video."""
        self.lines = lines
        self.video = video

    # -- things --------------------------------------------------------------------------------------------------------

    def tracks(self, thing: Thing) -> str:
        """Give the name of the tracks of all things that are meant."""
        if thing.nth or thing.most or any(doing.nth for doing in thing.doing):
            one = self.one(thing)
            return self.only(self._all(thing), one)
        return self._narrowed(thing)

    def one(self, thing: Thing, when: Sequence[When] = ()) -> str:
        """Give the name of the track of the one thing that is meant, cut to a time."""
        if thing.most:
            return self._most(self.cut("tracks", self._narrowed(thing), when), *thing.most)
        picked = self._picked(thing)
        if picked is None:
            tracks = self.cut("tracks", self._narrowed(thing), when)
            return self.lines.bind("track", thing.noun, f"longest({tracks})")
        if not when:
            return picked
        tracks = self.only(self.cut("tracks", self._all(thing), when), picked)
        return self.lines.bind("track", "then", f"longest({tracks})")

    def _picked(self, thing: Thing) -> str | None:
        """Give the track of "the second person to leave", or None when no order chooses one."""
        chosen = [doing for doing in thing.doing if doing.nth]
        if not chosen and not thing.nth:
            return None
        last = chosen[-1] if chosen else (thing.doing[-1] if thing.doing else None)
        nth = chosen[-1].nth if chosen else thing.nth
        if len(chosen) + bool(thing.nth) > 1 or (last and last is not thing.doing[-1]):
            raise NotUnderstoodError("two words that say which one in order")
        if last is None or (last.said.is_seen and not last.when):
            return self._nth("track", nth, self._all(thing))
        among = _narrower(thing)
        if last.said.negated or (last.said.op == MOVING and last.said.directions and not last.when):
            return self._nth("track", nth, self._those(self._all(among), last, thing))
        span = self._nth("span", nth, self.spans(among, last.said, last.when))
        return self.lines.bind("track", nth_word(nth), f"who({span})")

    def _most(self, tracks: str, pick: str, measure: str) -> str:
        numbers = self.measures(tracks, measure)
        return self.lines.bind("track", "largest" if pick == "argmax" else "smallest", f"{pick}({tracks}, {numbers})")

    def measures(self, tracks: str, measure: str, kind: str = "numbers") -> str:
        """Give the name of what each of the tracks measures."""
        return self.lines.bind(kind, measure, f"[{measure}(track_each) for track_each in {tracks}]")

    def only(self, tracks: str, track: str, label: str = "one") -> str:
        """Give the name of those of some tracks that are one thing."""
        chosen = f"[track_each for track_each in {tracks} if same(track_each, {track})]"
        return self.lines.bind("tracks", label, chosen)

    def _all(self, thing: Thing) -> str:
        """Give the tracks of a kind, of a size, whatever they do."""
        if thing.unique:
            raise NotUnderstoodError(f"different ones of `{thing.noun}` where they are not counted")
        if thing.size and thing.noun.rpartition(" ")[2] not in DRAWN:
            raise NotUnderstoodError(f"how large a `{thing.noun}` must be to be called {thing.size}", thing.noun)
        found = f"track(detect({self.video}, {quoted(thing.noun)}))"
        tracks = self.lines.bind("tracks", thing.noun, found)
        if thing.given:
            tracks = self.lines.bind("tracks", "found", f"found({tracks})")
        if thing.size:
            tracks = self.lines.bind("tracks", thing.size, f"where({tracks}, size={quoted(thing.size)})")
        if thing.side:
            tracks = self._outermost(tracks, thing.side)
        return tracks

    def _outermost(self, tracks: str, side: str) -> str:
        """Give those that have others beside them on one side only; that there is one is taken for granted."""
        left, right = (self.lines.bind("spans", w, f"{w}_of({tracks}, {tracks})") for w in ("left", "right"))
        here, beyond = (left, right) if side == "left" else (right, left)
        outer = self.lines.bind("tracks", "outer", f"without(who({here}), who({beyond}))")
        return self.lines.bind("tracks", side, f"found({outer})")

    def _narrowed(self, thing: Thing) -> str:
        tracks = self._all(thing)
        for doing in thing.doing:
            tracks = self._those(tracks, doing, thing)
        return tracks

    def _those(self, tracks: str, doing: Doing, thing: Thing) -> str:
        """Give those of the tracks that do it."""
        said, when = doing.said, doing.when
        if said.is_rest and all(isinstance(w, Aspect) and w.name == "all_along" for w in when):
            when = ()
        if said.is_seen and not said.negated:
            return self.cut("tracks", tracks, when)
        if said.op == STOPPED and not when:
            # With no time, what stands still is what never moves.
            said = Said(MOVING, negated=not said.negated)
        if said.negated and not (when and said.op in (MOVING, STOPPED)):
            others = self._those(tracks, Doing(dataclasses.replace(said, negated=False), when), thing)
            return self.lines.bind("tracks", "others", f"without({tracks}, {others})")
        if said.op == MOVING and not when and said.directions:
            way = _one_of(said.directions, "directions")
            self.check_manner(said, thing)
            return self.lines.bind("tracks", way, f"where({tracks}, direction={quoted(way)})")
        return self.lines.bind("tracks", "who", self.who(self.spans_of(tracks, thing, said.sideless, when), said))

    def who(self, spans: str, said: Said) -> str:
        """Give an expression for the tracks of those that do it, on the side that is named."""
        if not said.sides:
            return f"who({spans})"
        tracks = self.lines.bind("tracks", "who", f"who({spans})")
        ways = _AWAY_FROM if said.op in ("enters", "appears") else _TOWARDS
        way = ways[_one_of(said.sides, "sides")]
        return self.lines.bind("tracks", way, f"where({tracks}, direction={quoted(way)})")

    # -- what happens --------------------------------------------------------------------------------------------------

    def spans(self, thing: Thing, said: Said, when: Sequence[When] = ()) -> str:
        """Give the name of the spans in which it happens, or is so, to any of the things.

        "The second car enters" is the second time that a car enters, whether or not it was the second to be seen.
        """
        if thing.nth and not thing.doing and said.happens and not said.negated:
            all_ = self.spans(dataclasses.replace(thing, nth=0), said)
            one = self._nth("span", thing.nth, all_)
            spans = self.lines.bind("spans", "one", f"[span_each for span_each in {all_} if same(span_each, {one})]")
            return self.cut("spans", spans, when)
        return self.spans_of(self.tracks(thing), thing, said, when)

    def spans_of(self, tracks: str, thing: Thing, said: Said, when: Sequence[When]) -> str:
        """As `spans`, of tracks that are found already."""
        if said.sides:
            raise NotUnderstoodError("the side of the picture at which something happens, beside what is asked")
        self.check_manner(said, thing)
        op = _operator(said)
        instants = [w for w in when if is_instant(w)]
        if said.is_moment:
            if instants:
                raise NotUnderstoodError("something that takes time, at a single moment")
            return self.cut("spans", self._call(op, tracks, said), when)
        rest = [w for w in when if w not in instants]
        return self.cut("spans", self._call(op, self.cut("tracks", tracks, rest), said), instants)

    def _call(self, op: str, tracks: str, said: Said) -> str:
        if op == "gaps":
            return self.lines.bind("spans", "gaps", f"gaps({self.lines.bind('spans', SEEN, f'{SEEN}({tracks})')})")
        if op in RELATIONS and said.other is None:
            raise NotUnderstoodError("which side of the picture something is on, and not of what")
        more = f", {self.tracks(said.other)}" if said.other else ""
        if said.directions:
            more = f", direction={quoted(_one_of(said.directions, 'directions'))}"
        return self.lines.bind("spans", op.partition("_")[0], f"{op}({tracks}{more})")

    def check_manner(self, said: Said, thing: Thing) -> None:
        """Refuse a verb that says more of this thing than that it moves.

        Raises: NotUnderstoodError.
        """
        if said.manner == "hit":
            if is_actor(thing.noun):
                raise NotUnderstoodError(
                    f"whether `{thing.noun}` comes into contact, or does so on purpose", thing.noun
                )
            return
        if said.manner and thing.noun.rpartition(" ")[2] not in _FITS[said.manner]:
            why = f"`{said.manner}` is understood of what does nothing else, and `{thing.noun}` is not known to"
            raise NotUnderstoodError(why, thing.noun)

    # -- when ----------------------------------------------------------------------------------------------------------

    def span(self, event: Event, how: str = "after") -> str:
        """Give the name of the span that an event is as a mark in time."""
        thing, said, nth = event.thing, event.said, event.nth
        if said.op == APPEAR:
            # What is there from the beginning never comes into view, but a time before it is there is none either.
            said = Said(SEEN) if how in ("before", "start") else Said("appears")
        if thing.nth and not thing.doing and not said.is_seen:
            if nth:
                raise NotUnderstoodError("two words that say which one in order")
            thing, nth = dataclasses.replace(thing, nth=0), thing.nth
        spans = self.spans(thing, said)
        if nth:
            return self._nth("span", nth, spans)
        lasting = how == "while" and not said.is_moment
        return self.lines.bind("span", said.op.partition("_")[0], f"{'longest' if lasting else 'first'}({spans})")

    def cut(self, kind: str, name: str, when: Sequence[When]) -> str:
        """Give the name of what is left of tracks or spans at a time."""
        if len(when) > 1 and not all(isinstance(one, Beside) for one in when):
            raise NotUnderstoodError("two different times")
        for one in when:
            name = self._cut(kind, name, one)
        return name

    def _cut(self, kind: str, name: str, when: When) -> str:
        match when:
            case At(at_s):
                return self.lines.bind(kind, "then", f"at({name}, {seconds(at_s)})")
            case AtEnd():
                whole = self.lines.bind("seconds", "all", f"duration({self.video})")
                last = self.lines.bind("seconds", "last", f"({whole} - {seconds(_LAST_S)})")
                return self.lines.bind(kind, "then", f"at({name}, {last})")
            case Part(which, pieces=3):
                return self.lines.bind(kind, which, f'part({name}, "{which}")')
            case Stretch(start_s, None, None):
                return self.lines.bind(kind, "after", f"after({name}, {self._interval(0.0, start_s)})")
            case Stretch(start_s, end_s, None):
                return self.lines.bind(kind, "during", f"during({name}, {self._interval(start_s, end_s or 0.0)})")
            case Stretch(last_s=last_s):
                return self.lines.bind(kind, "during", f"during({name}, {self._last(last_s or 0.0)})")
            case Beside():
                return self._cut_beside(kind, name, when)
            case _:
                raise NotUnderstoodError("that time, of a part of what is asked")

    def _interval(self, start_s: float, end_s: float) -> str:
        return self.lines.bind("span", "time", f"interval({self.video}, {seconds(start_s)}, {seconds(end_s)})")

    def _last(self, last_s: float) -> str:
        whole = self.lines.bind("seconds", "all", f"duration({self.video})")
        begin = self.lines.bind("seconds", "begin", f"({whole} - {seconds(last_s)})")
        return self.lines.bind("span", "time", f"interval({self.video}, {begin}, {whole})")

    def _cut_beside(self, kind: str, name: str, when: Beside) -> str:
        how = when.how
        if how == "between":
            assert when.other is not None  # noqa: S101  # what lies between has two ends
            return self.lines.bind(kind, how, f"between({name}, {self.span(when.event)}, {self.span(when.other)})")
        if how == "soon_after":
            span = self.span(when.event)
            return self.lines.bind(kind, "soon", f"after({name}, {span}, within={seconds(when.seconds or 0.0)})")
        if how in ("later", "sooner"):
            begin = self.lines.bind("seconds", "event", f"start({self.span(when.event)})")
            sign = "+" if how == "later" else "-"
            moment = self.lines.bind("seconds", how, f"({begin} {sign} {seconds(when.seconds or 0.0)})")
            return self.lines.bind(kind, "then", f"at({name}, {moment})")
        if how in ("when", "while"):
            if is_instant(when):
                begin = self.lines.bind("seconds", "event", f"start({self.span(when.event)})")
                return self.lines.bind(kind, "then", f"at({name}, {begin})")
            return self.lines.bind(kind, "during", f"during({name}, {self.span(when.event, 'while')})")
        return self.lines.bind(kind, how, f"{how}({name}, {self.span(when.event, how)})")

    def _nth(self, kind: str, nth: int, plural: str) -> str:
        return self.lines.bind(kind, nth_word(nth), nth_of(plural, nth))


def with_said(thing: Thing, said: Said, nth: int) -> Thing:
    """Narrow a thing down by what is said of it, and by which one in order is to do it."""
    if said.op == SEEN and not said.negated and not nth:
        return thing
    return dataclasses.replace(thing, doing=(*thing.doing, Doing(said, (), nth)))


def _narrower(thing: Thing) -> Thing:
    return Thing(thing.noun, thing.size, thing.side, thing.doing[:-1], given=thing.given)


def _operator(said: Said) -> str:
    if not said.negated:
        if said.op == APPEAR:
            raise NotUnderstoodError("whether `appear` means to be there or to come into view", "appear")
        return MOVING if said.op == PASS_BY else said.op
    opposites = {SEEN: "gaps", MOVING: STOPPED, STOPPED: MOVING}
    if said.op not in opposites or said.directions:
        raise NotUnderstoodError("a time in which something does not happen")
    return opposites[said.op]


def is_instant(when: When) -> bool:
    """Say whether a time is a moment: "when it stops" is one, "when it is visible" is a stretch."""
    if not isinstance(when, Beside):
        return isinstance(when, At | AtEnd)
    said = when.event.said
    if when.how in ("later", "sooner"):
        return True
    return when.how in ("when", "while") and (said.is_moment or said.op in (APPEAR, "meets", "passes"))


def _one_of(several: Sequence[str], what: str) -> str:
    if len(several) != 1:
        raise NotUnderstoodError(f"several {what} where one is expected")
    return several[0]
