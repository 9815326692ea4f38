"""`eval`: made-up sequences whose tracks are known."""

import json

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("trackers.eval", reason="tracks are measured by the extra `eval`")

INI = "[Sequence]\nname={name}\nimDir=img1\nframeRate=10\nseqLength={frames}\nimWidth=640\nimHeight=480\nimExt=.png\n"


def make_sequence(folder, frames=30, detections=True, truth=True, ini=INI):
    """Make a sequence in which two walk past each other."""
    folder.mkdir(parents=True)
    (folder / "seqinfo.ini").write_text(ini.format(name=folder.name, frames=frames))
    rows = [(k + 1, i, x, y) for k in range(frames) for i, x, y in ((1, 20 + 9 * k, 100), (2, 560 - 9 * k, 260))]
    if detections:
        (folder / "det").mkdir()
        # Not everything is found in every frame.
        seen = (f"{f},-1,{x},{y},40,120,0.95,-1,-1,-1\n" for f, i, x, y in rows if (f + i) % 4)
        (folder / "det" / "det.txt").write_text("".join(seen))
    if truth:
        (folder / "gt").mkdir()
        (folder / "gt" / "gt.txt").write_text("".join(f"{f},{i},{x},{y},40,120,1,-1,-1,-1\n" for f, i, x, y in rows))
    return folder


def test_known_tracks_are_measured_and_written(vprog, tmp_path):
    for name in ("A", "B"):
        make_sequence(tmp_path / "data" / name)
    done = vprog("eval", "mot", "--data", tmp_path / "data", "-o", tmp_path / "out", "--json")
    record = json.loads(done.stdout)
    assert (done.exit_code, record["benchmark"], set(record["items"])) == (0, "mot", {"A", "B"})
    # What lies between two sights is filled in, and right: two walk on straight lines.
    assert record["overall"]["IDF1"] > 0.97
    assert record["overall"]["IDSW"] == 0
    rows = [line.split(",") for line in (tmp_path / "out" / "A.txt").read_text().splitlines()]
    assert {row[1] for row in rows} == {"1", "2"}
    assert [int(row[0]) for row in rows] == sorted(int(row[0]) for row in rows)
    unseen = [row for row in rows if float(row[6]) == 0]
    assert 0 < len(unseen) < len(rows) / 2


def test_a_table_for_people(vprog, tmp_path):
    make_sequence(tmp_path / "data" / "A")
    done = vprog("eval", "mot", "--data", tmp_path / "data")
    assert done.exit_code == 0
    head, *rows = done.stdout.splitlines()
    assert head.split()[:3] == ["MOTA", "IDF1", "HOTA"]
    assert [row.split()[0] for row in rows] == ["A", "all"]
    assert rows[0].split()[1:] == rows[1].split()[1:]


def test_the_results_of_another_tracker_are_measured_beside(vprog, tmp_path):
    given = ("eval", "mot", "--data", tmp_path / "data")
    for name in ("A", "B"):
        make_sequence(tmp_path / "data" / name)
    vprog(*given, "-o", tmp_path / "other")
    (tmp_path / "other" / "B.txt").unlink()
    record = json.loads(vprog(*given, "--reference", tmp_path / "other", "--json").stdout)
    assert record["reference"]["items"] == {"A": record["items"]["A"]}
    assert record["reference"]["notes"] == ["the reference has no B.txt"]
    shown = vprog(*given, "--reference", tmp_path / "other").stdout.splitlines()
    assert shown[shown.index("the reference") + 2] == shown[1]
    (tmp_path / "empty").mkdir()
    assert "NAME.txt" in vprog(*given, "--reference", tmp_path / "empty").stderr


def test_one_sequence_is_a_folder_as_well_and_the_limit_holds(vprog, tmp_path):
    for name in ("A", "B"):
        make_sequence(tmp_path / "data" / name)
    one = json.loads(vprog("eval", "mot", "--data", tmp_path / "data" / "B", "--json").stdout)
    limited = json.loads(vprog("eval", "mot", "--data", tmp_path / "data", "--limit", 1, "--json").stdout)
    assert (list(one["items"]), list(limited["items"])) == (["B"], ["A"])


