"""`vprog report`, and `--report` of the commands that answer."""

import json

PROGRAM = 'answer = count(track(detect(video, "red circle")))\n'


def test_ask_writes_a_report_and_says_where(vprog, demo_clip, tmp_path):
    page = tmp_path / "out.html"
    done = vprog("ask", demo_clip, "How many red circles are there?", "--report", page)
    assert done.exit_code == 0
    assert done.stdout.rstrip().endswith(f"report {page}")
    assert "How many red circles are there?" in page.read_text()


def test_an_abstention_has_a_report_too(vprog, demo_clip, tmp_path):
    page = tmp_path / "out.html"
    assert vprog("ask", demo_clip, "How many dogs are there?", "--report", page).exit_code == 3
    assert "cannot detect" in page.read_text()


def test_run_writes_a_report_and_one_json_document(vprog, demo_clip, tmp_path):
    page = tmp_path / "out.html"
    done = vprog("run", "-", demo_clip, "--report", page, "--json", stdin=PROGRAM)
    trace = json.loads(done.stdout)["trace"]
    assert page.is_file()
    made = vprog("report", trace, "-o", tmp_path / "again.html", "--json")
    assert json.loads(made.stdout)["report"] == str(tmp_path / "again.html")
    assert (tmp_path / "again.html").read_text() == page.read_text()


def test_a_report_without_pictures_holds_none(vprog, demo_clip, tmp_path):
    trace = json.loads(vprog("run", "-", demo_clip, "--json", stdin=PROGRAM).stdout)["trace"]
    for options, wanted in (((), True), (("--no-frames",), False), (("--blur-faces",), True)):
        page = tmp_path / "out.html"
        assert vprog("report", trace, "-o", page, *options).exit_code == 0
        assert ("data:image/jpeg" in page.read_text()) == wanted


def test_what_is_no_trace_and_what_cannot_be_written_are_said(vprog, demo_clip, tmp_path):
    done = vprog("report", tmp_path, "-o", tmp_path / "out.html")
    assert done.exit_code == 1
    assert "no trace" in done.stderr
    done = vprog("run", "-", demo_clip, "--report", tmp_path / "no" / "out.html", stdin=PROGRAM)
    assert done.exit_code == 4
    assert "cannot be written" in done.stderr
