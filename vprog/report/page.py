"""Write the page: one file that needs no network, opens nowhere else, and runs no script but its own."""

import base64
import functools
import hashlib
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from vprog.diagnostics import Code, Diagnostic, OutsideError, printable
from vprog.report.flow import drawn_graph
from vprog.report.pictures import Pictures, load_pictures
from vprog.report.recorded import Recorded, read_run
from vprog.report.view import page_view
from vprog.report.words import cited, counted, percent, seconds, stretch, took

if TYPE_CHECKING:
    import jinja2

_POLICY = (
    "default-src 'none'; img-src data:; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"
)


def write_report(
    trace: str | PathLike[str], output: str | PathLike[str], *, blur_faces: bool = False, pictures: bool = True
) -> Path:
    """Write the report of a trace folder into an HTML file; give its path.

    Raises: TraceError for what is no trace; OutsideError when the file cannot be written.
    """
    page = render_report(read_run(trace), blur_faces=blur_faces, pictures=pictures)
    path = Path(output)
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        message = f"the report {path} cannot be written: {error.strerror or error}"
        raise OutsideError(Diagnostic(Code("VP0505"), message, hint="name another file")) from error
    return path


def render_report(run: Recorded, *, blur_faces: bool = False, pictures: bool = True) -> str:
    """Give the report of a run as one HTML document.

    blur_faces: blur the faces that the embedded profile finds. pictures: without them, boxes are drawn on nothing.
    """
    if pictures:
        loaded = load_pictures(run.frames, blur_faces=blur_faces)
    else:
        loaded = Pictures((None,) * len(run.frames), ("the pictures were left out on purpose",) if run.frames else ())
    style, script = _asset("report.css"), _asset("report.js")
    policy = _POLICY.format(style=_hash(style), script=_hash(script))
    graph = Markup(drawn_graph(run))  # noqa: S704  # made by us, every text in it escaped
    # Ours as well: files of this package, known to the policy by their hashes.
    assets = {"style": Markup(style), "script": Markup(script)}  # noqa: S704
    template = _templates().get_template("report.html.jinja")
    return template.render(view=page_view(run, loaded), run=run, graph=graph, policy=policy, **assets)


def _asset(name: str) -> str:
    return (resources.files("vprog.report") / "assets" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


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
    words = {
        "cited": cited,
        "counted": counted,
        "percent": percent,
        "seconds": seconds,
        "stretch": stretch,
        "took": took,
    }
    environment.filters |= words
    return environment
