"""Write the page: one file that needs no network, opens nowhere else, and runs no script but its own."""

import base64
import hashlib
from os import PathLike
from pathlib import Path

from vprog.diagnostics import Code, Diagnostic, OutsideError
from vprog.report.flow import drawn_graph
from vprog.report.pictures import Pictures, load_pictures
from vprog.report.recorded import Recorded, read_run
from vprog.report.templates import as_is, asset, rendered
from vprog.report.view import page_view

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
    style, script = asset("report.css"), asset("report.js")
    return rendered(
        "report.html.jinja",
        view=page_view(run, loaded),
        run=run,
        graph=as_is(drawn_graph(run)),
        policy=_POLICY.format(style=_hash(style), script=_hash(script)),
        style=as_is(style),
        script=as_is(script),
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
