"""Starting: `run.py` brings a bare machine to a lesson, and when it cannot, it says why and what to do."""

import argparse
import ast
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]
EMPTY = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
PINS = sorted((TOP / "requirements").glob("*.txt"))
OLD_PYTHONS = sorted(
    path
    for path in Path.home().glob(".pyenv/versions/*/bin/python")
    if tuple(map(int, re.findall(r"\d+", path.parents[1].name)[:2])) < (3, 11)
)
posix = pytest.mark.skipif(os.name == "nt", reason="stands in for a tool with a shell script")


@pytest.fixture
def checkout(tmp_path):
    """A small copy of the pack, in a folder whose name has a space and an accent."""
    top = tmp_path / "año nuevo" / "los mineros"
    for name in ("run.py", "pyproject.toml"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TOP / name, top / name)
    shutil.copytree(TOP / "requirements", top / "requirements")
    shutil.copytree(TOP / "src", top / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for language in ("en", "es"):
        (top / "notebooks" / language).mkdir(parents=True)
        for name in ("01-pasta-de-conchos.ipynb", "02-exile.ipynb"):
            (top / "notebooks" / language / name).write_text(EMPTY)
    return top


@pytest.fixture
def run(checkout):
    """The module run.py of that copy."""
    spec = importlib.util.spec_from_file_location("run_of_a_copy", checkout / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def start(run, monkeypatch, *arguments):
    """What the command line does."""
    monkeypatch.setattr(sys, "argv", ["run.py", *arguments])
    return run.main()


def is_one_sentence_in_each_language(text):
    english, spanish = text.strip().splitlines()
    return "Traceback" not in text and english.endswith(".") and spanish.endswith(".") and english != spanish


def stand_in(folder, words, code=1):
    """A tool that says these words and ends."""
    tool = folder / "tool"
    (folder / "words").write_text(words)
    tool.write_text(f'#!/bin/sh\ncat "{folder / "words"}"\nexit {code}\n')
    tool.chmod(0o755)
    return tool


# --- a Python that is too old ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10)])
def test_an_old_python_is_refused_with_a_way_out(run, version):
    with pytest.raises(run.Stop, match=r"3\.11 or newer(.|\n)*3\.11 o posterior"):
        run.require_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_new_python_is_accepted(run, version):
    run.require_python(version)


def test_python_36_can_read_run_py():
    tree = ast.parse((TOP / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    hints = [node.annotation for node in ast.walk(tree) if isinstance(node, ast.arg) and node.annotation]
    hints += [node.returns for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.returns]
    bare = [ast.unparse(hint) for hint in hints if isinstance(hint, ast.Subscript | ast.BinOp)]
    assert not bare, "an old Python would stumble over these hints: put them in quotes"


@pytest.mark.parametrize("python", OLD_PYTHONS, ids=lambda path: path.parents[1].name)
def test_an_installed_old_python_says_what_is_needed(python):
    done = subprocess.run([python, TOP / "run.py", "lab"], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed: install it" in done.stderr
    assert "Traceback" not in done.stderr


# --- failures while the environment is made ----------------------------------------------------------------------

WORDS = {
    "disk, pip": ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk"),
    "disk, uv": ("error: failed to write\n  Caused by: failed to copy (os error 28)", "disk"),
    "disk, Windows": ("OSError: [WinError 112] There is not enough space on the disk", "disk"),
    "folder, venv": ("Error: [Errno 30] Read-only file system: '/media/usb/mineros/.venv'", "home folder"),
    "folder, no right": ("Error: [Errno 13] Permission denied: '/srv/mineros/.venv'", "home folder"),
    "folder, Windows": ("Error: [WinError 5] Access is denied: 'C:\\mineros\\.venv'", "home folder"),
    "venv, Debian": (
        "The virtual environment was not created successfully because ensurepip is not\navailable.  On Debian/Ubuntu "
        "systems, you need to install the python3-venv\npackage using the following command.",
        "python3-venv",
    ),
    "venv, minimal": ("/usr/bin/python3: No module named venv", "python3-venv"),
    "network, pip": (
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError': [Errno -3] Temporary "
        "failure in name resolution\nERROR: Could not find a version that satisfies the requirement uv",
        "internet",
    ),
    "network, uv": ("error: Failed to fetch\n  Caused by: client error (Connect)\n  dns error", "internet"),
}


@posix
@pytest.mark.parametrize(("words", "answer"), WORDS.values(), ids=list(WORDS))
def test_what_a_failing_tool_says_becomes_one_sentence(run, tmp_path, words, answer):
    with pytest.raises(run.Stop, match=answer) as caught:
        run.make_environment(tmp_path / ".venv", ("lab.txt",), str(stand_in(tmp_path, words)))
    assert is_one_sentence_in_each_language(str(caught.value))
    assert isinstance(caught.value.__cause__, subprocess.CalledProcessError)


@posix
def test_an_unknown_failure_shows_the_tools_own_last_lines(run, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "_base_executable", str(stand_in(tmp_path, "first\n" * 40 + "the gears jammed")))
    assert start(run, monkeypatch, "lab") == 1
    shown = capsys.readouterr().err.splitlines()
    assert shown[-3] == "the gears jammed"
    assert len(shown) == 15 + 2


def test_a_full_disk_is_noticed_before_anything_is_made(run, checkout, monkeypatch, capsys):
    monkeypatch.setattr(run.shutil, "disk_usage", lambda _: argparse.Namespace(free=10**8))
    assert start(run, monkeypatch, "lab") == 1
    said = capsys.readouterr().err
    assert "disk is full" in said
    assert is_one_sentence_in_each_language(said)
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(30, "Read-only file system")])
def test_a_folder_that_turns_out_read_only_gives_a_sentence(run, monkeypatch, capsys, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(run, "make_environment", fail)
    assert start(run, monkeypatch, "lab") == 1
    said = capsys.readouterr().err
    assert "home folder" in said
    assert is_one_sentence_in_each_language(said)


def test_without_a_network_the_first_start_says_so_and_the_next_begins_anew(checkout, run):
    nowhere = "http://127.0.0.1:9/simple"
    offline = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))},
        **{"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": nowhere, "PIP_NO_CACHE_DIR": "1", "PIP_RETRIES": "0"},
        **{"UV_DEFAULT_INDEX": nowhere, "UV_NO_CACHE": "1"},
    }
    done = subprocess.run(
        [sys.executable, "run.py", "lab"],
        check=False,
        cwd=checkout,
        env=offline,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 1, done.stdout
    assert "internet" in done.stderr
    assert is_one_sentence_in_each_language(done.stderr)
    assert (checkout / ".venv").exists()
    assert not run.is_ready(checkout / ".venv", run.fingerprint(("lab.txt",)))


def test_when_uv_fails_pip_does_it_once(run, monkeypatch):
    calls = []

    def work(python, _, tool, *rest):
        calls.append(tool)
        if tool == "uv":
            raise run.Stop("", "")

    monkeypatch.setattr(run, "work", work)
    run.install(Path("python"), ("lab.txt",))
    assert calls == ["pip", "uv", "pip"]


# --- the stamp ---------------------------------------------------------------------------------------------------


@pytest.fixture
def made(run, monkeypatch):
    """Counts how often an environment is made, without installing."""
    times = []

    def make(folder, lists, python):
        times.append(folder.name)
        run.python_in(folder).parent.mkdir(parents=True, exist_ok=True)
        run.python_in(folder).touch()

    monkeypatch.setattr(run, "make_environment", make)
    return times


def test_the_second_start_installs_nothing_and_runs_no_tool(run, made, monkeypatch):
    run.environment(".venv", "lab.txt")
    monkeypatch.setattr(run, "subprocess", None)
    run.environment(".venv", "lab.txt")
    assert made == [".venv"]


def edit(name):
    return lambda run, checkout, patch: (checkout / name).write_text((checkout / name).read_text() + "\n# edited\n")


@pytest.mark.parametrize(
    "change",
    [
        edit("requirements/lab.txt"),
        edit("pyproject.toml"),
        edit("src/mineros/startup.py"),
        lambda run, checkout, patch: patch.setattr(run.sys, "version", "3.99"),
        lambda run, checkout, patch: patch.setattr(run, "ROOT", shutil.copytree(checkout, checkout.parent / "moved")),
        lambda run, checkout, patch: (checkout / ".venv" / run.STAMP).unlink(),
        lambda run, checkout, patch: (checkout / ".venv" / run.STAMP).write_text(""),
        lambda run, checkout, patch: run.python_in(checkout / ".venv").unlink(),
        lambda run, checkout, patch: shutil.rmtree(checkout / ".venv"),
    ],
    ids=[
        "pins",
        "package",
        "what kernels run",
        "python",
        "moved",
        "interrupted",
        "stamp cut short",
        "python gone",
        "deleted",
    ],
)
def test_an_environment_that_no_longer_fits_is_made_anew(run, checkout, made, monkeypatch, change):
    run.environment(".venv", "lab.txt")
    change(run, checkout, monkeypatch)
    run.environment(".venv", "lab.txt")
    assert made == [".venv"] * 2


def test_an_interrupted_installation_leaves_no_stamp(run, checkout, monkeypatch, capsys):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "make_environment", interrupt)
    assert start(run, monkeypatch, "lab") == 130
    assert "Stopped." in capsys.readouterr().out
    assert not (checkout / ".venv" / run.STAMP).exists()


