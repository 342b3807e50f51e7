"""Make accounts for a class list, run by root: a file with one user name on a line.

    /srv/mineros/env/bin/python hub/students.py class.txt > passwords.txt
    ... --teachers   for teachers

New accounts get a home folder that nobody else can open and a password, which is printed; those that exist stay as they
are and are named.
"""

from __future__ import annotations

import argparse
import os
import pwd
import re
import secrets
import subprocess
import sys
import tomllib
from pathlib import Path

NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")
FIRST, SECOND = "bcdfgkmnprst", "aeiou"  # syllables that can be read aloud in both languages, without signs to confuse


def password() -> str:
    """A password of six syllables, such as "teno-kapi-rusu": 35 bits, and JupyterHub waits after a wrong one."""
    syllables = [secrets.choice(FIRST) + secrets.choice(SECOND) for _ in range(6)]
    return "-".join("".join(syllables[place : place + 2]) for place in range(0, 6, 2))


def names(text: str) -> list[str]:
    """The user names of a list; empty lines and those that begin with # are left out. Raises ValueError."""
    found = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if wrong := [name for name in found if not NAME.fullmatch(name)]:
        raise ValueError(
            f"{wrong[0]!r} is no user name: small letters without accents, digits, - and _, one name on a line. / "
            f"{wrong[0]!r} no es un nombre de usuario: minúsculas sin acentos, cifras, - y _, un nombre por renglón."
        )
    return found


def exists(name: str) -> bool:
    """Whether this machine knows the user."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def make(name: str, group: str) -> str:
    """Make one account without a login on a terminal; returns its password."""
    useradd = ("useradd", "--create-home", "--key", "HOME_MODE=0700", "--shell", "/usr/sbin/nologin")
    subprocess.run([*useradd, "--groups", group, name], check=True)
    made = password()
    subprocess.run(["chpasswd"], input=f"{name}:{made}\n", text=True, check=True)
    return made


def main() -> int:
    """Make what is missing; exit status 1 with a sentence if the list cannot be read or we are not root."""
    parser = argparse.ArgumentParser(description="Make accounts for a class list.")
    parser.add_argument("list", type=Path)
    parser.add_argument("--teachers", action="store_true")
    parser.add_argument("--settings", type=Path, default=Path("/srv/mineros/hub/school.toml"))
    given = parser.parse_args()
    if os.geteuid() != 0:
        print("Only root makes accounts: put sudo before it. / Sólo root crea cuentas: antepón sudo.", file=sys.stderr)
        return 1
    try:
        school = tomllib.loads(given.settings.read_text("utf-8"))
        wanted = names(given.list.read_text("utf-8"))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for name in wanted:
        if exists(name):
            print(f"{name}: is there already, left as it is / ya existe, queda como está", file=sys.stderr)
        else:
            print(name, make(name, school["teachers" if given.teachers else "students"]), sep="\t", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
