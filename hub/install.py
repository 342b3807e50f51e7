"""Set up the school's server on this machine, or bring it to this edition: run by root, from the teachers' folder.

    python3 hub/install.py            everything into /srv/mineros
    python3 hub/install.py --to DIR   ... into another folder

Only the standard library is used, what run.py knows of environments, and what the pack says is a student's.
"""

from __future__ import annotations

import argparse
import grp
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "src")]
sys.dont_write_bytecode = True

import run  # noqa: E402 - both stand beside, in the checkout

from mineros import student  # noqa: E402
from mineros.errors import MinerosError  # noqa: E402

LISTS = ("hub.txt", "build.txt")
PROXY = ("package.json", "package-lock.json")
SERVER = ("jupyterhub_config.py", "begin.py")
UNIT = "mineros-hub.service"


def require_machine(to: Path) -> None:
    """Refuse what would fail later, or would let students in where they do not belong. Raises run.Stop."""
    if os.name != "posix" or os.geteuid() != 0:
        raise run.Stop(
            "This sets up users' servers, so it must be run by root: sudo python3 hub/install.py",
            "Esto prepara servidores de usuarios, así que debe ejecutarlo root: sudo python3 hub/install.py",
        )
    if not shutil.which("npm"):
        raise run.Stop(
            "The proxy needs Node and npm: apt install nodejs npm",
            "El proxy necesita Node y npm: apt install nodejs npm",
        )
    if is_open(CHECKOUT) and not to.is_relative_to(CHECKOUT):
        raise run.Stop(
            f"Every user of this machine can read {CHECKOUT}, and it holds the teachers' key: chmod 700 {CHECKOUT}",
            f"Cualquiera en esta máquina puede leer {CHECKOUT}, y ahí están las soluciones: chmod 700 {CHECKOUT}",
        )


def is_open(folder: Path) -> bool:
    """Whether users who own nothing here can go into a folder: each folder above it lets them pass."""
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


def python_for_all() -> str:
    """A Python that students can run too: one below /root they cannot. Raises run.Stop."""
    for name in (getattr(sys, "_base_executable", sys.executable), "/usr/bin/python3", "/usr/local/bin/python3"):
        path = Path(name).resolve()
        if path.is_file() and is_open(path.parent) and version(path) >= (3, 11):
            return str(path)
    raise run.Stop(
        "Students need a Python 3.11 or newer outside of root's home: apt install python3-venv",
        "Los estudiantes necesitan Python 3.11 o posterior fuera de la carpeta de root: apt install python3-venv",
    )


def version(python: Path) -> tuple[int, ...]:
    """The two first numbers of an interpreter's version."""
    told = subprocess.run([python, "-c", "import sys; print(*sys.version_info[:2])"], check=True, capture_output=True)
    return tuple(map(int, told.stdout.split()))


def make_environment(folder: Path) -> None:
    """The programs: JupyterHub and a student's JupyterLab. What is there and current stays."""
    mark = run.fingerprint(LISTS)
    if run.is_ready(folder, mark):
        return
    run.work(python_for_all(), "-m", "venv", "--clear", folder)
    run.install(run.python_in(folder), LISTS)
    run.settle(folder)
    (folder / run.STAMP).write_text(mark)


def install_package(folder: Path) -> None:
    """The pack as a package of its own, without what in its questions is the teachers'; everything compiled for all."""
    python = run.python_in(folder)
    quiet = ("-m", "pip", "install", "--quiet", "--root-user-action=ignore")
    run.work(python, *quiet, "--no-index", "--no-build-isolation", "--no-deps", "--force-reinstall", CHECKOUT)
    (packages,) = folder.glob("lib/*/site-packages")
    for bank in (packages / "mineros" / "_pack" / "guide" / "questions").glob("*.toml"):
        bank.write_text(student.questions(bank.read_text("utf-8")), "utf-8")
    run.work(python, "-m", "compileall", "-q", "-j", "0", "-x", "/tests/", packages)  # each start would, in vain


def copy_lessons(to: Path) -> None:
    """The lessons and exercises to copy from, without the teachers' key."""
    fresh = to.with_name("pack.new")
    shutil.rmtree(fresh, ignore_errors=True)
    student.copy(fresh)
    shutil.rmtree(to, ignore_errors=True)
    fresh.rename(to)


def install_proxy(folder: Path) -> None:
    """The proxy, exactly as the lock file's digests name it; no script of a package is run."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PROXY:
        shutil.copyfile(HERE / name, folder / name)
    run.work("npm", "ci", "--prefix", folder, "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund")


def configure(to: Path) -> None:
    """The configuration, the groups, and the folders that students must not look into."""
    for name in SERVER:
        shutil.copyfile(HERE / name, to / "hub" / name)
    if not (to / "hub" / "school.toml").exists():
        shutil.copyfile(HERE / "school.toml", to / "hub" / "school.toml")
    school = tomllib.loads((to / "hub" / "school.toml").read_text("utf-8"))
    for group in (school["students"], school["teachers"]):
        run.work("groupadd", "--force", group)
    (to / "hub" / UNIT).write_text((HERE / UNIT).read_text("utf-8").replace("/srv/mineros", str(to)), "utf-8")
    for name, mode in (("state", 0o700), ("handed-in", 0o751)):  # others may pass through to their own, not look
        (to / name).mkdir(exist_ok=True)
        (to / name).chmod(mode)
    shutil.chown(to / "handed-in", "root", grp.getgrnam(school["teachers"]).gr_gid)
    for name in ("env", "hub", "pack"):
        run.work("chmod", "--recursive", "go-w", to / name)  # installers leave a lock file that anybody may write


def main() -> int:
    """Do all steps, telling each and its time; end with what to type next."""
    parser = argparse.ArgumentParser(description="Set up the school's server, or bring it to this edition.")
    parser.add_argument("--to", type=Path, default=Path("/srv/mineros"))
    to: Path = parser.parse_args().to.resolve()
    os.umask(0o022)  # all may read what root makes here, nobody else may write
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("this machine / esta máquina", lambda: require_machine(to)),
        ("programs / programas", lambda: make_environment(to / "env")),
        ("the pack / el paquete", lambda: install_package(to / "env")),
        ("lessons / lecciones", lambda: copy_lessons(to / "pack")),
        ("proxy", lambda: install_proxy(to / "hub")),
        ("configuration / configuración", lambda: configure(to)),
    )
    try:
        for number, (what, do) in enumerate(steps, start=1):
            print(f"  {number} / {len(steps)}  {what} ... ", end="", flush=True)
            began = time.monotonic()
            do()
            print(f"{time.monotonic() - began:.0f} s", flush=True)
    except MinerosError as error:
        print("", error, sep="\n", file=sys.stderr)
        return 1
    except (run.Stop, OSError) as error:
        stop = error if isinstance(error, run.Stop) else run.explain(str(error))
        print("", *filter(None, (stop.details, str(stop))), sep="\n", file=sys.stderr)
        return 1
    run.say("Ready. Start the server:", "Listo. Arranca el servidor:")
    print(f"systemctl enable {to / 'hub' / UNIT}\nsystemctl restart {UNIT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
