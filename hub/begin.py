"""What a student's server begins with, run as the student: the lessons into her home, limits, then JupyterHub's server.

It is never run as root, so that nothing a student may have put into her home can lead it anywhere she could not go.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
import tomllib
from collections.abc import Sequence
from datetime import date
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
PACK = HERE.parent / "pack"
DELIVERED = ".delivered.json"  # what was copied, with its digest: a file that still has it was not changed
MEGA = 1024 * 1024
# What JupyterHub's own database and pages need. A student's server imports it along with the rest and has neither:
# 31 MB of each student's memory, and a third of the time that her server takes to start. (To be looked at
# again with each new JupyterHub.)
UNUSED = ("sqlalchemy", "alembic", "jupyterhub.orm", "jupyterhub.handlers")


def digest(content: bytes) -> str:
    """What tells one state of a file from another."""
    return hashlib.sha256(content).hexdigest()


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def kept_name(path: Path, day: date) -> Path:
    """A free name for the student's own version of a file, such as 01-pasta-de-conchos.2026-11-28.ipynb."""
    wanted = path.with_name(f"{path.stem}.{day.isoformat()}{path.suffix}")
    number = 2
    while wanted.exists():
        wanted = path.with_name(f"{path.stem}.{day.isoformat()}-{number}{path.suffix}")
        number += 1
    return wanted


def delivered(to: Path) -> dict[str, str]:
    """What was copied before; nothing where its record is lost or damaged: then every file counts as changed."""
    try:
        held = json.loads((to / DELIVERED).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def bring(pack: Path, to: Path, day: date) -> list[Path]:
    """Copy the lessons of this edition into a student's folder. Returns the files of hers that were kept beside.

    A file that she has not changed is replaced; one that she has changed stays as it is until a new edition brings
    another one, and then keeps her work under a name with the day. Raises OSError.
    """
    before = delivered(to)
    kept, now = [], {}
    for source in sorted(path for path in pack.rglob("*") if path.is_file()):
        name = source.relative_to(pack).as_posix()
        content, target = source.read_bytes(), to / name
        now[name] = digest(content)
        held = digest(target.read_bytes()) if target.exists() else ""
        if now[name] in (held, before.get(name)) and held:
            continue  # it is this one, or hers made from this one
        if held and held != before.get(name):
            kept.append(target.replace(kept_name(target, day)))
        write(target, content)
    write(to / DELIVERED, json.dumps(now, indent=1).encode())
    return kept


def limit(school: dict[str, int]) -> None:
    """Set what each program of this student may take; neither it nor its children can raise that again."""
    for what, most in (
        (resource.RLIMIT_DATA, school["memory_mb"] * MEGA),
        (resource.RLIMIT_CPU, school["processor_minutes"] * 60),
        (resource.RLIMIT_NPROC, school["threads"]),
        (resource.RLIMIT_FSIZE, school["file_mb"] * MEGA),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(5)  # the hub and the proxy answer first


class Hollow(ModuleType):
    """Stands for a module that is imported and never used: whatever is asked of it is a class of that name."""

    __path__: Sequence[str] = ()

    def __getattr__(self, name: str) -> type[Exception]:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})  # some of them stand behind an `except`


class Unused(MetaPathFinder, Loader):
    """Gives hollow modules for what a student's server does not use."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Whether a module is one of them."""
        ours = any(f"{name}.".startswith(f"{unused}.") for unused in UNUSED)
        return ModuleSpec(name, self, is_package=True) if ours else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """A hollow one in its place."""
        return Hollow(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it to run."""


def main() -> None:
    """Bring the lessons, set the limits, become the server."""
    os.umask(0o077)
    os.environ["SHELL"] = "/bin/sh"  # the account's own lets nobody in, and a notebook's line with ! would ask it
    home = Path.home()
    try:
        home.chmod(0o700)
        for path in bring(PACK, home / "los-mineros", date.today()):
            print(f"kept beside the new edition: {path}", file=sys.stderr)
    except OSError as error:  # a full disk must not keep anybody out: what is there already can be opened
        print(f"the lessons could not be copied for {home.name}: {error}; free space and log in again", file=sys.stderr)
    limit(tomllib.loads((HERE / "school.toml").read_text("utf-8")))
    sys.meta_path.insert(0, Unused())
    from jupyterhub.singleuser import main as serve

    serve()


if __name__ == "__main__":
    main()
