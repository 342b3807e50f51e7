"""The school's server as its README sets it up, with throwaway users of this system, and a browser's part in HTTP."""

from __future__ import annotations

import grp
import json
import os
import pwd
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import websocket

from lab import free_port

TOP = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP))

import run  # noqa: E402 - the commands of the pack, beside the tests

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
SECONDS = 120  # the longest wait for one thing
NEEDED = ("useradd", "userdel", "groupadd", "groupdel", "chpasswd", "npm")
# What a technician has: a checkout without its tests.
CHECKOUT = (
    "hub", "requirements", "src", "data", "guide", "exercises", "notebooks", "run.py", "pyproject.toml", "README.md",
    "LICENSE", "LICENSE-DATA.md",
)  # fmt: skip


def missing() -> str:
    """What this machine lacks for such a server, as a sentence; empty if nothing."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "the school's server makes users of the system: its tests need Linux and root"
    lacking = [tool for tool in NEEDED if not shutil.which(tool)]
    return f"the school's server needs {', '.join(lacking)}" if lacking else ""


def until(true: Callable[[], Any], what: str, seconds: float = SECONDS) -> Any:
    """Wait until something comes true; what it gave."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.2)
    return found


@dataclass
class School:
    """One server in a folder of its own. `passwords`: by user, as students.py printed them."""

    top: Path
    passwords: dict[str, str] = field(default_factory=dict)
    running: subprocess.Popen[bytes] | None = None

    @property
    def checkout(self) -> Path:
        return self.top / "checkout"

    @property
    def server(self) -> Path:
        return self.top / "srv"

    @property
    def log(self) -> Path:
        return self.top / "hub.log"

    @property
    def settings(self) -> dict[str, Any]:
        return tomllib.loads((self.server / "hub" / "school.toml").read_text("utf-8"))

    def change(self, **values: object) -> None:
        """Change values in school.toml as a technician would: in the line where each stands."""
        file = self.server / "hub" / "school.toml"
        lines = file.read_text("utf-8").splitlines()
        for key, value in values.items():
            (place,) = [place for place, line in enumerate(lines) if line.startswith(f"{key} = ")]
            lines[place] = f"{key} = {json.dumps(value)}"
        file.write_text("\n".join(lines), "utf-8")

    def command(self, *command: str | Path, user: str = "") -> subprocess.CompletedProcess[str]:
        """Run something, as one of the users if one is named."""
        if user:
            number, home = pwd.getpwnam(user).pw_gid, pwd.getpwnam(user).pw_dir
            who = {"user": user, "group": number, "extra_groups": groups(user), "env": {"HOME": home, "PATH": PATH}}
        else:  # with our own variables: they may say where packages come from
            who = {"env": run.variables(PATH=f"{os.environ['PATH']}:{PATH}")}
        limit = SECONDS * 5
        return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, timeout=limit, **who)

    def start(self, config: Path | None = None) -> None:
        """Start the server with the very command of its unit, and wait for its page to log in.

        config: another configuration than the unit's.
        """
        unit = (self.server / "hub" / "mineros-hub.service").read_text("utf-8")
        values = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
        command = shlex.split(values["ExecStart"])
        command[-1] = str(config or command[-1])
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                command, cwd=values["WorkingDirectory"], stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        until(self._answers, f"the hub answers:\n{self.log.read_text('utf-8', 'replace')[-3000:]}")

    def _answers(self) -> bool:
        assert self.running is not None and self.running.poll() is None, self.log.read_text("utf-8", "replace")[-3000:]
        try:
            return httpx.get(f"{self.address}/hub/login", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        """Stop it as systemd does: the hub first, with as much patience, for it ends the servers; then what is left."""
        if self.running is None:
            return
        self.running.terminate()
        try:
            self.running.wait(90)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.settings['port']}"


def groups(user: str) -> list[int]:
    """The numbers of the groups that a user was put into."""
    return [group.gr_gid for group in grp.getgrall() if user in group.gr_mem]


