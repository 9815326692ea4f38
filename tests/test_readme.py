"""What the README shows is true."""

import dataclasses
import importlib.util
import re
from pathlib import Path

import pytest
from typer.main import get_command

import vprog
from vprog.api.demo import make_demo_clip
from vprog.cli.main import app
from vprog.planner.llm import read_settings
from vprog.spec import Module, Registry


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", readme, flags=re.DOTALL)


def test_every_command_it_names_exists(readme):
    named = set(re.findall(r"`vprog ([a-z]+)", readme))
    assert named <= set(get_command(app).commands)
    assert named >= {"ask", "plan", "run", "check", "fmt", "explain", "modules", "grammar", "doctor", "demo"}


def test_its_program_checks(readme):
    (program,) = [block for block in blocks(readme, "python") if block.startswith("# Q:")]
    assert vprog.check(program).ok


def test_its_session_is_what_happens(readme, tmp_path):
    shown = blocks(readme, "console")[0]
    answer = vprog.answer(make_demo_clip(tmp_path), "How many red circles enter?", cache=tmp_path)
    assert f"{answer.value}\n\nprogram" in shown
    for line in answer.program.splitlines():
        assert f"  {line}\n" in shown
    (evidence,) = answer.evidence
    assert f"{evidence.start_s:.2f}-{evidence.end_s:.2f} s" in shown


def test_its_python_names_values_that_are_there(readme, tmp_path):
    (python,) = [block for block in blocks(readme, "python") if "import vprog\n" in block]
    answer = vprog.answer(make_demo_clip(tmp_path), "How many red circles are there?", cache=tmp_path)
    assert f"answer.value  # {answer.value}" in python
    (name,) = re.findall(r'answer\["(\w+)"\]', python)
    assert answer[name].has_value


def test_its_settings_of_a_language_model_are_read(readme, tmp_path):
    (text,) = [block for block in blocks(readme, "toml") if "[llm]" in block]
    (tmp_path / "vprog.toml").write_text(text, encoding="utf-8")
    settings = read_settings({}, {}, tmp_path)
    assert settings.base_url in text
    listed = re.findall(r"Other\nsettings: `([a-z_\s]+)`", readme)[0].split()
    named = {"model", "base_url", "fallback", *listed}
    assert named == {field.name for field in dataclasses.fields(settings) if not field.metadata}


def test_its_module_can_be_declared(readme, tmp_path):
    (source,) = [block for block in blocks(readme, "python") if "@module" in block]
    path = tmp_path / "pace.py"
    path.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("pace_of_the_readme", path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    assert isinstance(loaded.Pace, Module)
    assert Registry.load().with_modules([loaded.Pace]).called("pace") is loaded.Pace
