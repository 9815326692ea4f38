"""The answers that a question offers: its choices, or those in its own words."""

import dataclasses
import re
from collections.abc import Iterator

from vprog.planner.lines import MOST_LISTED, Lines, quoted
from vprog.planner.plan import NotUnderstoodError
from vprog.planner.words import SHAPES, article_removed, is_color

_MAX_OPTIONS = 26
_MAX_LETTERS = 80
_LETTERED = re.compile(r"(?:^|\s)\(?([A-Za-z])[.):]\s+")
_BREAKS = re.compile(r"[:?,\n]")
_OR = re.compile(r"\s*,\s*or\s+|\s+or\s+|\s*,\s*|\s*;\s*", re.IGNORECASE)
_PLEASE = re.compile(r"[\s,]*\bplease[\s?!.]*$", re.IGNORECASE)
_PLACE = re.compile(
    r"((on|in|at|to|of) |the )*(top|bottom|upper|lower|left|right|middle|cent(er|re))([ -](left|right|middle|center))?"
    r"( (side|corner|part|edge|of|the|picture|frame|image|screen|video))*"
)
_BESIDE = ("left", "leftmost", "middle", "center", "right", "rightmost")
_WHEN_HAPPENS = re.compile(
    r"when (?:does|do|did) (?:this|the following|this event|the following event) (?:happen|occur)\s*[:?]\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)
_WRITABLE = re.compile(r"[ !#-\[\]-~\u00a1-\ud7ff]+")


@dataclasses.dataclass(frozen=True)
class Options:
    """Texts to choose from, in order; `given` when they come with the question and are bound as `choices`."""

    texts: tuple[str, ...] = ()
    given: bool = False

    def are_colors_of(self, noun: str) -> bool:
        """Say whether a thing of this kind can be told by its colour: all texts do, or it has nothing else."""
        head = noun.rpartition(" ")[2]
        if not self.texts:
            return head in SHAPES and noun == head
        plain = [article_removed(text.casefold().rstrip(". ")) for text in self.texts]
        words = [text.removesuffix(f" {noun}").removesuffix(f" {head}").removesuffix(" one") for text in plain]
        return all(map(is_color, words))

    def are_sides(self) -> bool:
        """Say whether the texts tell things by where they are beside each other: "the left one"."""
        plain = [article_removed(text.casefold().rstrip(". ")) for text in self.texts]
        return len(plain) > 1 and all(text.removesuffix(" one") in _BESIDE and " " in text for text in plain)

    def are_places(self) -> bool:
        """Say whether the texts name places in the picture."""
        return len(self.texts) > 1 and all(
            _PLACE.fullmatch(article_removed(t.casefold().rstrip(". "))) for t in self.texts
        )

    def listed(self, lines: Lines) -> str:
        """Give the name of the texts.

        Raises: NotUnderstoodError for more than the language can list.
        """
        if self.given:
            return "choices"
        return _list(lines, self.texts)

    def choose(self, lines: Lines, value: str, kind: str) -> str:
        """Give the expression that chooses one of the texts, by a value."""
        found = value if value.startswith(f"{kind}_") else lines.bind(kind, "found", value)
        if self.given:
            return f"choose({found}, choices)"
        return chosen_of(lines, found, self.texts)


def chosen_of(lines: Lines, found: str, texts: tuple[str, ...]) -> str:
    """Give the expression that chooses one of any number of texts, which are written out."""
    parts = [texts[i : i + MOST_LISTED] for i in range(0, len(texts), MOST_LISTED)]
    *rest, last = [f"choose({found}, {_list(lines, part)})" for part in parts]
    for one in reversed(rest):
        name, other = lines.bind("text", "either", one), lines.bind("text", "or", last)
        last = f"({other} if is_absent({name}) else {name})"
    return last


def _list(lines: Lines, texts: tuple[str, ...]) -> str:
    if len(texts) > MOST_LISTED:
        raise NotUnderstoodError(f"more than {MOST_LISTED} answers in the words of the question")
    return lines.bind("texts", "options", "[" + ", ".join(map(quoted, texts)) + "]")


def offered(question: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each way to part a question from the answers that it offers at its end.

    "Which is larger, the dog or the cat?" · "What colour is it: red or blue?" · "What is it? A. red B. blue"
    """
    question = _PLEASE.sub("", question)
    letters = list(_LETTERED.finditer(question))
    if letters and [m[1].casefold() for m in letters] == [chr(ord("a") + n) for n in range(len(letters))]:
        ends = [m.start() for m in letters[1:]] + [len(question)]
        texts = tuple(question[m.end() : end].strip(" \n\t,;?!.") for m, end in zip(letters, ends, strict=True))
        if len(texts) > 1 and _fit(texts):
            yield question[: letters[0].start()], texts
        return
    for found in _BREAKS.finditer(question):
        tail = question[found.end() :].strip().rstrip("?!. \n")
        texts = tuple(text.strip() for text in _OR.split(tail.removeprefix("either ")))
        if re.search(r"\bor\b", tail, re.IGNORECASE) and _fit(texts):
            yield question[: found.start()], texts


def happening_in(question: str) -> str | None:
    """Give the sentence of "When does this happen: a dog enters", which is for a localizer to understand."""
    found = _WHEN_HAPPENS.fullmatch(question.strip())
    sentence = " ".join(found[1].split()).rstrip("?!. ") if found else ""
    return sentence if 0 < len(sentence) <= _MAX_LETTERS and _WRITABLE.fullmatch(sentence) else None


def _fit(texts: tuple[str, ...]) -> bool:
    known = 1 < len(set(texts)) == len(texts) <= _MAX_OPTIONS
    return known and all(0 < len(text) <= _MAX_LETTERS and _WRITABLE.fullmatch(text) for text in texts)
