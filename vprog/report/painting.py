"""Pictures with what was found drawn on them, as PNG: for those who cannot show a page."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from vprog.report.drawing import EVIDENCE, FrameView, Layer
from vprog.report.timeline import Row

COLOURS = ("#e0218a", "#0b74d1", "#c75300", "#14834a", "#7c4ddb", "#00808c", "#b3261e", "#7a6a00")
"""In the order of the style sheet's."""
_WIDTH_PX = 640
_LANE_PX, _MARGIN_PX = 14, 6


def painted(frame: FrameView, jpeg: bytes | None, layers: Sequence[Layer]) -> Image.Image:
    """Give a picture with its layers drawn on it, 640 px wide; grey where the picture is missing."""
    scale = _WIDTH_PX / frame.source.width_px
    size = (_WIDTH_PX, max(1, round(frame.source.height_px * scale)))
    if jpeg is None:
        image = Image.new("RGB", size, "#d4d8de")
    else:
        with Image.open(io.BytesIO(jpeg)) as opened:
            image = opened.convert("RGB").resize(size)
    draw = ImageDraw.Draw(image)
    for layer in layers:
        for shape in frame.shapes.get(layer.id, ()):
            for line in shape.lines:
                points = [(x * scale, y * scale) for x, y in (*line, line[0])]
                draw.line(points, fill=COLOURS[layer.colour], width=5 if layer.id == EVIDENCE.id else 2)
            x, y = shape.at_px
            draw.text((x * scale + 3, y * scale + 2), shape.label, fill="white", stroke_width=1, stroke_fill="black")
    return image


def sheet(images: Sequence[Image.Image], columns: int = 2) -> bytes:
    """Give pictures of one width beside and below each other, as one PNG."""
    rows = [images[place : place + columns] for place in range(0, len(images), columns)]
    heights = [max(image.height for image in row) for row in rows]
    width = _WIDTH_PX * min(columns, len(images))
    whole = Image.new("RGB", (width, sum(heights)), "white")
    top = 0
    for row, height in zip(rows, heights, strict=True):
        for column, image in enumerate(row):
            whole.paste(image, (column * _WIDTH_PX, top))
        top += height
    return as_png(whole)


def painted_rows(rows: Sequence[tuple[Row, float]]) -> bytes:
    """Give rows of the axis of time as one PNG, each with how long its source is in seconds."""
    heights = [row.lanes * _LANE_PX + _MARGIN_PX for row, _ in rows]
    image = Image.new("RGB", (_WIDTH_PX, sum(heights) + _MARGIN_PX), "white")
    draw = ImageDraw.Draw(image)
    top = _MARGIN_PX
    for (row, duration_s), height in zip(rows, heights, strict=True):
        draw.rectangle((0, top, _WIDTH_PX, top + row.lanes * _LANE_PX), fill="#eef0f3")
        for bar in row.bars:
            left, right = (_WIDTH_PX * t / (duration_s or 1.0) for t in (bar.start_s, bar.end_s))
            above = top + bar.lane * _LANE_PX + 2
            draw.rectangle((left, above, max(left + 1, right), above + _LANE_PX - 4), fill=COLOURS[1])
        top += height
    return as_png(image)


def as_png(image: Image.Image) -> bytes:
    """Give the bytes of a PNG."""
    out = io.BytesIO()
    image.save(out, format="PNG", optimize=True)
    return out.getvalue()
