"""What a run promises: nothing twice, lazy branches, failures that stay where they are, absence that spreads."""

import dataclasses

import pytest

from tests.engine.running import execute
from vprog.engine import BackendPool
from vprog.media import VideoFile
from vprog.spec import Finding, FrameBackend, Registry, knob, module, operand
from vprog.types import Type
from vprog.values import Absent, Box, Boxes, Outcome, Span, Spans, Status

LOADED = Registry.load()


class Counter:
    """Counts what a module was asked for."""

    def __init__(self) -> None:
        self.calls = 0


def probe(name: str, result: Type, value: object, counter: Counter | None = None):
    """Declare a module without operands worth mentioning that gives a fixed value, or raises it."""

    @module
    class Probe:
        """Give a fixed value."""

        video = operand(Type.VIDEO, doc="any")
        result = Type.NUMBER

        @staticmethod
        def compute(video: object) -> object:
            if counter is not None:
                counter.calls += 1
            if isinstance(value, Exception):
                raise value
            return value

    declared = Probe
    return dataclasses.replace(declared, name=name, result=result)


def probes(**values: tuple[Type, object]) -> Registry:
    return LOADED.with_modules(probe(name, type_, value) for name, (type_, value) in values.items())


def answer(execution) -> Outcome:
    return execution.known[execution.graph.root]


@pytest.fixture
def clip_span(clip: VideoFile) -> Span:
    return Span(clip.source, 1.0, 2.0)


def test_a_branch_that_is_not_taken_is_not_computed(clip):
    counter = Counter()
    registry = LOADED.with_modules([probe("costly", Type.NUMBER, 1, counter)])
    source = "answer = (2 if (1 < 2) else costly(video))"
    assert answer(execute(source, registry, [clip])).payload == 2
    assert counter.calls == 0
    for source in (
        "answer = ((1 < 2) or (costly(video) > 0))",
        "answer = ((2 < 1) and (costly(video) > 0))",
        "answer = or_else(7, costly(video))",
    ):
        execute(source, registry, [clip], passes=())
    assert counter.calls == 0
    assert answer(execute("answer = (2 if (2 < 1) else costly(video))", registry, [clip])).payload == 1
    assert counter.calls == 1


def test_equal_work_is_done_once(clip):
    counter = Counter()
    registry = LOADED.with_modules([probe("costly", Type.NUMBER, 1, counter)])
    source = "a = costly(video)\nanswer = (a + (costly(video) * costly(video)))"
    assert answer(execute(source, registry, [clip])).payload == 2
    assert counter.calls == 1


def test_a_failure_poisons_only_what_depends_on_it(clip):
    registry = probes(broken=(Type.NUMBER, RuntimeError("wheels fell off")), fine=(Type.NUMBER, 3))
    source = "bad = broken(video)\ngood = fine(video)\nworse = (bad + 1)\nanswer = (good if (good > 0) else worse)"
    assert answer(execute(source, registry, [clip])).payload == 3
    execution = execute("bad = broken(video)\ngood = fine(video)\nanswer = (good + bad)", registry, [clip])
    assert answer(execution).status is Status.FAILED
    assert "`broken` failed: RuntimeError: wheels fell off" in str(answer(execution).diagnostic)
    assert execution.known[execution.graph.bindings["good"]].payload == 3


@pytest.mark.parametrize("source", ["answer = or_else(broken(video), 1)", "answer = is_absent(broken(video))"])
def test_nothing_in_the_language_hides_a_failure(clip, source):
    registry = probes(broken=(Type.NUMBER, ValueError("no")))
    assert answer(execute(source, registry, [clip])).status is Status.FAILED


def test_absence_spreads_with_its_reason_and_or_else_meets_it(clip):
    registry = probes(nothing=(Type.NUMBER, Absent("fog")))
    spread = answer(execute("answer = ((nothing(video) + 1) > 2)", registry, [clip]))
    assert (spread.status, spread.reason) == (Status.ABSENT, "fog")
    assert answer(execute("answer = or_else((nothing(video) + 1), 9)", registry, [clip])).payload == 9
    assert answer(execute("answer = is_absent(nothing(video))", registry, [clip])).payload is True


def test_or_else_takes_the_second_of_an_empty_plural(clip, clip_span):
    view = (execute("answer = 1", LOADED, [clip]).inputs["video"].payload,)
    registry = probes(none=(Type.SPANS, Spans(view, ())), some=(Type.SPANS, Spans(view, (clip_span,))))
    assert answer(execute("answer = count(or_else(none(video), some(video)))", registry, [clip])).payload == 1
    assert answer(execute("answer = count(none(video))", registry, [clip])).payload == 0
    first = answer(execute("answer = start(first(none(video)))", registry, [clip]))
    assert first.status is Status.ABSENT


