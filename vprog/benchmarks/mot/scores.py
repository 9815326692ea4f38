"""How well result files agree with the truth, as the package `trackers` measures it: MOTA, IDF1, HOTA and their parts.

Its measures are those of TrackEval, the benchmark's own scripts.
"""

import importlib.util
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from vprog.benchmarks.evaluation import Metrics
from vprog.benchmarks.mot.sequences import Rows, rows_of
from vprog.diagnostics import Code, Diagnostic, OutsideError

_SHARES = {"MOTA": "CLEAR", "IDF1": "Identity", "HOTA": "HOTA", "DetA": "HOTA", "AssA": "HOTA"}
_COUNTS = {"CLR_TP": "CLEAR", "CLR_FP": "CLEAR", "CLR_FN": "CLEAR", "IDSW": "CLEAR"}
_IGNORED = "1,-1,0,0,1,1,0,1\n"
"""No one's row: of a file without rows the package would say that it is broken."""
_LATER_COLUMNS = (8, 9)
"""Of the truth after 2015, which has a class behind the confidence; that of 2015 has ten, and shows walkers only."""
_WALKER = 1.0


def scores(truth: Path, result: Path) -> Metrics:
    """Give the metrics of one result file.

    Raises: InputError for a file that cannot be used; OutsideError VP0504 without the package.
    """
    if importlib.util.find_spec("trackers") is None:
        message = "tracks are measured by the package trackers, which is missing"
        raise OutsideError(Diagnostic(Code("VP0504"), message, hint="pip install 'vprog[eval]'"))
    from trackers.eval import evaluate_mot_sequence

    with tempfile.TemporaryDirectory() as folder:
        gt, found = Path(folder, "gt.txt"), Path(folder, "found.txt")
        gt.write_text(_IGNORED + _lines(rows_of(truth)), encoding="ascii")
        found.write_text(_IGNORED + _lines(rows_of(result)[:, :7]), encoding="ascii")
        measured = evaluate_mot_sequence(gt, found, metrics=["CLEAR", "HOTA", "Identity"])
    shares = {name: float(getattr(getattr(measured, family), name)) for name, family in _SHARES.items()}
    counts = {name: int(getattr(getattr(measured, family), name)) for name, family in _COUNTS.items()}
    return {**shares, **counts}


def _lines(rows: Rows) -> str:
    """Give rows as the package reads them: frame, id, box, whether it counts, class."""
    class_ = rows[:, 7] if rows.shape[1] in _LATER_COLUMNS else np.full(len(rows), _WALKER)
    return "".join(",".join(f"{cell:.10g}" for cell in row) + "\n" for row in np.column_stack([rows[:, :7], class_]))


def overall(items: Mapping[str, Metrics]) -> Metrics:
    """Give the mean of the shares and the sum of the counts; nothing for nothing."""
    if not items:
        return {}
    means = {name: float(np.mean([metrics[name] for metrics in items.values()])) for name in _SHARES}
    return {**means, **{name: sum(int(metrics[name]) for metrics in items.values()) for name in _COUNTS}}
