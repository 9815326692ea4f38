"""The types of the language: first-order, all known before a program runs."""

import enum


class Type(enum.Enum):
    """One type of the language; its value is the spelling that people and models see."""

    VIDEO = "Video"
    VIDEOS = "Videos"
    SPANS = "Spans"
    SPAN = "Span"
    BOXES = "Boxes"
    TRACKS = "Tracks"
    TRACK = "Track"
    MASKS = "Masks"
    TEXT = "Text"
    TEXTS = "Texts"
    NUMBER = "Number"
    NUMBERS = "Numbers"
    SECONDS = "Seconds"
    BOOL = "Bool"

    @property
    def element(self) -> "Type | None":
        """Give the type of one member of a plural that can be iterated, else None."""
        return _ELEMENTS.get(self)

    @property
    def plural(self) -> "Type | None":
        """Give the plural whose members have this type, or None where there is none."""
        return _PLURALS.get(self)

    @property
    def is_plural(self) -> bool:
        """Say whether a value of this type can be empty (looked, found none)."""
        return self in _ELEMENTS or self in (Type.BOXES, Type.MASKS)

    @property
    def prefix(self) -> str:
        """Give the word before the underscore in strict names: `tracks` of `tracks_people`."""
        return self.value.lower()

    def __str__(self) -> str:
        """Give the spelling of the language."""
        return self.value


_ELEMENTS = {
    Type.VIDEOS: Type.VIDEO,
    Type.SPANS: Type.SPAN,
    Type.TRACKS: Type.TRACK,
    Type.TEXTS: Type.TEXT,
    Type.NUMBERS: Type.NUMBER,
}
_PLURALS = {element: plural for plural, element in _ELEMENTS.items()}

ANSWERABLE = (
    Type.NUMBER,
    Type.SECONDS,
    Type.BOOL,
    Type.TEXT,
    Type.TEXTS,
    Type.SPAN,
    Type.SPANS,
    Type.NUMBERS,
    Type.BOXES,
    Type.TRACKS,
    Type.TRACK,
    Type.MASKS,
)
"""What `answer` may be. A Video is no answer: a person wants the span, the box or the words."""

INPUTS = {"video": Type.VIDEO, "videos": Type.VIDEOS, "question": Type.TEXT, "choices": Type.TEXTS}
"""Names bound before the first line of every program."""

KEYWORDS = frozenset({"and", "or", "not", "if", "else", "for", "in", "True", "False"})
"""Words of the language itself, which nothing can be called by."""


def strict_type(name: str) -> Type | None:
    """Give the type that a name of the shape `<type>_<word>` announces, or None for any other name."""
    head, underscore, word = name.partition("_")
    if not underscore or not word:
        return None
    return next((t for t in Type if t.prefix == head), None)
