"""Measure recorded values against true ones: spans by their overlap, boxes by AP, tracks by HOTA, sets by F1."""

import collections
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from vprog.api.edits import edited
from vprog.audit.compare import TOLERANCE_S
from vprog.audit.verdict import FAIL, NOT_APPLICABLE, PASS, Verdict
from vprog.benchmarks.mot.scores import scores
from vprog.diagnostics import Code, Diagnostic, InputError, near_match
from vprog.report import Recorded, RecordedQuestion
from vprog.report.exports.boxes import mot_rows
from vprog.types import Type
from vprog.values import Box, Boxes, Interval, Span, Spans, Tracks, intersect, total_s, union

ENOUGH = 0.5
"""A value whose measure is at least that passes."""
_OVERLAP = 0.5
"""Boxes that overlap by that share of their union are of one thing."""


def against_gold(run: Recorded, question: RecordedQuestion, gold: Mapping[str, object]) -> list[Verdict]:
    """Give a verdict for each name that a true value is given for.

    Raises: InputError for a name that the program does not bind, or an unusable value.
    """
    sources = [video.source for video in run.videos]
    verdicts = []
    for name, given in gold.items():
        bound = question.names.get(name)
        if bound is None or bound.type is None:
            near = near_match(name, question.names)
            hint = f"did you mean `{near}`?" if near else f"names are {', '.join(question.names)}"
            raise InputError(Diagnostic(Code("VP0505"), f"the program binds no name `{name}`", hint=hint))
        audit = f"values: {name}"
        if bound.outcome is None or not bound.outcome.has_value:
            verdicts.append(Verdict(audit, NOT_APPLICABLE, "there is no value to measure"))
            continue
        truth = edited(name, bound.type, given, bound.outcome, sources)
        measure, score = measured(bound.type, bound.outcome.payload, truth.payload)
        verdict = PASS if score >= ENOUGH else FAIL
        verdicts.append(Verdict(audit, verdict, f"{measure} {score:.3f}", {"measure": measure, "score": score}))
    return verdicts


def measured(type_: Type, found: Any, truth: Any) -> tuple[str, float]:
    """Give the name of a measure and what it gives, in [0, 1], for a value and the true one of the same type."""
    match type_:
        case Type.SPAN | Type.SPANS:
            return "span IoU", span_iou(_intervals(found), _intervals(truth))
        case Type.BOXES:
            return "box AP@0.5", average_precision(found, truth)
        case Type.TRACKS:
            return "HOTA", _hota(found, truth)
        case Type.TEXTS | Type.NUMBERS:
            return "set F1", set_f1(found, truth)
        case Type.SECONDS:
            return f"within {TOLERANCE_S:g} s", float(abs(found - truth) <= TOLERANCE_S)
        case _:
            return "equal", float(found == truth)


def _intervals(value: Span | Spans) -> list[Interval]:
    return [value.interval] if isinstance(value, Span) else [span.interval for span in value.items]


def span_iou(found: Sequence[Interval], truth: Sequence[Interval]) -> float:
    """Give the common time of two sets of stretches as a share of all their time; 1.0 when both are empty."""
    both = total_s(union([*found, *truth]))
    return total_s(intersect(union(found), union(truth))) / both if both else 1.0


def set_f1(found: Sequence[object], truth: Sequence[object]) -> float:
    """Give the F1 of two bags of things; 1.0 when both are empty."""
    if not found and not truth:
        return 1.0
    common = sum((collections.Counter(found) & collections.Counter(truth)).values())
    return 2 * common / (len(found) + len(truth))


def average_precision(found: Boxes, truth: Boxes) -> float:
    """Give the area under precision over recall, boxes taken in order of their scores; 1.0 when both are empty.

    Each true box is found by one box at most, the first that overlaps it by half.
    Source: Everingham et al., The PASCAL Visual Object Classes Challenge, section 4.2, all points interpolated.
    """
    if not truth.items:
        return 1.0 if not found.items else 0.0
    free: dict[int, list[Box]] = collections.defaultdict(list)
    for box in truth.items:
        free[box.frame].append(box)
    hits = []
    for box in sorted(found.items, key=lambda b: -b.score):
        best = max(free[box.frame], key=lambda other: _iou(box, other), default=None)
        hit = best is not None and _iou(box, best) >= _OVERLAP
        if hit and best is not None:
            free[box.frame].remove(best)
        hits.append(hit)
    right = np.cumsum(hits) if hits else np.zeros(0)
    recall = np.concatenate([[0.0], right / len(truth.items)])
    precision = right / np.arange(1, len(hits) + 1)
    highest = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(np.diff(recall) * highest))


def _iou(one: Box, other: Box) -> float:
    width = min(one.x2, other.x2) - max(one.x1, other.x1)
    height = min(one.y2, other.y2) - max(one.y1, other.y1)
    common = max(0.0, width) * max(0.0, height)
    both = sum((b.x2 - b.x1) * (b.y2 - b.y1) for b in (one, other)) - common
    return common / both if both else 0.0


def _hota(found: Tracks, truth: Tracks) -> float:
    if not found.items or not truth.items:
        return float(not found.items and not truth.items)
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("truth.txt", "found.txt")]
        for file, tracks in zip(files, (truth, found), strict=True):
            file.write_text(mot_rows([(track.id, track) for track in tracks.items]), encoding="ascii")
        return float(scores(*files)["HOTA"])
