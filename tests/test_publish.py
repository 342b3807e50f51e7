"""What the host runs: the workflows' commands exist and do what they say; an edition is told alike everywhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

import mineros
from lessons import LESSONS, TOP

FILE = TOP / ".github" / "workflows" / "publish.yml"
WORKFLOW = yaml.safe_load(FILE.read_text("utf-8"))
JOBS = WORKFLOW["jobs"]
WORKFLOWS = sorted(FILE.parent.glob("*.yml"))
WEEKLY = yaml.safe_load((FILE.parent / "weekly.yml").read_text("utf-8"))
TAG = f"v{mineros.__version__}"
ON = WORKFLOW[True]  # YAML 1.1 reads "on" as yes
CHANGES = {"en": TOP / "CHANGELOG.md", "es": TOP / "CAMBIOS.md"}
ENTRY = re.compile(r"^## \[([\d.]+)\] - (\d{4}-\d\d-\d\d)$", re.MULTILINE)


def steps(job: str, workflow: dict[str, Any] = WORKFLOW) -> dict[str, str]:
    """What the named steps of a job let the shell do."""
    return {step["name"]: step["run"] for step in workflow["jobs"][job]["steps"] if "run" in step}


# --- the workflow ----------------------------------------------------------------------------------------------------


def test_only_a_tag_that_passed_every_test_is_published_site_first_then_the_release() -> None:
    assert ON["push"]["tags"] == ["v*"]
    assert {name: job.get("needs") for name, job in JOBS.items()} == {
        "test": None,
        "build": "test",
        "deploy": "build",
        "release": "deploy",
    }
    assert JOBS["build"]["if"] == "github.ref_type == 'tag'"
    assert steps("test") == {"Run every test": "python3 run.py test --whole"}
    assert all("if" not in JOBS[name] for name in ("deploy", "release")), "a job runs only when the one it needs has"


def test_each_job_may_do_what_it_must_and_no_more() -> None:
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "test": {"contents": "read"},
        "build": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
        "release": {"contents": "write"},
    }
    assert {name: job["permissions"] for name, job in WEEKLY["jobs"].items()} == {
        "versions": {"contents": "read"},
        "audit": {"contents": "read"},
        "report": {"issues": "write"},
    }


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_asks_for_no_secret_and_may_do_nothing_that_a_job_does_not_ask_for(file: Path) -> None:
    assert "secrets." not in file.read_text("utf-8")
    assert yaml.safe_load(file.read_text("utf-8"))["permissions"] == {}


def every_step(file: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(file.read_text("utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda path: path.stem)
def test_no_value_of_the_host_is_pasted_into_a_script(file: Path) -> None:
    assert [step["name"] for step in every_step(file) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda path: path.stem)
def test_only_the_hosts_own_actions_are_used_each_at_a_named_version(file: Path) -> None:
    used = [step["uses"] for step in every_step(file) if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"actions/[\w-]+@v\d+", name)] == []


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda path: path.stem)
def test_every_job_ends_in_time(file: Path) -> None:
    jobs = yaml.safe_load(file.read_text("utf-8"))["jobs"]
    assert all(5 <= job["timeout-minutes"] <= 60 for job in jobs.values())


def shown(*command: str) -> str:
    """What a command of ours says of itself."""
    whole = [sys.executable, *command, "--help"]
    return subprocess.run(whole, cwd=TOP, capture_output=True, text=True, check=True).stdout


def test_run_py_and_the_commands_behind_it_know_every_command_and_option_of_the_workflow() -> None:
    scripts = "\n".join(script for job in JOBS for script in steps(job).values())
    called = [shlex.split(line) for line in re.findall(r"python3 run\.py (.+)", scripts)]
    assert {words[0] for words in called} == {"test", "site", "lite"}
    listed = shown("run.py")
    behind = {"site": ["-m", "mineros", "site"], "lite": ["lite/build.py"]}
    for name, *options in called:
        assert name in listed
        if name in behind:
            known = shown(*behind[name])
            assert [option for option in options if option.startswith("--") and option not in known] == []


def test_the_in_browser_edition_is_made_where_the_site_looks_for_it() -> None:
    made = steps("build")
    site, lite = (made[name].split() for name in ("Make the site to read", "Make the edition for a browser alone"))
    beside = f"{site[site.index('--to') + 1]}/{site[site.index('--lite') + 1]}"
    assert lite[lite.index("--to") + 1] == beside
    assert JOBS["build"]["steps"][-1]["with"]["path"] == site[site.index("--to") + 1]


def shell(script: str, folder: Path, **more: str) -> str:
    """Run the script of a step as the host does, in a folder; returns what it printed."""
    variables = {**os.environ, "GITHUB_REPOSITORY": "owner/name", "GITHUB_REF_NAME": TAG, "PYTHONPATH": "src", **more}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def git(*words: str, folder: Path) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of what is here, with an origin to push to and a stand-in for the host's own program `gh`."""
    folder = tmp_path_factory.mktemp("publish")
    git("clone", "--quiet", "--bare", "--depth", "1", TOP.as_uri(), "origin", folder=folder)
    git("clone", "--quiet", "--depth", "1", (folder / "origin").as_uri(), "clone", folder=folder)
    (folder / "gh").write_text('#!/bin/sh\nprintf "%s\\n" "$@" >> gh.log\n')
    (folder / "gh").chmod(0o755)
    return folder / "clone"


