"""The templates of pages and notebooks; whatever is filled in is escaped."""

import functools
from importlib import resources
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from vprog.diagnostics import printable
from vprog.report.words import cited, counted, percent, seconds, stretch, took

if TYPE_CHECKING:
    import jinja2


def rendered(name: str, **given: Any) -> str:
    """Fill in a template."""
    return _templates().get_template(name).render(**given)


def asset(name: str) -> str:
    """Give the text of a file that goes into pages as it is."""
    return (resources.files("vprog.report") / "assets" / name).read_text(encoding="utf-8")


def as_is(text: str) -> Markup:
    """Let a text through that is ours: an asset, or a drawing in which every text is escaped."""
    return Markup(text)  # noqa: S704


def _shown(value: Any) -> Any:
    """Show what would turn the order of the text around it, or is no character, as an escape."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@functools.cache
def _templates() -> "jinja2.Environment":
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("vprog.report", "assets"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = (cited, counted, percent, seconds, stretch, took)
    environment.filters |= {word.__name__: word for word in words}
    return environment
