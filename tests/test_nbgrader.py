"""nbgrader makes an assignment of an exercise notebook and grades it: right, wrong, blank and mistreated copies.

It runs in an environment of its own (`python3 run.py test`, step "nbgrader"). Elsewhere it is skipped as a whole, which
pytest reports as a failure where nothing else was to run, so that the step cannot pass without it.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbgrader")

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import PyFileConfigLoader

from guard import GUARD
from mineros import folders, graders, tasks

pytestmark = pytest.mark.filterwarnings("ignore:Object of type")  # from nbgrader's own gradebook

NAME = "02-exile"
SET = next(found for found in tasks.all_exercises() if found.name == NAME)
TASKS = {task.id: task for task in SET.tasks}
CHECKED = {name: task for name, task in TASKS.items() if task.checked}
WRITTEN = [name for name, task in TASKS.items() if not task.checked]
CALL = "import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=1)"
NOISY = """
import sys, warnings
_quiet = length
def length(start, end):
    print("measured", file=sys.stderr)
    warnings.warn("measured")
    return _quiet(start, end)
"""


# --- submissions -----------------------------------------------------------------------------------------------------


def cell_of(notebook: dict, grade_id: str) -> dict:
    return next(cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def answered(notebook: dict, name: str, code: str) -> None:
    """Write code into the cell of an answer, with the check below that stands there."""
    cell_of(notebook, f"answer-{name}")["source"] = graders.with_hint(TASKS[name], code)


def solution(name: str) -> str:
    return tasks.solved(graders.marked(TASKS[name]))


def slip(name: str) -> str:
    """The solution with the first known slip in it."""
    task, known = TASKS[name], TASKS[name].key["wrong"][0]
    code = known["code"].strip() if "code" in known else repr(known["value"])
    if task.kind not in ("function", "figure"):
        code = f"{task.key.get('answer', graders.variable(task))} = {code}"
    return f"{solution(name)}\n{code}"


def right(notebook: dict) -> None:
    for name in CHECKED:
        answered(notebook, name, solution(name))
    for name in WRITTEN:
        cell_of(notebook, f"answer-{name}")["source"] = "Five sentences."


def wrong(notebook: dict) -> None:
    for name in CHECKED:
        answered(notebook, name, slip(name))


def blank(notebook: dict) -> None:
    """As it was handed out."""


def mistreated(notebook: dict) -> None:
    """Tasks in another order, a test copied, one deleted, one made to pass, the opening changed, a function that
    prints and warns, a call to the outside."""
    right(notebook)
    answered(notebook, "02-e1", slip("02-e1"))
    cell_of(notebook, "test-02-e1")["source"] = "assert True"
    answered(notebook, "02-e8", solution("02-e8") + NOISY)
    cell_of(notebook, "open-02")["source"] = "pack = None"
    starts = [place for place, cell in enumerate(notebook["cells"]) if "".join(cell["source"]).startswith("## ")]
    parts = [notebook["cells"][a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]
    how, *tasks = parts
    notebook["cells"] = notebook["cells"][: starts[0]] + how + [cell for part in reversed(tasks) for cell in part]
    copied = cell_of(notebook, "test-02-e2")
    notebook["cells"].insert(notebook["cells"].index(copied), json.loads(json.dumps(copied)) | {"id": "copied"})
    notebook["cells"].remove(cell_of(notebook, "test-02-e3"))
    call = {"cell_type": "code", "id": "call", "metadata": {}, "source": CALL, "outputs": [], "execution_count": None}
    notebook["cells"].append(call)


STUDENTS = {make.__name__: make for make in (right, wrong, blank, mistreated)}


# --- one course, graded once -----------------------------------------------------------------------------------------


class Course:
    """The folder of a course in which everything was graded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder.parents[1] / "connections.log"

    def release(self) -> dict:
        return json.loads((self.folder / "release" / NAME / f"{NAME}.ipynb").read_text("utf-8"))

    def graded(self, student: str) -> dict:
        return json.loads((self.folder / "autograded" / student / NAME / f"{NAME}.ipynb").read_text("utf-8"))

    def points(self, student: str) -> dict[str, Any]:
        """What each answer scored; None for what waits for a reader."""
        with Gradebook(f"sqlite:///{self.folder}/gradebook.db") as book:
            graded = book.find_submission_notebook(NAME, NAME, student).grades
            return {grade.name.partition("-")[2]: None if grade.needs_manual_grade else grade.score for grade in graded}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("otro año")
    (folder / "sitecustomize.py").write_text(GUARD, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        places = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR")
        for name in places:
            (folder / name).mkdir()
            patch.setenv(name, str(folder / name))
        patch.setenv("MINEROS_GUARD", str(folder / "connections.log"))
        patch.setenv("PYTHONPATH", str(folder))
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        for name in ("MINEROS_WORK", "PYTHONDONTWRITEBYTECODE"):
            patch.delenv(name, raising=False)
        patch.setattr(socket.socket, "connect", socket.socket.connect)  # put back at the end
        exec(GUARD, {})
        graders.write_nbgrader(folder / "courses", [SET])
        yield graded(Course(folder / "courses" / "en"))


def graded(course: Course) -> Course:
    settings = PyFileConfigLoader("nbgrader_config.py", str(course.folder)).load_config()
    settings.CourseDirectory.root = str(course.folder)
    api = NbGraderAPI(config=settings)
    made = api.generate_assignment(NAME)
    assert made["success"], made["log"]
    for student, make in STUDENTS.items():
        notebook = course.release()
        make(notebook)
        file = course.folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(notebook), "utf-8")
        done = api.autograde(NAME, student)
        assert done["success"], done["log"]
    return course


