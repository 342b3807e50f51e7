"""A class of 30, and one of 60, on the school's server: all log in at the same time and run lesson 01 to its end.

It needs root and makes users of this system, which are gone afterwards. The floor is the same class on a JupyterHub
that is bare: a plain JupyterLab for each student, and a notebook that imports pandas, matplotlib and ipywidgets and
draws as many bare figures as the lesson. Both begin from empty homes.
"""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from math import nan
from pathlib import Path
from typing import Any

import nbformat
import table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import hub

SIZES = (30, 60)
PATIENCE = 900  # seconds for one reply: a full machine is slow, and slow is what we measure
LESSON, BARE = "notebooks/en/01-pasta-de-conchos.ipynb", "bare.ipynb"
QUESTION = "01-q2"  # a question with a box to write in
# What JupyterLab asks its server when it opens a notebook, in a browser that has nothing of it yet.
OPENING = (
    "lab/api/settings", "lab/api/translations", "lab/api/translations/en", "lab/api/workspaces/default",
    "api/kernelspecs", "api/kernels", "api/sessions", "api/me", "api/contents?content=1",
)  # fmt: skip
# A bare hub: its defaults, with this machine's users and the ports and patience without which it would not start.
BARE_HUB = """
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.command = ["{node}"]
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allow_all = True
c.PAMAuthenticator.open_sessions = False
c.Spawner.cmd = ["{python}", "-m", "jupyterhub.singleuser"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 900
"""


@dataclass
class Class:
    """What a class did. seconds: of each student, from the page to log in to the end of the last cell."""

    seconds: list[float] = field(default_factory=list)
    started: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    pictures: int = 0
    memory: float = 0.0  # MiB of one student: server and kernel
    work: float = 0.0  # seconds of one processor for one student: server and kernel
    free: float = 0.0  # GiB that the machine had left at its fullest moment


class Pupil(hub.Student):
    """A student whose browser opens a notebook, runs it cell by cell, answers a question and saves."""

    def __init__(self, place: hub.School, user: str) -> None:
        super().__init__(place, user)
        self.http.timeout = PATIENCE
        self.pictures = 0

    def learn(self, notebook: str) -> tuple[float, float]:
        """From logging in to the end of the last cell; seconds until the server was there, and until the end."""
        began = time.monotonic()
        assert self.log_in(), "could not log in"
        self.open()
        started = time.monotonic() - began
        model = self.load(notebook)
        body = {"path": notebook, "name": notebook, "type": "notebook", "kernel": {"name": "python3"}}
        self.kernel = self.post("api/sessions", **body)["kernel"]["id"]
        line = self.line(PATIENCE)
        try:
            for cell in model["content"]["cells"]:
                if cell["cell_type"] == "code":
                    self.run_cell(line, "".join(cell["source"]))
        finally:
            line.close()
        seconds = time.monotonic() - began
        self.save(notebook, model["content"])
        return started, seconds

    def load(self, notebook: str) -> dict[str, Any]:
        """Ask for what JupyterLab asks for, and for the notebook itself."""
        page = self.fetched(f"lab/tree/{notebook}").text
        for address in sorted(set(re.findall(r'(?:src|href)="/user/[^/]+/(static/[^"]+)"', page))):
            self.fetched(address)
        for address in OPENING:
            self.fetched(address)
        return self.fetched(f"api/contents/{notebook}?content=1&type=notebook").json()

    def fetched(self, address: str) -> Any:
        """What our server answers; an error if it has none."""
        answer = self.get(address)
        assert answer.status_code == 200, f"{answer.status_code} for {address}"
        return answer

    def run_cell(self, line: Any, source: str) -> None:
        """Run one cell; in the question's box, write an answer and see it on the disk."""
        outcome = hub.execute(line, source)
        assert not outcome.error, f"{outcome.error} in {source[:80]!r}"
        assert "IOPub" not in outcome.printed, outcome.printed
        self.pictures += outcome.pictures
        if source == f'pack.ask("{QUESTION}")':
            (box,) = [number for number, kind in outcome.widgets.items() if kind == "TextareaModel"]
            mine = f"{self.user} wrote this."
            hub.ask(line, "comm_msg", {"comm_id": box, "data": {"method": "update", "state": {"value": mine}}})
            kept = self.home / "los-mineros" / "my-work" / "answers.json"
            assert mine in kept.read_text("utf-8"), "the answer is not on the disk"

    def save(self, notebook: str, content: dict[str, Any]) -> None:
        """Save the notebook, as JupyterLab does by itself."""
        xsrf = self.http.cookies.get("_xsrf", "", path=f"/user/{self.user}/")
        body = {"type": "notebook", "format": "json", "content": content}
        address = f"/user/{self.user}/api/contents/{notebook}"
        answer = self.http.put(address, json=body, headers={"X-XSRFToken": xsrf})
        assert answer.status_code == 200, f"{answer.status_code} while saving"


