"""Published files that are no part of the repository."""

from pathlib import Path

from vprog.benchmarks.convert import convert_file
from vprog.language import check
from vprog.spec import Registry

REGISTRY = Registry.load()


def counts(report) -> dict[str, int]:
    found: dict[str, int] = {}
    for missing, programs in report.by_operation.items():
        found[missing.operation] = found.get(missing.operation, 0) + programs
    return found


def test_every_clevrer_program_is_converted_or_refused_by_name(shared_data: Path) -> None:
    report = convert_file("clevrer", shared_data / "questions" / "clevrer_explanatory_programs.jsonl", REGISTRY)
    judged = [r for r in report.refused if not r.source.name.endswith(".named")]
    # All of them ask what is responsible for something.
    assert len(judged) == 2964
    assert all({m.operation for m in r.missing} >= {"filter_ancestor", "belong_to"} for r in judged)
    assert len(report.converted) == 2869
    # What is left are programs that a parser wrote and that are none in postfix, and one of possible events.
    assert counts(report) == {"filter_ancestor": 2964, "belong_to": 2964, "filter_collision": 94, "all_events": 2}
    kinds = {str(check(c.program, REGISTRY).answer_type) for c in report.converted[:60]}
    assert kinds == {"Span", "Track"}


def test_star_choices_without_their_question_are_refused(shared_data: Path) -> None:
    report = convert_file("star", shared_data / "questions" / "star_symbolic_samples.jsonl", REGISTRY)
    assert not report.converted
    assert counts(report) == {"Equal": 40, "Belong_to": 24}
