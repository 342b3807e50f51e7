# -*- coding: utf-8 -*-  # noqa: UP009 - Python 2.7 needs it to reach, and to show, the line PYTHON below
"""Start the lessons, or the tests, on a machine that has Python and nothing else.

    python3 run.py lab     make the environment if it is missing, then open JupyterLab on a lesson
    python3 run.py test    the same for the test environments, then run every check
    python3 run.py collect FOLDER    the same as for lab, then collect what students handed in

Only the standard library is used here, and only syntax that Python 3.6 can read, so that a Python
that is too old is answered with a sentence. Hints in quotes are read by mypy, never by Python.
"""

import argparse
import hashlib
import json
import locale
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

PYTHON: str = "Python 3.11 or newer is needed: install it from python.org, then type: python3 run.py lab"

ROOT = Path(__file__).resolve().parent
REQUIREMENTS = ROOT / "requirements"
STARTUP = ROOT / "src" / "mineros" / "startup.py"  # what kernels run when they start
LOOPBACK = "127.0.0.1"  # this machine only: nobody else in the network reaches the server
FIRST_PORT = 8888  # Jupyter's own
FIRST_LESSON = "00"
STAMP = "mineros.stamp"
LAB_PINS = ("lab.txt",)
TEST_PINS = ("test.txt", "build.txt", "site.txt")
MUTATION_PINS = ("test.txt", "mutation.txt")
MISLEADING = ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "MPLBACKEND", "MATPLOTLIBRC")
SPACE = 1_000_000_000  # bytes; an environment takes about half of it, the downloads the rest

# No calls home, no question about news, and a log that speaks only when something is wrong.
QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--KernelManager.transport_encryption=auto",  # others who are logged in to this machine cannot listen in
    "--LabApp.log_level=ERROR",
    "--ServerApp.log_level=ERROR",
)
# Not in the list of files: what a student need not see, and the teachers' key, which should not lie in the way.
HIDDEN = tuple(f"--ContentsManager.hide_globs={name}" for name in ("__pycache__", "*.pyc", "*~", "solutions"))
WHOLE_PAGE = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}
NO_ANNOUNCEMENTS = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}

SIDE_BY_SIDE = ("-n", "auto", "--dist", "worksteal")
TWO_BROWSERS = ("-n", "2", "--dist")  # more would take a reader's seconds from each other
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
TOGETHER = "not browser and not lite and not hub"  # those are steps of their own
# What runs at the lower end of the versions too: the lessons, the exercises, every figure, the tables, the search.
LOWEST_TESTS = (
    "test_lesson.py", "test_exercise*.py", "test_figures.py", "test_press.py", "test_data.py", "test_finder.py",
)  # fmt: skip
# What runs at the upper end as Binder has it, on its Python: once is enough for what takes a minute.
BINDER_TESTS = ("test_binder.py", "test_lesson.py", "test_exercise_notebooks.py")

# What a tool says when it fails, then what we say: the sentence and the way out, in both languages.
CAUSES = (
    (
        ("No space left", "Disk quota exceeded", "not enough space", "os error 28)", "os error 112)"),
        "The disk is full: free about 1 GB and start again.",
        "El disco está lleno: libera cerca de 1 GB y vuelve a empezar.",
    ),
    (
        ("Read-only file system", "Permission denied", "Access is denied", "os error 13)", "os error 30)"),
        "This folder cannot be written to: copy it into your home folder and start there.",
        "No se puede escribir en esta carpeta: cópiala a tu carpeta personal y empieza desde ahí.",
    ),
    (
        ("ensurepip is not", "No module named venv", "No module named ensurepip", "No module named 'ensurepip'"),
        "This Python lacks its venv module: install it (Debian: sudo apt install python3-venv) and start again.",
        "A este Python le falta el módulo venv: instálalo (Debian: sudo apt install python3-venv) y vuelve a empezar.",
    ),
    (
        ("onnection", "(Connect)", "ConnectTimeout", "name resolution", "dns error", "Proxy", "SSL", "versions: none"),
        "The packages could not be downloaded: the first start needs the internet (later ones do not), "
        "so connect and start again.",
        "No se pudieron descargar los paquetes: el primer arranque necesita internet (los demás no), "
        "así que conéctate y vuelve a empezar.",
    ),
)


