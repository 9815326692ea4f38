"""What shows itself in a notebook."""

from typing import ClassVar, Protocol


class Display(Protocol):
    """Draws things for people."""

    def html(self, thing: object) -> str | None:
        """Give a piece of HTML, or None for what is better shown in words."""

    def png(self, thing: object) -> bytes | None:
        """Give a picture for those who cannot show HTML, or None where it would say no more than words."""


class Shown:
    """Something that shows itself in a notebook.

    Values stand below everything that draws: whoever draws them says so by setting `display`. Until then words do.
    """

    display: ClassVar[Display | None] = None

    def _repr_html_(self) -> str | None:
        return Shown.display.html(self) if Shown.display else None

    def _repr_png_(self) -> bytes | None:
        return Shown.display.png(self) if Shown.display else None
