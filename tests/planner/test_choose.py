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
        (3, ["two people", "three people", "four people"], "three people"),
        (3, ["2 times", "3 times", "13 times"], "3 times"),
        (2, ["once", "twice", "thrice"], "twice"),
        (0, ["none", "one", "two"], "none"),
        (2, ["There are two dogs.", "There are three dogs."], "There are two dogs."),
        (2, ["Two dogs are visible.", "Three dogs are visible."], "Two dogs are visible."),
        (65.0, ["1:05", "0:05"], "1:05"),
        (2.5, ["at 2.5 seconds", "after 3 s"], "at 2.5 seconds"),
        (True, ["No, it doesn't.", "Yes, it does."], "Yes, it does."),
        (False, ["Yes it is", "No it isn't"], "No it isn't"),
        ("white", ["a red car", "a white car"], "a white car"),
        ("gray", ["Light grey.", "Red."], "Light grey."),
        ("left", ["to the right", "to the left"], "to the left"),
        ("left", ["Rightwards.", "Leftwards."], "Leftwards."),
        ("left", ["from left to right", "from right to left"], "from right to left"),
        ("up", ["upward", "downward", "leftward"], "upward"),
        ("up", ["Towards the top", "towards the bottom"], "Towards the top"),
        ("still", ["left", "It does not move"], "It does not move"),
        ("still", ["left", "not moving at all"], "not moving at all"),
        ("top left", ["in the top left corner", "in the bottom right corner"], "in the top left corner"),
        ("top left", ["on the left side", "on the right side"], "on the left side"),
        ("left", ["the left one", "the middle one", "the right one"], "the left one"),
        ("middle", ["the left one", "the middle one", "the right one"], "the middle one"),
        ("left", ["left", "to the left"], "left"),
        ("before", ["Before the dog.", "After the dog."], "Before the dog."),
        ("the second video", ["video 1", "video 2"], "video 2"),
        ("the first video", ["First", "Second"], "First"),
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
        (3, ["three or four people", "more than three", "the third", "three hundred"], "no choice says 3"),
        (3, ["three seconds", "3 minutes"], "no choice says 3"),
        (True, ["yes and no", "yesterday", "not sure"], "no choice says yes"),
        ("red", ["red and white", "not red", "a reddish car"], 'no choice says "red"'),
        ("red", ["a red car", "a red bus"], '2 choices say "red"'),
        ("left", ["up and to the left", "left or right", "left of the car"], 'no choice says "left"'),
        ("left", ["in the top left corner"], 'no choice says "left"'),
        ("top", ["in the middle", "on the left"], 'no choice says "top"'),
        ("top left", ["at the top", "on the left"], '2 choices say "top left"'),
        ("still", ["moving left", "standing on the table"], 'no choice says "still"'),
        ("before", ["before and after", "after"], 'no choice says "before"'),
        ("the first video", ["the third video", "both videos"], 'no choice says "the first video"'),
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