class Stop(Exception):
    """Why we cannot go on, and the way out: one sentence, first in English, then in Spanish."""

    def __init__(self, english: str, spanish: str, details: str = "") -> None:
        super().__init__(english + "\n" + spanish)
        self.details = details


def say(english: str, spanish: str) -> None:
    """Tell the reader something, in both languages."""
    print(english + "\n" + spanish, flush=True)


def explain(words: str) -> Stop:
    """Turn the last words of a tool, or of the system, into a sentence with a way out."""
    for signs, english, spanish in CAUSES:
        if any(sign in words for sign in signs):
            return Stop(english, spanish)
    return Stop(
        "This did not work, for the reason above: start again, and if it stays, send us those lines.",
        "Esto no funcionó, por la razón de arriba: vuelve a empezar y, si persiste, envíanos esas líneas.",
        details="\n".join(words.strip().splitlines()[-15:]),
    )


def require_python(version: "tuple[int, ...]") -> None:
    """Refuse a Python below 3.11; `version` is its two first numbers."""
    if version < (3, 11):
        raise Stop(
            f"This is Python {version[0]}.{version[1]}. {PYTHON}",
            f"Éste es Python {version[0]}.{version[1]}. Se necesita Python 3.11 o posterior: "
            "instálalo desde python.org y luego escribe: python3 run.py lab",
        )


# --- the environment ---------------------------------------------------------------------------------------------


