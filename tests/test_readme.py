"""Links in the pages that greet a newcomer lead somewhere, and those pages carry no trace of one machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PAGES = [*sorted(TOP.glob("*.md")), *sorted(TOP.glob("*/*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TOP)))
def test_every_link_to_a_file_of_the_pack_resolves(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_readme_names_the_commands_that_run_py_knows() -> None:
    commands = set(re.findall(r"python3 run\.py (\w+)", (TOP / "README.md").read_text("utf-8")))
    assert commands == {"lab", "test", "collect", "handouts", "site", "lite"}
    commands |= set(re.findall(r"python3 run\.py (\w+)", (TOP / "CONTRIBUTING.md").read_text("utf-8")))
    assert {"bench", "mutants", "matrix"} < commands, "those are for makers"
    shown = subprocess.run(["python3", "run.py", "--help"], cwd=TOP, capture_output=True, text=True, check=True).stdout
    assert all(command in shown for command in commands)


def test_every_folder_at_the_top_has_its_line_in_the_readme() -> None:
    readme = (TOP / "README.md").read_text("utf-8")
    tracked = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True, check=False).stdout
    folders = {name.split("/")[0] for name in tracked.splitlines() if "/" in name}
    assert all(f"`{folder}/" in readme for folder in folders if not folder.startswith(".")), folders


def test_no_committed_file_names_a_registry_or_a_home_folder() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True, check=False).stdout
    hosts = "python" + "hosted|py" + r"pi\.org/simple|registry\.npm" + "js"
    telltale = re.compile(hosts + r"|(?<![\w.])(/root/\w|/home/\w+/|/Users/\w+/)")
    for name in tracked.splitlines():
        path = TOP / name
        if path.suffix in (".ttf", ".png") or not path.is_file():
            continue
        assert not telltale.search(path.read_text("utf-8")), name


def test_a_notebook_is_kept_without_outputs() -> None:
    for path in TOP.glob("notebooks/**/*.ipynb"):
        assert '"output_type"' not in path.read_text("utf-8"), path
