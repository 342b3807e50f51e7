"""What a Python process runs at its start so that it cannot reach beyond this machine, and is found out if it tries.

Written as `sitecustomize.py` into a folder on PYTHONPATH; MINEROS_GUARD names the log.
"""

# Put before the kernel's own start-up: any connection that leaves this machine is refused, and written down.
GUARD = """
import os, socket
_connect = socket.socket.connect
def connect(self, address):
    inside = self.family == getattr(socket, "AF_UNIX", None) or address[0] in ("127.0.0.1", "::1", "localhost")
    if not inside:
        with open(os.environ["MINEROS_GUARD"], "a") as log:
            log.write(repr(address) + "\\n")
        raise OSError("no network in this test")
    return _connect(self, address)
socket.socket.connect = connect
"""
