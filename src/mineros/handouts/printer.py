"""From a page to a PDF, by a Chromium of the machine; nothing is fetched."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Where a browser lies that is on no path: macOS, then Windows.
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
SECONDS = 120
# Headings and text alternatives go into the PDF (tagged), headings also into its outline.
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--no-pdf-header-footer",
    "--export-tagged-pdf", "--generate-pdf-document-outline", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip


def chromium() -> str:
    """The Chromium of this machine, "" where there is none."""
    return next(filter(None, map(shutil.which, (*NAMES, *ELSEWHERE))), "")


def print_page(program: str, page: Path, pdf: Path) -> None:
    """Print a page of HTML into a PDF. Raises OSError with what Chromium said."""
    with tempfile.TemporaryDirectory() as profile:
        command = [program, *OPTIONS, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}", page.resolve().as_uri()]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=SECONDS, check=False, errors="replace"
            )
        except subprocess.TimeoutExpired as cause:
            raise OSError(f"no answer in {SECONDS} s") from cause
    if done.returncode or not pdf.exists():
        raise OSError((done.stderr.strip().splitlines() or [str(done.returncode)])[-1][-200:])