def with_gh(clone: Path) -> str:
    """Where programs are looked for: first beside the clone."""
    return f"{clone.parent}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="module")
def published(clone: Path) -> dict[str, str]:
    """The steps of the release, run once; what each printed. The wheel, which wants a network, is an empty file."""
    said = {}
    for name, script in steps("release").items():
        offline = re.sub(r"python3 -m pip wheel .*", "touch release/mineros.whl", script)
        said[name] = shell(offline, clone, PATH=with_gh(clone), ADDRESS="https://owner.example.org/name/")
    return said


def test_the_students_files_hold_every_lesson_and_no_key_and_their_sums_are_right(clone: Path, published: dict) -> None:
    with zipfile.ZipFile(clone / "release" / f"los-mineros-{TAG}.zip") as packed:
        names = packed.namelist()
    assert {f"los-mineros/{path.relative_to(TOP).as_posix()}" for path in LESSONS} < set(names)
    assert [name for name in names if re.search("solution|guide|worked|my-work", name)] == []
    shell("sha256sum --check SHA256SUMS", clone / "release")


def test_the_students_branch_grows_from_release_to_release_and_holds_no_key(clone: Path, published: dict) -> None:
    held = git("ls-tree", "-r", "--name-only", "students", folder=clone.parent / "origin").split()
    assert "notebooks/es/01-pasta-de-conchos.ipynb" in held
    assert {name.split("/")[0] for name in held} == {"notebooks", "exercises", "LICENSE", "LICENSE-DATA.md"}
    (clone / "release" / "los-mineros" / "LICENSE").write_text("the next one")
    shell(steps("release")["Move the students' branch on"], clone, PATH=with_gh(clone))
    grown = git("log", "--format=%s", "students", folder=clone.parent / "origin").splitlines()
    assert grown == [f"Los Mineros {TAG}"] * 2


def test_the_release_carries_the_files_and_a_link_to_each_lesson_in_its_notes(clone: Path, published: dict) -> None:
    asked = (clone / "gh.log").read_text("utf-8").splitlines()
    asked = asked[asked.index("release") :]
    assert asked[:3] == ["release", "create", TAG]
    files = [word for word in asked if word.startswith("release/")]
    assert len(files) == 4
    assert all((clone / name).is_file() for name in files)
    notes = (clone / "release" / "notes.md").read_text("utf-8")
    assert notes.count(f"/v2/gh/owner/name/{TAG}?urlpath=") == 2 * len(LESSONS)
    assert notes.count("(https://owner.example.org/name/live/lab/index.html?path=") == 2 * len(LESSONS)


# --- one edition -----------------------------------------------------------------------------------------------------


def test_a_tag_is_published_only_if_it_names_this_edition() -> None:
    script = steps("build")["See that the tag names this edition"]
    assert f"/{TAG}?" in shell(script, TOP)
    with pytest.raises(AssertionError, match=re.escape(f"v{mineros.__version__}")):
        shell(script, TOP, GITHUB_REF_NAME="v0.0.1")


def test_the_package_and_the_list_of_changes_name_the_same_edition_and_day() -> None:
    assert tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["version"] == mineros.__version__
    for page in CHANGES.values():
        assert ENTRY.findall(page.read_text("utf-8"))[0] == (mineros.__version__, mineros.__released__), page.name


def test_the_list_of_changes_tells_the_same_in_both_languages_newest_first() -> None:
    english, spanish = (page.read_text("utf-8") for page in CHANGES.values())
    assert ENTRY.findall(english) == ENTRY.findall(spanish) == sorted(ENTRY.findall(english), reverse=True)
    for told in (r"\d{4}-\d\d-\d\d|\d+\.\d+\.\d+", r"^##+ |^- "):
        assert re.findall(told, english, re.MULTILINE) == re.findall(told, spanish, re.MULTILINE)
