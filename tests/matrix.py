"""The lessons with the lowest, the newest and the coming versions of what they rest on, on each Python that is here.

    python3 run.py matrix [--python 3.12 ...] [--ends lowest newest coming] [--to FILE]

run.py test uses fixed versions, so that it says the same today and tomorrow. This asks what there is today: "lowest"
are the lowest that pyproject.toml allows and that this Python can install, "newest" the newest, "coming" also those
that are not released yet. What fails with those is told, and is no failure: their makers may mend it first.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP))

import run  # noqa: E402 - the commands of the pack, which know how to make an environment

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PACKAGES = ("pandas", "matplotlib", "ipywidgets", "jupyterlab")
ENDS = {
    "lowest": ("--resolution", "lowest-direct", "--only-binary", ":all:"),
    "newest": ("--upgrade",),
    "coming": ("--upgrade", "--prerelease", "allow"),
}
MAY_FAIL = {"coming"}
GROUPS = ("matrix", "build")  # what the tests below need, and no more: our own tools may be old or new
VERSIONS = "import json\nfrom importlib.metadata import version\nprint(json.dumps([version(name) for name in {}]))"
PRESSED = "tests/test_browser.py"  # lesson 01 in JupyterLab, every kind of control


@dataclass
class Tried:
    """One Python with one end of the versions. What went wrong, by step; nothing where all is well."""

    python: str
    end: str
    versions: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether this must be mended now."""
        return bool(self.faults) and self.end not in MAY_FAIL

    def row(self) -> str:
        """Its line in the table."""
        word = ("FAILED" if self.failed else "fails, may") if self.faults else "ok"
        told = "; ".join(f"{step}: {text}" for step, text in {**self.said, **self.faults}.items())
        versions = self.versions or [""] * len(PACKAGES)
        return f"| {' | '.join([self.python, self.end, *versions, word, told.replace('|', '/')])} |"


def install(python: str, end: str) -> Path:
    """A fresh environment with these versions, and our package in it."""
    folder = TOP / f".venv-matrix-{python}-{end}"
    own = run.python_in(folder)
    wanted = [part for group in GROUPS for part in ("--group", group)]
    run.work(run.find_python(python), "-m", "venv", "--clear", folder)
    run.work(own, "-m", "pip", "install", "--require-hashes", "-r", run.REQUIREMENTS / "uv.txt")
    run.work(own, "-m", "uv", "pip", "install", "--python", own, *ENDS[end], "-r", "pyproject.toml", *wanted)
    run.link_package(folder)
    run.settle(folder)
    return own


def tried(python: str, end: str) -> Tried:
    """Install, run the lessons, exercises, figures and tables, then press lesson 01 in that JupyterLab."""
    result = Tried(python, end)
    step = "install"
    try:
        own = install(python, end)
        code = VERSIONS.format(PACKAGES)
        result.versions = json.loads(subprocess.run([own, "-c", code], check=True, stdout=subprocess.PIPE).stdout)
        print(f"\n== Python {python}, {end}: {dict(zip(PACKAGES, result.versions, strict=True))}", flush=True)
    except (run.Stop, OSError, subprocess.CalledProcessError) as error:
        result.faults[step] = str(error).splitlines()[0]
        return result
    which = run.TOGETHER + (" and not newest" if end == "lowest" else "")
    os.environ["MINEROS_LAB_PYTHON"] = str(own)
    steps = {
        "lessons": (own, *run.SIDE_BY_SIDE, "-m", which, *run.files_of(run.LOWEST_TESTS)),
        "JupyterLab": (Path(sys.executable), "-m", "browser and not whole", PRESSED),
    }
    for step, (interpreter, *options) in steps.items():
        try:
            result.said[step] = run.watch(interpreter, "-m", "pytest", *options)
        except (run.Stop, OSError) as error:
            result.faults[step] = str(error).splitlines()[0]
    return result


def table(results: list[Tried]) -> str:
    """All of them, as a page in Markdown and in a terminal."""
    heads = ("Python", "end", *PACKAGES, "result", "said")
    return "\n".join((f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads), *(one.row() for one in results)))


def main() -> int:
    """Try all that was asked for, also after one has failed, and end with a table."""
    here = [python for python in PYTHONS if run.find_python(python)]
    parser = argparse.ArgumentParser(prog="run.py matrix", description=__doc__.splitlines()[0])
    parser.add_argument("--python", nargs="+", choices=PYTHONS, default=here, help="which Pythons (all that are here)")
    parser.add_argument("--ends", nargs="+", choices=list(ENDS), default=list(ENDS), help="which versions (all)")
    parser.add_argument("--to", type=Path, help="also write the table to this file")
    options = parser.parse_args()
    if missing := sorted(set(options.python) - set(here)):
        parser.error(f"Python {', '.join(missing)} is not on this machine: install it, or choose of {', '.join(here)}")
    run.get_chromium()
    results = [tried(python, end) for python in options.python for end in options.ends]
    print("\n" + table(results))
    if options.to:
        options.to.write_text(table(results) + "\n", "utf-8")
    return int(any(result.failed for result in results))


if __name__ == "__main__":
    sys.exit(main())
