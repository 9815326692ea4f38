"""What pip installs is what the tree holds, starts light, and depends on nothing that it should not."""

import itertools
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import cv2
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Where each top folder of code is installed.
INSTALLED_AS = {
    "vprog": "vprog",
    "modules": "vprog/modules",
    "grammar": "vprog/grammar",
    "incontext": "vprog/incontext",
}
# Import names of what only extras bring; a core install must do without them.
OPTIONAL = (
    "accelerate", "IPython", "ipywidgets", "lap", "llguidance", "onnxruntime", "open_clip", "openai", "playwright",
    "rapidocr", "ray", "torch", "torchvision", "transformers", "ultralytics", "xgrammar",
)  # fmt: skip


def run(code: str, *arguments: object, cwd: Path) -> str:
    """Run Python code in a process of its own; give what it prints."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def installed_files(root: Path) -> set[str]:
    """Give every file of the tree that should be installed, by its place in the wheel."""
    found = set()
    for folder, target in INSTALLED_AS.items():
        for path in (root / folder).rglob("*"):
            inside = path.relative_to(root / folder)
            linked = folder == "vprog" and inside.parts[0] in INSTALLED_AS
            made = any(part.startswith((".", "__pycache__")) for part in inside.parts)
            # Design notes (*.md) stand beside the code and are read in the repository.
            if path.is_file() and not linked and not made and path.suffix != ".md":
                found.add(f"{target}/{inside.as_posix()}")
    return found


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    """Give the tables of pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder into which the wheel, built from nothing but the tree, was unpacked."""
    work = tmp_path_factory.mktemp("wheel")
    # A copy: setuptools writes into the tree it builds from, and would pack what an earlier build left there.
    for name in ("pyproject.toml", "README.md", "LICENSE", *INSTALLED_AS):
        source, target = root / name, work / "source" / name
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(exist_ok=True)
            shutil.copy(source, target)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(work), str(work / "source")]
    done = subprocess.run(build, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = work.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(work / "unpacked")
    return work / "unpacked"


def test_the_listed_packages_are_those_of_the_tree(root: Path, project: dict) -> None:
    folders = {file.rpartition("/")[0] for file in installed_files(root) if file.endswith(".py")}
    assert sorted(project["tool"]["setuptools"]["packages"]) == sorted(f.replace("/", ".") for f in folders)


def test_the_links_show_the_top_folders(root: Path) -> None:
    for name in ("modules", "grammar", "incontext"):
        assert (root / "vprog" / name).readlink() == Path("..", name)


def test_the_wheel_holds_every_file_of_the_tree_and_no_other(root: Path, wheel: Path) -> None:
    packed = {p.relative_to(wheel).as_posix() for p in wheel.rglob("*") if p.is_file()}
    assert {name for name in packed if ".dist-info/" not in name} == installed_files(root)
    assert "vprog/py.typed" in packed


def test_every_module_of_the_wheel_imports_without_any_extra(wheel: Path, tmp_path: Path) -> None:
    names = sorted(p.relative_to(wheel).with_suffix("").as_posix() for p in wheel.rglob("*.py"))
    modules = [n.removesuffix("/__init__").replace("/", ".") for n in names if not n.endswith("__main__")]
    code = """
import importlib, json, sys
wheel, modules, optional = sys.argv[1], *map(json.loads, sys.argv[2:])
sys.path.insert(0, wheel)
sys.modules.update(dict.fromkeys(optional))  # None makes `import` fail
for name in modules:
    found = importlib.import_module(name)
    assert found.__file__.startswith(wheel), f"{name} comes from {found.__file__}"
"""
    run(code, wheel, json.dumps(modules), json.dumps(OPTIONAL), cwd=tmp_path)


def test_the_version_is_said_once(wheel: Path, project: dict) -> None:
    version = re.search(r'__version__ = "(.+)"', (wheel / "vprog/__init__.py").read_text())
    assert version is not None
    assert version[1] == project["project"]["version"]


@pytest.mark.parametrize(
    "code",
    [
        "import vprog",
        "from vprog.spec import Registry; Registry.load()",
        # What `vprog --help` and `vprog doctor` need before they can say anything.
        "import vprog; from vprog.cli.main import app",
    ],
)
def test_starting_loads_no_heavy_package(root: Path, code: str) -> None:
    heavy = {"torch", "torchvision", "transformers", "cv2", "supervision", "trackers", "scipy", "matplotlib"}
    loaded = run(f"{code}\nimport sys; print(*sys.modules)", cwd=root).split()
    assert "vprog" in loaded
    assert heavy.isdisjoint(loaded)


def test_there_is_one_opencv_and_it_can_detect() -> None:
    # OpenCV 5 has no HOGDescriptor; a second distribution overwrites the files of the first.
    found = [d for d in metadata.distributions() if canonicalize_name(d.name).startswith("opencv")]
    assert [canonicalize_name(d.name) for d in found] == ["opencv-python"]
    assert found[0].version in Requirement("opencv-python>=4.10,<5").specifier
    assert hasattr(cv2, "HOGDescriptor")
    assert hasattr(cv2, "CascadeClassifier")


def closure(requirements: Iterable[str], extras: dict[str, list[str]]) -> set[str]:
    """Give the names that these need: extras of vprog unfolded, then on through all that is installed here."""
    names: set[str] = set()
    seen: set[str] = set()
    todo = list(requirements)
    while todo:
        text = todo.pop()
        if text in seen:
            continue
        seen.add(text)
        wanted = Requirement(text)
        name = canonicalize_name(wanted.name)
        if name == "vprog":
            todo += itertools.chain.from_iterable(extras[extra] for extra in wanted.extras)
            continue
        names.add(name)
        if next(metadata.distributions(name=name), None) is not None:
            for line in metadata.requires(name) or ():
                marker = Requirement(line).marker
                if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *wanted.extras)):
                    todo.append(line)
    return names


def test_no_extra_brings_what_it_must_not(project: dict) -> None:
    core, extras = project["project"]["dependencies"], project["project"]["optional-dependencies"]
    # AGPL-3.0: only for those who ask for it by name.
    assert "ultralytics" not in closure([*core, *extras["all"]], extras)
    # A name held by a stranger; the code of SAM 2 is in transformers.
    everything = closure([*core, *itertools.chain.from_iterable(extras.values())], extras)
    assert "segment-anything-2" not in everything
    # The core stays without torch and CUDA.
    assert not [n for n in closure(core, extras) if n == "torch" or n.startswith(("nvidia-", "cuda-"))]
