"""What a view shows of a frame, and boxes on the way back."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as PillowImage

from vprog.media import fitted_size, jpeg, show, to_source
from vprog.media.picture import Orientation
from vprog.values import Interval, Source, Video

SOURCE = Source("00", "x.mp4", 10.0, 640, 480, 300)
WHOLE = Video.whole(SOURCE)


def marked(box: tuple[int, int, int, int], height_px: int = 480, width_px: int = 640) -> np.ndarray:
    image = np.zeros((height_px, width_px, 3), dtype=np.uint8)
    x1, y1, x2, y2 = box
    image[y1:y2, x1:x2] = 255
    return image


def found(image: np.ndarray) -> list[list[float]]:
    rows, columns = np.nonzero(image[:, :, 0] > 127)
    return [[columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]] if len(rows) else []


@st.composite
def regions(draw: st.DrawFn) -> tuple[float, float, float, float]:
    x1, x2 = sorted(draw(st.tuples(st.floats(0, 640), st.floats(0, 640))))
    y1, y2 = sorted(draw(st.tuples(st.floats(0, 480), st.floats(0, 480))))
    return x1, y1, max(x2, x1 + 1), max(y2, y1 + 1)


@given(st.none() | regions(), st.booleans(), st.integers(0, 600), st.integers(0, 440), st.data())
def test_a_mark_in_the_source_is_found_where_it_is(
    region: tuple[float, float, float, float] | None, mirrored: bool, x: int, y: int, data: st.DataObject
) -> None:
    box = (x, y, data.draw(st.integers(x + 1, 640)), data.draw(st.integers(y + 1, 480)))
    view = Video(SOURCE, WHOLE.cuts, region_px=region, mirrored=mirrored)
    image = marked(box)
    boxes = to_source(found(show(image, view, 1.0)), view, SOURCE, image.shape)
    low_x, low_y, high_x, high_y = region or (0, 0, 640, 480)
    seen = (max(box[0], low_x), max(box[1], low_y), min(box[2], high_x, 640), min(box[3], high_y, 480))
    if len(boxes) and seen[0] < seen[2] and seen[1] < seen[3]:
        assert np.allclose(boxes[0], seen, atol=1e-3)


@given(regions(), st.booleans(), st.sampled_from([(480, 640), (240, 320), (360, 480), (33, 44)]))
def test_the_whole_shown_picture_maps_to_the_region(
    region: tuple[float, float, float, float], mirrored: bool, shape: tuple[int, int]
) -> None:
    view = Video(SOURCE, WHOLE.cuts, region_px=region, mirrored=mirrored)
    shown = show(np.zeros((*shape, 3), dtype=np.uint8), view, 0.0)
    back = to_source([[0, 0, shown.shape[1], shown.shape[0]]], view, SOURCE, shape)
    visible = (region[0], region[1], min(region[2], 640), min(region[3], 480))
    assert np.allclose(back[0], visible, atol=1e-3)


@given(regions(), st.booleans(), st.lists(st.tuples(*[st.floats(-900, 900)] * 4), max_size=5))
def test_boxes_never_leave_what_is_visible(
    region: tuple[float, float, float, float], mirrored: bool, boxes: list[tuple[float, float, float, float]]
) -> None:
    view = Video(SOURCE, WHOLE.cuts, region_px=region, mirrored=mirrored)
    back = to_source(boxes, view, SOURCE, (240, 320, 3))
    assert back.shape == (len(boxes), 4)
    assert back.dtype == np.float32
    slack = 1e-3
    assert (back[:, 0::2] >= region[0] - slack).all()
    assert (back[:, 0::2] <= min(region[2], 640) + slack).all()
    assert (back[:, 1::2] >= region[1] - slack).all()
    assert (back[:, 1::2] <= min(region[3], 480) + slack).all()


def test_mirroring_keeps_left_before_right() -> None:
    view = Video(SOURCE, WHOLE.cuts, mirrored=True)
    assert to_source([[0, 0, 10, 20]], view, SOURCE, (480, 640, 3)).tolist() == [[630, 0, 640, 20]]


def test_scaled_down_boxes_are_scaled_up() -> None:
    assert to_source([[1, 2, 3, 4]], WHOLE, SOURCE, (240, 320, 3)).tolist() == [[2, 4, 6, 8]]


def test_blanked_time_is_black_and_only_that() -> None:
    view = WHOLE.blank([Interval(2.0, 3.0)])
    image = marked((0, 0, 640, 480))
    assert show(image, view, 1.99).min() == 255
    assert show(image, view, 2.0).max() == 0
    assert show(image, view, 3.0).min() == 255
    assert image.min() == 255


def test_what_is_shown_is_an_array_of_its_own() -> None:
    image = marked((0, 0, 9, 9))
    show(image, WHOLE, 0.0)[:] = 7
    assert image[20, 20, 0] == 0


def test_evidence_is_a_jpeg_of_bounded_size() -> None:
    with PillowImage.open(io.BytesIO(jpeg(marked((0, 0, 640, 720), 1440, 1280)))) as picture:
        assert (picture.format, picture.size, picture.mode) == ("JPEG", (569, 640), "RGB")
        pixels = np.asarray(picture)
    assert pixels[10, 10].min() > 245
    assert pixels[-10, -10].max() < 10
    with pytest.raises(ValueError, match="uint8"):
        jpeg(np.zeros((4, 4), dtype=np.uint8))


@pytest.mark.parametrize(
    ("size", "limit", "fitted"),
    [
        ((1280, 720), 640, (640, 360)),
        ((720, 1280), 640, (360, 640)),
        ((300, 200), 640, (300, 200)),
        ((9999, 1), 3, (3, 1)),
    ],
)
def test_fitted_size(size: tuple[int, int], limit: int, fitted: tuple[int, int]) -> None:
    assert fitted_size(*size, limit) == fitted
    assert fitted_size(*size, None) == size


def test_unreadable_display_matrix_counts_as_upright() -> None:
    assert Orientation.from_matrix(b"") == Orientation()
