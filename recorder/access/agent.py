"""Keeps one person's keys in memory between commands, until `casescribe lock` or until nobody used them for a while.

A small process of its own, started by `casescribe unlock`, that answers on a socket (a named pipe on Windows) inside a
folder of this user alone. It writes nothing of the keys anywhere, and asks the system to keep its memory out of dumps. It
refuses whoever does not know the word that lies beside the socket. The clock it watches goes on while the laptop sleeps.
"""

from __future__ import annotations

import getpass
import os
import secrets
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from recorder.access.keys import Unlocked
from recorder.errors import StorageFailed

_GET, _LOCK, _DONE = b"get", b"lock", b"done"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the agent of one vault answers."""

    word: Path  # a file with what a caller must know

    @property
    def address(self) -> str:
        """The socket's path, or the pipe's name."""
        return rf"\\.\pipe\casescribe-{self.word.stem}" if sys.platform == "win32" else str(self.word.with_suffix(".sock"))


def place_of(vault_id: str) -> Place:
    """The agent's place for a vault; the folder is made, for this user alone."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    base = Path(runtime) if runtime and Path(runtime).is_dir() else Path(tempfile.gettempdir())
    folder = base / f"casescribe-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if sys.platform != "win32" and (folder.stat().st_uid != os.getuid() or folder.stat().st_mode & 0o077):
        raise StorageFailed(
            f"The folder {folder} is not yours alone, so the vault is not kept open.", "Remove it and try again."
        )
    return Place(folder / f"{vault_id}.word")


def ask(vault_id: str) -> Unlocked | None:
    """The keys that the agent holds, None while the vault is locked."""
    answer = _call(vault_id, _GET)
    return Unlocked.from_bytes(answer) if answer else None


def lock(vault_id: str) -> bool:
    """Make the agent forget; returns whether there was one."""
    return _call(vault_id, _LOCK) == _DONE


def _call(vault_id: str, request: bytes) -> bytes | None:
    place = place_of(vault_id)
    if not place.word.exists():
        return None
    from multiprocessing import AuthenticationError  # loaded where there is an agent to talk to
    from multiprocessing.connection import Client

    try:
        with Client(place.address, authkey=place.word.read_bytes()) as agent:
            agent.send_bytes(request)
            return agent.recv_bytes()
    except (OSError, EOFError, AuthenticationError):  # it ended, now or while we asked
        return None


def start(vault_id: str, unlocked: Unlocked, *, idle_minutes: float) -> None:
    """Start the agent with these keys; it is ready when this returns. Raises `StorageFailed` when it cannot be."""
    import subprocess

    lock(vault_id)
    arguments = [sys.executable, "-m", "recorder.access.agent", vault_id, str(idle_minutes)]
    detached = 0x00000208 if sys.platform == "win32" else 0  # DETACHED_PROCESS, CREATE_NEW_PROCESS_GROUP
    agent = subprocess.Popen(
        arguments,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=detached,
    )
    if agent.stdin is None or agent.stdout is None:
        raise RuntimeError("pipes were asked for")
    with agent.stdin, agent.stdout:
        agent.stdin.write(unlocked.to_bytes())
        agent.stdin.close()
        ready = agent.stdout.readline().strip() == b"ready"
    if not ready:
        raise StorageFailed("The vault could not be kept open between commands.", "Each command will ask for the passphrase.")
    agent.returncode = 0  # it lives on; nobody waits for it


def main() -> None:
    """Hold the keys given on standard input for the vault and minutes given as arguments."""
    from multiprocessing import AuthenticationError
    from multiprocessing.connection import Listener

    vault_id, idle = sys.argv[1], float(sys.argv[2]) * 60
    keys = sys.stdin.buffer.read()
    _keep_out_of_dumps()
    place = place_of(vault_id)
    word = secrets.token_bytes(32)
    for stale in (place.word, Path(place.address)):
        stale.unlink(missing_ok=True)
    with os.fdopen(os.open(place.word, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(word)
    watch = _Watch(idle, place)
    with Listener(place.address, authkey=word) as listener:
        print("ready", flush=True)  # noqa: T201 - to `start`
        sys.stdout.close()
        watch.begin()
        while True:
            try:
                with listener.accept() as caller:
                    if caller.recv_bytes() == _LOCK:
                        caller.send_bytes(_DONE)
                        break
                    watch.used()
                    caller.send_bytes(keys)
            except (OSError, EOFError, AuthenticationError):
                continue
    place.word.unlink(missing_ok=True)


class _Watch:
    """Ends the process after `idle` seconds without a caller."""

    def __init__(self, idle: float, place: Place) -> None:
        self._idle, self._place, self._last = idle, place, time.time()

    def used(self) -> None:
        self._last = time.time()

    def begin(self) -> None:
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while 0 <= time.time() - self._last < self._idle:  # a clock set back locks too
            time.sleep(min(5.0, self._idle / 4))
        for left in (self._place.word, Path(self._place.address)):
            left.unlink(missing_ok=True)
        os._exit(0)


def _keep_out_of_dumps() -> None:
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: no core file, no debugger of the same user


if __name__ == "__main__":
    main()
