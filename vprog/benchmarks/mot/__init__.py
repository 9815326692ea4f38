"""The MOT Challenge: how well people are followed, from detections that are given or from pictures."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from vprog.benchmarks.evaluation import Benchmark, Report, Request
from vprog.benchmarks.mot.scores import overall, scores
from vprog.benchmarks.mot.sequences import LABEL, Sequence, boxes_of, sequences_in, write_result
from vprog.diagnostics import Code, Diagnostic, InputError
from vprog.media import open_video
from vprog.types import Type
from vprog.values import Outcome, Tracks

_FROM_BOXES = "answer = track(boxes_given)"
_FROM_PICTURES = f'answer = track(detect(video, "{LABEL}"))'


def _run(request: Request) -> Report:
    sequences = sequences_in(request.data)[: request.limit]
    items, notes = {}, []
    with tempfile.TemporaryDirectory() as scratch:
        for number, sequence in enumerate(sequences):
            request.progress(f"tracking {sequence.name}", number / len(sequences))
            result = write_result(request.output or Path(scratch), sequence.name, _tracks(sequence, request))
            if sequence.truth is None:
                notes.append(f"{sequence.name} has no gt/gt.txt: nothing to compare with")
            else:
                items[sequence.name] = scores(sequence.truth, result)
    return Report(items, overall(items), tuple(notes), _reference(sequences, request.reference))


def _reference(sequences: Iterable[Sequence], folder: Path | None) -> Report | None:
    """Measure the results of another tracker: a file `NAME.txt` for each sequence."""
    if folder is None:
        return None
    at_hand = {s.name: (s.truth, folder / f"{s.name}.txt") for s in sequences if s.truth}
    items = {name: scores(truth, result) for name, (truth, result) in at_hand.items() if result.is_file()}
    lacking = [f"the reference has no {result.name}" for name, (_, result) in at_hand.items() if name not in items]
    if not items:
        message = f"{folder} holds no result of these sequences"
        raise InputError(Diagnostic(Code("VP0505"), message, hint="it must hold a file NAME.txt for each sequence"))
    return Report(items, overall(items), tuple(lacking))


def _tracks(sequence: Sequence, request: Request) -> Tracks:
    """Follow through one sequence: what its detections give, or without any, what is found in its pictures."""
    if sequence.detections is not None:
        given = {"boxes_given": Outcome.of(Type.BOXES, boxes_of(sequence, sequence.detections))}
        found = request.session.compute(_FROM_BOXES, given, knobs=request.knobs)
    elif sequence.images is not None:
        with open_video(sequence.images, fps=sequence.fps) as video:
            found = request.session.run(_FROM_PICTURES, video, knobs=request.knobs)["answer"]
    else:
        message = f"{sequence.name} has neither detections nor pictures"
        raise InputError(Diagnostic(Code("VP0505"), message, hint="give it det/det.txt or a folder img1"))
    if not isinstance(found.payload, Tracks):
        reason = f"nothing could be followed through {sequence.name}: {found.reason}"
        raise InputError(found.diagnostic or Diagnostic(Code("VP0505"), reason))
    return found.payload


MOT = Benchmark(
    "mot",
    "how well people are followed: a folder of sequences with seqinfo.ini and det/det.txt or img1/, and gt/gt.txt",
    _run,
    # The public detections come from a network that is sure of nearly all that it finds, and whose boxes jitter.
    knobs={"track.min_score": 0.88, "track.smooth_s": 0.15},
)
