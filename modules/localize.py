"""`localize`: when something happens that a sentence describes."""

import dataclasses
import re

from vprog.spec import ProgramBackend, module, operand
from vprog.types import Type

_PLACE = r"(?: (?:the|this) (?:picture|frame|scene|video|view|image|shot|screen))?"
_TO = r"(?:to|towards?) the "
_EVENTS = {
    "appears": "appears?|appearing|appeared|comes? into view|coming into view|came into view",
    "disappears": "disappears?|disappearing|disappeared|vanish(?:es|ing|ed)?|goes out of view|going out of view",
    "enters": f"(?:enters?|entering|entered){_PLACE}|(?:comes?|coming|came|walks?|walking|walked|drives?|driving|drove)"
    " in(?:to the (?:picture|frame|scene|video|view|image|shot|screen))?",
    "leaves": f"(?:leaves?|leaving|left|exit(?:s|ing|ed)?){_PLACE}|(?:goes|going|went|walks?|walking|walked|drives?"
    "|driving|drove) out(?: of the (?:picture|frame|scene|video|view|image|shot|screen))?",
    "stops": "(?:stops?|stopping|stopped)(?: moving)?|(?:comes?|coming|came) to (?:a (?:stop|halt|standstill)|rest)"
    "|halt(?:s|ing|ed)?",
    "starts_moving": "(?:starts?|starting|started|begins?|beginning|began) (?:to move|moving)|sets? off|setting off",
    "stopped": "(?:is |are |was |were )?(?:standing still|stationary|still|at rest|resting|motionless|not moving)"
    "|stands? still|stood still|does not move|do not move|rests?",
    "moving": "(?:is |are |was |were )?moving|moves?|moved|(?:is |are )?in motion",
    "visible": "(?:is |are |was |were )?(?:visible|in view|there|on screen|in the (?:picture|frame|scene|video))"
    "|can be seen",
}
"""What is said of one thing, by the operator that finds it; patterns of lower-case words."""
_RELATIONS = {
    "near": "(?:is |are |was |were |comes? |gets? )?(?:near|close to|next to|beside)",
    "meets": "meets?|meeting|met|touch(?:es|ing|ed)?|hits?|hitting|collid(?:es?|ing|ed) with|bumps? into|bumping into",
    "passes": "pass(?:es|ing|ed)?|(?:goes|going|went|walks?|walking|drives?|driving|moves?|moving) past",
    "left_of": "(?:is |are |was |were )?(?:to the )?left of|(?:is |are )?on the left (?:side )?of",
    "right_of": "(?:is |are |was |were )?(?:to the )?right of|(?:is |are )?on the right (?:side )?of",
    "above": "(?:is |are |was |were )?(?:above|over)",
    "below": "(?:is |are |was |were )?(?:below|under|underneath|beneath)",
    "inside": "(?:is |are |was |were )?(?:inside|within)",
}
"""What is said of two things."""
_DIRECTIONS = {
    "left": f"{_TO}left|left|leftwards?",
    "right": f"{_TO}right|right|rightwards?",
    "up": f"{_TO}top|up|upwards?",
    "down": f"{_TO}bottom|down|downwards?",
}
_MOVES = "(?:is |are |was |were )?(?:moving|going|walking|driving|running)|moves?|goes|walks?|drives?|runs?"
_THING = r"(?:the |a |an |any |some |one )?(?P<{name}>[a-z]+(?:[ -][a-z]+){{0,4}}?)"


@dataclasses.dataclass(frozen=True)
class Happening:
    """One thing that does something, or stands in a relation to another."""

    operator: str
    thing: str
    other: str | None = None
    direction: str | None = None


def read(description: str) -> Happening | None:
    """Give what a sentence describes, or None for one of another form.

    >>> read("The red car stops.")
    Happening(operator='stops', thing='red car', other=None, direction=None)
    """
    words = " ".join(description.casefold().split()).removesuffix(".").rstrip()
    thing, other = _THING.format(name="thing"), _THING.format(name="other")
    for direction, heading in _DIRECTIONS.items():
        if match := re.fullmatch(f"{thing} (?:{_MOVES}) (?:{heading})", words):
            return Happening("moving", match["thing"], direction=direction)
    for operator, said in _EVENTS.items():
        if match := re.fullmatch(f"{thing} (?:{said})", words):
            return Happening(operator, match["thing"])
    for operator, said in _RELATIONS.items():
        if match := re.fullmatch(f"{thing} (?:{said}) {other}", words):
            return Happening(operator, match["thing"], match["other"])
    return None


class EventsOfTracks(ProgramBackend):
    """Follows the things that a sentence names, and finds in their tracks when what it says of them happens."""

    name = "events-of-tracks"
    profiles = ("embedded", "edge", "standard", "large")

    @classmethod
    def vocabulary(cls) -> tuple[str, ...]:
        """Give sentences of the form that it reads."""
        return ("a person enters", "the red car stops", "the ball moves to the left", "a circle touches the square")

    @classmethod
    def refuses(cls, request: str) -> str | None:
        """Refuse sentences of another form."""
        if read(request) is not None:
            return None
        listed = ", ".join(f'"{example}"' for example in cls.vocabulary())
        return f"reads sentences such as {listed}"

    @classmethod
    def program(cls, request: str) -> str:
        """Write the program: detect, track, and the operator on the tracks."""
        said = read(request)
        assert said is not None  # noqa: S101  # what is refused is not asked for
        return cls.program_of(said)

    @staticmethod
    def program_of(said: Happening) -> str:
        """Write the program for what a sentence means."""
        lines = [f'tracks_one = track(detect(video, "{said.thing}"))']
        operands = "tracks_one"
        if said.other:
            lines.append(f'tracks_other = track(detect(video, "{said.other}"))')
            operands += ", tracks_other"
        if said.direction:
            operands += f', direction="{said.direction}"'
        return "\n".join([*lines, f"answer = {said.operator}({operands})"]) + "\n"


@module
class Localize:
    """Find the stretches of time in which what a sentence describes happens.

    The spans carry who did it. Empty: looked, and it never happened. A sentence that no backend of the profile
    understands makes the value absent.
    """

    video = operand(Type.VIDEO, doc="where to look")
    what = operand(Type.TEXT, doc="a sentence that says what happens: who, and what they do")
    aliases = ("localise", "ground", "find_moment")
    result = Type.SPANS
    backends = (EventsOfTracks,)
    examples = ('span_stop = first(localize(video, "the red car stops"))',)
