"""Build the in-browser edition: a static folder with JupyterLite that holds the whole pack in both languages.

    python3 run.py lite [--to FOLDER] [--pyodide FOLDER]

Any web server can serve the folder. Python itself (Pyodide) comes from its makers' address, or, with --pyodide, from a
copy of their distribution, of which the needed files are taken into the site: then the site asks nobody else.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import front

from mineros import folders, student
from mineros.words import Words, own_language

WORK = "/drive/my-work"  # the reader's folder as Python in the browser sees it; /drive is what the browser keeps
STATIC = "../../../.."  # from the kernel's script up to the top of the site
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
THEIRS = ("comm", "ipywidgets")  # pure Python, and not in Pyodide's distribution
# Loaded side by side while the page opens; what the kernel would else fetch one by one stands here too.
PACKAGES = ("micropip", "ssl", "sqlite3", "ipython", "jedi", "numpy", "pandas", "matplotlib")
PYODIDE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
SURPLUS = ("doc", "package.json", "jupyterlite.schema.v0.json", "**/*.LICENSE.txt", "**/third-party-licenses.json")


def main() -> int:
    """Read the options, build, and say where the site is."""
    words = Words(own_language())
    parser = argparse.ArgumentParser(prog="run.py lite", description=words("lite.command.about"))
    parser.add_argument("--to", type=Path, default=Path("lite-site"), help=words("lite.command.to"))
    parser.add_argument("--pyodide", type=Path, help=words("lite.command.pyodide"))
    options = parser.parse_args()
    if options.pyodide and not (options.pyodide / LOCK).is_file():
        parser.error(words("lite.command.no_pyodide", folder=str(options.pyodide)))
    if options.to.exists() and any(options.to.iterdir()) and not (options.to / "jupyter-lite.json").is_file():
        parser.error(words("lite.command.foreign", folder=str(options.to)))
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch) / "site"
        build(site, Path(scratch), options.pyodide)
        if options.to.exists():
            shutil.rmtree(options.to)
        shutil.copytree(site, options.to)
    files = [path for path in options.to.rglob("*") if path.is_file()]
    print(words("lite.command.done", folder=str(options.to), files=len(files), size=megabytes(files)))
    return 0


def build(site: Path, scratch: Path, pyodide: Path | None) -> None:
    """Write the whole site into the folder `site`, which is not there yet."""
    contents, source = scratch / "contents", scratch / "source"
    student.copy(contents)
    editions = {path.relative_to(contents).as_posix(): mark(path) for path in sorted(contents.rglob("*.ipynb"))}
    wheels = make_wheels(source / "pypi")
    (source / "jupyter-lite.json").write_text(json.dumps(settings(wheels, pyodide is not None)))
    shutil.copyfile(front.PARTS / "overrides.json", source / "overrides.json")
    run(
        *("jupyter", "lite", "build", "--lite-dir", source, "--contents", contents, "--output-dir", site),
        *("--apps", "lab", "--no-sourcemaps", "--no-unused-shared-packages", "--no-libarchive"),
        cwd=source,
    )
    for path in [found for name in SURPLUS for found in site.glob(name)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if pyodide:
        take_pyodide(pyodide, site / "pyodide")
    (site / "lessons.json").write_text(json.dumps(editions))
    lessons = [Path(name).stem for name in editions if name.startswith("notebooks/en/0")]
    front.write(site, lessons, megabytes(path for path in site.rglob("*") if path.is_file()))
    name_the_lab(site / "lab" / "index.html")
    guard(site, "" if pyodide else makers(site))


def run(*command: str | Path, cwd: Path) -> None:
    """Let a tool of this environment work; show what it said only if it fails."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)], cwd=cwd, check=False, capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        raise SystemExit(done.stdout[-3000:] + done.stderr[-3000:])


def megabytes(files: Iterable[Path]) -> int:
    """The size of some files together, in millions of bytes."""
    return round(sum(int(path.stat().st_size) for path in files) / 1e6)


def mark(notebook: Path) -> str:
    """Write into a notebook the digest of its cells, by which keep.js knows a copy that nobody changed; return it."""
    held = json.loads(notebook.read_text("utf-8"))
    whole = "\0".join("".join(cell["source"]) for cell in held["cells"])
    edition = hashlib.sha256(whole.encode()).hexdigest()
    held["metadata"].setdefault("mineros", {})["edition"] = edition
    notebook.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return edition


# --- Python in the browser -----------------------------------------------------------------------------------------


