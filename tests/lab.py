"""The real JupyterLab with one lesson open in a headless Chromium, for the tests that press its buttons.

Everything the server may write (settings, workspaces, kernel files, history, answers) lies in one temporary folder.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error, Locator, Page, sync_playwright

TOP = Path(__file__).resolve().parents[1]
LESSON = TOP / "notebooks" / "en" / "01-pasta-de-conchos.ipynb"
PYTHON = os.environ.get("MINEROS_LAB_PYTHON", sys.executable)  # whose JupyterLab is tried (matrix.py)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LOOPBACK = ("127.0.0.1", "::1", "localhost")
SECONDS = 180  # the longest wait for one thing; two slow and busy cores

# Every Python process under the server (so the kernel too) notes where it wants to connect outside this machine.
GUARD = """
import os, sys

def note(event, args):
    if event == "socket.connect":
        host = args[1][0] if isinstance(args[1], tuple) else "localhost"
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host and host not in ("localhost", "::1", "0.0.0.0") and not str(host).startswith("127."):
        with open(os.environ["MINEROS_TEST_GUARD"], "a") as log:
            log.write(f"{event} {host} from {sys.orig_argv}\\n")

sys.addaudithook(note)
with open(os.environ["MINEROS_TEST_GUARD"] + ".watched", "a") as log:
    log.write(" ".join(sys.orig_argv) + "\\n")
"""


class Lab:
    """One notebook in one page. Cells are named by their ids in the notebook file."""

    def __init__(self, page: Page, folder: Path, notebook: Path = LESSON) -> None:
        self.page, self.folder = page, folder
        self.asked: list[str] = []  # every address that the page asked for
        self.outside = folder / "outside.txt"  # what the kernel and the server wanted from elsewhere
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda channel: self.asked.append(channel.url))
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        self.places = {cell["id"]: place for place, cell in enumerate(cells)}
        self.code = [cell["id"] for cell in cells if cell["cell_type"] == "code"]

    # --- looking ----------------------------------------------------------------------------------------------------

    def cell(self, cell_id: str) -> Locator:
        """A cell of the lesson. Windowing is off, so all cells are in the page, in order."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self.places[cell_id])

    def unfold(self, cell_id: str) -> None:
        """Open the figure of a cell that waits for a guess; one that stands open stays as it is."""
        waiting = self.cell(cell_id).locator("details.mineros:not([open]) > summary")
        if waiting.count():
            waiting.click()

    def ask(self, question_id: str) -> Locator:
        """The cell with the answer box of a question."""
        return self.cell(f"ask-{question_id}")

    def status(self, question_id: str) -> str:
        """The sentence under an answer box."""
        return self.ask(question_id).locator("[role=status]").last.inner_text()

    def leaves(self) -> list[str]:
        """The hosts that the page asked, other than this machine."""
        parts = [urlsplit(address) for address in self.asked]
        return [f"{a.scheme}://{a.netloc}" for a in parts if a.scheme not in ("data", "blob", "about")
                and a.hostname not in LOOPBACK]  # fmt: skip

    # --- answers on disk --------------------------------------------------------------------------------------------

    @property
    def answers_file(self) -> Path:
        return self.folder / "my-work" / "answers.json"

    def answers(self) -> dict[str, Any]:
        """All answers on disk, as the file holds them."""
        if not self.answers_file.exists():
            return {}
        held: dict[str, Any] = json.loads(self.answers_file.read_text("utf-8"))["answers"]
        return held

    def kept(self, question_id: str) -> Any:
        return self.answers().get(question_id, {}).get("value")

    def until(self, true: Callable[[], Any], seconds: float = 10) -> bool:
        """Whether something comes true in time. The page goes on living in between."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if true():
                return True
            self.page.wait_for_timeout(50)
        return bool(true())

    # --- doing ------------------------------------------------------------------------------------------------------

    def menu(self, name: str, entry: str) -> None:
        self.page.get_by_role("menuitem", name=name, exact=True).first.click()
        self.page.locator(".lm-Menu").get_by_role("menuitem", name=re.compile(f"^{entry}")).first.click()

    def run_all(self) -> None:
        self.menu("Run", "Run All Cells")
        self._finish()

    def run(self, cell_id: str) -> None:
        """Click into one cell and press Shift-Enter."""
        cell = self.cell(cell_id)
        cell.locator(".jp-OutputArea-child").evaluate_all("all => all.forEach(o => o.dataset.before = '1')")
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        assert self.until(lambda: cell.locator(".jp-OutputArea-child:not([data-before])").count())
        assert self.until(lambda: cell.locator("[data-before]").count() == 0)

    def restart_and_run_all(self) -> None:
        self.page.evaluate("document.querySelectorAll('.jp-OutputArea-child').forEach(o => o.dataset.before = '1')")
        self.menu("Kernel", "Restart Kernel and Run All Cells")
        self.page.locator(".jp-Dialog button.jp-mod-accept").click()
        self._finish()

    def errors(self) -> list[str]:
        """What stands in the error outputs of the lesson."""
        kinds = ("[data-mime-type$='jupyter.error']", "[data-mime-type$='jupyter.stderr']")
        return self.page.locator(f".jp-OutputArea-output:is({', '.join(kinds)})").all_inner_texts()

    def _finish(self) -> None:
        """Wait until each code cell has its number and no old output is left, and all controls are there."""
        controls = sum(cell.startswith(("ask-", "explore-")) for cell in self.code)
        done = r"""([cells, controls]) => !document.querySelector('.jp-OutputArea-child[data-before]') &&
            [...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')]
            .filter(p => /^\[\d+\]/.test(p.textContent)).length === cells &&
            document.querySelectorAll('.jp-OutputArea-output .widget-vbox').length >= controls"""
        ran = self.until(lambda: self.errors() or self.page.evaluate(done, [len(self.code), controls]), SECONDS)
        prompts = self.page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").all_inner_texts()
        assert ran and not self.errors(), f"the lesson did not run to its end: {self.errors()} {prompts}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")


def _environment(folder: Path, token: str) -> dict[str, str]:
    """The environment of the server: our folders for everything, and a closed port for every way out."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "MINEROS", "JPY_"))}
    nowhere = "http://127.0.0.1:9"
    ways = {way: nowhere for name in ("http_proxy", "https_proxy", "all_proxy") for way in (name, name.upper())}
    for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"):
        env[f"JUPYTER_{name}"] = str(folder / name.lower())
    return env | ways | {
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_TOKEN": token,
        "MINEROS_WORK": str(folder / "my-work"),
        "MINEROS_TEST_GUARD": str(folder / "outside.txt"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(folder / "guard"), os.environ.get("PYTHONPATH")])),
        "no_proxy": ",".join(LOOPBACK),
        "NO_PROXY": ",".join(LOOPBACK),
    }  # fmt: skip


