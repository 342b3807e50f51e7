"""What Binder builds from this checkout, and that every notebook runs in it. Runs in `.venv-binder` (Python 3.12)."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import tomllib
import venv
import warnings
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
import yaml

from lessons import LESSONS, TOP
from mineros import launch, student

needs_binder = pytest.mark.skipif(
    shutil.which("jupyter-repo2docker", path=str(Path(sys.executable).parent)) is None,
    reason="repo2docker is not here: python3 run.py test runs this file in .venv-binder",
)
# One of each kind in a clone, for what a clone may lack. All others run in this environment too: test_lesson.py,
# test_exercise_notebooks.py (run.py, BINDER_TESTS).
IN_A_CLONE = (LESSONS[0], LESSONS[-1], TOP / "exercises/en/03-alliances.ipynb", TOP / "notebooks/es/data-browser.ipynb")
NOTEBOOKS = [path.relative_to(TOP) for path in IN_A_CLONE]
REPEATED = (NOTEBOOKS[1], NOTEBOOKS[3])  # kinds of which another stands for what a clone may lack
OBSOLETE = ("postBuild", "start", "apt.txt", "requirements.txt", "runtime.txt", "setup.py", "Pipfile", "Dockerfile")


def dependencies() -> dict[str, str]:
    """What environment.yml asks for: "pandas" gives "=3.1"."""
    listed = yaml.safe_load((TOP / "environment.yml").read_text("utf-8"))["dependencies"]
    parted = [re.fullmatch(r"([a-z]+)(.*)", name) for name in listed if isinstance(name, str)]
    return {found.group(1): found.group(2) for found in parted if found}


def pinned(name: str) -> str:
    """The first two numbers of a package's version in a student's environment."""
    found = re.search(rf"^{name}==(\d+\.\d+)", (TOP / "requirements" / "lab.txt").read_text("utf-8"), re.MULTILINE)
    assert found, name
    return found.group(1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone as Binder makes it: only what is tracked, and it is the home of whoever opens it."""
    to = tmp_path_factory.mktemp("binder") / "home"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True, check=True).stdout
    for name in filter(None, tracked.split("\0")):
        if (TOP / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(TOP / name, to / name)
    return to


@pytest.fixture(scope="module")
def python(home: Path) -> Path:
    """The interpreter of an environment with the tested versions, in which the clone is installed as Binder does it.

    The packages are those of this environment, seen through a path file, which does not lead on to our own checkout.
    """
    if sys.version_info[:2] != (3, 12):
        warnings.warn(f"Binder has Python 3.12, which is not here; this is {sys.version.split()[0]}.", stacklevel=1)
    folder = home.parent / "environment"
    venv.create(folder, with_pip=False)
    made = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    (made / "tested.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    own = folder / "bin" / "python"
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    subprocess.run([sys.executable, "-m", "pip", "--python", own, "install", *options, "-e", home], check=True)
    return own


def variables(home: Path) -> dict[str, str]:
    """The variables of a machine that knows nothing of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER", "MINEROS"))}
    return {**kept, "HOME": str(home)}


# --- what is asked for -----------------------------------------------------------------------------------------------


def test_binder_and_conda_are_asked_for_the_versions_that_the_tests_run_with() -> None:
    asked = dependencies()
    packages = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = [name.partition(">")[0] for name in packages]
    assert {name: asked.get(name) for name in names} == {name: f"={pinned(name)}" for name in names}
    assert set(asked) == {*names, "python", "pip"}
    assert asked["python"] == "=3.12"


def test_nothing_obsolete_stands_in_binders_way() -> None:
    found = [name for folder in ("", "binder/", ".binder/") for name in OBSOLETE if (TOP / f"{folder}{name}").exists()]
    assert found == []


# --- what is built ---------------------------------------------------------------------------------------------------


@needs_binder
def test_repo2docker_chooses_conda_and_the_right_python_and_copies_the_clone_before_it_installs_it(home: Path) -> None:
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(home)]
    done = subprocess.run(command, env=variables(home), capture_output=True, text=True, check=True)
    assert "Building conda environment for python=3.12" in done.stderr
    image = done.stdout
    copied, updated = image.index("COPY --chown=0:0 src/ ${REPO_DIR}/"), image.index('--file "environment.yml"')
    assert copied < updated
    assert image.count("--file") == 1  # one list of packages, and no script of ours after it
    assert "postBuild" not in image[updated:]


@needs_binder
@pytest.mark.parametrize(
    "notebook", [pytest.param(one, id=str(one), marks=[pytest.mark.whole] * (one in REPEATED)) for one in NOTEBOOKS]
)
def test_a_notebook_of_each_kind_runs_to_its_end_in_a_clone_installed_as_binder_does_it(
    notebook: Path, home: Path, python: Path
) -> None:
    execute = "from nbclient.cli import main; main()"
    command = [python, "-c", execute, "--timeout=180", "--startup_timeout=180", "--inplace", str(home / notebook)]
    done = subprocess.run(command, cwd=home, env=variables(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    executed = json.loads((home / notebook).read_text("utf-8"))
    outputs = [output for cell in executed["cells"] for output in cell.get("outputs", [])]
    assert outputs
    assert [output for output in outputs if output.get("name") == "stderr" or output["output_type"] == "error"] == []


@needs_binder
def test_the_clone_and_no_other_copy_of_the_package_is_what_runs_there(home: Path, python: Path) -> None:
    code = "import mineros, pandas; from mineros import folders; print(folders.top(), pandas.__version__)"
    shown = subprocess.run([python, "-c", code], env=variables(home), capture_output=True, text=True, check=True).stdout
    top, version = shown.split()
    assert Path(top) == home.resolve()
    assert version.startswith(pinned("pandas") + ".")


@needs_binder
def test_on_binder_the_key_does_not_lie_in_the_way_and_a_lesson_is_whole_in_the_page(home: Path, python: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = (
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--no-browser",
        "--allow-root",
        "--IdentityProvider.token=",
    )
    command = [python, "-m", "jupyterlab", *options]
    server = subprocess.Popen(command, cwd=home, env=variables(home), stderr=subprocess.DEVNULL)
    try:
        listed = answer(port, "api/contents/exercises")
        assert {part["name"] for part in listed["content"]} == {"en", "es", "checks.json", "tasks.json"}
        setting = answer(port, "lab/api/settings/@jupyterlab/notebook-extension:tracker")
        assert json.loads(setting["raw"])["windowingMode"] == "none"
    finally:
        server.terminate()
        server.wait(10)


def answer(port: int, what: str) -> dict:
    """What the server says, once it is there."""
    last = time.monotonic() + 120
    while time.monotonic() < last:
        try:
            with urlopen(f"http://127.0.0.1:{port}/{what}", timeout=10) as said:
                return json.load(said)
        except HTTPError:
            raise
        except OSError:  # not there yet
            time.sleep(0.1)
    raise AssertionError("the server did not start")


# --- a school's server -----------------------------------------------------------------------------------------------


@needs_binder
def test_a_students_link_works_again_next_week_keeps_their_changes_and_brings_the_next_edition(tmp_path: Path) -> None:
    from nbgitpuller.pull import GitPuller

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=tmp_path / "origin", capture_output=True, check=True)

    student.copy(tmp_path / "origin")
    git("init", "--initial-branch", launch.BRANCH)
    for name in ("user.name", "user.email"):
        git("config", name, "teacher@example.org")
    git("add", ".")
    git("commit", "-m", "this edition")
    link = launch.pulled(launch.Release("owner/name.git", "v1.0.0", hub="https://hub.example.org"), str(NOTEBOOKS[-1]))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}

    def follow() -> Path:
        origin, copied = (tmp_path / "origin").as_uri(), str(tmp_path / asked["targetPath"])
        list(GitPuller(origin, copied, branch=asked["branch"]).pull())
        return tmp_path / asked["urlpath"].removeprefix("lab/tree/")

    opened = follow()
    assert opened.is_file()
    opened.write_text("mine", "utf-8")
    follow()
    (tmp_path / "origin" / "LICENSE").write_text("next edition", "utf-8")
    git("commit", "-am", "the next edition")
    assert follow().read_text("utf-8") == "mine"
    assert (tmp_path / asked["targetPath"] / "LICENSE").read_text("utf-8") == "next edition"
