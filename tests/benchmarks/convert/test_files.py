"""Files as benchmarks publish them: every program in them is converted, or refused by name."""

import json
from pathlib import Path

import pytest

from vprog.api import InputError, OutsideError
from vprog.api.layout import format_source
from vprog.benchmarks.convert import BENCHMARKS, Report, convert_file, write_programs
from vprog.benchmarks.convert.nested import from_nested
from vprog.benchmarks.convert.refusal import NoCounterpartError
from vprog.benchmarks.convert.tree import Array, Operation, from_postfix
from vprog.language import check
from vprog.planner.examples import read_example
from vprog.spec import Registry

REGISTRY = Registry.load()
PUBLISHED = Path(__file__).parent / "published"
VOCABULARIES = {"agqa": "agqa_words.json", "clevrer": None, "star": "star_classes"}


def report_of(benchmark: str, *, vocabulary: bool = True) -> Report:
    names = VOCABULARIES[benchmark]
    folder = PUBLISHED / names if names and vocabulary else None
    return convert_file(benchmark, PUBLISHED / f"{benchmark}.json", REGISTRY, folder)


@pytest.mark.parametrize(
    ("benchmark", "converted", "refused"),
    [
        (
            "agqa",
            {"ABCDE-1": "Bool", "ABCDE-2": "Text", "ABCDE-3": "Text"},
            {"ABCDE-4": ["Count"], "ABCDE-5": ["program"]},
        ),
        (
            "clevrer",
            {
                "scene7-0": "Number",
                "scene7-1": "Text",
                "scene7-2": "Bool",
                "scene7-3": "Number",
                "scene7-4": "Text",
                "scene7-5.choice0.named": "Span",
            },
            {"scene7-5.choice0": ["all_events", "filter_counterfact", "belong_to"]},
        ),
        (
            "star",
            {"Sequence_T1_5.choice0": "Bool", "Sequence_T1_5.choice1": "Bool"},
            {"Feasibility_T1_9.choice0": ["Objs", "Filter_Objs_by_Verb"]},
        ),
    ],
)
def test_each_program_is_converted_or_refused_by_name(benchmark, converted, refused):
    report = report_of(benchmark)
    types = {c.source.name: str(check(c.program, REGISTRY).answer_type) for c in report.converted}
    assert types == converted
    assert {r.source.name: [m.operation for m in r.missing] for r in report.refused} == refused
    assert all(m.why for r in report.refused for m in r.missing)


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_what_is_written_checks_without_a_word_and_is_in_the_canonical_layout(benchmark):
    for one in report_of(benchmark).converted:
        checked = check(one.program, REGISTRY)
        assert checked.ok
        assert checked.diagnostics == ()
        assert format_source(one.program) == one.program


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_the_header_is_that_of_an_example(benchmark):
    for one in report_of(benchmark).converted:
        example = read_example(f"{one.source.name}.vp", one.program)
        assert example.question == one.source.question
        assert example.answer_type is check(one.program, REGISTRY).answer_type


def test_the_header_holds_what_was_published():
    first = report_of("star").converted[0].program.splitlines()[:5]
    assert first == [
        "# Q: Which object did the person put down after they held the bag? Choice: The towel.",
        "# A: Bool",
        "# Gold: Correct",
        "# Video: ABCDE",
        "# Clip: 2.5,9.25",
    ]


@pytest.mark.parametrize(("benchmark", "operations"), [("agqa", {"IterateUntil"}), ("star", {"Actions"})])
def test_without_its_lists_of_names_a_benchmark_cannot_go_through_all_of_them(benchmark, operations):
    with_, without = report_of(benchmark), report_of(benchmark, vocabulary=False)
    assert len(without.refused) > len(with_.refused)
    more = {m.operation for m in without.by_operation} - {m.operation for m in with_.by_operation}
    assert more == operations
    assert all("--vocabulary" in m.why for m in without.by_operation if m.operation in operations)


def test_refusals_are_counted_once_for_each_program():
    report = report_of("clevrer")
    assert {m.operation: n for m, n in report.by_operation.items()} == {
        "all_events": 1,
        "belong_to": 1,
        "filter_counterfact": 1,
    }


def test_files_are_named_after_programs_and_never_replace_each_other(tmp_path):
    record = json.loads((PUBLISHED / "agqa.json").read_text())
    twice = [{"id": "same/1", **record["ABCDE-1"]}, {"id": "same 1", **record["ABCDE-2"]}]
    path = tmp_path / "twice.jsonl"
    path.write_text("\n".join(map(json.dumps, twice)))
    report = convert_file("agqa", path, REGISTRY)
    paths = write_programs(report, tmp_path / "out" / "deeper")
    assert [p.name for p in paths] == ["same-1.vp", "same-1-2.vp"]
    assert [p.read_text() for p in paths] == [c.program for c in report.converted]


