"""Text that a terminal shows and does not obey."""

import re

_OBEYED = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
"""Control characters but for tabs and line feeds, separators that end a line, marks that turn the order of what stands
around them, and surrogates: what Python makes of bytes in a file name that are no text."""
_ANYWHERE = re.compile(f"[{_OBEYED}]")
_ON_ONE_LINE = re.compile(f"[{_OBEYED}\t\n]")


def printable(text: str) -> str:
    r"""Give the text with an escape for each character that a terminal would obey; line feeds and tabs stay.

    >>> print(printable("a\x1b[31m\u202eb"))
    a\x1b[31m\u202eb
    """
    return _ANYWHERE.sub(_escape, text)


def on_one_line(text: str) -> str:
    r"""Give the text with escapes for line feeds and tabs as well.

    >>> print(on_one_line("two\nlines"))
    two\nlines
    """
    return _ON_ONE_LINE.sub(_escape, text)


def json_escaped(text: str) -> str:
    r"""Give the text of a JSON document with JSON's own escapes for those characters.

    >>> print(json_escaped('"\u2028"'))
    "\u2028"
    """
    return _ANYWHERE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
