"""The examples of the modules check; those that say in a comment what they give are run, and give it.

Names that an example does not bind stand for what they say: `tracks_circle` are the circles, `spans_enters` what comes
in, `span_stops` the first stop. The clip, twelve seconds long: a red circle comes in from the left at 1.0 s, runs up
against a small blue square at 4.8 s, waits until 7.0 s, and goes back and out of the picture at about 11 s. Below them
a yellow triangle goes by from left to right. At the lower right a purple circle bobs up and down, three times, in a
large green square. Before 1.0 s there is one circle; all else is there from beginning to end.
"""

import ast
import re

import numpy as np
import pytest

from tests.modules.drawing import put
from vprog.api import run
from vprog.diagnostics import Severity, as_text
from vprog.language import check
from vprog.media import write_clip
from vprog.spec import Module, Registry
from vprog.types import INPUTS, Type, strict_type

REGISTRY = Registry.load()
DECLARED = (*REGISTRY, *REGISTRY.signs)
EXAMPLES = [pytest.param(m, e, id=f"{m.name}-{n}") for m in DECLARED for n, e in enumerate(m.examples)]
RUN = [p for p in EXAMPLES if "#" in p.values[1]]
WIDTH_PX, HEIGHT_PX, RATE_FPS, LASTS_S = 480, 270, 20, 12


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    def picture(time_s: float):
        image = np.full((HEIGHT_PX, WIDTH_PX, 3), (236, 236, 230), dtype=np.uint8)
        put(image, "square", "blue", 242, 60, 20)
        put(image, "square", "green", 400, 200, 55)
        put(image, "circle", "purple", 400, 200 + 24 * np.sin(2 * np.pi * 3 * time_s / LASTS_S), 18)
        put(image, "triangle", "yellow", 60 + 30 * time_s, 115, 18)
        x = float(np.interp(time_s, (1.0, 4.8, 7.0, 11.2), (-28, 200, 200, -52)))
        return put(image, "circle", "red", x, 60, 22)

    path = tmp_path_factory.mktemp("examples") / "clip.mp4"
    write_clip(path, (picture(n / RATE_FPS) for n in range(RATE_FPS * LASTS_S)), RATE_FPS)
    return path


def free_names(example: str) -> list[str]:
    """Give the names that a line uses and does not bind."""
    bound = {n.id for n in ast.walk(ast.parse(example)) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    used = [n.id for n in ast.walk(ast.parse(example)) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    return [n for n in dict.fromkeys(used) if n not in bound and n not in INPUTS and REGISTRY.called(n) is None]


def binding(name: str) -> str:
    """Give the line that binds what a name says."""
    word = name.partition("_")[2]
    event = f"{word}(tracks_circle)" if REGISTRY.called(word) else f'localize(video, "{word}")'
    match strict_type(name):
        case Type.TRACKS:
            return f'{name} = track(detect(video, "{word}"))'
        case Type.TRACK:
            return f'{name} = first(track(detect(video, "{word}")))'
        case Type.SPANS:
            return f"{name} = {event}"
        case Type.SPAN:
            return f"{name} = first({event})"
    raise AssertionError(f"nothing is known of `{name}`: say it by a call in the example")


def program(example: str) -> str:
    """Give the whole program that an example stands for."""
    line = example if re.match(r"\w+ = ", example) else f"answer = {example}"
    names = free_names(line)
    if any("tracks_circle" in binding(name) for name in names) and "tracks_circle" not in names:
        names.insert(0, "tracks_circle")
    ending = "" if line.startswith("answer") else "\nanswer = 1"
    return "\n".join([*map(binding, sorted(names, key=lambda n: n != "tracks_circle")), line]) + ending + "\n"


@pytest.mark.parametrize("module", [m for m in DECLARED if m.notation is None], ids=lambda m: m.name)
def test_every_module_has_an_example_that_calls_it(module: Module):
    assert any(f"{module.name}(" in example for example in module.examples)


@pytest.mark.parametrize(("module", "example"), EXAMPLES)
def test_an_example_checks(module: Module, example: str):
    text = program(example)
    mistakes = [d for d in check(text, REGISTRY).diagnostics if d.severity is Severity.ERROR]
    assert not mistakes, as_text(mistakes, text)


@pytest.mark.parametrize("module", [m for m in DECLARED if m.compute and m.notation is None], ids=lambda m: m.name)
def test_every_module_without_a_model_says_what_an_example_gives(module: Module):
    assert any("#" in example for example in module.examples)


@pytest.mark.parametrize(("module", "example"), RUN)
def test_an_example_gives_what_it_says(clip, tmp_path_factory, module: Module, example: str):
    answer = run(program(example), clip, cache=tmp_path_factory.getbasetemp() / "examples-cache")
    said = example.partition("#")[2].strip()
    assert shown(answer) == said
    for evidence in answer.evidence:
        assert 0 <= evidence.start_s <= evidence.end_s <= LASTS_S


def shown(answer) -> str:
    """Give a value as a comment says it: times to half a second."""
    value = answer.value
    if answer.status == "abstained":
        return "absent"
    if isinstance(value, float) and answer.answer_type is Type.SECONDS:
        return f"about {round(2 * value) / 2:g} s"
    if isinstance(value, float):
        return f"about {value:.2g}"
    return f'"{value}"' if isinstance(value, str) else str(value)
