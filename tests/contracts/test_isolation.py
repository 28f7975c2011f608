"""After start-up no code of this process reaches the network, native code included."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from recorder.config import Config

_TRY = """
import ctypes, json, socket, subprocess, sys
from recorder import isolation
{fence}
found = {{"fence": fence.name}}
def attempt(name, act):
    try:
        act(); found[name] = "open"
    except OSError as exc:
        found[name] = exc.errno
attempt("python", lambda: socket.create_connection(("127.0.0.1", 9), timeout=1))
attempt("ipv6", lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b"x", ("::1", 9)))
attempt("lookup", lambda: socket.getaddrinfo("example.org", 80))
libc = ctypes.CDLL(None, use_errno=True)
found["native"] = ctypes.get_errno() if libc.socket(2, 1, 0) < 0 else "open"
socket.socketpair()[0].close()
child = "import socket; socket.socket(socket.AF_INET)"
found["child"] = subprocess.run([sys.executable, "-c", child], capture_output=True).returncode
print(json.dumps(found))
"""


def attempt(fence: str) -> dict[str, object]:
    import json

    done = subprocess.run([sys.executable, "-c", _TRY.format(fence=fence)], capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's fence is Linux's")
def test_the_kernel_refuses_every_way_out() -> None:
    found = attempt("fence = isolation.shut_off()")
    assert found["fence"] == "KERNEL"
    assert found["python"] == found["ipv6"] == found["native"] == 13
    assert found["lookup"] != "open"
    assert found["child"] != 0


def test_elsewhere_python_code_is_refused() -> None:
    found = attempt("sys.platform = 'other'; fence = isolation.shut_off()")
    assert found["fence"] == "PYTHON"
    assert found["python"] == found["ipv6"] == found["lookup"] == 13


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's fence is Linux's")
@pytest.mark.parametrize(("command", "fenced"), [("visit list", True), ("models list", True), ("models install --help", False)])
def test_only_installing_models_runs_without_the_fence(command: str, fenced: bool, config: Config) -> None:
    code = (
        "import sys, ctypes, recorder.__main__ as m\n"
        f"sys.argv = ['casescribe', *{command.split()!r}]\n"
        "try: m.main()\n"
        "except SystemExit: pass\n"
        "print('FENCED', ctypes.CDLL(None).socket(2, 1, 0) < 0)"
    )
    environ = os.environ | {"CASESCRIBE_VAULT": str(config.vault_dir)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    assert f"FENCED {fenced}" in done.stdout
