"""Words narrower than what a detector knows: kinds are looked for as the wider word, and the answer says so.

A kind is what something is made for, how it is built, or what somebody does: in one scene there is mostly one kind.
What parts the things of one scene (age, sex, paint and signs) is refused: the wider word would give a wrong count
as a matter of course.
"""

import functools
from collections.abc import Mapping

KINDS = {
    "person": (
        "player", "cyclist", "bicyclist", "motorcyclist", "rider", "driver", "worker", "runner", "jogger", "hiker",
        "climber", "dancer", "skater", "skateboarder", "skier", "snowboarder", "surfer", "gymnast", "wrestler",
        "boxer", "golfer", "athlete",
    ),
    "car": (
        "sedan", "suv", "jeep", "hatchback", "convertible", "limousine", "sports car", "race car", "racing car",
    ),
    "bus": ("coach", "minibus", "double decker", "double decker bus"),
    "truck": ("pickup", "pickup truck", "dump truck", "tractor trailer"),
    "boat": ("ship", "ferry", "canoe", "kayak", "yacht", "sailboat", "sailing boat", "rowing boat", "motorboat"),
    "train": ("tram", "locomotive", "subway train"),
    "airplane": ("jet", "airliner", "fighter jet"),
    "bicycle": ("mountain bike", "road bike", "tandem"),
    "bird": (
        "pigeon", "gull", "seagull", "duck", "goose", "swan", "chicken", "parrot", "cockatoo", "crow", "eagle", "owl",
        "sparrow", "penguin", "turkey",
    ),
    "dog": ("poodle", "labrador", "terrier", "hound", "shepherd dog", "bulldog"),
    "horse": ("pony",),
    "bear": ("polar bear", "brown bear", "panda"),
    "ball": (
        "basketball", "football", "soccer ball", "tennis ball", "baseball", "volleyball", "golf ball", "beach ball",
    ),
    "bottle": ("water bottle", "wine bottle", "beer bottle", "plastic bottle", "glass bottle"),
    "cup": ("mug", "coffee mug", "teacup", "tea cup", "coffee cup", "paper cup"),
    "chair": ("armchair", "stool", "office chair", "rocking chair"),
    "clock": ("alarm clock", "wall clock"),
    "book": ("notebook", "magazine", "textbook"),
}  # fmt: skip
"""Served as the wider word, which the answer says."""

PARTS = {
    "person": (
        "man",
        "woman",
        "boy",
        "girl",
        "child",
        "kid",
        "baby",
        "adult",
        "lady",
        "gentleman",
        "guy",
        "teenager",
        "toddler",
        "policeman",
    ),
    "car": ("taxi", "cab", "police car"),
    "bus": ("school bus",),
    "truck": ("fire truck", "fire engine"),
    "bird": ("hen",),
    "dog": ("puppy",),
    "cat": ("kitten", "tomcat"),
    "horse": ("foal", "mare", "stallion"),
    "cow": ("bull", "calf", "ox"),
    "sheep": ("lamb", "ram", "ewe"),
    "clock": ("watch",),
}
"""Refused, with the wider word to ask for."""


def served_as(word: str) -> str | None:
    """Give the wider word that a kind is looked for as, or None for any other word."""
    return _wider(served=True).get(word)


def part_of(word: str) -> str | None:
    """Give the wider word for a word that is refused because it parts the things of one scene."""
    return _wider(served=False).get(word)


def caveat_on(word: str) -> str:
    """Say what a kind is looked for as; empty for any other word."""
    wider = served_as(word)
    return f'"{word}" is looked for as "{wider}": any other {wider} is taken for one' if wider else ""


@functools.cache
def _wider(*, served: bool) -> Mapping[str, str]:
    return {word: wider for wider, words in (KINDS if served else PARTS).items() for word in words}
