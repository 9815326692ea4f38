"""How things lie to each other in the picture, as spans that carry the things of the first operand.

Compared are the boxes of both in every frame that both were looked for in and seen in. A look in which it does not
hold, or in which one of them is missed, does not end a stretch; a stretch that is too short is none. A thing is never
compared with itself, whether it was found once or twice. Sure is a span as its subject is. Where both were never
looked for in one frame, a relation is absent; where one of the two was looked for and not found, it is empty.
"""

from collections.abc import Iterator, Mapping

from vprog.modules.geometry import Holds, beyond, mostly_inside, near, touching
from vprog.modules.pairs import Looks, compared
from vprog.modules.stretches import stretches
from vprog.modules.trajectory import Array
from vprog.spec import Knob, Module, knob, module, operand
from vprog.types import Type
from vprog.values import Absent, Interval, Spans, Track, Tracks, union

MAX_GAP = knob(0.5, low=0.0, high=10.0, doc="how far apart is near, in mean diagonals of the two boxes")

_LOOKS_BRIDGED = 1.5
"""One missed look never ends a stretch, however seldom one looks."""


_KNOWN = "Absent where both were never looked for in one frame, empty where one of them was not found."


def _relation(
    name: str,
    doc: str,
    example: str,
    holds: Holds,
    settings: Mapping[str, Knob] | None = None,
    *,
    lasting_s: float = 0.3,
    each_pair: bool = False,
) -> Module:
    """Declare a relation that holds, or not, look by look.

    lasting_s: what `min_s` is by default. each_pair: two of the others at once make two spans, and not one.
    """

    class Relation:
        __doc__ = f"{doc}\n\n{_KNOWN}" if "\n" not in doc else f"{doc}\n{_KNOWN}"
        tracks = operand(Type.TRACKS, doc="the things that it is told of")
        others = operand(Type.TRACKS, doc="the things that they are compared with")
        min_s = knob(lasting_s, low=0.0, high=10.0, doc="what holds for less than this many seconds is passed over")
        bridge_s = knob(0.3, low=0.0, high=10.0, doc="what fails to hold for less than this many seconds goes on")
        result = Type.SPANS
        examples = (example,)

        @staticmethod
        def compute(tracks: Tracks, others: Tracks, min_s: float, bridge_s: float, **given: float) -> Spans | Absent:
            def found(looks: Looks, track: Track, boxes: Array, rest: Array) -> Iterator[Interval]:
                ends_s, bridged_s = looks.ends_s(track), max(bridge_s, _LOOKS_BRIDGED * track.step_s)
                # Where the view is shorter than that, holding throughout is all that can be asked.
                least_s = min(min_s, ends_s[-1] - looks.times_s[0])
                times = (
                    Interval(looks.times_s[first], ends_s[last])
                    for held in holds(boxes, rest, **given)
                    if held.any()
                    for first, last in stretches(held, looks.times_s, ends_s, bridge_s=bridged_s, least_s=least_s)
                )
                yield from times if each_pair else union(times)

            return compared(tracks, others, found)

    Relation.name = name  # type: ignore[attr-defined]  # read by `module`, as written in a class body
    for setting, declared in (settings or {}).items():
        setattr(Relation, setting, declared)
    return module(Relation)


_MIDDLE = "its middle beyond the edge of the other, and the other's beyond its own, however far up or down they lie."
_HEIGHT = _MIDDLE.replace("up or down", "to the side")

NEAR = _relation(
    "near",
    "Give the stretches in which something is near something else; what touches or overlaps is near.",
    "answer = duration(last(near(tracks_circle, tracks_square)))  # about 3 s",
    near,
    {"max_gap": MAX_GAP},
)
MEETS = _relation(
    "meets",
    "Give the stretches in which something touches something else, each from first contact to its end.\n\n"
    "Things are taken to fill the ellipse inscribed in their boxes: hardly anything fills the corners, and of two\n"
    "circles the corners of the boxes overlap long before they touch. Squares that meet corner to corner are missed.\n"
    "Every pair has spans of its own: of two that meet in one set, each is the subject of one.",
    "answer = start(last(meets(tracks_circle, tracks_square)))  # about 5 s",
    touching,
    {"tolerance": knob(0.05, low=0.0, high=1.0, doc="gap that is contact, as a share of the distance in contact")},
    lasting_s=0.0,
    each_pair=True,
)
INSIDE = _relation(
    "inside",
    "Give the stretches in which something lies, for the most part, in the box of something larger.",
    "answer = count(who(inside(tracks_circle, tracks_square)))  # 1",
    mostly_inside,
    {"min_share": knob(0.7, low=0.05, high=1.0, doc="share of its box that must lie in the other")},
)
LEFT_OF = _relation(
    "left_of",
    f"Give the stretches in which something is left of something else: {_MIDDLE}",
    "answer = exists(left_of(tracks_triangle, tracks_square))  # True",
    beyond(0, -1),
)
RIGHT_OF = _relation(
    "right_of",
    f"Give the stretches in which something is right of something else: {_MIDDLE}",
    "answer = exists(right_of(tracks_triangle, tracks_square))  # True",
    beyond(0, 1),
)
ABOVE = _relation(
    "above",
    f"Give the stretches in which something is above something else: {_HEIGHT}",
    "answer = count(who(above(tracks_circle, tracks_triangle)))  # 1",
    beyond(1, -1),
)
BELOW = _relation(
    "below",
    f"Give the stretches in which something is below something else: {_HEIGHT}",
    "answer = count(who(below(tracks_circle, tracks_triangle)))  # 1",
    beyond(1, 1),
)