@pytest.mark.parametrize("locale", ["C.UTF-8", "C", "es_MX.ISO-8859-1"])
def test_the_package_is_found_in_a_folder_with_spaces_and_accents(run, checkout, locale):
    folder = checkout / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    run.link_package(folder)
    ask = "import importlib.util; print(ascii(importlib.util.find_spec('mineros').origin))"
    found = subprocess.run(
        [run.python_in(folder), "-X", "utf8=0", "-c", ask],
        check=False,
        env={"LC_ALL": locale, "PYTHONCOERCECLOCALE": "0", "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
        capture_output=True,
        text=True,
    )
    assert "site-packages" not in found.stdout, found.stderr
    assert found.stdout.strip().endswith("__init__.py'"), found.stderr


# --- the lesson and the port -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["1", "01"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_lesson_is_found_by_its_number(run, language, number):
    assert run.find_lesson(language, number) == f"notebooks/{language}/01-pasta-de-conchos.ipynb"


def test_the_exercises_of_a_lesson_are_opened_in_its_place(run, made, monkeypatch):
    opened = []
    monkeypatch.setattr(run, "serve", lambda python, lesson, port, browser: opened.append(lesson))
    folder = run.ROOT / "exercises" / "es"
    folder.mkdir(parents=True)
    (folder / "02-exile.ipynb").touch()
    assert start(run, monkeypatch, "lab", "--language", "es", "--lesson", "2", "--exercises") == 0
    assert opened == ["exercises/es/02-exile.ipynb"]
    assert start(run, monkeypatch, "lab", "--language", "es", "--lesson", "9", "--exercises") == 1


def test_the_data_browser_is_opened_by_its_name_and_where_there_is_no_lesson_yet(run):
    folder = run.ROOT / "notebooks" / "es"
    (folder / "data-browser.ipynb").touch()
    assert run.find_lesson("es", "data") == "notebooks/es/data-browser.ipynb"
    assert run.find_lesson("es", "01") == "notebooks/es/01-pasta-de-conchos.ipynb"
    for lesson in folder.glob("[0-9]*.ipynb"):
        lesson.unlink()
    assert run.find_lesson("es", "01") == "notebooks/es/data-browser.ipynb"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("page", "file"), [("glossary", "glossary"), ("progress", "progress"), ("data", "data-browser")]
)
def test_a_page_beside_the_lessons_is_opened_by_its_name(run, language, page, file):
    (run.ROOT / "notebooks" / language / f"{file}.ipynb").touch()
    assert run.find_lesson(language, page) == f"notebooks/{language}/{file}.ipynb"


