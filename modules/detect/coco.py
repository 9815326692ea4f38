"""The words for what detectors trained on COCO know: 80 kinds of things.

Source: Lin et al., Microsoft COCO: Common Objects in Context, ECCV 2014; the 80 classes of its detection task.

A word is served when it means a class, or is wider than some classes: then it is looked for as all of those, and the
answer says so. What becomes of a word that is narrower than a class is written in `narrower`.
"""

import dataclasses
import functools
from collections.abc import Mapping, Sequence

from vprog.modules.detect.colours import colour_called
from vprog.modules.detect.narrower import caveat_on, part_of, served_as
from vprog.modules.detect.people_words import ANY_PERSON
from vprog.modules.detect.request import unknown_to, words_of

CLASSES = (
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light",
    "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant",
    "bear", "zebra", "giraffe", "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard",
    "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle",
    "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange", "broccoli",
    "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch", "potted plant", "bed", "dining table", "toilet",
    "tv", "laptop", "computer mouse", "remote control", "keyboard", "cell phone", "microwave", "oven", "toaster",
    "sink", "refrigerator", "book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush",
)  # fmt: skip
"""In the order of the models' outputs. Two of COCO's names say more than they mean: its `mouse` is that of a computer,
its `remote` a remote control."""

_SYNONYMS = {
    "person": tuple(ANY_PERSON),
    "bicycle": ("bike", "cycle", "push bike", "pushbike"),
    "car": ("automobile", "motor car", "motorcar"),
    "motorcycle": ("motorbike", "motor bike"),
    "airplane": ("aeroplane", "plane"),
    "truck": ("lorry",),
    "traffic light": ("traffic signal", "stoplight"),
    "fire hydrant": ("hydrant",),
    "cow": ("cattle",),
    "backpack": ("rucksack",),
    "handbag": ("hand bag",),
    "tie": ("necktie",),
    "frisbee": ("flying disc", "flying disk"),
    "skis": ("ski",),
    "sports ball": ("ball",),
    "baseball glove": ("baseball mitt",),
    "skateboard": ("skate board",),
    "surfboard": ("surf board",),
    "tennis racket": ("tennis racquet",),
    "wine glass": ("wineglass",),
    "hot dog": ("hotdog",),
    "donut": ("doughnut",),
    "couch": ("sofa", "settee"),
    "potted plant": ("pot plant", "houseplant", "house plant"),
    "tv": ("television", "tv set", "television set", "telly"),
    "laptop": ("laptop computer", "notebook computer"),
    "remote control": ("remote",),
    "keyboard": ("computer keyboard",),
    "cell phone": ("mobile phone", "cellphone", "cellular phone", "mobile", "smartphone"),
    "microwave": ("microwave oven",),
    "refrigerator": ("fridge",),
    "teddy bear": ("teddy",),
    "hair drier": ("hair dryer", "hairdryer"),
    "toothbrush": ("tooth brush",),
}

_WIDER = {
    "vehicle": ("bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat"),
    "animal": ("bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe"),
    "bag": ("backpack", "handbag", "suitcase"),
    "luggage": ("backpack", "suitcase"),
    "cutlery": ("fork", "knife", "spoon"),
    "fruit": ("banana", "apple", "orange"),
    "food": (
        "banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake",
    ),
    "furniture": ("bench", "chair", "couch", "bed", "dining table"),
    "table": ("dining table",),
    "plant": ("potted plant",),
    "phone": ("cell phone",),
    "telephone": ("cell phone",),
}  # fmt: skip

_OTHER_MEANING = {"mouse": "computer mice, not the animal: ask for a computer mouse"}
_COLOURLESS = frozenset({"person"})
"""Of a person the clothes have the colour: which of them is meant, cannot be told."""


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What a request asks for: things of any of the classes, of one colour or of any."""

    classes: tuple[str, ...]
    colour: str | None = None


def wanted(request: str) -> Wanted | str:
    """Give what a request asks for, or the reason why it cannot be served."""
    words = words_of(request)
    found = _meaning(" ".join(words))
    colour = colour_called(words[0]) if len(words) > 1 else None
    if found is not None:
        return found
    if colour is None:
        return _refusal(" ".join(words))
    noun = _meaning(" ".join(words[1:]))
    if noun is None:
        return _refusal(" ".join(words[1:]))
    if _COLOURLESS & set(noun.classes):
        return "knows people, but not which of their clothes a colour is meant of"
    return Wanted(noun.classes, colour)


def looked_for_as(request: str) -> str:
    """Say what a word that is wider or narrower than one class is looked for as; empty for any other request."""
    words = words_of(request)
    noun = " ".join(words[1:] if len(words) > 1 and colour_called(words[0]) else words)
    if noun not in _WIDER:
        return caveat_on(noun)
    return f'"{noun}" is looked for as {_listed(_WIDER[noun])}; other kinds are not seen'


def vocabulary() -> tuple[str, ...]:
    """Give every word that is served without a colour: the classes, then the wider words."""
    return (*CLASSES, *_WIDER)


def _meaning(noun: str) -> Wanted | None:
    named = served_as(noun) or noun
    if named in _classes():
        return Wanted((_classes()[named],))
    return Wanted(_WIDER[named]) if named in _WIDER else None


def _refusal(noun: str) -> str:
    if noun in _OTHER_MEANING:
        return unknown_to(_OTHER_MEANING[noun])
    wider = part_of(noun)
    if wider is not None:
        return f'cannot tell a {noun} from any other {wider}: ask for "{wider}"'
    return unknown_to(f"people, cars, dogs and {len(CLASSES) - 3} other kinds of everyday things")


def _listed(classes: Sequence[str]) -> str:
    return f"{', '.join(classes[:-1])} or {classes[-1]}" if len(classes) > 1 else classes[0]


@functools.cache
def _classes() -> Mapping[str, str]:
    """Give the class of each word that means one, in the form in which requests are read."""
    own = {name: name for name in CLASSES}
    return own | {word: name for name, words in _SYNONYMS.items() for word in words}
