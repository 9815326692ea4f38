"""Which words of a question speak of time and of sides."""

import re

_ORDER = (
    "after|before|while|during|between|until|till|once|since|following|prior|by the time|as soon as|later|earlier"
    r"|first(?! \d)|last(?! \d)|second|third|next|then|afterwards|finally|initially|already|when"
)
_MOMENT = (
    "start|starts with|begin|begins|beginning|end|ends|ending|moment|at [0-9.]+|seconds?|opening|outset|close|half"
    "|middle|first frame|last frame|initially|finally|instant|point"
)


def _speaks(words: str, question: str | None) -> bool:
    return bool(question) and re.search(rf"\b(?:{words})\b", str(question), re.IGNORECASE) is not None


def asks_for_order(question: str | None) -> bool:
    """Say whether a question speaks of what comes before or after what.

    >>> asks_for_order("How many people enter after the car stops?"), asks_for_order("How many cars are there?")
    (True, False)
    """
    return _speaks(_ORDER, question)


def asks_for_moment(question: str | None) -> bool:
    """Say whether a question speaks of a part of the video only.

    >>> asks_for_moment("Is there a car at the end?"), asks_for_moment("Is there a car?")
    (True, False)
    """
    return _speaks(_MOMENT + r"|(?:first|last) \d+", question) or asks_for_order(question)


def sides_swapped(text: str) -> str:
    """Give the text with left and right exchanged.

    >>> sides_swapped('left_of(a, b, side="right")')
    'right_of(a, b, side="left")'
    """
    other = {"left": "right", "right": "left"}
    return re.sub(r"(?<![A-Za-z])(left|right)(?![a-z])", lambda found: other[found[1]], text)
