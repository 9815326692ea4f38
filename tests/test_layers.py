"""The rooms hold their direction, and the contracts that say so notice when they do not."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def lint(folder: Path) -> tuple[int, set[str]]:
    """Give the exit status, and the names of the contracts that are broken."""
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, set(re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE))


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """Give a copy of the code to spoil."""
    for part in ("vprog", "modules", "grammar", "incontext"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(root / part, tmp_path / part, symlinks=True, ignore=ignored)
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold(root: Path) -> None:
    assert lint(root) == (0, set())


def test_the_root_may_import_the_api(copy: Path) -> None:
    with (copy / "vprog/__init__.py").open("a") as file:
        file.write("from vprog import api\n")
    assert lint(copy) == (0, set())


ROOMS = "A room imports only what stands below it"
REGISTRY = "No room imports a module by name: it asks the registry"
MODULES = "Modules write no trace, read no grammar and fetch nothing"


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("vprog/spec/planted.py", "from vprog.engine import planted_too", {ROOMS}),
        ("vprog/values/planted.py", "def late(): import vprog.graph", {ROOMS}),
        ("vprog/trace/planted.py", "import vprog.values", {ROOMS}),
        ("vprog/diagnostics/planted.py", "import vprog.spec", {ROOMS}),
        ("vprog/attic/__init__.py", "", {ROOMS}),
        ("vprog/engine/planted.py", "import vprog.modules", {REGISTRY}),
        ("vprog/__init__.py", "import vprog.modules", {REGISTRY}),
        ("modules/planted.py", "import vprog.media", {ROOMS}),
        ("modules/planted.py", "import vprog.language", {ROOMS}),
        ("modules/planted.py", "import vprog.trace", {MODULES}),
        ("modules/planted.py", "import vprog.web", {MODULES}),
        ("modules/planted.py", "import vprog.models", {ROOMS}),
        ("vprog/models/planted.py", "import vprog.media", {ROOMS}),
        ("modules/planted.py", "import vprog.spec, vprog.values, vprog.types, vprog.diagnostics", set()),
    ],
)
def test_a_planted_import_is_noticed(copy: Path, file: str, line: str, broken: set[str]) -> None:
    (copy / file).parent.mkdir(exist_ok=True)
    with (copy / file).open("a") as planted:
        planted.write(f"\n{line}\n")
    assert lint(copy) == (1 if broken else 0, broken)


def test_a_room_that_imports_the_root_reaches_the_api(copy: Path) -> None:
    with (copy / "vprog/__init__.py").open("a") as file:
        file.write("from vprog import api\n")
    (copy / "vprog/spec/planted.py").write_text("from vprog import __version__\n")
    assert lint(copy) == (1, {ROOMS})
