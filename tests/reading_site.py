"""The reading site, whole, made once for all tests that look at it, whichever process they run in."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from mineros.site import command

FOLDER = "sitio de año"  # a name that an address has to quote


def made(base: Path) -> Path:
    """The site as the command makes it. base: the temporary folder of this process; side by side, all share one."""
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    site = shared / FOLDER
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():
            assert command.main(["--to", str(site), "--lite", "live"]) == 0
    return site
