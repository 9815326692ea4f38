"""Which value a choice says, in the ways that people write choices: "to the left", "a white car", "Yes, it does"."""

import functools
import re
from typing import TYPE_CHECKING

from vprog.modules.detect.colours import colour_called

if TYPE_CHECKING:
    import inflect

_ARTICLES = ("a ", "an ", "the ")
_TRUTH = {"yes": True, "true": True, "no": False, "false": False}
_TRUTH_WITH_MORE = re.compile(
    r"(yes|no)\s*([,;.]|(it|there|they|he|she)\s+(is|are|was|were|does|do|did|has|have|can)(n't)?\b)"
)
_SECONDS = re.compile(r"(?:at |after |for )?(.+?) ?(?:seconds?|secs?|s)")
_AT = re.compile(r"(?:at |after |for )")
_CLOCK = re.compile(r"(?:at )?(\d{1,2}):([0-5]\d)")
_NUMBERED = re.compile(r"(?:there (?:is|are) )?(?:exactly |only |just )?([a-z-]+|\d+)((?: [a-z'-]+){0,4})")
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_NONE = ("none", "nobody", "no one", "never", "nothing")
_NOT_COUNTED = frozenset(
    ("or", "to", "than", "more", "less", "fewer", "and", "about", "half", "percent", "dozen", "hundred", "thousand")
) | frozenset(("second", "seconds", "s", "sec", "secs", "minute", "minutes", "hour", "hours", "year", "years"))
"""Words that make of a number before them another one, or a length of time."""
_NEGATIONS = frozenset(("not", "no", "never", "neither", "nor", "without", "or", "n't"))
_MOTIONLESS = frozenset(("still", "stationary", "motionless"))
_LEVELS = {"left": "left", "right": "right", "leftmost": "left", "rightmost": "right"}
_HEIGHTS = {"top": "top", "upper": "top", "bottom": "bottom", "lower": "bottom"}
_MIDDLES = ("middle", "center", "centre")
_WAYS = {"up": "up", "upward": "up", "down": "down", "downward": "down", "leftward": "left", "rightward": "right"}
_OPPOSITES = {"left": "right", "right": "left", "up": "down", "down": "up"}
_PLACE_FILLERS = frozenset(
    ("a", "at", "corner", "edge", "frame", "hand", "image", "in", "it", "is", "of", "on", "one", "part", "picture")
) | frozenset(("screen", "side", "that", "the", "video"))
_WAY_FILLERS = frozenset(
    ("going", "goes", "heading", "heads", "in", "it", "moves", "moving", "of", "object", "on", "side", "that", "the")
) | frozenset(("to", "toward", "towards"))
_FROM_TO = re.compile(r"from (?:the )?(\w+)(?: side)? to (?:the )?(\w+)(?: side)?")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_VIDEO = re.compile(
    r"(?:in |the )*(first|second|third|fourth|fifth|sixth|\d)(?: one| video| clip)?|(?:video|clip) (\d)"
)


def bare(text: str) -> str:
    """Take away what does not tell one answer from another: case, blanks, a full stop, an article in front."""
    plain = " ".join(text.casefold().split()).removesuffix(".").rstrip()
    article = next((a for a in _ARTICLES if plain.startswith(a)), "")
    return plain.removeprefix(article)


def says(choice: str, value: float | str | bool) -> bool:
    """Say whether a choice is one of the usual ways to say a value, and of no other value."""
    text = bare(choice)
    if isinstance(value, bool):
        return _truth(text) is value
    if isinstance(value, str):
        return text == bare(value) or _word(text, bare(value))
    return _seconds(text) == value if isinstance(value, float) else _count(text) == value


def _truth(text: str) -> bool | None:
    told = _TRUTH_WITH_MORE.match(text)
    return _TRUTH.get(told[1] if told else text)


def _seconds(text: str) -> float | None:
    # Times are always fractions and counts never are, so that "3 seconds" is no way to say three people.
    clock = _CLOCK.fullmatch(text)
    if clock:
        return 60.0 * int(clock[1]) + int(clock[2])
    unit = _SECONDS.fullmatch(text)
    return _number(unit[1] if unit else _AT.sub("", text, count=1))


