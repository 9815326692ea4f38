"""What a page says of a run, read without a browser."""

import base64
import hashlib
import html.parser
import io
import json
import re
import shutil

import numpy as np
import pytest
from PIL import Image

import vprog
from tests.report.hostile import HOSTILE
from tests.report.long_run import write_long_run
from vprog.planner import load_examples
from vprog.report import read_run, render_report, write_report

TEN_FRAMES = vprog.Budget(frames=10)


class Reader(html.parser.HTMLParser):
    """Collects the text of a page by the classes of the elements around it, and its elements."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[tuple[tuple[str, ...], str]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "image", "rect", "path", "line", "img", "br"):
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        self.pieces.append((tuple(name for _, classes in self.open for name in classes.split()), data))

    def text(self, wanted: str) -> str:
        return " ".join("".join(data for classes, data in self.pieces if wanted in classes).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page_of(trace, **options) -> str:
    return render_report(read_run(trace), **options)


def program_of(trace) -> str:
    return Reader(page_of(trace)).text("program")


def test_it_begins_with_the_question_and_the_answer(entering):
    page = Reader(page_of(entering))
    assert page.text("question") == "How many red circles enter?"
    assert page.text("value") == "1"
    assert "answered" in page.text("facts")


def test_each_line_shows_its_value(entering):
    shown = program_of(entering)
    assert '3 tracks of "red circle"' in shown
    assert "30 frames looked at with coloured-shapes" in shown
    assert re.search(r"spans_enters = enters\(tracks_circle\) ok Spans 1 span", shown)
    assert re.search(r"answer = count\(who\(spans_enters\)\) ok Number 1", shown)


def test_empty_absent_and_unneeded_values_are_shown_as_such(traced):
    program = (
        'tracks_none = track(detect(video, "green triangle"))\n'
        'tracks_dog = track(detect(video, "dog"))\n'
        "span_none = first(enters(tracks_none))\n"
        "number_dogs = count(tracks_dog)\n"
        "answer = or_else(count(tracks_none) if is_absent(span_none) else number_dogs, count(tracks_dog))\n"
    )
    shown = program_of(traced(program))
    assert "empty Tracks no track" in shown
    assert "absent Span absent:" in shown
    assert "not needed Tracks the answer did not need it" in shown
    assert "ok Number 0" in shown


def test_a_partial_value_is_shown_as_such(traced):
    shown = program_of(traced('answer = detect(video, "blue circle")\n', budget=TEN_FRAMES))
    assert "partial Boxes" in shown
    assert "the budget" in shown


def test_a_failed_value_is_shown_as_such(traced, tmp_path):
    trace = shutil.copytree(traced('number_blue = count(track(detect(video, "blue square")))\nanswer = number_blue\n'),
                            tmp_path / "failed")  # fmt: skip
    path = trace / "trace.jsonl"
    failure = {"code": "VP0502", "severity": "error", "message": "it broke", "line": None, "column": None}
    records = [json.loads(line) for line in path.read_text().splitlines()]
    for record in records:
        if record["event"] == "node" and record["op"] == "count":
            record |= {"status": "failed", "value": None, "reason": "it broke"}
            record["diagnostic"] = failure | {"end_line": None, "end_column": None}
        if record["event"] == "answer":
            record |= {"status": "failed", "answer": None, "reason": "it broke", "diagnostics": [failure]}
            record["diagnostics"][0] |= {"end_line": None, "end_column": None}
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    page = Reader(page_of(trace))
    assert "failed Number failed: it broke" in page.text("program")
    assert "VP0502" in page.text("failures")
    assert page.text("value") == "failed: it broke"


def test_an_abstention_says_why_and_shows_that_there_is_no_program(traced):
    trace = traced("Why is the sky blue?", ask=True)
    page = Reader(page_of(trace))
    assert page.text("value").startswith("no answer: ")
    assert "abstained" in page.text("attempts")
    assert "There is no program" in page_of(trace)


@pytest.mark.parametrize("example", load_examples(), ids=lambda example: example.name)
def test_every_example_has_a_page_on_which_each_line_has_its_value(example, clip, session):
    videos = [clip] * (2 if "videos" in example.program else 1)
    answer = session.run(example.program, videos, question=example.question, choices=["red", "blue"])
    run = read_run(answer.trace)
    read = Reader(render_report(run))
    shown = read.text("program")
    for name in run.questions[0].names:
        assert re.search(rf"\b{name} = .*?(ok|empty|absent|partial|not needed) [A-Z]", shown)
    assert read.text("question") == example.question


def test_several_questions_stand_on_one_page(clip, tmp_path):
    first, _ = vprog.answer(clip, ["Is there a red circle?", "How many blue squares are there?"], cache=tmp_path)
    page = Reader(page_of(first.trace))
    assert page.text("question") == "Is there a red circle?How many blue squares are there?"
    assert page.text("value") == "yes2"


def test_a_repaired_program_shows_what_was_tried_before_and_what_was_changed(traced):
    program = 'tracks_red = track(detect(vide, "red circle"))\nanswer = cont(tracks_red)\n'
    page = page_of(traced(program, fix=True))
    read = Reader(page)
    assert read.text("value") == "3"
    tried = read.text("attempts")
    assert tried.index("invalid written by given") < tried.index("answered written by repair")
    assert "^^^^ did you mean `video`?" in page
    assert "answer = cont(tracks_red) became answer = count(tracks_red)" in read.text("changes")


def test_an_edited_trace_says_what_was_changed_by_hand(clip, tmp_path):
    answer = vprog.answer(clip, "How many red circles are there?", cache=tmp_path)
    edited = answer.edit(tracks_circle={"drop": [1]})
    page = Reader(page_of(edited.trace))
    assert page.text("value") == "2"
    assert "answer was 3; now 2" in page.text("changes")
    assert "`tracks_circle` was given by hand" in page.text("note")


def test_the_chosen_one_of_the_choices_is_marked(traced):
    trace = traced("How many red circles are there?", ask=True, choices=["two", "3"])
    assert Reader(page_of(trace)).text("chosen") == "3 the answer"


def test_what_a_language_model_was_asked_and_said_is_shown_and_stays_text(entering, tmp_path):
    trace = shutil.copytree(entering, tmp_path / "copy")
    path = trace / "trace.jsonl"
    first, *others = path.read_text().splitlines(keepends=True)
    call = {"event": "llm_call", "at_s": 0.1, "of": 0, "model": "some-model", "request": "0" * 32, "reply": HOSTILE}
    call |= {"messages": [["system", "Write a program."], ["user", HOSTILE]], "prompt_tokens": 10, "reply_tokens": 5}
    path.write_text("".join([first, json.dumps(call) + "\n", *others]))
    page = page_of(trace)
    read = Reader(page)
    assert "what some-model was asked and said (1 of 1, 15 tokens)" in page
    assert read.text("scroll").count(HOSTILE) == 2
    assert len(read.all("script")) == 1


def test_nothing_is_fetched_and_only_its_own_script_and_style_are_allowed(entering):
    page = page_of(entering)
    read = Reader(page)
    (policy,) = [meta["content"] for meta in read.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    for tag in ("script", "style"):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    for _, attributes in read.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("src", "href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:image/jpeg;base64,"))


def test_markup_stays_text(hostile_trace):
    page = Reader(page_of(hostile_trace))
    assert page.text("question") == HOSTILE
    assert HOSTILE in page.text("choices")
    assert f"{HOSTILE} was written" in page.text("program")
    assert len(page.all("script")) == 1
    assert not page.all("img")


def test_what_is_read_in_a_video_stays_text(tmp_path, weights):
    picture = np.full((360, 960, 3), 255, np.uint8)
    cv2 = pytest.importorskip("cv2")
    cv2.putText(picture, "<script>alert(1)</script>", (40, 180), cv2.FONT_HERSHEY_SIMPLEX, 1.8, (0, 0, 0), 3)
    video = vprog.frames(np.stack([picture] * 4), fps=2)
    answer = vprog.run("answer = read_text(video)\n", video, profile="edge", models=weights, cache=tmp_path)
    assert any("<script>" in text for text in answer.value)
    page = Reader(page_of(answer.trace))
    assert len(page.all("script")) == 1
    assert "<script>" in page.text("value")


def test_masks_are_drawn_as_outlines_on_the_pictures_that_the_answer_cites(traced):
    read = Reader(page_of(traced('answer = segment(track(detect(video, "red circle")))\n')))
    drawn = [path["d"] for path in read.all("path") if path.get("d", "").startswith("M")]
    # A box has four corners, the outline of a circle more.
    assert any(path.count("L") > 6 for path in drawn)


def test_marks_that_turn_the_text_around_are_shown_as_escapes(traced):
    trace = traced("answer = question\n", question="abc\u202edef")
    assert "\u202e" not in page_of(trace)
    assert "abc\\u202edef" in Reader(page_of(trace)).text("question")


def test_without_pictures_the_boxes_are_still_drawn(entering):
    read = Reader(page_of(entering, pictures=False))
    assert not read.all("image")
    assert read.all("path")
    assert "left out on purpose" in read.text("note")


def test_a_missing_or_damaged_picture_is_said(entering, tmp_path):
    trace = shutil.copytree(entering, tmp_path / "copy")
    first, *_ = sorted((trace / "frames").iterdir())
    first.write_bytes(b"no picture")
    assert "pictures are missing" in Reader(page_of(trace)).text("note")


def test_a_missing_value_is_said(entering, tmp_path):
    trace = shutil.copytree(entering, tmp_path / "copy")
    (record,) = [n for n in read_run(trace).nodes.values() if n.names == ("tracks_circle",)]
    (trace / "values" / f"{record.value}.json").unlink()
    read = Reader(page_of(trace))
    assert "missing Tracks" in read.text("program")
    assert "`tracks_circle` is missing" in read.text("note")


LATER = {
    "graph": {"nodes", "roots"},
    "node": {"evidence", "gaps", "caveats", "incomplete", "cut_short", "fallback", "origin"},
    "frame": {"width_px", "height_px"},
}
"""What the first version of the trace did not say, by event."""


def test_a_trace_of_the_first_version_has_a_page_that_says_what_is_missing(entering, tmp_path):
    trace = shutil.copytree(entering, tmp_path / "copy")
    path = trace / "trace.jsonl"
    records = [json.loads(line) for line in path.read_text().splitlines()]
    records = [
        {key: value for key, value in record.items() if key not in LATER.get(record["event"], ())}
        for record in records
        if record["event"] != "settings"
    ]
    records[0]["schema"] = 1
    for video in next(record for record in records if record["event"] == "input")["videos"]:
        video.pop("path", None)
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    read = Reader(page_of(trace))
    assert read.text("value") == "1"
    assert "1 span of" in read.text("program")
    assert "demo.mp4, 2.40 s to 6.00 s, 3 boxes" in read.text("evidence")
    assert "count: Number" in read.text("graph")
    assert "run it again" in read.text("note")


def test_a_run_that_was_cut_off_has_a_page(entering, tmp_path):
    trace = shutil.copytree(entering, tmp_path / "copy")
    path = trace / "trace.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    for kept in range(1, len(lines)):
        path.write_text("".join(lines[:kept]))
        assert "cut off" in page_of(trace)


def test_faces_are_blurred_and_nothing_else(shared_data, tmp_path):
    face = shared_data / "images" / "zidane.jpg"
    answer = vprog.run('answer = detect(video, "face")\n', face, profile="embedded", cache=tmp_path)
    (frame,) = read_run(answer.trace).frames
    plain, blurred = (_pictures(page_of(answer.trace, blur_faces=wanted))[0] for wanted in (False, True))
    scale = frame.width_px / 1280
    change = np.abs(plain.astype(int) - blurred.astype(int)).mean(axis=2)
    boxes = [[int(corner * scale) for corner in box.xyxy] for box in answer.value.items]
    assert len(boxes) == 2
    for x1, y1, x2, y2 in boxes:
        assert change[y1:y2, x1:x2].mean() > 5
    assert change[: frame.height_px // 12].mean() < 2
    assert "blurred in 1 picture" in Reader(page_of(answer.trace, blur_faces=True)).text("note")


def test_pictures_without_faces_are_left_as_they_are(entering):
    first, second = (page_of(entering, blur_faces=wanted) for wanted in (False, True))
    for one, other in zip(_pictures(first), _pictures(second), strict=True):
        assert np.array_equal(one, other)


def _pictures(page: str) -> list[np.ndarray]:
    found = re.findall(r'href="data:image/jpeg;base64,([^"]+)"', page)
    return [np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")) for data in found]


def test_an_hour_with_fifty_values_stays_small(tmp_path):
    page = write_report(write_long_run(tmp_path / "trace"), tmp_path / "report.html")
    assert page.stat().st_size < 15_000_000
    text = page.read_text()
    assert len(Reader(text).all("image")) == 64
    assert "drawn together" in text
    assert "there are too many" in text or "the first 50 of" in text


def test_a_report_can_be_made_again_and_is_the_same(entering):
    assert page_of(entering) == page_of(entering)


def test_what_is_no_trace_is_refused(tmp_path):
    with pytest.raises(vprog.InputError, match="no trace"):
        write_report(tmp_path, tmp_path / "report.html")
    with pytest.raises(vprog.InputError, match="no trace"):
        read_run(tmp_path / "nowhere")


def test_a_page_that_cannot_be_written_is_said(entering, tmp_path):
    with pytest.raises(vprog.OutsideError, match="cannot be written"):
        write_report(entering, tmp_path / "no" / "folder" / "report.html")