def test_a_page_is_found_where_there_is_no_lesson_yet(run):
    folder = run.ROOT / "notebooks" / "es"
    for lesson in folder.glob("[0-9]*.ipynb"):
        lesson.unlink()
    (folder / "data-browser.ipynb").touch()
    (folder / "glossary.ipynb").touch()
    assert run.find_lesson("es", "glossary") == "notebooks/es/glossary.ipynb"


def test_without_a_wish_the_first_lesson_that_is_there_is_opened(run, made, monkeypatch):
    opened = []
    monkeypatch.setattr(run, "serve", lambda python, lesson, port, browser: opened.append(lesson))
    assert start(run, monkeypatch, "lab", "--language", "en") == 0
    (run.ROOT / "notebooks" / "en" / "00-how-do-we-know.ipynb").touch()
    assert start(run, monkeypatch, "lab", "--language", "en") == 0
    assert [Path(lesson).name for lesson in opened] == ["01-pasta-de-conchos.ipynb", "00-how-do-we-know.ipynb"]


def test_the_sentence_about_an_unknown_lesson_lists_the_pages_too(run):
    for name in ("glossary", "progress", "data-browser"):
        (run.ROOT / "notebooks" / "en" / f"{name}.ipynb").touch()
    with pytest.raises(run.Stop, match="01, 02, data, glossary, progress"):
        run.find_lesson("en", "7")


