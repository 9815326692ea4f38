"""The program in what a model says around it."""

import pytest

from vprog.planner.llm.reply import program_in

PROGRAM = 'tracks_dog = track(detect(video, "dog"))\nanswer = count(tracks_dog)\n'


@pytest.mark.parametrize(
    "text",
    [
        PROGRAM,
        PROGRAM.rstrip(),
        PROGRAM.replace("\n", "\r\n"),
        f"```python\n{PROGRAM}```",
        f"Sure! Here it is:\n\n```vprog\n{PROGRAM}```\nIt counts the dogs.",
        f"~~~\n{PROGRAM}~~~\n",
        f"```\n{PROGRAM}",
        f"Here is the program:\n\n{PROGRAM}\nThis counts the dogs.",
        f"<think>answer = 3? No.\n```\nanswer = 1\n```</think>\n{PROGRAM}",
        f"First try:\n```\nanswer = 1\n```\nBetter:\n```\n{PROGRAM}```\n",
        f"```\n{PROGRAM}```\nAn example of the output:\n```\n2\n```\n",
        "    " + PROGRAM.replace("\n", "\n    "),
    ],
)
def test_the_program_is_found(text):
    assert program_in(text) == PROGRAM


def test_a_last_statement_over_several_lines_is_kept_whole():
    program = 'answer = count(\n    track(\n        detect(video, "a (dog"))\n)\n'
    assert program_in(f"```\n{program}```") == program
    assert program_in(f"{program}\nThat was it.") == program


@pytest.mark.parametrize("text", ["", "I cannot help.", "count the dogs", "```\n```", "x == 3", "answer == 2"])
def test_where_there_is_none_none_is_found(text):
    assert program_in(text) is None


def test_a_reply_of_any_length_is_read_at_once():
    assert program_in("```\n" * 20_000) is None
    assert program_in("(" * 200_000 + "\nanswer = 1") is not None