def test_a_file_in_place_of_the_folder_is_said_so(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(OutsideError, match=r"out cannot be written: (File exists|Not a directory)"):
        write_programs(report_of("star"), tmp_path / "out")


@pytest.mark.parametrize("benchmark", BENCHMARKS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        "3",
        "null",
        '"text"',
        "[3]",
        "[[]]",
        '[{"id": "a"}]',
        '[{"questions": [{}]}]',
        "[" * 9999,
    ],
)
def test_what_is_no_file_of_the_benchmark_is_refused(tmp_path, benchmark, text):
    path = tmp_path / "odd.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"odd\.json cannot be read"):
        convert_file(benchmark, path, REGISTRY)


@pytest.mark.parametrize(
    ("benchmark", "record"),
    [
        ("agqa", {"a": {"question": "?", "program": ["Exists"]}}),
        ("clevrer", [{"questions": [{"question_id": 1, "question": "?", "program": "count"}]}]),
        ("clevrer", [{"id": 1, "question": "?", "choices": ["a"], "program": [], "choice_programs": []}]),
        ("clevrer", [{"id": 1, "question": "?", "program": [["objects"]]}]),
        ("star", [{"question_id": 1, "question": "?", "question_program": [{"function": "Actions"}], "choices": []}]),
        ("star", [{"id": 1, "question": "?", "choices": ["a", "b"], "program": [["c"]]}]),
    ],
)
def test_a_record_of_another_form_is_said_so(tmp_path, benchmark, record):
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(record))
    with pytest.raises(InputError) as raised:
        convert_file(benchmark, path, REGISTRY)
    assert raised.value.diagnostics[0].hint == f"expected {BENCHMARKS[benchmark].layout}"


@pytest.mark.parametrize(
    ("benchmark", "write"),
    [
        ("agqa", lambda path: path.write_text('{"o1": "dish"}')),
        ("agqa", lambda path: path.write_text('{"o1": 3, "c1": "standing up"}')),
        ("agqa", lambda path: path.write_text("dish")),
        ("star", lambda path: path.mkdir()),
        ("star", lambda path: path.write_text("a000 hold a bag")),
    ],
)
def test_lists_of_names_of_another_form_are_said_so(tmp_path, benchmark, write):
    write(tmp_path / "names")
    with pytest.raises(InputError, match="cannot be read"):
        convert_file(benchmark, PUBLISHED / f"{benchmark}.json", REGISTRY, tmp_path / "names")


def test_a_class_without_its_verb_is_said_so(tmp_path):
    for file in (PUBLISHED / "star_classes").iterdir():
        (tmp_path / file.name).write_text(file.read_text())
    (tmp_path / "verb_classes.txt").write_text("v000 hold\n")
    with pytest.raises(InputError, match="the class a001 has no verb and object"):
        convert_file("star", PUBLISHED / "star.json", REGISTRY, tmp_path)


# -- Reading programs. --


def test_postfix_takes_the_last_values_first_written_first():
    tree = from_postfix(["events", "objects", "red", "filter", "in"], {"events": 0, "objects": 0, "filter": 2, "in": 2})
    assert tree == Operation("in", (Operation("events"), Operation("filter", (Operation("objects"), "red"))))


@pytest.mark.parametrize(
    ("tokens", "operation", "why"),
    [
        ([], "program", "there is no operation"),
        (["count"], "count", "it takes 1 value, but 0 stand before it"),
        (["a", "filter"], "filter", "it takes 2 values, but 1 stands before it"),
        (["a", "b"], "b", "1 values are left over"),
        (["a", *["count"] * 50], "count", "nests deeper"),
    ],
)
def test_what_is_no_postfix_is_refused(tokens, operation, why):
    with pytest.raises(NoCounterpartError) as raised:
        from_postfix(tokens, {"count": 1, "filter": 2})
    (missing,) = raised.value.missing
    assert (missing.operation, missing.why.startswith(why)) == (operation, "deeper" not in why) or why in missing.why


def test_nested_functions_are_read_with_blanks_in_words():
    tree = from_nested(" Localize( between , [standing_up, drinking from a cup] )")
    assert tree == Operation("Localize", ("between", Array(("standing up", "drinking from a cup"))))


@pytest.mark.parametrize(
    "text", ["", "(", "A()", "A(b", "A(b))", "[]", "A(b,)", "A b(", "A(b)(c)", "[" * 41 + "a" + "]" * 41]
)
def test_what_is_no_nesting_of_functions_is_refused(text):
    with pytest.raises(NoCounterpartError):
        from_nested(text)


@pytest.mark.parametrize("text", ["[" * 100_000, "A(" * 100_000, "a" * 100_000, "A(" * 30 + "b" + ")" * 30])
def test_long_texts_break_nothing(tmp_path, text):
    path = tmp_path / "long.json"
    path.write_text(json.dumps({"a": {"question": "?", "program": text}}))
    assert len(convert_file("agqa", path, REGISTRY).refused) == 1