def test_without_truth_tracks_are_written_and_nothing_is_claimed(vprog, tmp_path):
    make_sequence(tmp_path / "data" / "A", truth=False)
    done = vprog("eval", "mot", "--data", tmp_path / "data", "-o", tmp_path / "out", "--json")
    record = json.loads(done.stdout)
    assert (done.exit_code, record["items"], record["overall"]) == (0, {}, {})
    assert "gt/gt.txt" in record["notes"][0]
    assert (tmp_path / "out" / "A.txt").read_text()


def test_without_detections_the_pictures_are_looked_at(vprog, tmp_path):
    folder = make_sequence(tmp_path / "data" / "A", frames=4, detections=False)
    (folder / "img1").mkdir()
    for k in range(4):
        Image.fromarray(np.full((480, 640, 3), 200, dtype=np.uint8)).save(folder / "img1" / f"{k + 1:06}.png")
    done = vprog("eval", "mot", "--data", tmp_path / "data", "-o", tmp_path / "out", "--json")
    record = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (record["overall"]["CLR_TP"], record["overall"]["CLR_FN"], record["overall"]["MOTA"]) == (0, 8, 0)
    assert (tmp_path / "out" / "A.txt").read_text() == ""


def test_scores_that_are_no_shares_leave_nobody_out(vprog, tmp_path):
    folder = make_sequence(tmp_path / "data" / "A")
    path = folder / "det" / "det.txt"
    path.write_text(path.read_text().replace(",0.95,", ",31.5,"))
    record = json.loads(vprog("eval", "mot", "--data", tmp_path / "data", "--json").stdout)
    assert record["overall"]["IDF1"] > 0.97


def test_knobs_can_be_turned(vprog, tmp_path):
    make_sequence(tmp_path / "data" / "A")
    given = ("eval", "mot", "--data", tmp_path / "data", "--json")
    record = json.loads(vprog(*given, "--set", "track.min_score=0.97").stdout)
    assert record["overall"]["CLR_TP"] == 0
    assert vprog(*given, "--set", "track.min_scores=0.97").exit_code == 1


def test_what_cannot_be_measured_is_said(vprog, tmp_path):
    assert vprog("eval", "mott", "--data", tmp_path).exit_code == 1
    assert "did you mean `mot`" in vprog("eval", "mott", "--data", tmp_path).stderr
    assert "no folder" in vprog("eval", "mot", "--data", tmp_path / "nowhere").stderr
    (tmp_path / "empty").mkdir()
    assert "seqinfo.ini" in vprog("eval", "mot", "--data", tmp_path / "empty").stderr
    make_sequence(tmp_path / "bare" / "A", detections=False)
    assert "det/det.txt" in vprog("eval", "mot", "--data", tmp_path / "bare").stderr
    make_sequence(tmp_path / "slow" / "A", ini=INI.replace("frameRate=10", "frameRate=1"))
    assert "too seldom" in vprog("eval", "mot", "--data", tmp_path / "slow").stderr
    make_sequence(tmp_path / "odd" / "A", ini=INI.replace("frameRate=10", "frameRate=often"))
    assert "seqinfo.ini" in vprog("eval", "mot", "--data", tmp_path / "odd").stderr


@pytest.mark.parametrize("text", ["1,2,3\n", "1,-1,a,b,c,d,0.9\n", "1,-1,nan,0,1,1,0.9\n"])
def test_a_broken_file_is_named(vprog, tmp_path, text):
    folder = make_sequence(tmp_path / "data" / "A")
    (folder / "det" / "det.txt").write_text(text)
    done = vprog("eval", "mot", "--data", tmp_path / "data")
    assert done.exit_code == 1
    assert "det.txt" in done.stderr