@pytest.mark.parametrize(
    ("type_", "value"),
    [(Type.NUMBER, "three"), (Type.TEXT, 3), (Type.NUMBER, float("nan")), (Type.SPANS, None), (Type.BOOL, 1)],
)
def test_a_module_that_gives_another_type_than_declared_fails(clip, type_, value):
    registry = probes(liar=(type_, value))
    outcome = answer(execute("answer = liar(video)", registry, [clip]))
    assert outcome.status is Status.FAILED
    assert f"declared to give {type_}" in str(outcome.diagnostic)


def test_a_comprehension_maps_and_filters(clip):
    source = 'views = [v for v in [video, part(video, "start")] if (duration(v) > 3)]\nanswer = duration(first(views))'
    assert answer(execute(source, LOADED, [clip])).payload == pytest.approx(6.0)
    source = 'answer = [(count(track(detect(v, "red circle"))) + 1) for v in videos]'
    assert answer(execute(source, LOADED, [clip])).payload == (4,)


def test_one_absent_element_leaves_the_whole_plural_absent(clip):
    source = 'answer = [count(at(track(detect(v, "red circle")), 99.0)) for v in videos]'
    outcome = answer(execute(source, LOADED, [clip]))
    assert outcome.status is Status.ABSENT
    assert "99" in str(outcome.reason)


def test_every_frame_is_decoded_once_for_all_calls_of_a_wave(clip):
    one = execute('answer = count(track(detect(video, "red circle")))', LOADED, [clip])
    source = 'answer = (count(track(detect(video, "red circle"))) - count(track(detect(video, "blue square"))))'
    two = execute(source, LOADED, [clip])
    assert answer(two).payload == 1
    assert two.cost.frames_decoded == one.cost.frames_decoded
    # The clip has 120 frames; at 5 looks a second and steps of 4 frames these are 30.
    assert one.cost.frames_decoded == 30


def test_a_thing_that_no_backend_knows_is_absent_and_named(clip):
    outcome = answer(execute('answer = count(track(detect(video, "zebra")))', LOADED, [clip]))
    assert outcome.status is Status.ABSENT
    assert '"zebra"' in str(outcome.reason)


def test_evidence_and_confidence_follow_the_values(clip):
    outcome = answer(execute('answer = start(first(enters(track(detect(video, "red circle")))))', LOADED, [clip]))
    assert outcome.payload == pytest.approx(2.4, abs=0.5)
    assert 0 < outcome.confidence <= 1
    (evidence,) = outcome.evidence
    assert evidence.start_s == pytest.approx(outcome.payload)
    assert answer(execute('answer = count(track(detect(video, "red circle")))', LOADED, [clip])).confidence is None


class _Flaky(FrameBackend):
    """Misbehaves in a way that the settings choose."""

    name = "flaky"
    profiles = ("embedded",)
    batch = 4

    def open(self, request, settings):
        return self

    def look(self, images):
        if len(images) == 4:
            return [[Finding(0, 0, 10, 10, 0.9, "x")] for _ in images[1:]]
        raise OSError("camera on fire")


@module
class Stare:
    """Look at frames in a way that goes wrong."""

    video = operand(Type.VIDEO, doc="any")
    rate_fps = knob(5.0, low=0.1, high=30, doc="how often")
    max_side_px = knob(320, low=16, high=640, doc="how large")
    result = Type.BOXES
    backends = (_Flaky,)

    @staticmethod
    def gather(video, sampling, findings, **_):
        return Boxes(video, sampling, tuple(Box(0, 0.0, *f) for f in ()))


def test_a_backend_that_loses_images_or_raises_fails_its_node_alone(clip):
    registry = LOADED.with_modules([Stare])
    outcome = answer(execute("answer = exists(stare(video))", registry, [clip]))
    assert outcome.status is Status.FAILED
    assert "it looked at 4 images and gave findings for 3" in str(outcome.diagnostic)
    outcome = answer(execute("answer = exists(stare(at(video, 1.0)))", registry, [clip]))
    assert "OSError: camera on fire" in str(outcome.diagnostic)


def test_a_backend_whose_package_is_missing_fails_with_the_command_that_brings_it(clip):
    class Needy(_Flaky):
        needs = ("a_package_nobody_has",)

    registry = LOADED.with_modules([dataclasses.replace(Stare, backends=(Needy,))])
    outcome = answer(execute("answer = exists(stare(video))", registry, [clip], pool=BackendPool("embedded")))
    assert outcome.status is Status.FAILED
    assert outcome.diagnostic.code == "VP0504"
    assert "pip install a_package_nobody_has" in str(outcome.diagnostic.hint)
