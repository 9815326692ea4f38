"""Every notebook runs from its first cell to its last, and is committed without output."""

from pathlib import Path

import pytest

nbclient = pytest.importorskip("nbclient", reason="runs notebooks with nbclient")
nbformat = pytest.importorskip("nbformat", reason="reads notebooks with nbformat")
pytest.importorskip("ipykernel", reason="runs notebooks in ipykernel")
pytest.importorskip("ipywidgets", reason="notebooks show widgets")

FOLDER = Path(__file__).parents[1] / "notebooks"
SAYS = {
    "first_steps": ("1 answered computed", "did you mean `track`?", 'cannot detect "dog"', "because answer = "),
    "inspect_and_edit": ("became", "computed again: ", "abstained - the squares were moved afterwards", "True True"),
    "write_a_module": ("pace(track", "abstained - the track is too short to tell its pace"),
    "batch": ("frames decoded for all of them", "asked again: 0 frames decoded"),
}
"""What each notebook says at least."""
SHOWS = {"inspect_and_edit": {"image/png", "image/svg+xml", "application/vnd.jupyter.widget-view+json"}}
"""In what other forms it shows things."""


def test_each_notebook_is_named_here():
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == set(SAYS)


@pytest.mark.parametrize("name", SAYS)
def test_it_runs_and_says_what_it_should(name, tmp_path):
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    data = [output["data"] for output in outputs if "data" in output]
    said = "".join(output.get("text", "") for output in outputs) + "".join(d.get("text/html", "") for d in data)
    for words in SAYS[name]:
        assert words in said
    assert any('class="vprog"' in d.get("text/html", "") for d in data)
    assert {kind for d in data for kind in d} >= SHOWS.get(name, set())
