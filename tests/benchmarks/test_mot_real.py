"""The measure agrees with the official scripts, and tracks through real sequences are better than the reference's."""

import json
import statistics

import numpy as np
import pytest

from vprog.api import Session
from vprog.benchmarks import BENCHMARKS, Request, evaluate
from vprog.benchmarks.mot.scores import scores

eval_package = pytest.importorskip("trackers.eval", reason="tracks are measured by the extra `eval`")


@pytest.fixture(scope="module")
def tracking(shared_data):
    return shared_data / "tracking"


def test_the_measure_agrees_with_the_official_scripts(tracking):
    expected = json.loads((tracking / "trackeval_expected.json").read_text())["results"]
    folders = {"sort": "sort_reference_tracks", "masa": "oracle_box_tracks"}
    compared = 0
    for tracker, of_sequences in expected.items():
        for name, wanted in of_sequences.items():
            truth = tracking / "mot15" / name / "gt" / "gt.txt"
            measured = scores(truth, tracking / folders[tracker] / f"{name}.txt")
            assert measured == pytest.approx({k: wanted[k] for k in measured}, abs=1e-6), (tracker, name)
            compared += 1
    assert compared == 9


def test_the_measure_agrees_with_a_second_package(tracking):
    expected = json.loads((tracking / "sort_expected.json").read_text())["motmetrics_1_4_0_on_sort_py_output"]
    names = {"MOTA": "mota", "IDF1": "idf1", "CLR_FP": "num_false_positives", "CLR_FN": "num_misses",
             "IDSW": "num_switches"}  # fmt: skip
    for name, wanted in expected.items():
        truth = tracking / "mot15" / name / "gt" / "gt.txt"
        measured = scores(truth, tracking / "sort_reference_tracks" / f"{name}.txt")
        for ours, theirs in names.items():
            assert measured[ours] == pytest.approx(wanted[theirs], abs=1e-6), (name, ours)


def test_the_measure_agrees_on_dense_cases(tracking):
    cases = json.loads((tracking / "trackeval_dense_cases.json").read_text())["cases"]
    assert cases
    for name, case in cases.items():
        ids = [[np.array(frame, dtype=int) for frame in case["input"][side]] for side in ("gt_ids", "tracker_ids")]
        shapes = [(len(g), len(t)) for g, t in zip(*ids, strict=True)]
        alike = [np.array(s, dtype=float).reshape(k) for s, k in zip(case["input"]["similarity_scores"], shapes,
                                                                    strict=True)]  # fmt: skip
        clear = eval_package.compute_clear_metrics(*ids, alike)
        identity = eval_package.compute_identity_metrics(*ids, alike)
        hota = eval_package.compute_hota_metrics(*ids, alike)
        wanted = case["expected_in_test"]
        assert {k: clear[k] for k in wanted["clear"]} == pytest.approx(wanted["clear"]), name
        assert {k: identity[k] for k in wanted["identity"]} == pytest.approx(wanted["identity"]), name
        assert hota["HOTA"] == pytest.approx(statistics.mean(case["trackeval_output"]["HOTA"]["HOTA"])), name


def test_tracks_are_better_than_those_of_the_reference(tracking, tmp_path):
    session = Session("embedded", tmp_path / "cache", store=False)
    request = Request(
        tracking / "mot15",
        session,
        lambda _title, _share: None,
        tmp_path / "results",
        reference=tracking / "sort_reference_tracks",
    )
    report = evaluate(BENCHMARKS["mot"], request)
    reference = report.reference
    sequences = json.loads((tracking / "sort_expected.json").read_text())["motmetrics_1_4_0_on_sort_py_output"]
    assert set(report.items) == set(reference.items) == set(sequences)
    assert {path.stem for path in (tmp_path / "results").iterdir()} == set(sequences)
    for ours, theirs in {"MOTA": "mota", "IDF1": "idf1"}.items():
        assert reference.overall[ours] == pytest.approx(statistics.mean(s[theirs] for s in sequences.values()))
    assert report.overall["MOTA"] >= reference.overall["MOTA"]
    assert report.overall["IDF1"] >= reference.overall["IDF1"] + 0.05
    assert report.overall["HOTA"] > reference.overall["HOTA"]