def python_in(folder: Path) -> Path:
    """The interpreter of an environment."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def fingerprint(lists: "tuple[str, ...]") -> str:
    """A digest of all that an environment depends on: the pins, the package, this Python and this folder.

    The folder counts because the scripts of an environment carry its path: a checkout that moved needs a new one.
    """
    digest = hashlib.sha256("\n".join((str(ROOT), sys.version, sys.base_prefix)).encode())
    for file in (ROOT / "pyproject.toml", STARTUP, REQUIREMENTS / "uv.txt", *(REQUIREMENTS / name for name in lists)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_ready(folder: Path, mark: str) -> bool:
    """Whether an environment is whole and current. The stamp is written last, so a half-made one has none."""
    stamp = folder / STAMP
    return python_in(folder).exists() and stamp.is_file() and stamp.read_text() == mark


def variables(**more: str) -> "dict[str, str]":
    """The variables for our tools: yours, less those that would lead Python or matplotlib elsewhere.

    And less the one, common in containers, that lets each Python compile every package anew: seconds for each kernel.
    """
    kept = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    return {**kept, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", **more}


def work(*command: "str | Path") -> None:
    """Let a tool work in silence; should it fail, say why in our words."""
    try:
        subprocess.run(
            command,
            check=True,
            cwd=ROOT,
            env=variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except subprocess.CalledProcessError as error:
        raise explain(error.stdout) from error


def install(python: Path, lists: "tuple[str, ...]") -> None:
    """Install exactly the pinned files: with uv, which takes seconds, and should uv fail, once more with pip."""
    wanted = [part for name in lists for part in ("-r", str(REQUIREMENTS / name))]
    try:
        work(python, "-m", "pip", "install", "--retries", "1", "--require-hashes", "-r", REQUIREMENTS / "uv.txt")
        work(python, "-m", "uv", "pip", "install", "--python", python, "--require-hashes", *wanted)
    except Stop:
        print("uv > pip ... ", end="", flush=True)
        work(python, "-m", "pip", "install", "--require-hashes", *wanted)


def link_package(folder: Path) -> None:
    """Make `import mineros` find src/, so that an update of the checkout is at once in force.

    A path file with a relative path does it: nothing is built or copied, and the accent in a folder's name,
    which Python below 3.13 may misread there on Windows, does not occur.
    """
    packages = next(folder.glob("lib/*/site-packages"), folder / "Lib" / "site-packages")
    way = os.path.relpath(os.path.realpath(ROOT / "src"), os.path.realpath(packages))
    (packages / "mineros.pth").write_text(way + "\n")


def settle(folder: Path) -> None:
    """Give JupyterLab and its kernels our settings: no question about news, the whole lesson in the page at once.

    By default it keeps cells out of the page until they are scrolled to; a screen reader misses their headings then.
    """
    for place, name, content in (
        ("etc/jupyter/labconfig", "page_config.json", NO_ANNOUNCEMENTS),
        ("share/jupyter/lab/settings", "overrides.json", WHOLE_PAGE),
    ):
        (folder / place).mkdir(parents=True, exist_ok=True)
        (folder / place / name).write_text(json.dumps(content))
    startup = folder / "etc" / "ipython" / "startup"  # a cell that is run too early says what to run first
    startup.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(STARTUP, startup / "mineros.py")


def make_environment(folder: Path, lists: "tuple[str, ...]", python: str) -> None:
    """Make an environment from nothing, telling each step and its time."""
    if shutil.disk_usage(ROOT).free < SPACE:
        raise explain("No space left")
    say(
        f"The environment {folder.name} is made now; this takes a minute or two, once.",
        f"Ahora se crea el entorno {folder.name}; tarda uno o dos minutos, una sola vez.",
    )
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("a folder of its own / una carpeta propia", lambda: work(python, "-m", "venv", "--clear", folder)),
        ("the packages / los paquetes", lambda: install(python_in(folder), lists)),
        ("our own package / nuestro paquete", lambda: link_package(folder)),
        ("settings / ajustes", lambda: settle(folder)),
    )
    for number, (what, do) in enumerate(steps, start=1):
        print(f"  {number} / {len(steps)}  {what} ... ", end="", flush=True)
        began = time.monotonic()
        try:
            do()
        finally:
            print(f"{time.monotonic() - began:.0f} s", flush=True)


def environment(name: str, *lists: str, python: str = "") -> Path:
    """The interpreter of the environment `name`, which is made if it is missing, half-made or out of date."""
    folder = ROOT / name
    mark = fingerprint(lists)
    if not is_ready(folder, mark):
        make_environment(folder, lists, python or getattr(sys, "_base_executable", sys.executable))
        (folder / STAMP).write_text(mark)
    return python_in(folder)


# --- the lessons -------------------------------------------------------------------------------------------------


def languages() -> "list[str]":
    """The codes of the languages in which there are lessons."""
    return sorted(path.name for path in (ROOT / "notebooks").iterdir() if path.is_dir())


def own_language() -> str:
    """Spanish where the machine speaks it and the lessons do too, else English."""
    spanish = (locale.getlocale()[0] or "").lower().startswith(("es_", "spanish"))
    return "es" if spanish and any((ROOT / "notebooks" / "es").glob("[0-9]*.ipynb")) else "en"


def find_lesson(language: str, number: str, folder: str = "notebooks") -> str:
    """The address, inside JupyterLab, of a lesson that is named by its number, or of a page beside the lessons.

    Those are "data", "glossary" and "progress". Where the first lesson is missing, the first that is there is opened;
    where a language has no lesson yet, its data browser. In the folder "exercises", those of a lesson.
    """
    notebooks = (ROOT / folder / language).glob("*.ipynb")
    lessons = {path.stem.partition("-")[0]: path for path in notebooks}
    if number.isdigit():
        number = number.zfill(2)
        numbers = sorted(name for name in lessons if name.isdigit())
        if not numbers and "data" in lessons:
            number = "data"
        elif number == FIRST_LESSON and numbers:
            number = numbers[0]
    try:
        return lessons[number].relative_to(ROOT).as_posix()
    except KeyError as error:
        known = ", ".join(sorted(lessons)) or "-"
        raise Stop(
            f"There is no lesson {number} in {folder}/{language}: choose one of {known}.",
            f"No hay lección {number} en {folder}/{language}: elige una de {known}.",
        ) from error


def is_free(port: int) -> bool:
    """Whether a server of ours could listen on this port."""
    with socket.socket() as probe:
        if os.name != "nt":  # as the server does: a port that was left a moment ago is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError):
            return False
    return True


def choose_port(wanted: "int | None") -> int:
    """The port that was asked for, else 8888 or the next free one."""
    for port in [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + 100):
        if is_free(port):
            if port not in (wanted, FIRST_PORT):
                say(
                    f"Port {FIRST_PORT} is taken, so this is {port}.",
                    f"El puerto {FIRST_PORT} está ocupado; éste es el {port}.",
                )
            return port
    raise Stop(
        f"Port {wanted or FIRST_PORT} is taken or not allowed: leave out --port, or name another one.",
        f"El puerto {wanted or FIRST_PORT} está ocupado o no se permite: omite --port o indica otro.",
    )


def server_command(python: Path, lesson: str, port: int, browser: bool) -> "list[str]":
    """JupyterLab for this machine only. The token is not here: any user of a machine can read command lines."""
    return [
        str(python),
        *("-m", "jupyterlab"),
        f"--ServerApp.ip={LOOPBACK}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={ROOT}",
        "--ServerApp.allow_root=True",  # in a container, everybody is root
        f"--ServerApp.open_browser={browser}",
        f"--LabApp.default_url=/lab/tree/{lesson}",
        "--LabApp.workspaces_dir={}".format(ROOT / ".venv" / "workspaces"),  # opens no tab from another folder
        *QUIET,
        *HIDDEN,
    ]


def request(port: int, what: str, token: str) -> bool:
    """Send the server one request without a body; whether it answered."""
    with socket.create_connection((LOOPBACK, port), timeout=5) as line:
        line.sendall(f"{what} HTTP/1.0\r\nAuthorization: token {token}\r\nContent-Length: 0\r\n\r\n".encode())
        return bool(line.recv(1))


def wait_until_ready(server: "subprocess.Popen[bytes]", port: int, token: str) -> None:
    """Wait for the server's first answer."""
    while server.poll() is None:
        with suppress(OSError):
            if request(port, "GET /api", token):
                return
        time.sleep(0.05)
    raise Stop(
        "JupyterLab stopped before it was ready: delete the folder .venv and start again.",
        "JupyterLab se detuvo antes de estar listo: borra la carpeta .venv y vuelve a empezar.",
    )