@pytest.mark.parametrize("number", ["7", "x", ""])
def test_an_unknown_lesson_names_those_that_exist(run, made, monkeypatch, capsys, number):
    assert start(run, monkeypatch, "lab", "--lesson", number) == 1
    said = capsys.readouterr().err
    assert "01, 02" in said
    assert is_one_sentence_in_each_language(said)
    assert not made


@pytest.mark.parametrize(
    ("name", "language"), [("es_MX", "es"), ("Spanish_Mexico", "es"), ("et_EE", "en"), (None, "en")]
)
def test_a_machine_that_speaks_spanish_opens_the_spanish_lesson(run, monkeypatch, name, language):
    monkeypatch.setattr(run.locale, "getlocale", lambda: (name, "UTF-8"))
    assert run.own_language() == language


def test_a_machine_that_speaks_spanish_gets_english_while_there_is_no_spanish_lesson(run, monkeypatch, tmp_path):
    monkeypatch.setattr(run.locale, "getlocale", lambda: ("es_MX", "UTF-8"))
    monkeypatch.setattr(run, "ROOT", tmp_path)
    assert run.own_language() == "en"


@pytest.fixture
def taken():
    """A port that some other program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_is_taken_stops_before_anything_is_made(run, made, monkeypatch, capsys, taken):
    assert start(run, monkeypatch, "lab", "--port", str(taken)) == 1
    said = capsys.readouterr().err
    assert str(taken) in said
    assert is_one_sentence_in_each_language(said)
    assert not made


def test_a_port_that_cannot_exist_gives_a_sentence(run, monkeypatch, capsys):
    assert start(run, monkeypatch, "lab", "--port", "99999") == 1
    assert is_one_sentence_in_each_language(capsys.readouterr().err)


def test_without_port_the_next_free_one_is_taken_and_named(run, monkeypatch, capsys, taken):
    monkeypatch.setattr(run, "FIRST_PORT", taken)
    port = run.choose_port(None)
    assert port > taken
    assert str(port) in capsys.readouterr().out


def test_a_port_taken_while_the_packages_were_installed_is_not_used(run, made, monkeypatch):
    used = []
    monkeypatch.setattr(run, "serve", lambda python, lesson, port, browser: used.append(port))
    with socket.socket() as other:

        def install(*_):
            other.bind(("127.0.0.1", run.FIRST_PORT))
            other.listen()
            return Path("python")

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            monkeypatch.setattr(run, "FIRST_PORT", probe.getsockname()[1])
        monkeypatch.setattr(run, "environment", install)
        assert start(run, monkeypatch, "lab") == 0
        assert used[0] > run.FIRST_PORT


# --- the server --------------------------------------------------------------------------------------------------


def test_the_server_listens_on_this_machine_only_and_calls_nobody(run):
    command = run.server_command(Path("python"), "notebooks/en/01.ipynb", 8888, browser=True)
    assert "--ServerApp.ip=127.0.0.1" in command
    assert "--LabApp.news_url=None" in command
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in command
    assert not [part for part in command if "token=" in part.lower() or "0.0.0.0" in part]


def test_a_server_that_dies_at_once_gives_a_sentence(run, monkeypatch, capsys):
    monkeypatch.setattr(run, "environment", lambda *_: Path(sys.executable))
    monkeypatch.setattr(run, "server_command", lambda *_, **__: [sys.executable, "-c", "raise SystemExit(1)"])
    assert start(run, monkeypatch, "lab", "--no-browser") == 1
    assert is_one_sentence_in_each_language(capsys.readouterr().err)


def answer(address):
    try:
        with urllib.request.urlopen(address, timeout=10) as page:
            return page.status, page.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


# Starts the copy's run.py with the Python of these tests in the place of .venv, and with Ctrl-C in force.
DRIVER = """
import pathlib, signal, sys
import run
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
run.environment = lambda *_: pathlib.Path(sys.executable)
sys.exit(run.main())
"""


@posix
@pytest.mark.parametrize("way", ["SIGINT", "SIGHUP"])
def test_the_printed_address_opens_the_lesson_and_nothing_else_does(checkout, tmp_path, way):
    for folder in ("es", "solutions"):
        (checkout / "exercises" / folder).mkdir(parents=True)
    command = [sys.executable, "-c", DRIVER, "lab", "--no-browser", "--lesson", "2", "--language", "es"]
    home = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "JUPYTER_RUNTIME_DIR": str(tmp_path / "run")}
    with subprocess.Popen(
        command,
        cwd=checkout,
        env=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        try:
            said = []
            for line in process.stdout:
                said.append(line)
                if line.startswith("http://"):
                    break
            address = re.fullmatch(r"(http://127\.0\.0\.1:(\d+))(/\S+)\?token=(\w+)\n", said[-1])
            assert address, said
            site, port, path, token = address.groups()
            assert path == "/lab/tree/notebooks/es/02-exile.ipynb"
            assert answer(f"{site}{path}?token={token}")[0] == 200
            assert answer(f"{site}/api/contents{path.removeprefix('/lab/tree')}?token={token}")[0] == 200
            listed = json.loads(answer(f"{site}/api/contents/exercises?token={token}")[1])["content"]
            assert [entry["name"] for entry in listed] == ["es"], "the teachers' key does not lie in the way"
            assert answer(f"{site}/api/contents")[0] == 403
            assert answer(f"{site}/api/contents?token=0{token[1:]}x")[0] == 403

            commands = [file.read_bytes() for file in Path("/proc").glob("[0-9]*/cmdline") if os.access(file, os.R_OK)]
            assert not [line for line in commands if token.encode() in line]
            listening = [
                line.split()[1]
                for table in map(Path, ("/proc/net/tcp", "/proc/net/tcp6"))
                if table.exists()
                for line in table.read_text().splitlines()[1:]
                if line.split()[3] == "0A" and int(line.split()[1].rpartition(":")[2], 16) == int(port)
            ]
            assert set(listening) <= {f"0100007F:{int(port):04X}"}
        finally:
            os.killpg(process.pid, getattr(signal, way))  # as a terminal does: to all that it holds
            rest = process.stdout.read()
    assert process.returncode == 0
    assert rest.splitlines() == ["JupyterLab has stopped.", "JupyterLab se ha detenido."]
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", int(port)), timeout=1)


def test_the_environment_never_asks_about_news(run, tmp_path):
    run.settle(tmp_path)
    settings = json.loads((tmp_path / "etc/jupyter/labconfig/page_config.json").read_text())
    assert settings["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"] is True


def test_the_whole_lesson_is_in_the_page_for_a_screen_reader(run, tmp_path):
    run.settle(tmp_path)
    settings = json.loads((tmp_path / "share/jupyter/lab/settings/overrides.json").read_text())
    assert settings["@jupyterlab/notebook-extension:tracker"]["windowingMode"] == "none"


# --- collecting --------------------------------------------------------------------------------------------------


def test_collect_gets_all_that_was_typed_where_it_was_typed_and_its_end_is_ours(run, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(run, "environment", lambda *_: Path(sys.executable))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "grupo ñ").mkdir()
    assert start(run, monkeypatch, "collect", "grupo ñ", "--language", "es", "-q") == 1
    assert "No hay ningún archivo de respuestas en grupo ñ." in capfd.readouterr().err
    (tmp_path / "grupo ñ" / "Ana.json").write_text('{"answers": {"02-q1": {"value": "x"}}}')
    assert start(run, monkeypatch, "collect", "--to", "out", "grupo ñ", "--lesson", "02", "-q") == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["gradebook.csv", "index.html", "questions"]
    assert start(run, monkeypatch, "collect", "--help") == 0
    assert "--without-names" in capfd.readouterr().out


# --- the tests ---------------------------------------------------------------------------------------------------


@pytest.fixture
def watched(run, monkeypatch):
    """What `run.py test` would run; mypy fails."""
    seen = []

    def watch(python, *command):
        seen.append(command)
        if "mypy" in command:
            raise run.Stop("Found 1 error", "")
        return "12 passed in 1.00s"

    monkeypatch.setattr(run, "environment", lambda name, *_, **__: Path(name))
    monkeypatch.setattr(run, "get_chromium", lambda: "there")
    monkeypatch.setattr(run, "watch", watch)
    return seen


WHICH = ("not browser and not lite and not hub", "browser", "lite", "hub")


@pytest.fixture
def files_to_test(run, checkout):
    """The files of tests that run.py looks for."""
    (checkout / "tests").mkdir()
    for name in (run.LOWEST_TESTS[0], run.BINDER_TESTS[0]):
        (checkout / "tests" / name).touch()


def by_expression(watched):
    """The commands of pytest, by what they ask for."""
    return {command[command.index("-m", 1) + 1]: command for command in watched if "-m" in command[1:]}


@pytest.mark.usefixtures("files_to_test")
def test_after_a_failed_check_the_others_still_run(run, watched, monkeypatch, capsys):
    assert start(run, monkeypatch, "test") == 1
    asked = by_expression(watched)
    beside, browser, lite, hub = (asked[f"({which}) and not whole"] for which in WHICH)
    (binder,) = (command for command in watched if f"tests/{run.BINDER_TESTS[0]}" in command)
    (lowest,) = (command for which, command in asked.items() if which.startswith("not newest"))
    nbgrader = ("-m", "pytest", "tests/test_nbgrader.py")
    rest = {("-m", "ruff", "check"), ("-m", "mypy"), nbgrader}
    assert sorted(watched) == sorted({beside, browser, lite, hub, binder, lowest} | rest), "each once"
    assert browser[browser.index("-n") + 1] == "2", "more would take a reader's seconds from each other"
    assert f"--ignore=tests/{run.BINDER_TESTS[0]}" in beside, "once is enough"
    assert binder == asked["not whole"], "its English lessons were run to make the site"
    assert lowest[-1] == f"tests/{run.LOWEST_TESTS[0]}"
    said = capsys.readouterr().out
    assert re.search(r"^mypy +FAILED .*Found 1 error$", said, re.M)
    assert said.splitlines()[-1] == "12 passed in 1.00s"


@pytest.mark.usefixtures("files_to_test")
def test_the_whole_asks_also_for_what_repeats_a_check(run, watched, monkeypatch):
    start(run, monkeypatch, "test", "--whole")
    asked = by_expression(watched)
    assert set(WHICH) < set(asked)
    assert not any("whole" in which for which in asked)


def test_arguments_go_to_pytest_alone(run, watched, monkeypatch):
    assert start(run, monkeypatch, "test", "-k", "stamp", "tests/test_run.py") == 0
    assert watched == [("-m", "pytest", "-k", "stamp", "tests/test_run.py")]


@posix
def test_a_python_that_pyenv_keeps_aside_is_found_and_one_that_does_not_start_is_not(run, tmp_path, monkeypatch):
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(run.shutil, "which", lambda _: str(stand_in(tmp_path, "pyenv: command not found", 127)))
    assert run.find_python("3.12") == ""
    aside = tmp_path / "versions" / "3.12.1" / "bin"
    aside.mkdir(parents=True)
    stand_in(aside, "Python 3.12.1").rename(aside / "python")
    assert run.find_python("3.13", "3.12") == str(aside / "python")


@posix
@pytest.mark.parametrize(("code", "answer"), [(0, "2 passed"), (1, "2 failed")])
def test_the_last_line_of_a_check_sums_it_up(run, tmp_path, capfd, code, answer):
    tool = stand_in(tmp_path, f"..\n{answer}\n\n", code)
    if code:
        with pytest.raises(run.Stop, match=answer):
            run.watch(tool)
    else:
        assert run.watch(tool) == answer
    assert answer in capfd.readouterr().out


def test_what_python_compiled_is_kept_for_the_next_start(run, monkeypatch):
    """Containers often set this variable; pandas alone then costs each kernel of a class two seconds."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert run.watch(sys.executable, "-c", "import sys; print(sys.dont_write_bytecode)") == "False"


