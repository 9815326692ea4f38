"""`choose` gives the choice that says the value, and nothing when that is not plain."""

import pytest

from vprog.spec import Registry
from vprog.values import Absent


@pytest.mark.parametrize(
    ("value", "choices", "chosen"),
    [
        (3, ["one", "two", "three"], "three"),
        (3, ["2.", "3.", "13."], "3."),
        (3, [" The Three. ", "Two"], " The Three. "),
        (0, ["zero", "one"], "zero"),
        (21, ["twenty one", "twelve"], "twenty one"),
        (21, ["Twenty-One", "twelve"], "Twenty-One"),
        (3, ["3 seconds", "3"], "3"),
        (3.0, ["3 seconds", "5 seconds"], "3 seconds"),
        (2.5, ["2.5 s", "2 s"], "2.5 s"),
        (-2, ["-2", "2"], "-2"),
        (True, ["no", "Yes.", "not sure"], "Yes."),
        (False, ["False", "True"], "False"),
        ("left", ["The left.", "the right"], "The left."),
        ("Red car", ["a red  car", "car"], "a red  car"),
    ],
)
def test_chooses(value: object, choices: list[str], chosen: str, registry: Registry) -> None:
    """The choice comes back exactly as it was written."""
    assert _choose(registry, value, choices) == chosen


@pytest.mark.parametrize(
    ("value", "choices", "said"),
    [
        (3, ["one", "two"], 'no choice says 3: "one", "two"'),
        (3, ["3", "three"], '2 choices say 3: "3", "three"'),
        (3, ["three or four", "about 3", "30", "3x", "1_0", "nan", "3 seconds", "3 dozen"], "no choice says 3"),
        (1, ["yes", "true"], "no choice says 1"),
        (True, ["1", "one"], "no choice says yes"),
        (True, ["yes", "true"], "2 choices say yes"),
        (2.4, ["2 seconds", "3 seconds"], "no choice says 2.4"),
        ("left", ["right"], 'no choice says "left": "right"'),
        (3, [], "there are no choices"),
        (999999999.0**16, ["one", "two"], "no choice says 1e+144"),
        (-(999999999.0**16), ["one", "-1"], "no choice says -1e+144"),
    ],
)
def test_never_guesses(value: object, choices: list[str], said: str, registry: Registry) -> None:
    """None or several: absent, with the value and the choices."""
    found = _choose(registry, value, choices)
    assert isinstance(found, Absent)
    assert said in found.reason


def _choose(registry: Registry, value: object, choices: list[str]) -> object:
    declared = registry.called("choose")
    assert declared is not None
    assert declared.compute is not None
    return declared.compute(value=value, choices=tuple(choices))
