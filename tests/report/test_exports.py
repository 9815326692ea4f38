"""What is exported says what the trace says, and the programs it is meant for read it."""

import json

import av
import numpy as np
import pytest

from vprog.diagnostics import InputError
from vprog.media import open_video
from vprog.report import read_run
from vprog.report.exports import LAYOUTS, export
from vprog.values import describe

PROGRAM = """\
boxes_red = detect(video, "red circle")
tracks_red = track(boxes_red)
spans_enter = enters(tracks_red)
answer = count(who(spans_enter))
"""


@pytest.fixture(scope="module")
def answer(session, clip):
    return session.run(PROGRAM, clip, question="How many red <circles> enter?")


@pytest.fixture(scope="module")
def boxes(answer):
    return answer["boxes_red"].payload.items


@pytest.fixture(scope="module")
def tracks(answer):
    return answer["tracks_red"].payload.items


def test_tables_hold_every_box_track_and_event(answer, boxes, tracks, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    paths = export([answer.trace], "parquet", tmp_path)
    found = {path.stem: pq.read_table(path).to_pylist() for path in paths}
    assert [(r["frame"], r["time_s"], r["x1_px"]) for r in found["detections"]] == [
        (b.frame, b.time_s, b.x1) for b in boxes
    ]
    assert {r["name"] for r in found["detections"]} == {"boxes_red"}
    assert len(found["tracks"]) == sum(len(t.boxes) for t in tracks)
    assert {r["track_id"] for r in found["tracks"]} == {t.id for t in tracks}
    (event,) = found["events"]
    span = answer["spans_enter"].payload.items[0]
    assert (event["start_s"], event["end_s"]) == (span.start_s, span.end_s)
    assert event["subject_ids"] == [t.id for t in span.subjects]
    assert event["trace"] == answer.trace.name


def test_databases_and_data_frames_read_the_tables(answer, tracks, tmp_path):
    pytest.importorskip("pyarrow")
    duckdb = pytest.importorskip("duckdb")
    export([answer.trace, answer.trace], "parquet", tmp_path)
    table = duckdb.read_parquet(str(tmp_path / "tracks.parquet")).filter("seen")
    assert table.aggregate("track_id, count(*)").order("track_id").fetchall() == [
        (t.id, 2 * len(t.sights)) for t in tracks
    ]


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_data_frames_read_the_tables(answer, boxes, tmp_path, package):
    pytest.importorskip("pyarrow")
    frames = pytest.importorskip(package)
    export([answer.trace], "parquet", tmp_path, name="boxes_red")
    assert len(frames.read_parquet(tmp_path / "detections.parquet")) == len(boxes)
    assert len(frames.read_parquet(tmp_path / "events.parquet")) == 0


def test_coco_has_an_image_for_each_look(answer, boxes, tmp_path):
    (path,) = export([answer.trace], "coco", tmp_path / "found.json")
    found = json.loads(path.read_text())
    looked = answer["boxes_red"].payload.sampling.indices
    assert [image["frame"] for image in found["images"]] == list(looked)
    frame_of = {image["id"]: image["frame"] for image in found["images"]}
    got = [(frame_of[a["image_id"]], a["bbox"]) for a in found["annotations"]]
    assert got == [(b.frame, [b.x1, b.y1, b.x2 - b.x1, b.y2 - b.y1]) for b in boxes]
    assert [c["name"] for c in found["categories"]] == ["red circle"]


def test_mot_rows_are_read_back(answer, tracks, tmp_path):
    (path,) = export([answer.trace], "mot", tmp_path / "found.txt")
    rows = np.loadtxt(path, delimiter=",")
    assert rows.shape == (sum(len(t.sights) for t in tracks), 10)
    for track in tracks:
        mine = rows[rows[:, 1] == track.id]
        assert mine[:, 0].tolist() == [b.frame + 1 for b in track.sights]
        np.testing.assert_allclose(mine[:, 2], [b.x1 for b in track.sights], atol=1e-3)
        np.testing.assert_allclose(mine[:, 2] + mine[:, 4], [b.x2 for b in track.sights], atol=2e-3)


def test_cues_hold_while_the_event_does(answer, tmp_path):
    (path,) = export([answer.trace], "webvtt", tmp_path / "events.vtt")
    text = path.read_text(encoding="utf-8")
    span = answer["spans_enter"].payload.items[0]
    assert text.startswith("WEBVTT\n\n1\n")
    assert f"00:00:0{span.start_s:.3f} --> 00:00:0{span.end_s:.3f}\nspans_enter: red circle #3\n" in text


def test_text_in_cues_is_escaped(session, clip, tmp_path):
    program = 'spans_all = [s for s in enters(track(detect(video, "red circle")))]\nanswer = count(spans_all)\n'
    trace = session.run(program, clip).trace
    for file in (trace / "values").iterdir():
        file.write_text(file.read_text().replace("red circle", "a-->b <i>&"))
    (path,) = export([trace], "webvtt", tmp_path / "events.vtt")
    assert "a--&gt;b &lt;i&gt;&amp; #3" in path.read_text()


def test_the_film_shows_what_was_found(answer, clip, tmp_path):
    (path,) = export([answer.trace], "mp4", tmp_path / "film.mp4")
    with open_video(clip) as plain, open_video(path) as drawn:
        assert drawn.source.frame_count == plain.source.frame_count
        assert (drawn.source.width_px, drawn.source.height_px) == (plain.source.width_px, plain.source.height_px)
        (before,), (after,) = plain.read([60]), drawn.read([60])
    changed = np.abs(before.image.astype(int) - after.image).max(axis=2) > 60
    box = next(b for b in answer["tracks_red"].payload.items[2].boxes if b.frame == 60)
    assert changed[round(box.y1) : round(box.y2), round(box.x1) - 1 : round(box.x1) + 2].mean() > 0.3
    assert changed.mean() < 0.1
    with av.open(str(path)) as container:
        assert container.streams.video[0].codec_context.name == "h264"


def test_a_film_needs_the_video(answer, tmp_path, clip):
    moved = clip.with_name("away.mp4")
    clip.rename(moved)
    try:
        with pytest.raises(InputError, match=r"needs the pictures of demo\.mp4"):
            export([answer.trace], "mp4", tmp_path / "film.mp4")
        assert export([answer.trace], "mp4", tmp_path / "film.mp4", video=moved)
    finally:
        moved.rename(clip)


def lines_of(traces, layout, folder):
    (path,) = export(traces, "jsonl", folder / f"{layout}.jsonl", layout=layout)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_pairs_and_messages_hold_question_and_program(answer, tmp_path):
    assert lines_of([answer.trace], "pairs", tmp_path) == [
        {"prompt": "How many red <circles> enter?", "completion": PROGRAM}
    ]
    (line,) = lines_of([answer.trace], "messages", tmp_path)
    assert [m["role"] for m in line["messages"]] == ["user", "assistant"]
    assert line["messages"][1]["content"] == PROGRAM


def test_chains_of_tools_are_whole(answer, tmp_path):
    (line,) = lines_of([answer.trace], "tools", tmp_path)
    calls = [call for m in line["messages"] for call in m.get("tool_calls", [])]
    told = {m["tool_call_id"]: m["content"] for m in line["messages"] if m["role"] == "tool"}
    assert set(told) == {call["id"] for call in calls}
    seen = set()
    for call in calls:
        arguments = json.loads(call["function"]["arguments"])
        assert set(arguments["operands"]) <= seen
        seen.add(call["id"])
    assert {tool["function"]["name"] for tool in line["tools"]} == {call["function"]["name"] for call in calls}
    assert line["messages"][-1] == {"role": "assistant", "content": "1"}


def test_steps_say_which_gave_a_value(session, clip, tmp_path):
    program = 'track_a = first(track(detect(video, "dog")))\ntext_b = "one"\nanswer = or_else(label(track_a), text_b)\n'
    answer = session.run(program, clip, question="What is it?")
    (line,) = lines_of([answer.trace], "steps", tmp_path)
    assert line["completions"] == program.splitlines()
    assert line["labels"] == [False, True, True]
    assert describe(answer["answer"]) == '"one"'


def test_preferences_come_from_attempts(answer, tmp_path):
    """As a trace with a repaired program tells of it."""
    assert lines_of([answer.trace], "preferences", tmp_path) == []
    records = [json.loads(line) for line in (answer.trace / "trace.jsonl").read_text().splitlines()]
    for record in records:
        if record["event"] == "answer":
            worse = {"program": "answer = 0\n", "planner": "llm", "status": "failed", "reason": "it does not check"}
            record["attempts"].insert(0, worse)
    (tmp_path / "trace.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    (tmp_path / "values").symlink_to(answer.trace / "values")
    assert lines_of([tmp_path], "preferences", tmp_path) == [
        {"prompt": "How many red <circles> enter?", "chosen": PROGRAM, "rejected": "answer = 0\n"}
    ]


def test_what_has_no_answer_teaches_nothing(session, clip, tmp_path):
    abstained = session.answer(clip, "How many dogs are there?")
    not_understood = session.answer(clip, "What did Ann think?")
    for layout in set(LAYOUTS) - {"steps"}:
        assert lines_of([abstained.trace, not_understood.trace], layout, tmp_path) == []


@pytest.mark.parametrize(
    ("format_", "given", "message"),
    [
        ("csv", {}, "there is no format `csv`"),
        ("jsonl", {"layout": "chat"}, "there is no layout `chat`"),
        ("coco", {"name": "boxes_rad"}, "did you mean `boxes_red`"),
    ],
)
def test_unknown_words_are_named(answer, tmp_path, format_, given, message):
    with pytest.raises(InputError, match=message):
        export([answer.trace], format_, tmp_path / "out", **given)


def test_files_with_one_time_axis_refuse_two_videos(session, clip, tmp_path):
    other = clip.with_name("longer.mp4")
    other.write_bytes(clip.read_bytes() + b"\0" * 8)
    trace = session.run("answer = count(videos)", [clip, other]).trace
    assert len(read_run(trace).videos) == 2
    for format_ in ("mot", "webvtt", "mp4"):
        with pytest.raises(InputError, match="2 videos"):
            export([trace], format_, tmp_path / "out")
