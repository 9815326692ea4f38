"""What a notebook shows of answers, programs and values."""

import io
import shutil

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from PIL import Image

import vprog
from tests.report.hostile import HOSTILE
from tests.strategies import box_sets, decorated_videos, mask_sets, span_sets, track_sets
from vprog.types import Type
from vprog.values import Outcome, Sampling, Shown, Source, Spans, Tracks, Video

SOURCE = Source("a" * 32, HOSTILE, 10.0, 640, 360, 250)


@pytest.fixture(scope="module")
def answer(clip, tmp_path_factory):
    return vprog.answer(clip, "How many red circles enter?", cache=tmp_path_factory.mktemp("shown"))


def png(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data), formats=["PNG"]).convert("RGB"))


def test_an_answer_shows_its_program_values_and_pictures(answer):
    html = answer._repr_html_()
    assert "How many red circles enter?" in html
    assert "1 span of" in html
    assert html.count("data:image/jpeg;base64,") == 3
    assert 'class="t-module">enters</span>' in html
    assert "<script" not in html


def test_where_html_is_not_shown_a_picture_is(answer):
    shown = png(answer._repr_png_())
    assert shown.shape[1] == 1280
    assert len(np.unique(shown.reshape(-1, 3), axis=0)) > 100


def test_an_answer_whose_trace_is_gone_is_left_to_words(clip, tmp_path):
    answer = vprog.answer(clip, "Is there a red circle?", cache=tmp_path)
    shutil.rmtree(answer.trace)
    assert answer._repr_html_() is None
    assert answer._repr_png_() is None
    assert "answered" in repr(answer)


def test_an_intermediate_value_shows_its_status_and_members(answer):
    html = answer["tracks_circle"]._repr_html_()
    assert ">ok<" in html
    assert "red circle #3" in html
    assert 'class="lanes"' in html
    assert png(answer["tracks_circle"]._repr_png_()).shape[1] == 480
    assert "red circle #3" in answer["tracks_circle"].payload._repr_html_()


def test_absence_emptiness_and_failure_are_shown_as_such():
    view = Video.whole(SOURCE)
    empty = Outcome.of(Type.SPANS, Spans((view,), ()))
    absent = Outcome.absent(Type.NUMBER, "nobody <b>knows</b>")
    assert ">empty<" in empty._repr_html_()
    assert ">absent<" in absent._repr_html_()
    assert "nobody &lt;b&gt;knows&lt;/b&gt;" in absent._repr_html_()
    assert absent._repr_png_() is None


@given(box_sets() | track_sets() | span_sets() | mask_sets() | decorated_videos())
def test_every_value_shows_itself(value):
    assert value._repr_html_().strip().endswith("</div>")
    picture = value._repr_png_()
    assert picture is None or png(picture).size


def test_the_name_of_a_video_stays_text():
    html = Video.whole(SOURCE)._repr_html_()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_check_shows_its_mistakes_with_carets():
    html = vprog.check('tracks_a = trak(detect(video, "a"))\nanswer = count(tracks_a)\n')._repr_html_()
    assert "not ok" in html
    assert "^^^^ did you mean `track`?" in html
    assert 'class="t-string">&#34;a&#34;</span>' in html


def test_a_plan_shows_its_program_or_why_there_is_none():
    assert 'class="t-module">count</span>' in vprog.plan("How many red circles are there?")._repr_html_()
    assert "no program" in vprog.plan("Why is the sky blue?")._repr_html_()


def test_why_goes_from_the_answer_to_what_was_seen(answer):
    lines = answer.why().splitlines()
    assert lines[0] == "1"
    order = [n for name in ("answer = ", "spans_enters = ", "tracks_circle = ", "seen in demo.mp4")
             for n, line in enumerate(lines) if name in line]  # fmt: skip
    assert len(order) == 4
    assert order == sorted(order)


