"""Cells of a notebook run in a Python of their own: in any order, under any variables and flags, or stopped.

`ran` starts that Python without a kernel; the lower half of this file is what it does. It is Jupyter's own shell, so an
error looks as a reader sees it, and thousands of cells take seconds. `started` starts a kernel, with all that lies
between it and a page.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

TOP = Path(__file__).parents[1]
STARTUP = TOP / "src" / "mineros" / "startup.py"
SECONDS = 120  # the longest wait for one message of a kernel; two slow and busy cores
INLINE = "module://matplotlib_inline.backend_inline"  # what a kernel tells matplotlib


@dataclass
class Ran:
    """One cell that was run, and what its reader got: the size and digest of each picture, the texts, or an error."""

    cell: str
    error: str = ""  # its class
    told: str = ""  # what stood in the place of a traceback
    complained: str = ""  # what was written to stderr
    pictures: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def code(notebook: Path) -> dict[str, str]:
    """The code cells of a notebook by their ids."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"}


Order = tuple[Path, Sequence[str]]  # a notebook, and the ids of its cells in the order in which they are run


def ran(
    orders: Sequence[Order],
    folder: Path,
    *,
    flags: Sequence[str] = (),
    before: str = "",
    lean: bool = False,
    within: Sequence[str] = (),
    **variables: str | None,
) -> list[list[Ran]]:
    """Run cells in these orders, one order after the other, each as after a restart of the kernel.

    folder: for answers and results. flags: of Python. before: Python to run first. lean: each figure is drawn once, and
    no picture is made. within: a command to run Python in. variables: of the environment; None takes one away.
    """
    for language in ("en", "es"):  # JupyterLab starts a kernel in its notebook's folder
        (folder / language).mkdir(parents=True, exist_ok=True)
    notebooks = {str(path): code(path) for path, _ in orders}
    job = {
        "notebooks": notebooks, "orders": [(str(path), list(cells)) for path, cells in orders],
        "before": before, "lean": lean, "folder": str(folder.resolve()),
    }  # fmt: skip
    (folder / "job.json").write_text(json.dumps(job), "utf-8")
    given = os.environ | {"MPLBACKEND": INLINE, "PYTHONPATH": str(TOP / "src"), "IPYTHONDIR": str(folder)} | variables
    environment = {name: value for name, value in given.items() if value is not None}
    command = [*within, sys.executable, *flags, __file__, str((folder / "job.json").resolve())]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=False)
    said = done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, said[-3000:]
    assert not said, said[-3000:]
    results = json.loads((folder / "done.json").read_text("utf-8"))
    return [[Ran(**cell) for cell in order] for order in results]


# --- a kernel, and the page beside it -------------------------------------------------------------------------------

Told = list[tuple[str, dict[str, Any]]]  # the messages of a kernel on one thing that it was asked: kind, content
IDLE = ("status", {"execution_state": "idle"})


