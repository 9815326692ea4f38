"""Names of things, numbers and times, from the words of a question."""

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vprog.planner.plan import NotUnderstoodError

if TYPE_CHECKING:
    import inflect

_MAX_WORDS = 4
_MAX_LETTERS = 80
"""What a text of the strict grammar holds."""
_MAX_NUMBER = 9999
_MAX_DIGITS = 15
_MAX_SECONDS = 99_999.0
_MOTIONS = ("coming", "driving", "going", "moving", "passing", "walking")
_ANYTHING = ("thing", "object")
SHAPES = frozenset(
    (
        *("circle", "disc", "disk", "dot", "square", "rectangle", "triangle", "shape"),
        *("circles", "discs", "disks", "dots", "squares", "rectangles", "triangles", "shapes"),
    )
)
"""What is drawn: its size is nothing but how large it is drawn."""
GLIDING = (
    SHAPES | {"ball", "sphere", "cube", "cylinder", "thing", "object"} | {"balloon", "feather", "jellyfish", "leaf"}
)
"""What has no legs to walk on and nothing else to tell from how it moves."""
DRAWN = SHAPES | {"thing", "object"}
"""What is somewhere in the picture and nowhere else."""
COLORS = frozenset(
    (
        *("black", "blue", "brown", "cyan", "gray", "green", "grey", "magenta", "orange", "pink", "purple", "red"),
        *("turquoise", "violet", "white", "yellow"),
    )
)
"""Words that tell a colour and nothing else."""
_COLOR_LIKE = COLORS | {"beige", "cream", "gold", "golden", "maroon", "navy", "silver", "tan", "teal"}
"""Words for the colour of a thing, be it one that `color` gives or not."""
PAIRED = frozenset(
    ("arm", "cheek", "ear", "elbow", "eye", "fist", "foot", "glove", "hand", "knee", "lane", "leg", "shoe", "shoulder")
) | frozenset(("sleeve", "thumb", "turn", "wheel", "wing", "wrist"))
"""What is left or right by itself, not beside another one."""
_SIZES = frozenset(
    ("big", "huge", "large", "little", "long", "old", "round", "short", "small", "tall", "tiny", "young")
)
_PEOPLE = (
    *("adult", "athlete", "baby", "boy", "child", "cyclist", "dancer", "gentleman", "girl", "guy", "kid"),
    *("lady", "man", "pedestrian", "person", "player", "rider", "runner", "skater", "toddler", "woman", "worker"),
)
_ACTORS = frozenset(
    (*_PEOPLE, "animal", "bear", "bird", "cat", "cow", "dog", "elephant", "giraffe", "goat", "horse", "kitten")
) | frozenset(("lion", "monkey", "panda", "pig", "puppy", "rabbit", "sheep", "tiger", "zebra"))
_NO_ADVERBS = frozenset(
    ("ally", "assembly", "belly", "bully", "butterfly", "dragonfly", "family", "fly", "jelly", "lily")
)
"""Nouns and adjectives in -ly."""
_PAIRS = frozenset(
    ("binoculars", "clothes", "glasses", "goggles", "headphones", "jeans", "pajamas", "pants", "pliers", "scissors")
) | frozenset(("shorts", "sunglasses", "tights", "trousers", "tweezers"))
"""Plurals that name one thing."""
_SINGULAR_IN_S = ("gas", "lens", "canvas", "atlas", "sports", "news", "series", "species")
SHINING = frozenset(("lamp", "light", "screen", "signal", "stoplight", "television", "tv"))
"""What is asked after its colour when it shines: then it is the light that has it, not the thing."""
VEHICLES = frozenset(
    ("car", "truck", "lorry", "bus", "van", "vehicle", "taxi", "cab", "motorcycle", "motorbike", "jeep", "tractor")
)
"""What moves by driving, so that nothing is lost when `drive` is read as `move`."""
BODIES = SHAPES | VEHICLES | _ACTORS
"""What is a thing and nothing that happens."""
_ARTICLES = ("a ", "an ", "the ")


@functools.cache
def _engine() -> "inflect.engine":
    # Importing it takes a third of a second: not before the first question.
    import inflect

    return inflect.engine()


def plural_name(name: str) -> str:
    """Give the name of several things of a kind: "dogs" for "dog"."""
    return str(_engine().plural_noun(name) or name)