def _begun(folder: Path, token: str, port: int) -> subprocess.Popen[bytes]:
    """The server, starting; its words go into a file of the folder."""
    command = [
        PYTHON, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
        "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder / 'root'}", "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with (folder / "server.log").open("w") as log:
        return subprocess.Popen(
            command, env=_environment(folder, token), cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )


@contextmanager
def server(folder: Path, notebook: Path = LESSON) -> Iterator[str]:
    """JupyterLab on a free port of this machine, over a copy of the notebooks. Yields the address of one."""
    token = secrets.token_hex(16)
    shutil.copytree(notebook.parent, folder / "root", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    news = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    _write(folder / "config_dir" / "labconfig" / "page_config.json", news)
    settings = folder / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    _write(settings, {"windowingMode": "none"})
    _write(folder / "guard" / "sitecustomize.py", GUARD)
    for attempt in (1, 2, 3):
        port = free_port()
        running = _begun(folder, token, port)
        try:
            _answering(f"http://127.0.0.1:{port}/api/status?token={token}", running, folder / "server.log")
            break
        except RuntimeError as error:  # another process may have taken the port meanwhile
            if attempt == 3 or "already in use" not in str(error):
                running.terminate()
                raise
    try:
        yield f"http://127.0.0.1:{port}/lab/tree/{notebook.name}?token={token}&reset"
    finally:
        running.terminate()
        try:
            running.wait(15)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _answering(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and running.poll() is None:
        try:
            direct.open(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")


@contextmanager
def opened(folder: Path, notebook: Path = LESSON) -> Iterator[Lab]:
    """The notebook, open in the page and not yet run."""
    with server(folder, notebook) as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(20_000)
            lab = Lab(page, folder, notebook)
            page.goto(address, timeout=SECONDS * 1000)
            page.wait_for_function(
                "n => document.querySelectorAll('.jp-Notebook .jp-Cell').length === n",
                arg=len(lab.places),
                timeout=SECONDS * 1000,
            )
            page.wait_for_function("!document.querySelector('#jupyterlab-splash')", timeout=SECONDS * 1000)
            # Before its kernel answers, JupyterLab drops what it is told to run. The status bar knows.
            page.get_by_text("(ipykernel) | Idle").first.wait_for(timeout=SECONDS * 1000)
            yield lab
        finally:
            with suppress(Error):
                browser.close()
