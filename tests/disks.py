"""Disks that refuse, for the tests of faults: real ones, mounted where only one forked child sees them."""

from __future__ import annotations

import ctypes
import os
import subprocess
import traceback
import warnings
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OWN_MOUNTS, OWN_USERS = 0x00020000, 0x10000000  # CLONE_NEWNS and CLONE_NEWUSER of Linux
NONE_HERE = 77  # the end of a child that may not mount anything
FULL = "mount -t tmpfs -o size={size} none {folder}"
READ_ONLY = "mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}"


def on(mount: str, folder: Path, do: Callable[[], None], **values: str) -> None:
    """Call `do` in a child of this process, for which `mount` was done on a folder. It has to end well.

    mount: FULL, with a size as in size="512k", or READ_ONLY. Skips where the system lets no process mount anything.
    """
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads; the child leaves them alone
        child = os.fork()
    if not child:
        code = NONE_HERE
        try:
            if _mounted(mount.format(folder=folder, **values)):
                code = 1
                do()
                code = 0
        except BaseException:
            os.write(write, traceback.format_exc()[-60_000:].encode("utf-8", "replace"))
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as lines:
        said = lines.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == NONE_HERE:
        pytest.skip("no process may have mounts of its own here")
    assert code == 0, said


def _mounted(command: str) -> bool:
    """Whether this process now has mounts of its own, as root or as a user whom the system lets play root."""
    user, group = os.getuid(), os.getgid()
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is None:
        return False
    if unshare(OWN_MOUNTS):
        if unshare(OWN_MOUNTS | OWN_USERS):
            return False
        for name, content in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(content)
    whole = f"mount --make-rprivate / && {command}"
    return subprocess.run(whole, shell=True, capture_output=True, check=False).returncode == 0
