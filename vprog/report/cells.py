"""How an answer shows itself in a notebook, from its trace."""

from os import PathLike
from typing import Any

from vprog.diagnostics import Code, Diagnostic, OutsideError
from vprog.report.drawing import FrameView
from vprog.report.painting import as_png, painted, sheet
from vprog.report.pictures import load_pictures
from vprog.report.recorded import read_run
from vprog.report.templates import as_is, asset, rendered
from vprog.report.view import PageView, page_view
from vprog.report.words import seconds

_SHOWN = 3
"""Pictures that a cell shows; `scrub` goes through all."""
_PAINTED = 4


def answer_html(trace: str | PathLike[str], number: int = 0) -> str:
    """Give an answer as a piece of HTML: the program with its values, and some of the pictures it rests on.

    number: of the question, where several were asked together.
    Raises: TraceError when the trace folder is gone.
    """
    run = read_run(trace)
    view = page_view(run, load_pictures(run.frames), only=number)
    frames = _spread(view, _SHOWN)
    return rendered(
        "answer.html.jinja",
        style=as_is(asset("cell.css")),
        view=view,
        question=view.questions[0],
        frames=frames,
        labels=[as_is(f'aria-label="frame {frame.frame}"') for frame in frames],
        more=len(_of_evidence(view)) - len(frames),
    )


def answer_png(trace: str | PathLike[str], number: int = 0) -> bytes | None:
    """Give some of the pictures that an answer rests on, with what was found drawn on them; None without pictures.

    Raises: TraceError when the trace folder is gone.
    """
    run = read_run(trace)
    pictures = load_pictures(run.frames)
    view = page_view(run, pictures, only=number)
    shown = [layer for layer in view.layers if layer.shown]
    frames = _spread(view, _PAINTED)
    return sheet([painted(frame, pictures.jpegs[frame.number], shown) for frame in frames]) if frames else None


def scrubber(trace: str | PathLike[str], number: int = 0) -> Any:
    """Give a widget that goes through the pictures of an answer's evidence, with a switch for each layer.

    number: of the question, where several were asked together.
    Raises: OutsideError without the package ipywidgets; TraceError when the trace folder is gone.
    """
    try:
        import ipywidgets
    except ImportError as error:
        hint = "python -m pip install 'vprog[notebook]'"
        raise OutsideError(Diagnostic(Code("VP0504"), "a widget needs the package ipywidgets", hint=hint)) from error
    run = read_run(trace)
    pictures = load_pictures(run.frames)
    view = page_view(run, pictures, only=number)
    frames = _of_evidence(view)
    if not frames:
        return ipywidgets.HTML("The trace holds no pictures.")
    slider = ipywidgets.IntSlider(description="picture", min=0, max=len(frames) - 1, readout=False)
    switches = [ipywidgets.Checkbox(value=layer.shown, description=layer.title, indent=False) for layer in view.layers]
    image, caption = ipywidgets.Image(format="png", layout={"max_width": "100%"}), ipywidgets.Label()

    def draw(*_: object) -> None:
        frame = frames[slider.value]
        chosen = [layer for layer, switch in zip(view.layers, switches, strict=True) if switch.value]
        image.value = as_png(painted(frame, pictures.jpegs[frame.number], chosen))
        caption.value = f"{slider.value + 1} of {len(frames)}: {frame.source.name} at {seconds(frame.time_s)}"

    for part in (slider, *switches):
        part.observe(draw, names="value")
    draw()
    return ipywidgets.VBox([ipywidgets.HBox([slider, caption]), ipywidgets.HBox(switches), image])


def _spread(view: PageView, most: int) -> list[FrameView]:
    """Give pictures of the evidence of the one question, evenly spread, the first and the last among them."""
    frames = _of_evidence(view)
    places = {round(place * (len(frames) - 1) / max(1, most - 1)) for place in range(most)} if frames else set()
    return [frames[place] for place in sorted(places)]


def _of_evidence(view: PageView) -> list[FrameView]:
    evidence = view.questions[0].evidence
    own = [
        frame
        for frame in view.frames
        if any(e.source == frame.source.digest and e.start_s <= frame.time_s <= e.end_s for e in evidence)
    ]
    return own or list(view.frames)
