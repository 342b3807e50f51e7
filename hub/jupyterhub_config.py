"""JupyterHub for one machine of a school: what differs from its defaults, and why. Values to change: school.toml.

Each student is a user of the system: her server and her kernels run under her own number, so that the system itself
keeps her files from everybody else.
"""

from __future__ import annotations

import asyncio
import grp
import itertools
import os
import pwd
import random
import socket
import sys
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner
from jupyterhub.utils import can_connect

from mineros import html
from mineros.words import LANGUAGES, Words

HERE = Path(__file__).resolve().parent
TOP = HERE.parent  # what install.py made: env, pack, hub, state, handed-in
HANDED_IN = TOP / "handed-in"
STATE = TOP / "state"
PATIENCE = 180  # seconds for one server or kernel to start: a full machine is slow, and an error helps nobody
school = tomllib.loads((HERE / "school.toml").read_text("utf-8"))

c = get_config()  # type: ignore[name-defined]  # noqa: F821 - JupyterHub puts it here

# --- addresses: only the proxy is reached from outside --------------------------------------------------------------
c.JupyterHub.bind_url = f"http://{school['address']}:{school['port']}"
c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = school["certificate"], school["certificate_key"]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{school['port'] + 1}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{school['port'] + 2}"
c.ConfigurableHTTPProxy.command = [str(HERE / "node_modules" / ".bin" / "configurable-http-proxy")]

# --- its own files: no student can read this folder -----------------------------------------------------------------
c.JupyterHub.db_url = f"sqlite:///{STATE / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")

# --- who may enter: users of the system, with its passwords. Nobody is an administrator: one could open others' servers
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {school["students"], school["teachers"]}
c.PAMAuthenticator.open_sessions = False  # a server is no login on a terminal
c.JupyterHub.cookie_max_age_days = 0.5  # computers of a classroom are shared
welcome = "".join(f'<p class="mb-1" lang="{code}">{html.text(Words(code)("hub.welcome"))}</p>' for code in LANGUAGES)
c.JupyterHub.template_vars = {"announcement_login": welcome}

# --- a student's server ---------------------------------------------------------------------------------------------
c.Spawner.cmd = [sys.executable, str(HERE / "begin.py")]
c.Spawner.notebook_dir = "~/los-mineros"
c.Spawner.default_url = f"/lab/tree/notebooks/{school['language']}/00-how-do-we-know.ipynb"
c.Spawner.disable_user_config = True  # a broken setting at home must not keep anybody out of class
c.Spawner.args = [
    "--ServerApp.terminals_enabled=False",
    "--KernelManager.transport_encryption=auto",  # others on this machine cannot listen in
    f"--MappingKernelManager.cull_idle_timeout={school['idle_minutes'] * 60:.0f}",
    f"--MappingKernelManager.cull_interval={min(60, school['idle_minutes'] * 60):.0f}",
    "--MappingKernelManager.cull_connected=False",  # who reads for long, or listens, will write into this page again
    f"--MappingKernelManager.kernel_info_timeout={PATIENCE}",  # sixty kernels that start together are slow
    "--LanguageServerManager.autodetect=False",  # it would start npm for each student, to find nothing
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
]
c.Spawner.environment = {
    "LANG": "C.UTF-8",
    "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
    "MINEROS_WORK": lambda spawner: str(home(spawner) / "los-mineros" / "my-work"),
    "MINEROS_HAND_IN": lambda spawner: str(HANDED_IN / spawner.user.name),
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),  # or each kernel takes all processors
}


def home(spawner: Any) -> Path:
    """The home folder of the student whose server this is."""
    return Path(pwd.getpwnam(spawner.user.name).pw_dir)


def make_place(spawner: Any) -> None:
    """Make the folder in which this student hands in: she writes, teachers read, nobody else enters.

    Its parent belongs to root, so nobody can have put a link in its place.
    """
    place = HANDED_IN / spawner.user.name
    place.mkdir(mode=0o700, exist_ok=True)
    os.chown(place, pwd.getpwnam(spawner.user.name).pw_uid, grp.getgrnam(school["teachers"]).gr_gid)
    place.chmod(0o2750)  # files in it belong to the teachers' group


c.Spawner.pre_spawn_hook = make_place

# --- a class that logs in at one minute, and servers that nobody uses -----------------------------------------------
# Below those that the system gives away by itself (32768 and up): a kernel that starts meanwhile cannot take it.
# In an order that nobody can foresee: else a classmate could sit down on the next one.
FIRST, MANY = 20000, 10000
PORTS = itertools.cycle(random.SystemRandom().sample(range(FIRST, FIRST + MANY), MANY))


def next_port() -> int:
    """The next port for a server that nobody on this machine holds. Raises RuntimeError where there is none."""
    for port in itertools.islice(PORTS, MANY):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"No port between {FIRST} and {FIRST + MANY} is free.")


class InTurn(LocalProcessSpawner):
    """A server that starts when its turn comes: of sixty that start at once, none is there soon."""

    line: list[InTurn] = []  # noqa: RUF012 - one line for all
    # A start also waits for the disk: two for each processor.
    turns = asyncio.Semaphore(2 * len(os.sched_getaffinity(0)))

    async def start(self) -> tuple[str, int]:
        """Wait in line, start, and keep the turn until the server listens."""
        self.line.append(self)
        try:
            await self.turns.acquire()
        finally:
            self.line.remove(self)
        try:
            self.port = next_port()
            address = await super().start()
            await asyncio.wait_for(self.listens(), PATIENCE)
        finally:
            self.turns.release()
        return address

    async def listens(self) -> None:
        """Wait until the server listens. Raises RuntimeError if it ends instead."""
        while await self.poll() is None:
            if can_connect("127.0.0.1", self.port):
                return
            await asyncio.sleep(0.2)
        raise RuntimeError(f"The server of {self.user.name} ended while it started; its words are above.")

    async def poll(self) -> int | None:
        """How the server ended; None while it runs, and while it is still in line."""
        return None if self in self.line else await super().poll()

    async def progress(self) -> AsyncIterator[dict[str, Any]]:
        """What the page of whoever waits says, in both languages, whenever her place changes."""
        said = -1
        while True:
            place = self.line.index(self) + 1 if self in self.line else 0
            if place != said:
                key, said = ("hub.in_line" if place else "hub.starting"), place
                yield {"progress": 20 if place else 60, "message": " / ".join(
                    Words(code)(key, place=place) for code in LANGUAGES
                )}  # fmt: skip
            await asyncio.sleep(1)


c.JupyterHub.spawner_class = InTurn
c.JupyterHub.active_server_limit = school["most_servers"]
c.JupyterHub.concurrent_spawn_limit = 0  # it would show an error to those who can wait in line
c.Spawner.http_timeout = PATIENCE
c.Spawner.start_timeout = 10 * PATIENCE  # seconds, those in line included
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [
            *(sys.executable, "-m", "jupyterhub_idle_culler"),
            f"--timeout={school['idle_minutes'] * 60:.0f}",
            f"--max-age={school['longest_hours'] * 3600:.0f}",
            f"--cull-every={min(300, school['idle_minutes'] * 30):.0f}",
        ],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]