def test_why_leaves_out_what_the_answer_does_not_rest_on(clip, tmp_path):
    program = 'tracks_blue = track(detect(video, "blue square"))\nanswer = duration(video)\n'
    answer = vprog.run(program, clip, cache=tmp_path)
    assert "tracks_blue" not in answer.why()
    refused = vprog.answer(clip, "How many dogs are there?", cache=tmp_path)
    assert refused.why().startswith("no answer: the embedded profile cannot detect")


def test_the_graph_is_one_of_networkx_and_is_drawn(answer):
    graph = answer.graph()
    assert nx.is_directed_acyclic_graph(graph)
    named = {name: key for key, node in graph.nodes.items() for name in node["names"]}
    assert set(named) == {"tracks_circle", "spans_enters", "answer"}
    assert nx.has_path(graph, named["tracks_circle"], named["answer"])
    assert graph.nodes[named["answer"]]["op"] == "count"
    svg = graph._repr_svg_()
    assert svg.startswith("<svg")
    assert svg.count("<rect") == len(graph)
    # What networkx makes of it is a graph of the same kind.
    assert nx.descendants(graph.copy(), named["tracks_circle"]) >= {named["answer"]}


def test_the_answer_of_each_of_several_questions_is_its_own(clip, tmp_path):
    questions = ["Is there a red circle?", "How many blue squares are there?"]
    one, other = vprog.answer(clip, questions, cache=tmp_path)
    assert (one.why().splitlines()[0], other.why().splitlines()[0]) == ("yes", "2")
    assert "blue squares" in other._repr_html_()
    assert "Is there" not in other._repr_html_()
    assert "red circle" not in other._repr_html_()


def test_the_widget_goes_through_the_pictures(answer):
    widgets = pytest.importorskip("ipywidgets", reason="the extra `notebook` is not installed")
    box = answer.scrub()
    head, switches, image = box.children
    slider, caption = head.children
    assert isinstance(slider, widgets.IntSlider)
    before = image.value
    slider.value = slider.max
    assert image.value != before
    assert caption.value.startswith(f"{slider.max + 1} of {slider.max + 1}")
    drawn = png(image.value)
    for switch in switches.children:
        switch.value = False
    assert not np.array_equal(png(image.value), drawn)


@pytest.fixture
def shell():
    testing = pytest.importorskip("IPython.testing.globalipapp", reason="IPython is not installed")
    shell = testing.start_ipython() or testing.get_ipython()
    shell.run_line_magic("load_ext", "vprog")
    yield shell
    shell.user_ns.pop("found", None)


def test_a_cell_is_run_as_a_program(shell, clip, tmp_path):
    program = 'answer = count(track(detect(video, "red circle")))\n'
    answer = shell.run_cell_magic("vprog", f"{clip} --cache {tmp_path} --into found", program)
    assert answer.value == 3
    assert shell.user_ns["found"] is answer


def test_a_cell_that_ends_with_a_question_mark_is_asked(shell, clip, tmp_path):
    answer = shell.run_cell_magic(
        "vprog", f"{clip} --cache {tmp_path} --choice two --choice 3", "How many red circles\nare there?\n"
    )
    assert answer.value == "3"


def test_mistakes_in_a_cell_are_shown_with_carets(shell, clip, tmp_path, capsys):
    assert shell.run_cell_magic("vprog", f"{clip} --cache {tmp_path}", "answer = count(tracks_b)\n") is None
    assert "^^^^^^^^" in capsys.readouterr().out


def test_a_wrong_line_is_explained_and_does_not_end_the_kernel(shell, tmp_path, capsys):
    for line in ("", "clip.mp4 --colour red", f"{tmp_path}/none.mp4 --cache {tmp_path}", '"unclosed'):
        assert shell.run_cell_magic("vprog", line, "answer = duration(video)\n") is None
        assert "error" in capsys.readouterr().out


def test_values_show_nothing_before_anything_draws_them(monkeypatch):
    monkeypatch.setattr(Shown, "display", None)
    assert Tracks(Video.whole(SOURCE), Sampling((), (), 0.2), ())._repr_html_() is None