def thing_name(words: Sequence[str], *, plural: bool | None) -> str:
    """Give the name of a thing as `detect` takes it: in the singular, without article.

    plural: what the sentence around it calls for; None when it allows both.
    Raises: NotUnderstoodError for what does not look like the name of one kind of thing.
    """
    *front, head = words
    if len(words) > _MAX_WORDS or len(" ".join(words)) > _MAX_LETTERS:
        raise NotUnderstoodError(f"a thing has a name of at most {_MAX_WORDS} words", words[0])
    for word in front:
        # "people ride horses": a plural with a word behind it is the start of a sentence, not of a name.
        if _singular(word) not in (None, word):
            raise NotUnderstoodError(f"`{word}` is a plural and cannot describe `{head}`", word)
        # "do you see a man dance": at least as likely what he does as what he is called.
        if word in _ACTORS or word in VEHICLES:
            raise NotUnderstoodError(f"whether `{head}` behind `{word}` is a thing or what it does", head)
    adverb = next((word for word in words if word.endswith("ly") and word not in _NO_ADVERBS), None)
    if adverb:
        raise NotUnderstoodError(f"`{adverb}` tells how, not which thing", adverb)
    if head in COLORS:
        raise NotUnderstoodError(f"`{head}` tells what a thing is like, not which thing", head)
    singular = _singular(head)
    motion = next((word for word in front if word in _MOTIONS), None)
    if motion and not (front == ["moving"] and (singular or head) in _ANYTHING):
        # A detector of moving things exists; one that looks at single frames would take every car for a driving one.
        raise NotUnderstoodError(f"`{motion}` in front of `{head}`: ask how many move past, or to which side", motion)
    if plural and singular is None:
        raise NotUnderstoodError(f"`{head}` stands where a plural is expected", head)
    # A sentence in the singular says nothing wrong of "bus", which looks like a plural.
    keep = plural is False and head.endswith("s")
    return " ".join((*front, head if keep or singular is None else singular))


def article_removed(text: str) -> str:
    """Give a text without the article in front of it."""
    return text.removeprefix(next((a for a in _ARTICLES if text.startswith(a)), ""))


def describes(word: str) -> bool:
    """Say whether a word can only be an adjective, so that what follows it must be the thing."""
    return word in COLORS or word in _SIZES or word.endswith(("ing", "ed"))


def is_color(word: str) -> bool:
    """Say whether a word tells the colour of a thing, be it one that a program can give or not."""
    return word in _COLOR_LIKE


def is_vehicle(noun: str) -> bool:
    """Say whether a noun, in the singular or plural, is of what moves by driving."""
    return (_singular(noun) or noun) in VEHICLES


def is_walker(noun: str) -> bool:
    """Say whether a noun, in the singular or plural, is of those who move by walking."""
    return (_singular(noun) or noun) in _PEOPLE


def is_actor(noun: str) -> bool:
    """Say whether a thing does what it does on purpose."""
    return noun.rpartition(" ")[2] in _ACTORS


def is_plural(word: str) -> bool:
    """Say whether a noun is in the plural."""
    return _singular(word) not in (None, word)


def _singular(word: str) -> str | None:
    """Give the singular of a plural, or None for a word that is none."""
    if word in _PAIRS:
        return word
    if word.endswith(("ss", "us", "is")) or word in _SINGULAR_IN_S:
        return None
    found = _engine().singular_noun(word)
    return str(found) if found else None


@functools.cache
def _number_words() -> dict[str, int]:
    return {str(_engine().number_to_words(n)): n for n in range(100)}  # type: ignore[arg-type]


def number_value(text: str) -> float:
    """Give the value of digits or a number word.

    Raises: NotUnderstoodError for more digits than a float keeps: the number read would be another one.
    """
    if text[0].isdigit() and len(text) > _MAX_DIGITS:
        raise NotUnderstoodError(f"a number of {len(text)} digits: at most {_MAX_DIGITS} are read", text[:_MAX_DIGITS])
    return float(text) if text[0].isdigit() else float(_number_words()[text])


def whole_number(text: str) -> int:
    """Give the value of a number of things.

    Raises: NotUnderstoodError for fractions and for what the language cannot write.
    """
    value = number_value(text)
    if not value.is_integer() or value > _MAX_NUMBER:
        raise NotUnderstoodError(f"`{text}` is no whole number up to {_MAX_NUMBER}", text)
    return int(value)


def clock_seconds(text: str) -> float:
    """Give the seconds of `0:05` or `1:02:03`.

    Raises: NotUnderstoodError for an hour of more than 59 minutes.
    """
    *larger, seconds = [int(part) for part in text.split(":")]
    if len(larger) == 2 and larger[1] > 59:
        raise NotUnderstoodError(f"`{text}` is no time", text)
    minutes = larger[-1] + 60 * (larger[0] if len(larger) == 2 else 0)
    return float(60 * minutes + seconds)


def exact_seconds(value: float) -> float:
    """Give a moment as the language can write it.

    Raises: NotUnderstoodError for what it cannot.
    """
    if value > _MAX_SECONDS or round(value, 2) != value:
        raise NotUnderstoodError("a moment is given to a hundredth of a second, within a day", f"{value:g}")
    return value
