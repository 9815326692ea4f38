"""What people read: the exact text of the diagnostics met most often, and the JSON of the same records."""

import json

import pytest

from vprog.diagnostics import Diagnostic, InputError, Place, as_json, as_text
from vprog.language import check
from vprog.spec import Registry

REGISTRY = Registry.load()


def said(source: str) -> str:
    return as_text(check(source, REGISTRY).diagnostics, source)


MESSAGES = {
    "unknown module": (
        "answer = coutn(choices)\n",
        """\
error[VP0201]: unknown module `coutn`
  1 | answer = coutn(choices)
    |          ^^^^^ did you mean `count`?""",
    ),
    "undefined name": (
        'tracks_people = track(detect(video, "person"))\nanswer = count(track_people)\n',
        """\
error[VP0202]: the name `track_people` is not bound
  2 | answer = count(track_people)
    |                ^^^^^^^^^^^^ did you mean `tracks_people`?""",
    ),
    "wrong type": (
        'answer = count(detect(video, "person"))\n',
        """\
error[VP0301]: `count` takes Spans or Tracks or Texts or Numbers or Videos as `plural`; found Boxes
  1 | answer = count(detect(video, "person"))
    |                ^^^^^^^^^^^^^^^^^^^^^^^ follow the boxes through time: `track(…)`""",
    ),
    "missing argument": (
        "answer = exists()\n",
        """\
error[VP0302]: `exists` needs `plural`: what to look for
  1 | answer = exists()
    |          ^^^^^^^^ write `exists(plural)`""",
    ),
    "unknown argument": (
        'answer = count(where(track(detect(video, "car")), directon="left"))\n',
        """\
error[VP0203]: `where` has no argument `directon`
  1 | answer = count(where(track(detect(video, "car")), directon="left"))
    |                                                   ^^^^^^^^^^^^^^^ did you mean `direction`?""",
    ),
    "constant not listed": (
        'answer = count(where(track(detect(video, "car")), direction="lift"))\n',
        """\
error[VP0305]: `direction` of `where` cannot be 'lift': it is one of "left", "right", "up", "down", "still"
  1 | answer = count(where(track(detect(video, "car")), direction="lift"))
    |                                                             ^^^^^^ did you mean "left"?""",
    ),
    "seconds and numbers": (
        "answer = duration(video) + count(choices)\n",
        """\
error[VP0306]: `+` does not go with Seconds and Number
  1 | answer = duration(video) + count(choices)
    |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Seconds go only with Seconds""",
    ),
    "python method": (
        "answer = choices.count()\n",
        """\
error[VP0102]: found `.` where an operator or the end of the line is expected
  1 | answer = choices.count()
    |                 ^ attributes and methods do not exist; call a module with the value as its argument""",
    ),
    "open bracket": (
        "answer = count(\n    choices\n",
        """\
error[VP0103]: the line ends where `=` or `,` or `)` is expected
  2 |     choices
    |            ^ close the bracket""",
    ),
    "lambda": (
        "answer = count(lambda x: x)\n",
        """\
error[VP0102]: `lambda` does not exist in this language
  1 | answer = count(lambda x: x)
    |                ^^^^^^ there are no functions of your own; for each member of a plural write `[… for x in xs]`""",
    ),
    "exponent": (
        "answer = 1e9\n",
        """\
error[VP0105]: the number `1e9` is too large: numbers are smaller than 1000000000
  1 | answer = 1e9
    |          ^^^ numbers have at most nine digits before the point, and nine behind it""",
    ),
    "leading zeros": (
        "answer = (1 +\n  007)\n",
        """\
error[VP0102]: the number `007` begins with 0
  2 |   007)
    |   ^^^ write `7`""",
    ),
    "ten digits": (
        "answer = 1234567890\n",
        """\
error[VP0105]: the number `1234567890` is too large: numbers are smaller than 1000000000
  1 | answer = 1234567890
    |          ^^^^^^^^^^ numbers have at most nine digits before the point, and nine behind it""",
    ),
    "sign of a name": (
        "answer = -number_a\n",
        """\
error[VP0101]: found `number_a` where a number is expected
  1 | answer = -number_a
    |           ^^^^^^^^ only numbers have a sign: write `(0 - number_a)`""",
    ),
    "half a choice": (
        "answer = 1 if True\n",
        """\
error[VP0103]: the line ends where `else` is expected
  1 | answer = 1 if True
    |                   ^""",
    ),
    "no answer": (
        "number_a = 1\n",
        """\
error[VP0206]: the program does not say what its answer is
  1 | number_a = 1
    | ^ bind `answer` on the last line""",
    ),
    "unused value": (
        "number_a = 1\nanswer = 2\n",
        """\
warning[VP0207]: `number_a` is never used
  1 | number_a = 1
    | ^^^^^^^^ leave the line out, or use it""",
    ),
}


