"""From a clone to a server that answers, and every later start, beside what the four packages need without us.

Cold: a fresh clone of this checkout, and nothing kept from any download. Ours is `run.py lab --no-browser`; the floor
is what somebody types who has no `run.py`: `python -m venv`, `pip install` of jupyterlab, pandas, matplotlib and
ipywidgets in the same versions, then `jupyter lab`. Each has a home folder of its own, so that nothing is found there.

Warm: once more from nothing, another clone and another environment, with the downloads of the cold start kept.

Second: `run.py lab` beside `jupyter lab`, both with the environment that is there by then.

Ready is the moment at which the server answers. All three need what was fetched from the network; without it they are
left out. The checkout's own environment is not touched.
"""

from __future__ import annotations

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from math import nan
from pathlib import Path

import table

PART = "start"
TOP = Path(__file__).parents[1]
PACKAGES = ("jupyterlab", "pandas", "matplotlib", "ipywidgets")
MINUTES = 2  # rounds of what takes minutes
PATIENCE = 900  # seconds for a server to answer


def python_in(folder: Path) -> Path:
    """The interpreter of an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def interpreter() -> str:
    """This Python outside of any environment, as a machine has it that knows nothing of us."""
    return str(getattr(sys, "_base_executable", sys.executable))


def variables(home: Path) -> dict[str, str]:
    """The variables of somebody whose home, and whatever tools keep, is in this folder; compiled modules are kept."""
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "MINEROS_WORK")
    own = {name: value for name, value in os.environ.items() if name not in dropped}
    if "PIP_CONFIG_FILE" not in own:  # how this machine reaches the packages may be written in the old home
        there = [
            path for path in (Path.home() / ".config/pip/pip.conf", Path.home() / ".pip/pip.conf") if path.exists()
        ]
        own |= {"PIP_CONFIG_FILE": str(there[0])} if there else {}
    places = {"PIP_CACHE_DIR": home / "pip", "UV_CACHE_DIR": home / "uv", "XDG_CACHE_HOME": home / "cache"}
    places |= {"HOME": home, "USERPROFILE": home, "MPLCONFIGDIR": home / "mpl"}
    return own | {name: str(place) for name, place in places.items()}


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_ready(command: list[str], port: int, folder: Path, env: dict[str, str]) -> float:
    """Seconds from starting a server to its first answer; it is stopped then. Raises RuntimeError if it gives none."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT, env=env)
        try:
            while server.poll() is None and time.perf_counter() - start < PATIENCE:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=1)
                    return time.perf_counter() - start
                except (urllib.error.URLError, OSError):
                    time.sleep(0.02)
            said.seek(0)
            raise RuntimeError(said.read()[-500:].decode("utf-8", "replace"))
        finally:
            server.send_signal(signal.SIGINT)  # run.py ends its server; JupyterLab asks, and ends at the second
            time.sleep(0.5)
            server.terminate()
            server.wait()


def jupyter(python: Path, folder: Path, env: dict[str, str]) -> float:
    """`jupyter lab` alone."""
    port = free_port()
    options = ["--no-browser", "--ServerApp.ip=127.0.0.1", "--ServerApp.allow_root=True", f"--ServerApp.port={port}"]
    env = env | {"JUPYTER_TOKEN": secrets.token_hex()}
    return until_ready([str(python), "-m", "jupyterlab", *options], port, folder, env)


def lab(clone: Path, env: dict[str, str]) -> float:
    """`run.py lab` in a clone: the environment is made, should it be missing."""
    port = free_port()
    return until_ready([interpreter(), "run.py", "lab", "--no-browser", "--port", str(port)], port, clone, env)


def cloned(folder: Path) -> Path:
    """A clone of what is committed, without the history's hard links, as from elsewhere."""
    command = ["git", "clone", "--quiet", "--no-hardlinks", str(TOP), str(folder)]
    subprocess.run(command, check=True)
    return folder


def versions() -> list[str]:
    """The four packages as `run.py lab` installs them, for example "pandas==3.0.0"."""
    pins = (TOP / "requirements/lab.txt").read_text("utf-8")
    return re.findall(rf"^((?:{'|'.join(PACKAGES)})==\S+)", pins, re.MULTILINE)


def four(folder: Path, env: dict[str, str]) -> Path:
    """An environment of the four packages alone, made as their own pages say; its Python."""
    subprocess.run([interpreter(), "-m", "venv", str(folder)], check=True, env=env)
    python = python_in(folder)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *versions()]
    done = subprocess.run(command, check=False, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError(done.stdout[-500:].decode("utf-8", "replace"))
    return python


def from_nothing(folder: Path, env: dict[str, str], own: bool) -> float:
    """Seconds from an empty folder to a server that answers."""
    start = time.perf_counter()
    if own:
        cloned(folder)
        made = time.perf_counter() - start
        return made + lab(folder, env)
    folder.mkdir()
    python = four(folder / "floor", env)
    made = time.perf_counter() - start
    return made + jupyter(python, folder, env)


def is_reachable() -> bool:
    """Whether a package can be fetched."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-cache-dir", "--retries", "0"]
        command += ["--dest", scratch, versions()[0]]
        return not subprocess.run(command, check=False, capture_output=True).returncode


def rows(rounds: int) -> Iterator[table.Row]:
    """Cold, warm, second."""
    with tempfile.TemporaryDirectory() as scratch:
        top = Path(scratch)
        if is_reachable():
            yield from installed(top, min(rounds, MINUTES))
        else:
            yield table.Row(PART, "clone to ready server", nan, "s", note="left out: no package could be fetched")
            return
        env = variables(top / "home-0-ours")
        clone, python = top / "ours-0-warm", python_in(top / "floor-0-warm/floor")
        pairs = table.interleaved(lambda: lab(clone, env), lambda: jupyter(python, clone, env), rounds)
        yield table.compared(PART, "second start", pairs, "s")


def installed(top: Path, rounds: int) -> Iterator[table.Row]:
    """Clone to ready server: in each round cold, then warm, with the same home."""
    pairs: dict[str, list[tuple[float, float]]] = {"cold": [], "warm": []}
    for number in range(rounds):
        for which, taken in pairs.items():
            times = {}
            for who in ("ours", "floor") if number % 2 else ("floor", "ours"):
                env = variables(top / f"home-{number}-{who}")
                Path(env["HOME"]).mkdir(exist_ok=True)
                times[who] = from_nothing(top / f"{who}-{number}-{which}", env, own=who == "ours")
            taken.append((times["ours"], times["floor"]))
    for which, taken in pairs.items():
        note = f"{rounds} round{'s' if rounds > 1 else ''}; nothing kept" if which == "cold" else "downloads kept"
        yield table.compared(PART, f"clone to ready server, {which}", taken, "s", note=note)
