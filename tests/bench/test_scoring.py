"""The rules of scoring, each with what they let through and what they do not."""

import pytest

from tests.bench.scoring import is_right

COUNT = {"answer": 4}
EITHER = {"answer": 7, "accept": [7, 6]}
MOMENT = {"answer": 9.5, "tolerance": 0.25}
STRETCH = {"answer": [14.5, 18.25], "tolerance": 0.75}
CHOICE = {"answer": "yes", "choices": ["yes", "no"], "accept": ["right"]}
TEXT = {"answer": "PEDESTRIAN ALARM", "accept": ["PEDESTRIAN ALARM 3"]}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        *((COUNT, 4), (COUNT, 4.0), (EITHER, 7), (EITHER, 6)),
        *((MOMENT, 9.5), (MOMENT, 9.25), (MOMENT, 9.75), (MOMENT, [9.25, 9.75]), (MOMENT, [[9.25, 9.5]])),
        *((STRETCH, [14.5, 18.25]), (STRETCH, [13.75, 19.0]), (STRETCH, [[14.5, 18.25]])),
        *((CHOICE, "yes"), (TEXT, "Pedestrian  alarm"), (TEXT, "the pedestrian alarm 3.")),
        ({"answer": True}, True),
    ],
)
def test_right(question, answer):
    assert is_right(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        *((COUNT, 3), (COUNT, 4.01), (COUNT, "4"), (COUNT, [4, 4]), (COUNT, None), ({"answer": 1}, True)),
        *((EITHER, 5), (EITHER, 6.5)),
        *((MOMENT, 9.76), (MOMENT, [9.25, 9.8]), (MOMENT, [9.5]), (MOMENT, [[9.5, 9.5], [9.5, 9.5]]), (MOMENT, "9.5")),
        *((STRETCH, [14.5, 19.1]), (STRETCH, [13.5, 18.25]), (STRETCH, []), (STRETCH, [[14.5, 18.25], [20, 21]])),
        *((STRETCH, 14.5), (STRETCH, [14.5, 18.25, 20.0]), (STRETCH, None)),
        *((CHOICE, "Yes"), (CHOICE, "right"), (CHOICE, True), (CHOICE, None), (CHOICE, "no")),
        *((TEXT, "alarm"), (TEXT, "PEDESTRIAN ALARM 4"), (TEXT, "a pedestrian's alarm"), (TEXT, 3), (TEXT, "")),
        *(({"answer": True}, 1), ({"answer": False}, None), ({"answer": False}, 0)),
    ],
)
def test_wrong(question, answer):
    assert not is_right(question, answer)
