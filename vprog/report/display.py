"""How values, programs and their mistakes show themselves in a notebook."""

from collections.abc import Sequence

from PIL import Image, ImageDraw

from vprog.diagnostics import as_text
from vprog.language import Check
from vprog.planner import Plan
from vprog.report.highlight import tokens
from vprog.report.painting import COLOURS, as_png, painted_rows
from vprog.report.shapes import Shape, all_shapes
from vprog.report.templates import as_is, asset, rendered
from vprog.report.timeline import Row, rows_of, sources_of
from vprog.report.words import members_of, percent, state_of, stretch
from vprog.values import Box, Mask, Outcome, Shown, Source, describe, describe_payload

_ROWS = 12
"""Members of a value that a cell lists."""
_PAINTED = 400
"""Boxes and outlines that a picture of a value shows."""
_WIDTH_PX = 480


class Notebook:
    """Draws things for a notebook's cells."""

    def html(self, thing: object) -> str | None:
        """Give a piece of HTML, or None for what words say as well."""
        match thing:
            case Check():
                return _check_html(thing)
            case Plan():
                return program_html(thing.program, "" if thing.program else "no program", thing.reason or "")
            case Outcome():
                return _outcome_html(thing)
            case Box() | Mask():
                return None
            case Shown():
                return _value_html(thing, describe_payload(thing))
        return None

    def png(self, thing: object) -> bytes | None:
        """Give a picture of where things were, else of when; None for what has neither."""
        payload = thing.payload if isinstance(thing, Outcome) else thing
        shapes = all_shapes(payload)
        if shapes:
            return _map(shapes)
        rows = _rows(payload)
        return painted_rows([(row, source.duration_s) for row, source in rows]) if rows else None


def program_html(text: str | None, verdict: str, said: str, mistakes: str = "") -> str:
    """Give a program in colours, what is said of it, and its mistakes with their carets."""
    pieces = tuple(tokens(text.rstrip("\n"))) if text is not None else ()
    return rendered(
        "program.html.jinja",
        style=as_is(asset("cell.css")),
        text=text,
        tokens=pieces,
        verdict=verdict,
        said=said,
        mistakes=mistakes,
    )


def _check_html(check: Check) -> str:
    said = f"the answer is {check.answer_type}" if check.ok else ""
    return program_html(check.source, "ok" if check.ok else "not ok", said, as_text(check.diagnostics, check.source))


def _outcome_html(outcome: Outcome) -> str:
    facts = [f"confidence {percent(outcome.confidence)}"] if outcome.confidence is not None else []
    facts += ["by a model's word"] if outcome.judged else []
    facts += list(outcome.caveats)
    facts += [f"not looked at: {gap.video}, {stretch(gap.start_s, gap.end_s)}, {gap.reason}" for gap in outcome.gaps]
    return _value_html(outcome.payload, describe(outcome), state_of(outcome), outcome.type.value, facts)


def _value_html(payload: object, text: str, state: str = "", type_: str = "", facts: Sequence[str] = ()) -> str:
    return rendered(
        "value.html.jinja",
        style=as_is(asset("cell.css")),
        text=text,
        state=state,
        type=type_,
        facts=facts,
        rows=_rows(payload),
        members=members_of(payload),
        limit=_ROWS,
    )


def _rows(payload: object) -> list[tuple[Row, Source]]:
    sources = {source.digest: source for source in sources_of(payload)}
    return [(row, sources[row.source]) for row in rows_of(payload, list(sources.values()))]


def _map(shapes: Sequence[tuple[Source, Shape]]) -> bytes:
    """Draw where things were, all moments on one picture of the first source."""
    source = shapes[0][0]
    scale = _WIDTH_PX / source.width_px
    image = Image.new("RGB", (_WIDTH_PX, max(1, round(source.height_px * scale))), "white")
    draw = ImageDraw.Draw(image)
    labels: dict[str, str] = {}
    for at, shape in shapes[:: max(1, len(shapes) // _PAINTED)]:
        if at.digest != source.digest:
            continue
        colour = labels.setdefault(shape.label, COLOURS[1 + len(labels) % (len(COLOURS) - 1)])
        for line in shape.lines:
            draw.line([(x * scale, y * scale) for x, y in (*line, line[0])], fill=colour)
    return as_png(image)


Shown.display = Notebook()
