"""What the slots of a question's wording are filled with: things of many kinds, and what they do."""

import dataclasses
import functools
from collections.abc import Mapping

import inflect
import numpy as np

from vprog.benchmarks.synth.wording import Piece, Words

_COLOURS = ("red", "blue", "green", "yellow", "black", "white", "orange", "purple", "brown", "gray")
_SHAPES = ("circle", "square", "triangle", "shape")
_NOUNS = (
    *("person", "man", "woman", "child", "dog", "cat", "horse", "bird", "cow", "sheep", "bear", "elephant"),
    *("car", "bus", "truck", "bicycle", "motorcycle", "train", "boat", "airplane", "van", "skateboard"),
    *("ball", "cup", "bottle", "chair", "table", "book", "phone", "laptop", "bag", "umbrella", "kite", "box"),
)
_VERBS = ("enter", "leave", "stop", "start")
_THIRD = {"enter": "enters", "leave": "leaves", "stop": "stops", "start": "starts moving"}
_DIRECTIONS = ("left", "right", "up", "down")
_PARTS = ("start", "middle", "end")
_STATES = ("visible", "moving", "still")
_RELATIONS = ("to the left of", "to the right of", "above", "below", "near", "inside")
_NTH = ("first", "second", "third", "last")
_NUMBERS = ("one", "two", "three", "four", "five", "2", "3", "4")

Rng = np.random.Generator


@dataclasses.dataclass(frozen=True)
class Named:
    """A kind of thing, in words."""

    text: str

    @property
    def plural(self) -> str:
        """Give "red circles"."""
        first, _, last = self.text.rpartition(" ")
        return f"{first} {_plural(last)}".strip()

    @property
    def a(self) -> str:
        """Give "a red circle"."""
        return str(_english().a(self.text))

    @property
    def the(self) -> str:
        """Give "the red circle"."""
        return f"the {self.text}"


def filled_slots(rng: Rng) -> Mapping[str, Words]:
    """Give something for every slot that wordings have; two things, which differ, and two events."""
    one = _named(rng)
    other = next(n for n in iter(lambda: _named(rng), None) if n.text != one.text)
    bare = one.text.rpartition(" ")[2]
    verb = str(rng.choice(_VERBS))
    return {
        "who": one.the, "whom": other.the,
        "things": one.plural, "thing": one.text, "the_thing": one.the, "a_thing": one.a,
        "others": other.plural, "the_other": other.the, "an_other": other.a,
        "shape": bare, "shapes": _plural(bare),
        "event": _event(rng, "clause", one.the, other.the), "event2": _event(rng, "clause", other.the, one.the),
        "base": _event(rng, "bare", one.the, other.the), "bare": Piece(f"bare_{verb}"),
        "third": _THIRD[verb], "state": Piece(f"state_{rng.choice(_STATES)}", who=other.the),
        "toward": Piece(f"toward_{rng.choice(_DIRECTIONS)}"), "part": Piece(f"part_{rng.choice(_PARTS)}"),
        "relation": str(rng.choice(_RELATIONS)), "nth": str(rng.choice(_NTH)),
        "number": str(rng.choice(_NUMBERS)), "seconds": str(rng.choice(_NUMBERS[1:])),
        "sizest": str(rng.choice(["largest", "smallest"])),
        "options": _options(rng),
    }  # fmt: skip


def _named(rng: Rng) -> Named:
    if rng.random() < 0.4:
        return Named(f"{rng.choice(_COLOURS)} {rng.choice(_SHAPES)}")
    noun = str(rng.choice(_NOUNS))
    return Named(f"{rng.choice(_COLOURS)} {noun}" if rng.random() < 0.25 else noun)


def _event(rng: Rng, form: str, who: str, whom: str) -> Piece:
    verb = str(rng.choice([*_VERBS, "meet"]))
    nth = f"the {rng.choice(_NTH)} {who.removeprefix('the ')}" if rng.random() < 0.2 else who
    if form == "bare":
        return Piece(f"bare_{verb}", whom=whom, lead=f"{nth} ")
    return Piece(f"clause_{verb}", who=nth, whom=whom)


def _options(rng: Rng) -> str:
    words = [_COLOURS, _DIRECTIONS, ("one", "two", "three", "four")][int(rng.integers(3))]
    chosen = [str(w) for w in rng.permutation(words)[:3]]
    return f"{', '.join(chosen[:-1])} or {chosen[-1]}"


@functools.cache
def _english() -> inflect.engine:
    return inflect.engine()


@functools.cache
def _plural(noun: str) -> str:
    return str(_english().plural_noun(noun))
