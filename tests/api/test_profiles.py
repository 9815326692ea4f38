"""Profiles: the best one whose packages and models are at hand, and the reason when it is not the best there is."""

from pathlib import Path

import numpy as np
import pytest

import vprog
from vprog.api.doctor import examine
from vprog.api.profiles import PROFILES, choose_profile, lacks_of
from vprog.diagnostics import InputError, OutsideError
from vprog.models import ModelFolder
from vprog.spec import Registry
from vprog.trace import read_trace

PEOPLE = 'answer = count(track(detect(video, "person")))'
BUS = 'answer = exists(detect(video, "bus"))'


@pytest.fixture
def grey() -> object:
    return vprog.frames(np.full((10, 240, 320, 3), 128, dtype=np.uint8), fps=5)


def test_every_profile_that_a_backend_serves_is_known() -> None:
    served = {profile for module in Registry.load() for backend in module.backends for profile in backend.profiles}
    assert set(PROFILES) <= served


def test_without_models_the_embedded_profile_works_and_says_why(tmp_path: Path) -> None:
    for wanted in (None, "auto"):
        chosen = choose_profile(wanted, Registry.load(), ModelFolder(tmp_path))
        assert chosen.name == "embedded"
        assert "`edge` cannot work here" in chosen.why
        assert "vprog models pull yolox-nano" in chosen.why or "pip install" in chosen.why


def test_the_better_profile_without_models_is_one_clear_error(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="the extra `edge` is not installed")
    with pytest.raises(OutsideError) as caught:
        vprog.Session("edge", tmp_path, models=tmp_path)
    (problem,) = caught.value.diagnostics
    assert problem.code == "VP0504"
    assert "yolox_nano.onnx" in problem.message
    assert problem.hint == "vprog models pull yolox-nano"


def test_an_unknown_profile_is_refused_with_the_near_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean `edge`"):
        vprog.Session("egde", tmp_path)


def test_with_models_the_better_profile_is_taken(drawn_models: Path, tmp_path: Path, grey: object) -> None:
    session = vprog.Session(cache=tmp_path, models=drawn_models)
    assert session.profile == "edge"
    answer = session.run(PEOPLE, grey)
    assert (answer.value, answer.profile) == (1, "edge")
    assert answer.to_json()["profile"] == "edge"
    (opened,) = read_trace(answer.trace).of("input")
    assert opened["profile"] == "edge"
    assert opened["why"] == "the best one at hand"


def test_a_detector_that_lacks_its_model_is_replaced_by_another_one_and_the_answer_says_so(
    drawn_models: Path, tmp_path: Path, grey: object
) -> None:
    (drawn_models / "yolox.onnx").unlink()
    answer = vprog.run(PEOPLE, grey, cache=tmp_path, models=drawn_models)
    assert (answer.value, answer.profile) == (0, "edge")
    assert "vprog models pull yolox-nano" in answer.caveats[0]
    assert "`fastestdet` works in its place" in answer.caveats[0]


def test_a_file_that_is_not_what_it_is_called_is_told_and_not_used(
    drawn_models: Path, tmp_path: Path, grey: object
) -> None:
    (drawn_models / "yolox.onnx").write_bytes(b"something else")
    told: list[str] = []
    session = vprog.Session(cache=tmp_path, models=drawn_models, warn=told.append)
    assert len(told) == 1
    assert str(drawn_models / "yolox.onnx") in told[0]
    answer = session.run(PEOPLE, grey)
    assert answer.status == "failed" or answer.profile == "embedded"


def test_the_digest_of_the_model_is_in_the_trace_and_in_the_key(
    drawn_models: Path, tmp_path: Path, grey: object
) -> None:
    with_yolox = vprog.run(PEOPLE, grey, cache=tmp_path, models=drawn_models)
    (drawn_models / "yolox.onnx").unlink()
    without = vprog.run(PEOPLE, grey, cache=tmp_path, models=drawn_models)
    looks = [next(e for e in read_trace(a.trace).of("node") if "series" in e) for a in (with_yolox, without)]
    assert [look["model"].partition(" ")[0] for look in looks] == ["yolox-nano", "fastestdet"]
    assert all("sha256:" in look["model"] for look in looks)
    assert looks[0]["series"] != looks[1]["series"]


def test_one_look_serves_all_that_is_asked_for(drawn_models: Path, tmp_path: Path, grey: object) -> None:
    session = vprog.Session(cache=tmp_path, models=drawn_models)
    first = session.run(PEOPLE, grey)
    second = session.run(BUS, grey)
    assert (first.value, second.value) == (1, True)
    assert first.cost["frames_decoded"] == 10
    assert second.cost["frames_decoded"] == 0
    # A colour is another look: it is told from the picture.
    third = session.run('answer = exists(detect(video, "gray bus"))', grey)
    assert (third.value, third.cost["frames_decoded"]) == (True, 10)
    assert session.run('answer = exists(detect(video, "red bus"))', grey).value is False


def test_what_is_wider_than_a_class_is_found_and_said(drawn_models: Path, tmp_path: Path, grey: object) -> None:
    answer = vprog.run('answer = count(track(detect(video, "vehicle")))', grey, cache=tmp_path, models=drawn_models)
    assert answer.value == 1
    assert '"vehicle" is looked for as bicycle, car' in answer.caveats[0]


def test_captions_name_what_was_found(drawn_models: Path, tmp_path: Path, grey: object) -> None:
    answer = vprog.run("answer = caption(video)", grey, cache=tmp_path, models=drawn_models)
    assert answer.value == "One bus and one person."


def test_doctor_lists_profiles_and_models(drawn_models: Path, tmp_path: Path) -> None:
    findings = {finding.name: finding for finding in examine(tmp_path, drawn_models)}
    assert findings["profile"].detail.startswith("edge, ")
    assert findings["model `yolox-nano`"].ok
    assert findings["model `yolox-nano`"].detail == str(drawn_models / "yolox.onnx")
    bare = {finding.name: finding for finding in examine(tmp_path, tmp_path)}
    assert bare["profile"].detail.startswith("embedded, ")
    assert not bare["model `yolox-nano`"].ok
    assert bare["model `yolox-nano`"].hint == "vprog models pull yolox-nano"
    assert not bare["model `yolox-nano`"].needed


def test_nothing_keeps_the_first_profile_from_working(tmp_path: Path) -> None:
    assert lacks_of("embedded", Registry.load(), ModelFolder(tmp_path)) == ()
