"""`crop`: never more than was visible, and all of the thing that was."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import vprog
from tests.modules.drawing import clip, plain, put
from tests.strategies import decorated_videos, sources, tracks_in
from vprog.modules.crop import Crop
from vprog.values import Absent, Video

margins = st.sampled_from([0.0, 0.1, 1.0])


@given(decorated_videos(), st.data(), margins)
def test_a_crop_is_the_rectangle_around_the_boxes_as_far_as_it_was_visible(view, data, margin):
    track = data.draw(tracks_in(Video.whole(data.draw(sources))))
    assert track is not None
    found = Crop.compute(view, track, margin)
    if track.source != view.source:
        assert isinstance(found, Absent)
        return
    left, top, right, bottom = view.region_px or (0, 0, view.source.width_px, view.source.height_px)
    width = max(b.x2 for b in track.boxes) - min(b.x1 for b in track.boxes)
    height = max(b.y2 for b in track.boxes) - min(b.y1 for b in track.boxes)
    expected = (
        max(left, min(b.x1 for b in track.boxes) - margin * width),
        max(top, min(b.y1 for b in track.boxes) - margin * height),
        min(right, max(b.x2 for b in track.boxes) + margin * width),
        min(bottom, max(b.y2 for b in track.boxes) + margin * height),
    )
    cuts = view.keep([track.interval]).cuts
    if not cuts or expected[0] >= expected[2] or expected[1] >= expected[3]:
        assert isinstance(found, Absent)
    else:
        assert (found.region_px, found.cuts) == (expected, cuts)
        assert (found.blanked, found.mirrored) == (view.blanked, view.mirrored)


def test_what_lies_beside_the_thing_is_not_seen_in_the_crop(tmp_path):
    def paint(time_s):
        return put(put(plain(), "circle", "red", 60, 60 + 20 * time_s), "square", "blue", 250, 180)

    video = vprog.frames(np.stack(clip(paint, 3)), fps=10)
    program = (
        'video_red = crop(video, first(track(detect(video, "red circle"))))\n'
        'answer = [count(track(detect(video_red, text_c))) for text_c in ["red circle", "blue square"]]'
    )
    answer = vprog.Session("embedded", tmp_path, store=False).run(program, video)
    assert list(answer.value) == [1, 0]
