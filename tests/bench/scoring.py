"""Score one answer against one question of a file `qa.jsonl`: right or not, strictly.

A question is a JSON object with `answer` and perhaps `choices`, `accept`, `tolerance`. What is due, and what is right:

a choice    `choices` are given: the text of the right one, letter by letter. Nothing else counts, not even `accept`,
            which is for those who answer freely.
a number    exactly equal to `answer` or to a number of `accept`; True and False are no numbers, and neither is a text.
seconds     a number with `tolerance`: no farther off than that. A stretch [start, end] is right where both ends are.
a stretch   `answer` is [start, end]: one stretch, both ends within `tolerance`. Of several stretches none is right.
a text      equal to `answer` or to a text of `accept` after normalisation: letter case, white space, the article in
            front and the full stop at the end do not count; every word does.
yes or no   `answer` is true or false: that very truth.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_ARTICLE = re.compile(r"^(the|an?) ")


def is_right(question: Mapping[str, Any], answer: object) -> bool:
    """Say whether an answer, as it stands in the JSON form of `vprog.Answer`, is the right one."""
    due = question["answer"]
    if question.get("choices"):
        return answer == due
    if isinstance(due, bool) or answer is None:
        return answer is due
    if isinstance(due, str):
        return isinstance(answer, str) and _words(answer) in {_words(t) for t in (due, *question.get("accept", ()))}
    tolerance = question.get("tolerance", 0)
    if isinstance(due, list):
        return _is_stretch(answer) and _near(answer, due, tolerance)
    if _is_number(answer):
        return any(abs(answer - wanted) <= tolerance for wanted in (due, *question.get("accept", ())))
    return "tolerance" in question and _is_stretch(answer) and _near(answer, [due, due], tolerance)


def _near(answer: object, due: list[float], tolerance: float) -> bool:
    (stretch,) = answer if isinstance(answer[0], list) else [answer]
    return all(abs(found - wanted) <= tolerance for found, wanted in zip(stretch, due, strict=True))


def _is_stretch(answer: object) -> bool:
    """Say whether this is [start, end], or a list of one such."""
    if isinstance(answer, list) and len(answer) == 1:
        (answer,) = answer
    return isinstance(answer, list) and len(answer) == 2 and all(map(_is_number, answer))


def _is_number(answer: object) -> bool:
    return isinstance(answer, int | float) and not isinstance(answer, bool)


def _words(text: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return _ARTICLE.sub("", plain).removesuffix(".")
