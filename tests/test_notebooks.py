"""Every notebook runs from its first cell to its last, and is committed without output."""

from pathlib import Path

import pytest

nbclient = pytest.importorskip("nbclient", reason="runs notebooks with nbclient")
nbformat = pytest.importorskip("nbformat", reason="reads notebooks with nbformat")
pytest.importorskip("ipykernel", reason="runs notebooks in ipykernel")

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks():
    assert NOTEBOOKS


def executed(path: Path, folder: Path):
    """Give a notebook with the outputs of all its cells."""
    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def test_first_steps_show_the_answer_the_mistakes_the_abstention_and_a_picture(tmp_path):
    (path,) = [p for p in NOTEBOOKS if p.stem == "first_steps"]
    notebook = executed(path, tmp_path)
    assert any("image/png" in output.get("data", {}) for output in notebook.cells[-1].outputs)
    printed = "".join(o.get("text", "") for cell in notebook.cells for o in cell.get("outputs", []))
    for word in ("3\n", "did you mean `track`?", "did you mean `tracks_red`?", 'cannot detect "dog"'):
        assert word in printed