def processes(user: str) -> list[int]:
    """The processes that run as a user."""
    number = pwd.getpwnam(user).pw_uid
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if path.stat().st_uid == number and "Z" not in (path / "stat").read_text().rsplit(")", 1)[1].split()[0]:
                found.append(int(path.name))
        except OSError:
            continue  # it ended just now
    return found


@contextmanager
def school(names: tuple[str, ...] = ("ana", "beto"), staff: tuple[str, ...] = ("prof",)) -> Iterator[School]:
    """A server set up by the README's commands, with students and teachers, running; all is gone afterwards."""
    mark = secrets.token_hex(3)
    students, teachers = f"mt{mark}s", f"mt{mark}t"
    users = [f"mt{mark}-{name}" for name in (*names, *staff)]
    with ExitStack() as after:
        place = School(Path(tempfile.mkdtemp(prefix="mineros-hub-", dir="/var/tmp")))
        after.callback(shutil.rmtree, place.top, ignore_errors=True)
        for group in (students, teachers):
            after.callback(place.command, "groupdel", group)
        for user in users:
            after.callback(remove, place, user)
        after.callback(place.stop)
        place.top.chmod(0o755)
        _copy_checkout(place.checkout)
        (place.server / "hub").mkdir(parents=True)
        shutil.copyfile(TOP / "hub" / "school.toml", place.server / "hub" / "school.toml")
        place.change(port=_three_ports(), students=students, teachers=teachers)
        done = place.command(sys.executable, place.checkout / "hub" / "install.py", "--to", place.server)
        assert done.returncode == 0, done.stdout + done.stderr
        for listed, option in ((users[: len(names)], ()), (users[len(names) :], ("--teachers",))):
            if listed:
                _make_users(place, listed, option)
        place.start()
        yield place


def _copy_checkout(to: Path) -> None:
    to.mkdir(mode=0o700)
    for name in CHECKOUT:
        source = TOP / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copyfile(source, to / name)


def _three_ports() -> int:
    """A free port whose two neighbors are free too."""

    def found() -> int:
        port = free_port()
        return port if all(run.is_free(port + place) for place in range(3)) else 0

    return int(until(found, "three free ports"))