@pytest.mark.parametrize("case", MESSAGES)
def test_the_message_shows_the_line_the_place_and_the_way_out(case):
    source, expected = MESSAGES[case]
    assert said(source) == expected


def test_three_mistakes_on_three_lines_are_reported_together():
    source = 'boxes_a = detekt(video, "person")\ntracks_a = track(boxs_a)\nanswer = cuont(tracks_a)\n'
    assert (
        said(source)
        == """\
error[VP0201]: unknown module `detekt`
  1 | boxes_a = detekt(video, "person")
    |           ^^^^^^ did you mean `detect`?
error[VP0202]: the name `boxs_a` is not bound
  2 | tracks_a = track(boxs_a)
    |                  ^^^^^^ did you mean `boxes_a`?
error[VP0201]: unknown module `cuont`
  3 | answer = cuont(tracks_a)
    |          ^^^^^ did you mean `count`?"""
    )


def test_a_mistake_is_not_blamed_on_the_lines_that_use_its_name():
    source = "number_a = 1 +\nnumber_b = number_a + 1\nanswer = number_b\n"
    assert [d.code for d in check(source, REGISTRY).diagnostics] == ["VP0103"]


def test_the_caret_stands_below_its_target_behind_tabs():
    _, line, caret = said("\tanswer = foo\n").split("\n")
    assert line == "  1 | \tanswer = foo"
    assert caret == "    | \t         ^^^ bind it on an earlier line"


ALWAYS = {"code", "severity", "message", "line", "column", "end_line", "end_column"}
SOMETIMES = {"found", "expected", "hint"}


@pytest.mark.parametrize("case", MESSAGES)
def test_the_json_record_has_the_promised_keys_and_no_others(case):
    source, _ = MESSAGES[case]
    for problem in check(source, REGISTRY).diagnostics:
        record = as_json(problem)
        assert set(record) - SOMETIMES == ALWAYS
        assert set(record) >= ALWAYS
        assert {key for key in SOMETIMES if getattr(problem, key) is not None} == set(record) & SOMETIMES
        assert json.loads(json.dumps(record)) == record


def test_the_json_record_holds_what_the_text_shows():
    (problem,) = check("answer = coutn(choices)\n", REGISTRY).diagnostics
    assert as_json(problem) == {
        "code": "VP0201",
        "severity": "error",
        "message": "unknown module `coutn`",
        "line": 1,
        "column": 10,
        "end_line": 1,
        "end_column": 15,
        "found": "coutn",
        "hint": "did you mean `count`?",
    }


def test_a_record_without_a_place_keeps_its_keys():
    problem = Diagnostic("VP0503", "too much")
    assert as_json(problem)["line"] is None
    assert as_text([problem], "answer = 1\n") == "error[VP0503]: too much"


def test_a_code_that_is_not_in_the_table_is_refused():
    with pytest.raises(ValueError, match="unknown diagnostic code VP9999"):
        Diagnostic("VP9999", "nothing")