def serve(python: Path, lesson: str, port: int, browser: bool) -> None:
    """Run JupyterLab until it is stopped: by Ctrl-C, by closing the window, or in its own menu.

    It has a session of its own, so that Ctrl-C reaches only us, and we ask it to end its kernels and itself.
    """
    token = secrets.token_hex(24)
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):  # a plain kill, a closed window
        if signal.getsignal(number) == signal.SIG_DFL:  # under nohup, a closed window is nothing to us
            signal.signal(number, signal.default_int_handler)
    server = subprocess.Popen(
        server_command(python, lesson, port, browser),
        cwd=ROOT,
        env=variables(JUPYTER_TOKEN=token),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until_ready(server, port, token)
        say("JupyterLab is ready; Ctrl-C stops it:", "JupyterLab está listo; Ctrl-C lo detiene:")
        print(f"http://{LOOPBACK}:{port}/lab/tree/{lesson}?token={token}", flush=True)
        server.wait()
    except KeyboardInterrupt:
        with suppress(OSError, subprocess.TimeoutExpired):
            request(port, "POST /api/shutdown", token)
            server.wait(timeout=10)
    finally:
        server.terminate()  # nothing happens if it has ended
        server.wait()
    say("JupyterLab has stopped.", "JupyterLab se ha detenido.")


def lab(options: argparse.Namespace) -> int:
    """Open JupyterLab on a lesson. What can fail at once is asked first, before a minute of installing."""
    lesson = find_lesson(options.language, options.lesson, "exercises" if options.exercises else "notebooks")
    port = choose_port(options.port)
    python = environment(".venv", *LAB_PINS)
    if not is_free(port):  # somebody took it during that minute
        port = choose_port(options.port)
    serve(python, lesson, port, browser=not options.no_browser)
    return 0


# Commands of the package and its makers: a module or a file, its environment, and what it is for.
HANDED_OVER = {
    "collect": ("-m mineros collect", ".venv", LAB_PINS, "for teachers: students' files become a gradebook"),
    "handouts": ("-m mineros handouts", ".venv", LAB_PINS, "for teachers: a lesson as sheets, cards and slides (PDF)"),
    "site": ("-m mineros site", ".venv-site", ("site.txt",), "the lessons as a site of plain pages, in both languages"),
    "lite": ("lite/build.py", ".venv-lite", ("lite.txt",), "the whole pack as a site that runs in a browser alone"),
    "bench": ("bench", ".venv-test", TEST_PINS, "for makers: measure how fast and how large the pack is"),
    "mutants": ("bench/mutants.py", ".venv-mutation", MUTATION_PINS, "for makers: spoil the code, to test the tests"),
    "matrix": ("tests/matrix.py", ".venv-test", TEST_PINS, "for makers: other versions, on each Python that is here"),
}


def hand_over(name: str, arguments: "list[str]") -> int:
    """Let a command run in its environment, and in the folder where it was typed, so that FOLDER means what it says."""
    command, folder, pins, _ = HANDED_OVER[name]
    where = command.split() if command.startswith("-m") else [str(ROOT / command)]
    return subprocess.run([environment(folder, *pins), *where, *arguments], check=False, env=variables()).returncode


# --- the tests ---------------------------------------------------------------------------------------------------


def get_chromium() -> str:
    """See that there is a Chromium for the tests that press buttons; Debian gives one to root."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found:
        return found
    if shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        with suppress(Stop):  # a list of packages that is out of date may still do
            work("apt-get", "update")
        work("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
        return "installed"
    raise Stop(
        "The browser tests need Chromium: install it (Debian: sudo apt install chromium) and start again.",
        "Las pruebas con navegador necesitan Chromium: instálalo (Debian: sudo apt install chromium) "
        "y vuelve a empezar.",
    )


def find_python(*versions: str) -> str:
    """The first of these Pythons, such as "3.12", that this machine has and that starts; "" if there is none.

    pyenv keeps its Pythons aside, and leaves a name in the path that only says so.
    """
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for version in versions:
        aside = map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python")))
        for python in filter(None, (shutil.which(f"python{version}"), *aside)):
            said = subprocess.run([python, "--version"], check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            if said.stdout.decode().startswith(f"Python {version}."):
                return python
    return ""


def python_for_lowest() -> str:
    """A Python for which the lowest versions exist: 3.11 or 3.12."""
    if sys.version_info[:2] < (3, 13):
        return ""
    found = find_python("3.11", "3.12")
    if not found:
        raise Stop(
            "The lowest versions need Python 3.11 or 3.12: install one of them beside this Python.",
            "Las versiones más bajas necesitan Python 3.11 o 3.12: instala uno junto a este Python.",
        )
    return found


def watch(*command: "str | Path") -> str:
    """Run a command in full view; return its last line. Raise Stop if it fails."""
    last = ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=variables(PYTHONUNBUFFERED="1"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    if process.returncode:
        raise Stop(last, "")
    return last


def test_lowest() -> str:
    """Run the lessons, the figures and the tables with the oldest versions that we promise."""
    python = environment(".venv-lowest", "lowest.txt", "build.txt", python=python_for_lowest())
    return watch(python, "-m", "pytest", *SIDE_BY_SIDE, "-m", f"not newest and {TOGETHER}", *files_of(LOWEST_TESTS))


def files_of(names: "tuple[str, ...]") -> "list[str]":
    """The files of tests that these names stand for."""
    files = [file.relative_to(ROOT).as_posix() for name in names for file in sorted((ROOT / "tests").glob(name))]
    if not files:
        raise Stop(f"None of {', '.join(names)} is there.", f"No está ninguna de {', '.join(names)}.")
    return files


def test_binder(*options: str) -> str:
    """Run the lessons and exercises with the newest versions as Binder does: on its Python, should it be here."""
    python = environment(".venv-binder", "binder.txt", "build.txt", python=find_python("3.12"))
    return watch(python, "-m", "pytest", *SIDE_BY_SIDE, *options, *files_of(BINDER_TESTS))


def test_nbgrader() -> str:
    """Let nbgrader grade exercises, in an environment of its own: it changes a JupyterLab that stands beside it."""
    python = environment(".venv-nbgrader", "nbgrader.txt")
    return watch(python, "-m", "pytest", "tests/test_nbgrader.py")  # all skipped is a failure to pytest


def test(extra: "list[str]", whole: bool = False) -> int:
    """Run every check, also after one has failed, and sum them up; with arguments, only pytest with these.

    whole: also what repeats, for another language or another page, a check that is made anyway.
    """
    python = environment(".venv-test", *TEST_PINS)

    def tests(which: str, *options: str) -> str:
        return watch(python, "-m", "pytest", *options, "-m", which if whole else f"({which}) and not whole")

    once = () if whole else ("-m", "not whole")
    elsewhere = [f"--ignore=tests/{name}" for name in BINDER_TESTS]
    # Those of one row run at the same time: some of them wait more than they work.
    rows: tuple[dict[str, Callable[[], str]], ...] = (
        {
            "chromium": get_chromium,
            "ruff": lambda: watch(python, "-m", "ruff", "check"),
            "mypy": lambda: watch(python, "-m", "mypy"),
        },
        {"pytest": lambda: tests(TOGETHER, *SIDE_BY_SIDE, *elsewhere)},
        {"browser": lambda: tests("browser", *TWO_BROWSERS, "loadscope")},
        {"lite": lambda: tests("lite", *TWO_BROWSERS, "loadgroup")},
        {"hub": lambda: tests("hub"), "nbgrader": test_nbgrader, "binder": lambda: test_binder(*once)},
        {"lowest": test_lowest},
    )
    if extra:
        rows = ({"pytest": lambda: watch(python, "-m", "pytest", *extra)},)
    done: dict[str, tuple[bool, float, str]] = {}
    for steps in rows:
        print(f"\n== {', '.join(steps)}", flush=True)
        with ThreadPoolExecutor() as pool:
            done.update(zip(steps, pool.map(judged, steps.values()), strict=True))
    print()
    for name, (passed, seconds, end) in done.items():
        print(f"{name:10}{'ok' if passed else 'FAILED':8}{seconds:6.1f} s   {end}")
    print(done["pytest"][2], flush=True)
    return int(not all(passed for passed, _, _ in done.values()))


def judged(step: "Callable[[], str]") -> "tuple[bool, float, str]":
    """Whether a step passed, its seconds, and its last words."""
    began = time.monotonic()
    try:
        passed, end = True, step()
    except (Stop, OSError) as error:
        passed, end = False, str(error).splitlines()[0]
    return passed, time.monotonic() - began, end


def main() -> int:
    """Read the command, do it, and end with a sentence whatever happens."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # an old console without accents shows a question mark instead
            stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(description="Los Mineros: start the lessons, or the tests.")
    known = ("lab", "test", *HANDED_OVER)
    commands = parser.add_subparsers(dest="command", metavar=" | ".join(known))
    lessons = commands.add_parser("lab", help="open JupyterLab on a lesson")
    lessons.add_argument("--no-browser", action="store_true", help="print the address instead of opening it")
    lessons.add_argument("--port", type=int, help="the server's port (8888, or the next free one)")
    pages = "the lesson's number (00), or data, glossary, progress"
    lessons.add_argument("--lesson", default=FIRST_LESSON, help=pages)
    lessons.add_argument("--language", choices=languages(), default=own_language(), help="the lesson's language")
    lessons.add_argument("--exercises", action="store_true", help="the exercises of that lesson, not the lesson itself")
    checks = commands.add_parser("test", help="run every check; more arguments go to pytest alone")
    checks.add_argument("--whole", action="store_true", help="also what repeats a check in another language or page")
    for name, (*_, purpose) in HANDED_OVER.items():
        commands.add_parser(name, help=purpose, add_help=False)
    options, extra = parser.parse_known_args()
    if options.command is None or (extra and options.command == "lab"):
        parser.error(f"say {', '.join(known)}" if options.command is None else "unknown: " + " ".join(extra))
    try:
        require_python(sys.version_info[:2])
        if options.command == "lab":
            return lab(options)
        return test(extra, options.whole) if options.command == "test" else hand_over(options.command, extra)
    except (Stop, OSError) as error:
        stop = error if isinstance(error, Stop) else explain(str(error))
        print(*filter(None, (stop.details, str(stop))), sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\nStopped.", "Detenido.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