def _count(text: str) -> float | None:
    """Give the number that a choice says, alone or before what is counted: "two", "2 times", "there are two dogs"."""
    whole = _number(text)
    if whole is not None or text in _NONE:
        return whole if whole is not None else 0
    found = _NUMBERED.fullmatch(text)
    if not found or _NOT_COUNTED & set(found[2].split()):
        return None
    number = _TIMES.get(found[1]) if found[1] in _TIMES else _number(found[1])
    return 0 if found[1] == "no" and found[2] else number


def _number(text: str) -> float | None:
    # `float` alone would take "1_0" and, once the first character is a digit, nothing else that no one writes.
    if text[:1].isdigit() or text[:1] == "-":
        try:
            return None if "_" in text else float(text)
        except ValueError:
            return None
    return _number_words().get(text.replace("-", " "))


@functools.cache
def _number_words() -> dict[str, int]:
    return {str(_engine().number_to_words(n)).replace("-", " ").replace(",", ""): n for n in range(1000)}  # type: ignore[arg-type]


@functools.cache
def _engine() -> "inflect.engine":
    # Importing it takes a third of a second, which no program without number words should pay.
    import inflect

    return inflect.engine()


def _word(text: str, value: str) -> bool:
    """Say whether a choice says a colour, a direction, a place in the picture, an order or one of several videos."""
    words = re.findall(r"[a-z]+", text)
    if colour_called(value):
        colours = {colour_called(word) for word in words} - {None}
        return colours == {colour_called(value)} and not _NEGATIONS & set(words)
    if value == "still":
        return _is_still(words)
    if value in ("before", "after"):
        return text.startswith(f"{value} ") and ("after" if value == "before" else "before") not in words
    video = re.fullmatch(r"the (\w+) video", f"the {value}" if value.endswith("video") else value)
    if video and video[1] in _ORDINALS:
        told = _VIDEO.fullmatch(text)
        return bool(told) and (told[1] or told[2]) in (video[1], str(_ORDINALS.index(video[1]) + 1))  # type: ignore[index]
    return _way(text, words) == value or _is_place(words, value)


def _is_still(words: list[str]) -> bool:
    told = [w for w in words if w not in _WAY_FILLERS]
    return told in ([w] for w in _MOTIONLESS) or told in (["not", "moving"], ["no", "movement"]) or words in (
        ["it", "does", "not", "move"], ["does", "not", "move"], ["not", "moving", "at", "all"], ["not", "moving"],
        ["no", "movement"],
    )  # fmt: skip


def _way(text: str, words: list[str]) -> str | None:
    """Give the direction that a choice says: "upwards", "to the left", "from right to left"."""
    crossed = _FROM_TO.fullmatch(text)
    if crossed:
        start, goal = (_one_way(word) for word in crossed.groups())
        return goal if goal and _OPPOSITES.get(goal) == start else None
    told = [w for w in words if w not in _WAY_FILLERS]
    return _one_way(told[0]) if len(told) == 1 else None


def _one_way(word: str) -> str | None:
    plain = word.removesuffix("s") if word.endswith("wards") else word
    return _WAYS.get(plain) or _LEVELS.get(plain) or {"top": "up", "bottom": "down"}.get(plain)


def _is_place(words: list[str], value: str) -> bool:
    """Say whether a choice tells the place of a value, or one side of it: "on the left" is so of `top left`."""
    row, column, known = _place(words)
    if not known or not (row or column):
        return False
    value_row, value_column, fits = _place(re.findall(r"[a-z]+", value))
    if not fits or row == column == "middle" or "middle" in (row, column):
        return fits and (row or "middle", column or "middle") == (value_row or "middle", value_column or "middle")
    return (not row or row == value_row) and (not column or column == value_column)


def _place(words: list[str]) -> tuple[str, str, bool]:
    """Give row and column of the picture that words tell, and whether they tell nothing else."""
    told = [w for w in words if w not in _PLACE_FILLERS]
    rows = [_HEIGHTS[w] for w in told if w in _HEIGHTS]
    columns = [_LEVELS[w] for w in told if w in _LEVELS]
    middles = [w for w in told if w in _MIDDLES]
    known = len(rows) <= 1 and len(columns) <= 1 and len(middles) <= 1 and len(rows + columns + middles) == len(told)
    row, column = "".join(rows), "".join(columns)
    if middles and not row and not column:
        row = column = "middle"
    return row, column, known