def _make_users(place: School, names: list[str], options: tuple[str, ...]) -> None:
    roll = place.top / "class.txt"
    roll.write_text("# the class\n" + "\n".join(names) + "\n", "utf-8")
    made = place.command(
        place.server / "env" / "bin" / "python", place.checkout / "hub" / "students.py", roll,
        "--settings", place.server / "hub" / "school.toml", *options,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    place.passwords |= dict(line.split("\t") for line in made.stdout.splitlines())


def remove(place: School, user: str) -> None:
    """End a user's processes and delete the account with its home."""
    if user not in place.passwords:  # it was never made
        return
    for process in processes(user):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    until(lambda: not processes(user), f"the processes of {user} end", 10)
    place.command("userdel", "--remove", "--force", user)


class Student:
    """Somebody with a browser: logged in at the hub, with a server and one kernel when they are first used."""

    def __init__(self, place: School, user: str) -> None:
        self.place, self.user = place, user
        self.http = httpx.Client(base_url=place.address, follow_redirects=True, timeout=60, trust_env=False)
        self.home = Path(pwd.getpwnam(user).pw_dir)
        self.kernel = ""
        self.told: list[str] = []  # what the page of a starting server said

    def log_in(self, password: str = "") -> bool:
        """Fill in the page to log in; whether it let us in."""
        self.http.get("/hub/login")
        form = {"username": self.user, "password": password or self.place.passwords[self.user]}
        form["_xsrf"] = self.http.cookies.get("_xsrf", "", path="/hub/")
        return "/hub/login" not in str(self.http.post("/hub/login", data=form).url)

    def open(self) -> None:
        """Wait for our server's JupyterLab as a browser does: on the page that says how its start goes on."""
        page = self.http.get("/hub/spawn")
        assert page.status_code == 200, f"{page.status_code} {page.url}: {page.text[-2000:]}"
        if "/hub/spawn-pending/" in str(page.url):
            self._wait_for_start()
        page = self.get("lab")
        assert f"/user/{self.user}/lab" in str(page.url), f"{page.status_code} {page.url}"
        assert self.get("api/status").status_code == 200, self.place.log.read_text("utf-8", "replace")[-3000:]

    def _wait_for_start(self) -> None:
        given = {"_xsrf": self.http.cookies.get("_xsrf", "", path="/hub/")}
        progress = f"/hub/api/users/{self.user}/server/progress"
        with self.http.stream("GET", progress, params=given, headers={"Referer": self.place.address}) as events:
            assert events.status_code == 200, events.status_code
            for line in events.iter_lines():
                if line.startswith("data:"):
                    self.told.append(json.loads(line[5:])["message"])
        assert "ready" in self.told[-1], self.told

    def get(self, path: str, user: str = "") -> httpx.Response:
        """What our own server answers, or somebody else's."""
        return self.http.get(f"/user/{user or self.user}/{path}")

    def post(self, address: str, **body: object) -> Any:
        xsrf = self.http.cookies.get("_xsrf", "", path=f"/user/{self.user}/")
        answer = self.http.post(f"/user/{self.user}/{address}", json=body, headers={"X-XSRFToken": xsrf})
        assert answer.status_code < 300, answer.text
        return answer.json()

    def run(self, code: str, seconds: float = SECONDS) -> Outcome:
        """Run code in our kernel; what it printed, and its error if there was one."""
        if not self.kernel:
            self.kernel = self.post("api/kernels", name="python3", path="notebooks/en")["id"]
        line = self.line(seconds)
        try:
            return execute(line, code)
        finally:
            line.close()

    def line(self, seconds: float = SECONDS) -> websocket.WebSocket:
        """A line to our kernel, as the page of a notebook holds one open."""
        ours = [cookie for cookie in self.http.cookies.jar if cookie.path in ("/", f"/user/{self.user}/")]
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in ours)
        return websocket.create_connection(
            f"{self.place.address.replace('http', 'ws')}/user/{self.user}/api/kernels/{self.kernel}/channels",
            cookie=cookies, timeout=seconds,
        )  # fmt: skip

    def say(self, expression: str) -> Any:
        """The value of an expression in our kernel, by JSON."""
        ran = self.run(f"import json; print('=>' + json.dumps({expression}))")
        assert not ran.error, ran.error
        return json.loads(ran.printed.rpartition("=>")[2])


@dataclass
class Outcome:
    """What a cell printed and the name and text of its error."""

    printed: str = ""
    error: str = ""
    shown: int = 0
    pictures: int = 0
    widgets: dict[str, str] = field(default_factory=dict)  # by their number: the kind of each


def execute(line: websocket.WebSocket, code: str) -> Outcome:
    """Run code over a line to a kernel."""
    asked = {"code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    return ask(line, "execute_request", asked)


def ask(line: websocket.WebSocket, kind: str, content: dict[str, Any]) -> Outcome:
    """Send a kernel one message, and read what it answers until it is done with it."""
    asked = uuid.uuid4().hex
    header = {"msg_id": asked, "msg_type": kind, "username": "", "session": asked, "version": "5.3"}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    line.send(json.dumps(message))
    outcome = Outcome()
    while True:
        told = json.loads(line.recv())
        kind, content = told["header"]["msg_type"], told["content"]
        if kind == "status" and content["execution_state"] in ("restarting", "autorestarting", "dead"):
            outcome.error = content["execution_state"]
            return outcome
        if told["parent_header"].get("msg_id") != asked:
            continue
        outcome.pictures += json.dumps(content).count("<img") + ("image/png" in content.get("data", ()))
        if kind == "comm_open":
            outcome.widgets[content["comm_id"]] = content["data"].get("state", {}).get("_model_name", "")
        elif kind == "stream":
            outcome.printed += content["text"]
        elif kind == "display_data":
            outcome.shown += 1
        elif kind == "error":
            outcome.error = f"{content['ename']}: {content['evalue']}"
        elif kind == "status" and content["execution_state"] == "idle":
            return outcome