@contextmanager
def started(folder: Path, language: str) -> Iterator[Page]:
    """A kernel as JupyterLab starts it, in a folder of the language; answers lie in `my-work`, its log is `log`."""
    from jupyter_client.manager import KernelManager

    (folder / language).mkdir(parents=True)
    own = {"MINEROS_WORK": folder / "my-work", "IPYTHONDIR": folder / "ipython", "PYTHONPATH": TOP / "src"}
    given = os.environ | {name: str(place) for name, place in own.items()}
    manager = KernelManager(connection_file=str(folder / "connection.json"))
    with (folder / "log").open("w") as log:
        manager.start_kernel(cwd=str(folder / language), env=given, stdout=log, stderr=log)
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(SECONDS)
        yield Page(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


class Page:
    """What a page does over the channels of its kernel: run a cell, move a control, press the stop button."""

    def __init__(self, manager: Any, client: Any) -> None:
        self.manager, self.client = manager, client
        self.made: dict[str, list[str]] = {}  # the controls by their kind, in the order in which they were made

    def run(self, source: str, stop: float | None = None) -> Told:
        """Run a cell. stop: press so many seconds after it began."""
        return self._told({self.client.execute(source)}, ("execute_input", ""), stop)

    def subshell(self) -> str:
        """A thread of the kernel for the controls, as JupyterLab asks for one; "" where it has none (before 7)."""
        asked = self.client.kernel_info()
        while (reply := self.client.get_shell_msg(timeout=SECONDS))["parent_header"].get("msg_id") != asked:
            pass
        if "kernel subshells" not in reply["content"].get("supported_features", []):
            return ""
        self.client.control_channel.send(self.client.session.msg("create_subshell_request"))
        made: str = self.client.get_control_msg(timeout=SECONDS)["content"]["subshell_id"]
        return made

    def move(self, control: str, value: object, stop: float | None = None, heard: str = "", aside: str = "") -> Told:
        """Move a control. stop: press so many seconds after the kernel first spoke of the control `heard`, or of it.

        aside: the subshell that the page asks to answer.
        """
        return self._told({self._send(control, value, aside)}, ("comm_msg", heard or control), stop)

    def move_at_once(self, values: dict[str, object], aside: str = "") -> Told:
        """Move several controls, each to its value, before the kernel has answered one."""
        return self._told({self._send(control, value, aside) for control, value in values.items()})

    def _send(self, control: str, value: object, aside: str) -> str:
        """Tell the kernel the new value of a control; returns the id of the message."""
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        message = self.client.session.msg("comm_msg", {"comm_id": control, "data": data})
        if aside:
            message["header"]["subshell_id"] = aside
        self.client.shell_channel.send(message)
        sent: str = message["header"]["msg_id"]
        return sent

    def _told(self, asked: set[str], sign: tuple[str, str] = ("", ""), stop: float | None = None) -> Told:
        """All that the kernel tells on these messages, until it is done with each."""
        told: Told = []
        while told.count(IDLE) < len(asked):
            message = self.client.get_iopub_msg(timeout=SECONDS)
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") not in asked:
                continue
            told.append((kind, content))
            if kind == "comm_open":
                self.made.setdefault(content["data"]["state"]["_model_name"], []).append(content["comm_id"])
            if stop is not None and (kind, content.get("comm_id", "")) == sign:
                time.sleep(stop)
                self.manager.interrupt_kernel()
                stop = None
        return told


# --- in the Python of their own ------------------------------------------------------------------------------------


def main(job: dict[str, Any]) -> None:
    """Run all orders of a job and write what came of them."""
    exec(job["before"], {})
    shell, folder = Shell(), Path(job["folder"])
    if job["lean"]:
        draw_once()
    results = []
    for number, (notebook, order) in enumerate(job["orders"]):
        os.chdir(folder / Path(notebook).parent.name)
        os.environ["MINEROS_WORK"] = str(folder / "my-work" / str(number))
        shell.begin()
        results.append([vars(shell.run(cell, job["notebooks"][notebook][cell])) for cell in order])
    (folder / "done.json").write_text(json.dumps(results), "utf-8")


def draw_once() -> None:
    """Remember each table and each figure: of many orders it is not the drawing that is looked at."""
    from mineros import charts, figure
    from mineros.data import Tables
    from mineros.drawing import Drawing

    drawn: dict[Any, Any] = {}
    read: dict[Any, Any] = {}
    draw, columns = charts.draw, Tables._typed

    def draw_or_remember(name: str, tables: Tables, *frames: Any, **choices: Any) -> Any:
        key = (name, tables.words.language, [len(frame) for frame in frames], choices)
        if repr(key) not in drawn:
            drawn[repr(key)] = draw(name, tables, *frames, **choices)
        return drawn[repr(key)]

    def read_or_remember(self: Tables, name: str, texts: Any) -> Any:
        key = (self.words.language, name)
        if key not in read:
            read[key] = columns(self, name, texts)
        return read[key]

    charts.draw, Tables._typed = draw_or_remember, read_or_remember
    Drawing.put_away = lambda _: None  # it is shown again
    figure.as_png = lambda *_, **__: bytes(24)


class Shell:
    """IPython's shell with the startup file of the pack, and all that it shows kept."""

    def __init__(self) -> None:
        from IPython.core.displaypub import CapturingDisplayPublisher
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config

        config = Config()
        config.HistoryManager.enabled = False
        self.shell = InteractiveShell.instance(config=config, display_pub_class=CapturingDisplayPublisher)
        self.shell._showtraceback = self._keep
        self.shell.displayhook.write_output_prompt = lambda: None
        self.fresh = dict(self.shell.user_ns)
        self.now = Ran("")

    def _keep(self, kind: type, _: object, lines: list[str]) -> None:
        self.now.error, self.now.told = kind.__name__, "\n".join(lines)

    def begin(self) -> None:
        """As after a restart of the kernel, except that modules stay imported."""
        self.shell.user_ns.clear()
        self.shell.user_ns.update(self.fresh)
        self.shell.safe_execfile(STARTUP, self.shell.user_ns, raise_exceptions=True)
        if widgets := sys.modules.get("ipywidgets"):
            widgets.Widget.close_all()
        if plots := sys.modules.get("matplotlib.pyplot"):
            plots.close("all")

    def run(self, cell: str, source: str) -> Ran:
        """Run one cell."""
        from contextlib import redirect_stderr, redirect_stdout
        from io import StringIO

        self.now = Ran(cell)
        self.shell.display_pub.outputs.clear()
        with redirect_stdout(StringIO()) as said, redirect_stderr(StringIO()) as complained:
            self.shell.run_cell(source)
        self.now.complained = complained.getvalue()
        pages = [part["data"].get("text/html", "") for part in self.shell.display_pub.outputs]
        for page in filter(None, pages):
            found = [b64decode(part) for part in re.findall(r'src="data:image/png;base64,([^"]+)"', page)]
            self.now.pictures += [f"{content[16:24].hex()} {sha256(content).hexdigest()}" for content in found]
            self.now.texts.append(re.sub(r'src="data:image/png;base64,[^"]+"', "", page))
        self.now.texts += filter(None, [said.getvalue()])
        return self.now


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")))
