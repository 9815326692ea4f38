"""What systems of this kind are known to get wrong, each by its name: `TESTED` says which tests show that it is not so.

Tests that stand nowhere else stand below.
"""

import ast
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

import vprog
from vprog.api.demo import make_demo_clip
from vprog.diagnostics import ProgramError
from vprog.media.write import write_clip

_HERE = "tests/test_field_defects.py::"
TESTED = {
    "lists, negative numbers and nested calls are mis-parsed without a word": (
        _HERE + "test_what_is_written_is_what_is_computed",
        "tests/grammar/test_corpora.py::test_the_checker_says_exactly_what_the_table_says_of_what_is_wrong",
    ),
    "an empty line or a comment crashes the parser": (
        "tests/language/test_programs.py::test_blank_lines_and_comments_mean_nothing",
        "tests/language/test_programs.py::test_any_text_gives_diagnostics_or_a_typed_program_and_never_raises",
    ),
    "an unknown operator crashes instead of being explained": (
        _HERE + "test_an_unknown_operator_is_a_diagnostic_with_a_place",
        "tests/cli/test_answering.py::test_a_wrong_program_shows_carets_and_one_document",
    ),
    "an empty detection, track or interval becomes the whole video": (
        _HERE + "test_nothing_found_is_never_the_whole_video",
        "tests/operators/test_cuts.py::test_nothing_found_stays_nothing_found_and_never_becomes_the_whole",
        "tests/operators/test_cuts.py::test_no_cut_widens_what_it_is_given",
    ),
    "an operator does not read its input, and no key tells": (
        "tests/laws/test_inputs_are_read.py::test_every_operand_enters_the_key",
        "tests/laws/test_inputs_are_read.py::test_every_attribute_enters_the_key",
        "tests/laws/test_inputs_are_read.py::test_every_knob_enters_the_key",
        "tests/laws/test_inputs_are_read.py::test_every_operand_and_attribute_can_change_the_value",
    ),
    "a failure is taken for a value": (
        "tests/engine/test_execution.py::test_nothing_in_the_language_hides_a_failure",
        "tests/engine/test_execution.py::test_a_failure_poisons_only_what_depends_on_it",
    ),
    "one failed item loses the others of a call": (
        _HERE + "test_a_question_without_an_answer_costs_the_others_nothing",
    ),
    "a killed run leaves a store that cannot be trusted": (
        "tests/engine/test_survival.py::test_killed_at_any_moment_the_store_stays_sound_and_the_next_run_is_right",
    ),
    "an answer that says none of the choices is scored as the first or as any": (
        _HERE + "test_what_says_none_of_the_choices_chooses_none",
        "tests/planner/test_choose.py::test_never_guesses",
    ),
    "two videos in parallel share a database": (
        _HERE + "test_videos_of_one_name_asked_at_once_keep_their_own_results",
    ),
    "before looks right and after looks left": (
        "tests/operators/test_cuts.py::test_before_gives_all_and_only_what_lies_left_of_the_span",
        "tests/operators/test_cuts.py::test_after_gives_all_and_only_what_lies_right_of_the_span",
        "tests/operators/test_cuts.py::test_footage_that_comes_later_does_not_change_before",
    ),
    "importing connects, opens windows or loads models": (
        _HERE + "test_importing_connects_to_nothing_opens_no_window_and_reads_no_model",
        "tests/test_packaging.py::test_starting_loads_no_heavy_package",
    ),
    "something listens where anybody can connect": (_HERE + "test_answering_connects_to_nothing_and_listens_nowhere",),
    "a failed branch of a search earns more than one that succeeds": (
        "tests/refine/test_loop.py::test_what_does_not_check_is_repaired_and_run",
        "tests/refine/test_loop.py::test_what_a_rewriter_writes_is_run_and_judged_like_the_first",
    ),
    "a model that answers in plain text crashes the run": (
        "tests/planner/llm/test_reply.py::test_the_program_is_found",
        "tests/planner/llm/test_reply.py::test_where_there_is_none_none_is_found",
    ),
    "what is killed begins again": (
        "tests/engine/test_survival.py::test_what_was_done_before_a_kill_is_not_done_again",
    ),
    "each round of an iterative policy sees the same": (
        "tests/refine/test_loop.py::test_each_round_is_told_what_the_last_one_came_to_and_tries_another_program",
    ),
}


