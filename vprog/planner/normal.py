"""One shape for all spellings of a question, before any planner reads it."""

import itertools
import re
import unicodedata

_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032`\u00b4"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033"
_QUOTES = str.maketrans(dict.fromkeys(_SINGLE_QUOTES, "'") | dict.fromkeys(_DOUBLE_QUOTES, '"'))
_CONTRACTIONS = {
    **{f"{word}'s": f"{word} is" for word in ("what", "how", "where", "who", "when", "there", "that", "it")},
    **{f"{word}'re": f"{word} are" for word in ("what", "how", "there", "they", "we", "you")},
    "colour": "color",
    "colours": "colors",
    "coloured": "colored",
    "grey": "gray",
    "can't": "can not",
    "won't": "will not",
    "i'm": "i am",
}
_NAMED_FIRST = re.compile(r"^\s*(the [^:?,]+): (is|are|does|do|did|can|could) (?:it|they) ")
"""The start of "the circle: is it red" """
_OWNED = re.compile(
    r"\b(the|this) ([a-z][a-z -]*?)'s "
    r"(colou?r|position|location|direction(?: of (?:movement|motion|travel))?|speed|size)\b"
)
"""What belongs to a thing: "the dog's color" is the color of the dog."""
_POLITE_STARTS = (
    "say",
    "tell us",
    "let me know",
    "find out",
    "do you know",
    "i want to know",
    "i would like to know",
    "would you tell me",
    "please",
    "tell me",
    "can you tell me",
    "could you tell me",
    "can you please tell me",
    "could you please tell me",
)


def normalise(question: str) -> str:
    """Give the question in lower case, without contractions, politeness and final marks, on one line.

    >>> normalise("Please, what’s the  number of cars?")
    'what is the number of cars'
    """
    text = _composed(question).translate(_QUOTES).casefold().replace(",", " , ")
    text = _OWNED.sub(r"the \3 of \1 \2", text)
    text = _NAMED_FIRST.sub(r"\2 \1 ", text)
    words = [_spelt_out(word) for word in text.rstrip("?!. \t\r\n").split()]
    return _without_politeness(" ".join(words))


def _composed(text: str) -> str:
    """Give the compatible form (NFKC), but leave what would only then become digits, as `²`, `½` and `①`.

    Whether those mean the number is not for us to guess; left alone, no rule reads them.
    """
    runs = itertools.groupby(text, key=_hides_digit)
    return "".join("".join(run) if hidden else unicodedata.normalize("NFKC", "".join(run)) for hidden, run in runs)


def _hides_digit(char: str) -> bool:
    return not char.isascii() and any(c.isdigit() for c in unicodedata.normalize("NFKC", char))


def one_line(question: str) -> str:
    """Give the question as it was asked, but with nothing in it that could end a comment line."""
    return " ".join("".join(char if char.isprintable() else " " for char in question).split())


def _spelt_out(word: str) -> str:
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word]
    return f"{word[:-3]} not" if word.endswith("n't") and len(word) > 3 else word


def _without_politeness(text: str) -> str:
    while True:
        text = text.removesuffix(" please").strip(" ,")
        start = next((s for s in _POLITE_STARTS if text.startswith((f"{s} ", f"{s},"))), None)
        if start is None:
            return text
        text = text.removeprefix(start)
