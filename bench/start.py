"""The second start of `run.py lab` as a ratio to `jupyter lab` alone: time until the server answers.

    python3 bench/start.py [rounds]

Both use the environment that `run.py lab` has made (run that first), in turn; the medians are compared.
"""

from __future__ import annotations

import os
import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

TOP = Path(__file__).parents[1]
PYTHON = TOP / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PORT = 18888


def seconds_until_ready(command: list[str]) -> float:
    """Start a server, wait until its first page answers, stop it."""
    start = time.perf_counter()
    server = subprocess.Popen(
        command, cwd=TOP, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"JUPYTER_TOKEN": "x"}
    )
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api", timeout=1)
                return time.perf_counter() - start
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
    finally:
        server.send_signal(signal.SIGINT)
        time.sleep(0.5)
        server.terminate()
        server.wait()


def main(rounds: int) -> None:
    """Print the medians and their ratio."""
    if not PYTHON.exists():
        raise SystemExit("Run `python3 run.py lab` once, so that there is an environment to measure.")
    alone = [str(PYTHON), "-m", "jupyterlab", "--no-browser", f"--ServerApp.port={PORT}", "--ServerApp.allow_root=True"]
    ours = [sys.executable, "run.py", "lab", "--no-browser", "--port", str(PORT)]
    pairs = [(seconds_until_ready(alone), seconds_until_ready(ours)) for _ in range(rounds)]
    bare, own = (statistics.median(pair[which] for pair in pairs) for which in (0, 1))
    ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
    print(f"second start of run.py lab {own:.2f} s, jupyter lab alone {bare:.2f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    rounds = sys.argv[1] if len(sys.argv) > 1 else "5"
    main(int(rounds) if re.fullmatch(r"\d+", rounds) else 5)
