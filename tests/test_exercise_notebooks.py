"""Every exercise notebook runs from top to bottom in a kernel of its own, in both languages, without a network."""

from __future__ import annotations

import json
import os
import re

import nbformat
import pytest
from nbclient import NotebookClient

from exercises import SETS
from foreign import english_shown
from guard import GUARD
from mineros import folders
from mineros.words import LANGUAGES, Words

FILES = [folders.top() / "exercises" / language / f"{found.name}.ipynb" for found in SETS for language in LANGUAGES]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_student_s_notebook_runs_to_its_end_kindly_calls_nobody_and_leaves_no_answer(file, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(GUARD, "utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("MINEROS_GUARD", str(tmp_path / "log"))
    monkeypatch.setenv("MINEROS_WORK", str(tmp_path / "my-work"))
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=180, startup_timeout=180, kernel_name="python3", resources=resources).execute()
    executed = json.loads(nbformat.writes(notebook))
    if file.parent.name == "es":
        shown = json.dumps(executed).replace(str(tmp_path), "")  # a folder that the test has named
        assert english_shown(json.loads(shown)) == {}
    words, said = Words(file.parent.name), ""
    for cell in executed["cells"]:
        for output in cell.get("outputs", []):
            assert output["output_type"] != "error"
            # pandas 2.2.0, and only it, announces to whoever imports it something that then did not come.
            complaint = "".join(output["text"]) if output.get("name") == "stderr" else ""
            assert not complaint or "Pyarrow will become" in complaint, complaint
            assert "image/png" not in output.get("data", {}), "a picture without a text alternative"
            said += "".join(output.get("data", {}).get("text/html", []))
    assert words("check.right") not in re.sub(r"<[^>]+>", " ", said)
    checks = sum("pack.check(" in "".join(cell["source"]) for cell in executed["cells"])
    assert said.count(f"<strong>{words('check.not_yet')}</strong>") == checks >= 3
    assert not (tmp_path / "log").exists()
    assert not (tmp_path / "my-work" / "answers.json").exists()