def all_at_once(place: hub.School, users: list[str], notebook: str) -> Class:
    """Let a class log in at the same moment and work to the end; all their servers are there until we have looked."""
    lesson, ready = Class(), threading.Barrier(len(users))
    lesson.free = available()

    def one(user: str) -> None:
        pupil = Pupil(place, user)
        ready.wait()
        try:
            started, seconds = pupil.learn(notebook)
        except Exception as error:  # one student's trouble is counted, not everybody's
            lesson.errors.append(f"{user}: {error!r}")
            return
        lesson.started.append(started)
        lesson.seconds.append(seconds)
        lesson.pictures = pupil.pictures

    with ThreadPoolExecutor(len(users)) as seats:
        working = [seats.submit(one, user) for user in users]
        while not all(work.done() for work in working):
            lesson.free = min(lesson.free, available())
            time.sleep(1)
    for work in working:
        work.result()
    theirs = [number for user in users for number in hub.processes(user)]
    lesson.memory, lesson.work = (sum(map(of, theirs)) / len(users) for of in (held, worked))
    return lesson


def held(process: int) -> float:
    """MiB of a process, a page that several share divided among them."""
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", told, re.MULTILINE)[1]) / 1024  # type: ignore[index]


def worked(process: int) -> float:
    """Seconds of one processor that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def available() -> float:
    """GiB that this machine could still give."""
    told = Path("/proc/meminfo").read_text()
    return int(re.search(r"^MemAvailable:\s+(\d+)", told, re.MULTILINE)[1]) / 1024**2  # type: ignore[index]


def emptied(users: list[str], put: Callable[[Path], None]) -> None:
    """Make homes as they are before the first login; `put` may place something."""
    for user in users:
        account = pwd.getpwnam(user)
        home = Path(account.pw_dir)
        for path in home.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        put(home)
        for path in home.iterdir():
            os.chown(path, account.pw_uid, account.pw_gid)


def bare_notebook(pictures: int) -> str:
    """The floor: the three imports, and as many plain charts, each in a cell of its own."""
    cells = ["import pandas as pd\nimport matplotlib.pyplot as plt\nimport ipywidgets"]
    cells += ["plt.figure(figsize=(10, 6))\nplt.plot([1, 2, 3])\nplt.title('bare')\nplt.show()"] * pictures
    return json.dumps(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells]))


def ours(place: hub.School, users: list[str]) -> Class:
    """A class on the school's server."""
    emptied(users, lambda home: None)
    place.start()
    try:
        return all_at_once(place, users, LESSON)
    finally:
        place.stop()


def floor(place: hub.School, users: list[str], pictures: int) -> Class:
    """The same class on a bare hub, with the bare notebook."""
    emptied(users, lambda home: home.joinpath(BARE).write_text(bare_notebook(pictures), "utf-8"))
    port, folder = place.settings["port"], place.server / "hub"
    node, python = folder / "node_modules" / ".bin" / "configurable-http-proxy", place.server / "env" / "bin" / "python"
    config = folder / "bare.py"
    config.write_text(BARE_HUB.format(port=port, proxy=port + 1, hub=port + 2, node=node, python=python), "utf-8")
    place.start(config)
    try:
        return all_at_once(place, users, BARE)
    finally:
        place.stop()


def rows(rounds: int) -> Iterator[table.Row]:
    """Errors, seconds and memory of each class. One round of each: it takes minutes, and has 30 or 60 students."""
    if lacking := hub.missing():
        yield table.Row("school", "a class", nan, "", note=f"left out: {lacking}")
        return
    with hub.school(tuple(f"{number:02}" for number in range(max(SIZES))), ()) as place:
        place.stop()
        for size in SIZES:
            users = sorted(place.passwords)[:size]
            own = ours(place, users)
            bare = floor(place, users, own.pictures)
            yield from compared(size, own, bare)


def compared(size: int, own: Class, bare: Class) -> Iterator[table.Row]:
    """The lines of one class."""
    what = f"class of {size}"
    for error in (*own.errors, *(f"floor: {error}" for error in bare.errors)):
        print(error, flush=True)
    yield table.Row("school", f"{what}: errors", len(own.errors), "", len(bare.errors), target=0)
    if not own.seconds or not bare.seconds:
        return
    started = f"server there after {statistics.median(own.started):.0f} s, at most {max(own.started):.0f} s"
    for which, of in (("slowest student", max), ("median student", statistics.median)):
        pair = [(of(own.seconds), of(bare.seconds))]
        yield table.compared("school", f"{what}: {which}", pair, "s", note=started)
    yield table.compared("school", f"{what}: processor of one", [(own.work, bare.work)], "s", note="server and kernel")
    note = f"one round, {own.pictures} figures; the machine had {own.free:.1f} GiB left"
    yield table.compared("school", f"{what}: memory of one", [(own.memory, bare.memory)], "MiB", 1.10, note)