NUMERALS = {
    "1E-3": "0.001",
    "1.5e+2": "150.0",
    "1_000": "1000",
    "0x1F": "31",
    "1.": "1.0",
    ".5": "0.5",
    "00": "0",
    "00.50": "0.5",
    "0.1234567891": "0.123456789",
    "123456789.0123456789": "123456789.012345679",
}
NO_NUMERALS = (
    "1.5.2",
    "3px",
    "5s",
    "2j",
    "1e",
    "2²",
    "2٣",
    "1e-99",
    "0x",
    "0b2",
    "1__e",
    "1e-999999999999999999999",
    "1e99999999999999999999",
)
TOO_LARGE = ("1e10", "0x" + "f" * 5_000, "9" * 100_000, "1e999999999", "1_000_000_000")


@pytest.mark.parametrize("word", [*NUMERALS, *NO_NUMERALS, *TOO_LARGE])
def test_what_looks_like_a_number_is_explained_as_one(word):
    (problem, *_) = check(f"answer = [{word}]\n", REGISTRY).diagnostics
    assert problem.place == Place(1, 11, 1, 11 + len(word))
    assert len(problem.message) < 150
    if word in NUMERALS:
        assert problem.hint == f"write `{NUMERALS[word]}`"
        assert check(f"answer = {NUMERALS[word]}\n", REGISTRY).ok
    else:
        assert ("too large" in problem.message) == (word in TOO_LARGE)
        assert problem.hint.startswith("numbers have" if word in TOO_LARGE else "digits, and")


@pytest.mark.parametrize(
    "source", ["answer = 1 000\n", 'answer = "007" "1e9"\n', "answer = a007 1\n", "answer = (1 1)\n"]
)
def test_a_mistake_beside_a_number_is_not_one_of_it(source):
    assert {d.code for d in check(source, REGISTRY).diagnostics} == {"VP0101"}


def test_a_long_line_is_cut_around_the_caret():
    lists = [", ".join(f"name_{k:04}" for k in range(start, start + 250)) for start in range(0, 3_000, 250)]
    source = f"numbers_a = union([{'], ['.join(lists)}])\nanswer = 1\n"
    problems = check(source, REGISTRY).diagnostics
    text = said(source)
    assert len(text) < 100_000
    assert text.endswith(f"\nand {len(problems) - 100} more")
    shown = as_text([problems[50]], source).split("\n")
    for line in shown[1:]:
        assert len(line) < 180 + len(problems[50].hint or "")
    column = shown[2].index("^")
    assert shown[1][column : column + 9] == "name_0050"
    assert "| …" in shown[1]
    assert shown[1].endswith("…")
    assert "name_2999" in [as_json(d).get("found") for d in problems]


@pytest.mark.parametrize("column", [1, 2, 500, 990, 1000, 1001])
def test_a_place_anywhere_on_a_long_line_stands_above_its_caret(column):
    line = "".join(chr(ord("a") + k % 26) for k in range(1000))
    place = Place(1, column, 1, column + 3)
    _, shown, caret = as_text([Diagnostic("VP0101", "here", place)], line).split("\n")
    under = caret.index("^")
    assert shown[under : under + 3].removesuffix("…") == line[column - 1 : column + 2]
    assert len(shown) <= 170


def test_one_hundred_mistakes_are_all_shown():
    problems = [Diagnostic("VP0101", str(k)) for k in range(101)]
    assert as_text(problems[:100], "").endswith("error[VP0101]: 99")
    assert as_text(problems, "").endswith("error[VP0101]: 99\nand 1 more")


def test_nothing_in_a_program_reaches_a_terminal_raw():
    text = said('answer = \x1b[31m\u202e"\udcff\x9b" + cuont(\n')
    assert text.replace("\n", "").isprintable()
    _, line, caret = said('answer = count("\x1b[2J", cuont)\n').split("\n")[-3:]
    assert r'"\x1b[2J"' in line
    assert line.index("cuont") == caret.index("^")


def test_a_message_on_one_line_has_one_line():
    problem = Diagnostic("VP0501", "no\nfile\x1b\t\udcff", hint="two\nlines")
    assert str(InputError(problem)) == r"error[VP0501]: no\nfile\x1b\t\udcff; two\nlines"