# --- what is promised ------------------------------------------------------------------------------------------------


def test_what_is_handed_out_is_the_student_s_stub_and_holds_no_solution(course):
    release = course.release()
    whole = json.dumps(release, ensure_ascii=False)
    assert "SOLUTION" not in whole
    for name, task in CHECKED.items():
        shown = "".join(cell_of(release, f"answer-{name}")["source"])
        given = graders.with_hint(task, tasks.stub(graders.marked(task)))
        assert [line for line in shown.splitlines() if line.strip()] == [line for line in given.splitlines() if line]
    for name in WRITTEN:
        assert "".join(cell_of(release, f"answer-{name}")["source"]).startswith("*Write your answer here")
        for sample in TASKS[name].key["sample"]:
            assert sample["en"][:40] not in whole


def test_what_is_handed_out_runs_without_an_error_but_in_its_tests(course):
    for cell in course.graded("blank")["cells"]:
        errors = [output["ename"] for output in cell.get("outputs", []) if output["output_type"] == "error"]
        is_test = cell["metadata"].get("nbgrader", {}).get("grade_id", "").startswith("test-")
        assert errors == (["AssertionError"] if is_test else [])
        assert not [output for output in cell.get("outputs", []) if output.get("name") == "stderr"]


def test_right_answers_earn_every_point_and_a_text_waits_for_its_reader(course):
    assert course.points("right") == dict.fromkeys(CHECKED, 1) | dict.fromkeys(WRITTEN)


def test_wrong_answers_earn_none(course):
    assert course.points("wrong") == dict.fromkeys(TASKS, 0)


def test_a_blank_copy_earns_none_and_waits_for_nobody(course):
    assert course.points("blank") == dict.fromkeys(TASKS, 0)


def test_copied_moved_and_changed_cells_change_no_score_and_a_deleted_test_waits_for_a_reader(course):
    expected = dict.fromkeys(CHECKED, 1) | dict.fromkeys(WRITTEN) | {"02-e1": 0, "02-e3": None}
    assert course.points("mistreated") == expected


def test_grading_calls_nobody_and_the_guard_against_calls_stands_in_the_kernels_too(course):
    assert course.log.read_text().splitlines() == ["('192.0.2.1', 80)"], "the one call that a copy tried to make"


def test_grading_leaves_no_student_s_answer_in_the_teacher_s_own_folder(course):
    kept = folders.top() / "my-work" / "answers.json"
    assert not kept.exists() or kept.stat().st_mtime < (course.folder / "gradebook.db").stat().st_ctime
    opened = next(cell for cell in course.graded("right")["cells"] if cell["id"] == "open")
    assert str(folders.top()) not in json.dumps(opened["outputs"])