@pytest.mark.parametrize("defect", TESTED)
def test_every_defect_has_the_tests_that_are_named(root: Path, defect: str) -> None:
    for reference in TESTED[defect]:
        path, _, name = reference.partition("::")
        tree = ast.parse((root / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, reference


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give six seconds with three red circles, of which one enters, and two blue squares."""
    return make_demo_clip(tmp_path_factory.mktemp("demo"))


@pytest.mark.parametrize(
    ("program", "value"),
    [
        ("answer = [0.2, 0.5]", (0.2, 0.5)),
        ("answer = nth(plural=[1, -2.5, 3], position=2)", -2.5),
        ("answer = [-0.1, 1 - -1, 2 - 1]", (-0.1, 2, 1)),
        ("answer = count(plural=where(tracks=track(boxes=detect(video=video, what='red circle'))))", 3),
        ('answer = duration(part(what=part(video, "start"), which="end"))', pytest.approx(2 / 3, abs=1e-6)),
        ('answer = ["a, b", "c=d", "(e", "# f"]', ("a, b", "c=d", "(e", "# f")),
        ("answer = [[x * 2 for x in [1, 2, 3] if x > 1][0], 7]", (4, 7)),
    ],
)
def test_what_is_written_is_what_is_computed(clip: Path, tmp_path: Path, program: str, value: object) -> None:
    assert vprog.run(f"# a comment\n\n{program}\n", clip, cache=tmp_path).value == value


def test_an_unknown_operator_is_a_diagnostic_with_a_place(clip: Path) -> None:
    with pytest.raises(ProgramError) as raised:
        vprog.run("boxes_a = zoom(video, 2)\nanswer = exists(boxes_a)\n", clip)
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.code == "VP0201"
    assert diagnostic.place is not None
    assert (diagnostic.place.line, diagnostic.place.column) == (1, 11)
    assert diagnostic.found == "zoom"


@pytest.mark.parametrize(
    ("answer", "value", "status"),
    [
        ("count(tracks_none)", 0, "answered"),
        ("exists(enters(tracks_none))", False, "answered"),
        ("count(during(tracks_all, span_none))", None, "abstained"),
        ("caption(during(video, span_none))", None, "abstained"),
        ("duration(after(video, span_none))", None, "abstained"),
        ("count(track(detect(before(video, span_none), 'red circle')))", None, "abstained"),
        ("count(during(tracks_all, first(gaps(visible(tracks_all)))))", None, "abstained"),
        ("max_simultaneous(who(enters(tracks_none)))", 0, "answered"),
    ],
)
def test_nothing_found_is_never_the_whole_video(clip, tmp_path, answer, value, status) -> None:
    program = (
        'tracks_none = track(detect(video, "green triangle"))\n'
        'tracks_all = track(detect(video, "red circle"))\n'
        f"span_none = first(enters(tracks_none))\nanswer = {answer}\n"
    )
    found = vprog.run(program, clip, cache=tmp_path)
    assert (found.value, found.status) == (value, status)
    assert found.reason if status == "abstained" else not found.reason


def test_a_question_without_an_answer_costs_the_others_nothing(clip: Path, tmp_path: Path) -> None:
    asked = ["Why is the sky blue?", "How many red circles are there?", "How many unicorns are there?"]
    answers = vprog.answer(clip, [*asked, "How many blue squares are there?"], cache=tmp_path)
    assert [a.status for a in answers] == ["abstained", "answered", "abstained", "answered"]
    assert [a.value for a in answers] == [None, 3, None, 2]


def test_what_says_none_of_the_choices_chooses_none(clip: Path, tmp_path: Path) -> None:
    answer = vprog.answer(clip, "How many red circles are there?", choices=["five", "six"], cache=tmp_path)
    assert (answer.value, answer.status) == (None, "abstained")
    assert "choice_index" not in answer.to_json()
    assert "3" in str(answer.reason)


def test_videos_of_one_name_asked_at_once_keep_their_own_results(clip: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
    (folders[0] / "clip.mp4").write_bytes(clip.read_bytes())
    grey = np.full((20, 60, 80, 3), 128, np.uint8)
    write_clip(folders[1] / "clip.mp4", grey, fps=10)
    found: dict[int, list[object]] = {0: [], 1: []}
    session = vprog.Session(cache=tmp_path / "cache")

    def ask(which: int) -> None:
        for _ in range(3):
            answer = session.answer(folders[which] / "clip.mp4", "How many red circles are there?")
            found[which].append(answer.value)

    threads = [threading.Thread(target=ask, args=(which,)) for which in (0, 1, 0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {0: [3] * 6, 1: [0] * 6}


_WATCHED = """
import sys
opened = []
def watch(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__" or event in ("subprocess.Popen", "os.system"):
        opened.append(f"{event} {arguments}")
    if event == "open" and str(arguments[0]).endswith((".onnx", ".tflite", ".pt", ".pth", ".safetensors", ".xml")):
        opened.append(f"{event} {arguments}")
sys.addaudithook(watch)
"""
_WINDOWS = ("tkinter", "PyQt5", "PyQt6", "PySide6", "gi", "wx", "matplotlib.pyplot", "IPython")


def run(code: str, *arguments: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED + code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_importing_connects_to_nothing_opens_no_window_and_reads_no_model() -> None:
    run(f"import vprog.cli.main\nassert not opened, opened\nassert not set({_WINDOWS}) & set(sys.modules)")


def test_answering_connects_to_nothing_and_listens_nowhere(clip: Path, tmp_path: Path) -> None:
    run(
        "import vprog\n"
        "answer = vprog.answer(sys.argv[1], 'How many people are there?', cache=sys.argv[2])\n"
        "assert answer.value == 0, answer\n"
        "assert not [o for o in opened if o.startswith('socket.')], opened\n"
        f"assert not set({_WINDOWS}) & set(sys.modules)",
        clip,
        tmp_path,
    )