def make_wheels(folder: Path) -> list[str]:
    """Our package and the two that Pyodide lacks, as wheels; returns their names."""
    folder.mkdir(parents=True)
    run("hatchling", "build", "--target", "wheel", "--directory", folder, cwd=folders.top())
    for wheel in list(folder.glob("*.whl")):
        for_students(wheel)
    for name in THEIRS:
        repack(name, folder)
    return sorted(path.name for path in folder.glob("*.whl"))


def for_students(wheel: Path) -> None:
    """Take out of our package's questions what is a teacher's alone."""
    part = wheel.with_suffix(".part")
    with zipfile.ZipFile(wheel) as whole, zipfile.ZipFile(part, "w") as made:
        for entry in whole.infolist():
            content = whole.read(entry)
            if "/guide/questions/" in entry.filename:
                content = student.questions(content.decode("utf-8")).encode("utf-8")
            made.writestr(entry, content)
    part.replace(wheel)


def repack(name: str, folder: Path) -> None:
    """Make a wheel of an installed package that is pure Python, from the list of its files."""
    found = distribution(name)
    with zipfile.ZipFile(folder / f"{name}-{found.version}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for file in found.files or ():
            if ".." not in file.parts and file.suffix != ".pyc":
                wheel.writestr(zipfile.ZipInfo(file.as_posix()), file.read_binary())


def settings(wheels: list[str], own_pyodide: bool) -> dict[str, Any]:
    """What JupyterLite is told: no news, no packages from elsewhere, and what Python loads while the page opens."""
    kernel: dict[str, Any] = {
        "disablePyPIFallback": True,
        "loadPyodideOptions": {
            "packages": [*PACKAGES, *(f"{STATIC}/pypi/{wheel}" for wheel in wheels)],
            "env": {"MINEROS_WORK": WORK},
        },
    }
    if own_pyodide:
        kernel["pyodideUrl"] = "./pyodide/pyodide.js"
    config = {
        "appName": "Los Mineros",
        "exposeAppInBrowser": True,
        "disabledExtensions": ["@jupyterlab/apputils-extension:announcements"],
        "litePluginSettings": {KERNEL: kernel},
    }
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}


def take_pyodide(source: Path, folder: Path) -> None:
    """Copy of Pyodide's distribution what the lessons need, with a list of packages that names no others."""
    lock = json.loads((source / LOCK).read_text("utf-8"))
    needed, left = {}, list(PACKAGES)
    while left:
        name = left.pop().replace("_", "-").lower()
        if name not in needed:
            needed[name] = lock["packages"][name]
            left += needed[name]["depends"]
    folder.mkdir()
    for file in (*PYODIDE, *(package["file_name"] for package in needed.values())):
        shutil.copyfile(source / file, folder / file)
    (folder / LOCK).write_text(json.dumps(lock | {"packages": needed}))


def makers(site: Path) -> str:
    """The folder from which the kernel gets Pyodide where the site does not hold it: its own script names it."""
    for script in site.glob("extensions/@jupyterlite/pyodide-kernel-extension/static/*.js"):
        if found := re.search(r'"(https://[^"]+/)pyodide\.js"', script.read_text("utf-8")):
            return found[1]
    raise SystemExit("The kernel's scripts name no address of Pyodide: its version is not the one that we know.")


# --- the pages -----------------------------------------------------------------------------------------------------


def name_the_lab(page: Path) -> None:
    """Let JupyterLab's page bear our name, and load what looks after the reader's copies."""
    whole = page.read_text("utf-8")
    whole = whole.replace("<title>JupyterLite</title>", "<title>Los Mineros</title>")
    whole = whole.replace("Loading JupyterLite...", "Los Mineros")
    page.write_text(whole.replace("</head>", '<script type="module" src="../keep.js"></script></head>'), "utf-8")


def guard(site: Path, elsewhere: str) -> None:
    """Put our service worker before JupyterLite's; it knows every file of the site by its digest.

    elsewhere: the beginning of the addresses outside of this site whose files are kept too.
    """
    theirs = site / "service-worker.js"
    theirs.rename(site / "service-worker-drive.js")
    files = {
        path.relative_to(site).as_posix(): base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
        for path in sorted(site.rglob("*"))
        if path.is_file() and not path.name.startswith("service-worker")
    }
    code = (front.PARTS / "service-worker.js").read_text("utf-8")
    theirs.write_text(code.replace("__FILES__", json.dumps(files)).replace("__PYODIDE__", elsewhere), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
