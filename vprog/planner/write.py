"""From what a question asks to a program in strict form.

How the words are taken, beside what `find` says:
- "How many are there" counts all that is ever visible: people and animals by their looks, so that who comes back counts
  once; things, which may be made alike, by their tracks.
- "When" and "how long" take it for granted that it is so at all: where it never is, there is no answer, not 0.
- "The large truck" is the largest one; how large one must be to be called so, only drawn things tell.
- "At the beginning" or "at the end" is the first or last third of the video. It asks for a state, so that those who
  come and go do not add up: the number is the largest at one time there. "In the first third" is a stretch, and counts.
- Who walks, moves or drives past is whoever is seen to move at some time.
- "Are there two people" asks whether there are two, neither more nor fewer, as the answer to "how many" would be.
- A relation between things holds when it holds at some time, unless a time is named.
- How long something is so is all the time that it is so, in one stretch or several.
- "Which video" is asked of two, and answered with "the first video" or "the second video".
"""

import dataclasses

from vprog.planner.amounts import how_many, how_often, more_then, number
from vprog.planner.context import Context, Value, aspects_of
from vprog.planner.find import Finder
from vprog.planner.lines import Lines
from vprog.planner.meaning import SEEN, Part, Said
from vprog.planner.options import Options
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.properties import asked, compared, elapsed, how_long, order, when_is
from vprog.planner.truths import whether
from vprog.planner.wanted import (
    Asked,
    Compared,
    Elapsed,
    HappensFirst,
    HowLong,
    HowMany,
    HowManyMore,
    HowOften,
    MoreThen,
    Order,
    Question,
    Repeats,
    Videos,
    Wanted,
    WhenIs,
    Whether,
    Which,
    WhichVideo,
)
from vprog.planner.which import happens_first, videos, which, which_video


def program_value(question: Question, options: Options, lines: Lines) -> Value:
    """Write the steps and give the expression that answers, before any choice is made.

    Raises: NotUnderstoodError when what is said and the time it is said of do not go together.
    """
    times, aspects = aspects_of(question.when)
    here = Context(Finder(lines), times, aspects, options)
    if "video" in aspects:
        here = here.in_video(aspects["video"])
    return _value(_in_half(here), question.wanted)


def _in_half(here: Context) -> Context:
    """Look in one half of the video where that is named: no length of time can be halved."""
    half = next((t for t in here.times if isinstance(t, Part) and t.pieces == 2), None)
    if half is None:
        return here
    pieces = here.lines.bind("videos", "halves", f"split({here.find.video}, 2)")
    video = here.lines.bind("video", half.which, f"{'first' if half.which == 'start' else 'last'}({pieces})")
    times = tuple(t for t in here.times if t is not half)
    return dataclasses.replace(here, find=Finder(here.lines, video), times=times)


def _value(here: Context, wanted: Wanted) -> Value:  # one case for each kind of question
    match wanted:
        case HowMany(things, said):
            return how_many(here, things, said), "number"
        case HowManyMore(one, other):
            here.only("how many more")
            return f"({number(here, one, Said(SEEN))} - {number(here, other, Said(SEEN))})", "number"
        case HowOften(claim):
            return how_often(here, claim), "number"
        case Repeats(thing):
            here.only("how often a movement is repeated")
            return f"count_repeats({here.find.one(thing, here.times)})", "number"
        case Whether(claim):
            return whether(here, claim)
        case MoreThen(sign, thing, first, second):
            return more_then(here, sign, thing, (first, second)), "bool"
        case Asked():
            return asked(here, wanted)
        case WhenIs(claim):
            return when_is(here, claim)
        case HowLong(lasting):
            return how_long(here, lasting), "seconds"
        case Elapsed(begin, end):
            return elapsed(here, begin, end), "seconds"
        case Order(early, late, answer):
            return order(here, early, late, answer)
        case Compared():
            return compared(here, wanted), "bool"
        case Which():
            return which(here, wanted)
        case HappensFirst(last):
            return happens_first(here, last=last)
        case WhichVideo(sign, kind, claimed):
            return which_video(here, sign, kind, claimed), "video"
        case Videos(what, kind, claimed):
            return videos(here, what, kind, claimed)
        case _:
            raise NotUnderstoodError("what is asked")