def test_without_chromium_and_without_the_right_to_install_it_one_sentence_tells_how(run, monkeypatch):
    monkeypatch.setattr(run.shutil, "which", lambda _: None)
    with pytest.raises(run.Stop, match="apt install chromium") as caught:
        run.get_chromium()
    assert is_one_sentence_in_each_language(str(caught.value))


def test_on_debian_root_gets_chromium_installed_even_if_the_lists_cannot_be_updated(run, monkeypatch):
    calls = []

    def work(*command):
        calls.append(command[1])
        if command[1] == "update":
            raise run.Stop("", "")

    monkeypatch.setattr(run.shutil, "which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(run.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(run, "work", work)
    assert run.get_chromium() == "installed"
    assert calls == ["update", "install"]


@posix
def test_ci_runs_the_whole_check():
    script = TOP / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "exec python3 run.py test\n" in script.read_text()


# --- the pins ----------------------------------------------------------------------------------------------------


def names(file):
    return set(re.findall(r"^([a-z0-9._-]+)==", (TOP / "requirements" / file).read_text(), re.M))


@pytest.mark.parametrize("file", PINS, ids=lambda path: path.name)
def test_every_pin_is_exact_and_has_a_digest_and_no_address(file):
    text = file.read_text()
    assert "://" not in text
    assert "index-url" not in text
    pins = re.split(r"\n(?=[a-z])", text.strip())
    assert pins
    assert not [pin for pin in pins if not re.match(r"[a-z0-9._-]+==[^\s;]+", pin) or "--hash=sha256:" not in pin]


def test_nothing_that_makes_each_start_slow_comes_in_by_the_way():
    held = [line for line in (TOP / "requirements" / "limits.in").read_text().splitlines() if not line.startswith("#")]
    assert held == ["jsonschema<4.25"]
    assert not [file.name for file in PINS if "rfc3987-syntax" in names(file.name)]


def plain(requirements):
    return {re.split("[>=]", name)[0] for name in requirements}


def test_a_students_environment_has_the_four_packages_and_none_of_ours_for_testing():
    project = tomllib.loads((TOP / "pyproject.toml").read_text())
    groups = {name: plain(wanted) for name, wanted in project["dependency-groups"].items()}
    assert plain(project["project"]["dependencies"]) <= names("lab.txt") <= names("test.txt")
    assert ((groups["test"] | groups["build"]) & names("lab.txt")) <= {"nbclient"}  # which comes with JupyterLab
    assert groups["test"] <= names("test.txt")
    assert groups["build"] <= names("build.txt")


def test_the_lowest_versions_are_those_that_are_promised():
    promised = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]["dependencies"]
    text = (TOP / "requirements" / "lowest.txt").read_text()
    for name, version in (promise.split(">=") for promise in promised):
        assert re.search(rf"^{name}=={re.escape(version)}(\.0)*[ ;\\]", text, re.M), name
