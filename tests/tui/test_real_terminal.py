"""The interface in a real terminal, by keyboard, as a person would use it.

tmux draws it and tells what can be read, where it is installed; a pseudo-terminal with an emulator does everywhere.
"""

from __future__ import annotations

import fcntl
import os
import pty
import secrets
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pyte
import pytest

from audit.events import VaultLocked
from recorder.access import agent
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from tests.conftest import make_vault, reopen

ROOT = Path(__file__).resolve().parents[2]
ENTRY = """
import os, sys
from pathlib import Path
from recorder.config import Config
from tests.conftest import reopen
from tui.app import CasescribeApp

if sys.argv[3:]:
    Path(sys.argv[3]).write_text(str(os.getpid()))
CasescribeApp(reopen(Config(vault_dir=Path(sys.argv[1]), models_dir=Path(sys.argv[2]))).recorder).run()
"""
PATIENCE = 30.0  # seconds, on a slow and busy machine

pytestmark = pytest.mark.terminal


class Terminal:
    """A window that can be typed into and read."""

    def run(self, *command: str, width: int, height: int) -> None:
        raise NotImplementedError

    def screen(self) -> str:
        raise NotImplementedError

    def press(self, *keys: str) -> None:
        raise NotImplementedError

    def type(self, text: str) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def sees(self, *words: str, patience: float = PATIENCE) -> None:
        """Wait until a person reads all the words."""
        self._until(lambda screen: all(word in screen for word in words), f"nobody reads {words}", patience)

    def gone(self, words: str) -> None:
        """Wait until the words, of a dialogue that closes, are no longer there."""
        self._until(lambda screen: words not in screen, f"“{words}” still stands there", PATIENCE)

    def says_at_its_end(self, words: str) -> None:
        """Wait until the program has ended and its last words can be read."""
        end = time.monotonic() + PATIENCE
        while words not in (screen := self.screen()) or not self.ended():
            assert time.monotonic() < end, f"nobody reads “{words}” at the end:\n{screen}"
            time.sleep(0.05)

    def ended(self) -> bool:
        raise NotImplementedError

    def _until(self, done: Callable[[str], bool], problem: str, patience: float) -> None:
        end = time.monotonic() + patience
        while not done(screen := self.screen()):
            assert time.monotonic() < end, f"{problem} after {patience:.0f} s:\n{screen}"
            assert "Pane is dead" not in screen, f"{problem}, for the program has ended:\n{screen}"
            time.sleep(0.05)


class Tmux(Terminal):
    """A tmux server of our own with one window."""

    def __init__(self) -> None:
        self._socket = f"casescribe-{secrets.token_hex(4)}"

    def tmux(self, *words: str) -> str:
        command = ["tmux", "-L", self._socket, *words]
        # In the C library's environment, which a test's own process inherits, readline may have put COLUMNS and LINES
        # of its own, and they overrule the window's.
        environ = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE, env=environ)
        assert done.returncode == 0, f"tmux {words[0]}: {done.stderr}"
        return done.stdout

    def run(self, *command: str, width: int, height: int) -> None:
        environ = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        words = [word for name, value in environ.items() for word in ("-e", f"{name}={value}")]
        kept = ("start-server", ";", "set-option", "-g", "remain-on-exit", "on", ";")  # what it said at its end can be read
        self.tmux("-f", os.devnull, *kept, "new-session", "-d", "-x", str(width), "-y", str(height), *words, *command)

    def screen(self) -> str:
        shown = self.tmux("capture-pane", "-p")
        return self.tmux("capture-pane", "-p", "-S", "-") if "Pane is dead" in shown else shown

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def type(self, text: str) -> None:
        self.tmux("send-keys", "-l", text)

    def ended(self) -> bool:
        return self.tmux("display-message", "-p", "#{pane_dead}").strip() == "1"

    def close(self) -> None:
        subprocess.run(["tmux", "-L", self._socket, "kill-server"], check=False, capture_output=True, timeout=PATIENCE)


class Emulated(Terminal):
    """A pseudo-terminal of the kernel's, drawn by pyte: for machines without tmux."""

    KEYS: ClassVar[dict[str, bytes]] = {
        "Enter": b"\r",
        "Tab": b"\t",
        "Escape": b"\x1b",
        "Space": b" ",
        "Up": b"\x1b[A",
        "Down": b"\x1b[B",
        "C-s": b"\x13",
        "C-l": b"\x0c",
    }

    def run(self, *command: str, width: int, height: int) -> None:
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        environ = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        environ |= {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        self._child = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True)
        os.close(slave)

    def screen(self) -> str:
        while select.select([self._master], [], [], 0)[0]:
            try:
                self._stream.feed(os.read(self._master, 65536))
            except OSError:  # the program has ended
                break
        return "\n".join(self._screen.display)

    def press(self, *keys: str) -> None:
        for key in keys:
            os.write(self._master, self.KEYS.get(key, key.encode()))

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def ended(self) -> bool:
        return self._child.poll() is not None

    def close(self) -> None:
        self._child.kill()
        self._child.wait()
        os.close(self._master)


def best_terminal() -> Terminal:
    """tmux where it is installed, else the emulator."""
    return Tmux() if shutil.which("tmux") else Emulated()


@pytest.fixture(params=[*([Tmux] if shutil.which("tmux") else []), Emulated])
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    window: Terminal = request.param()
    yield window
    window.close()


def test_draft_evidence_edit_approve_audit(terminal: Terminal, drafted: OpenVault, drafted_visit: str, config: Config) -> None:
    terminal.run(sys.executable, "-c", ENTRY, str(config.vault_dir), str(config.models_dir), width=100, height=30)
    terminal.sees("Casescribe · your visits", "draft waits for you", "5 things to do, then approve")
    terminal.press("Enter")
    terminal.sees("s1 rests on turn 1", "▌ Donna  turn 1 · 0:04", "He missed Monday and Tuesday.")
    terminal.press("Down")
    terminal.sees("s2 rests on turn 2", "▌ Tyler  turn 2 · 0:08")

    terminal.press("Up")
    terminal.sees("s1 rests on turn 1")
    terminal.press("e")
    terminal.sees("Reword sentence s1", "Ctrl+S: save")
    terminal.type(" Seen by me.")
    terminal.sees("Seen by me.")
    terminal.press("C-s")
    terminal.gone("Reword sentence s1")
    terminal.sees("AI, edited by you", "✎ Edited by you.")

    terminal.press("n")
    terminal.sees("You must confirm it")
    terminal.press("c")
    terminal.sees("✓ You confirmed it.", "4 things to do")

    terminal.press("w")
    for section in drafted.recorder.template(drafted_visit).human_sections:
        terminal.sees(" ".join(section.guidance.split()[:3]))
        terminal.type(f"My view of {section.key}.")
        terminal.sees(f"My view of {section.key}.")
        terminal.press("Tab")
    terminal.press("C-s")
    terminal.gone("Only you can write these")
    terminal.sees("1 thing to do")
    terminal.press("d")
    terminal.sees("Possible disclosures", "He hit me once, last year.")
    terminal.press("2")
    terminal.sees("put aside")
    terminal.press("Escape")
    terminal.gone("Possible disclosures")
    terminal.sees("All is done.", "e Edit")

    terminal.press("p")
    terminal.sees("Approve this note?", "Not yet")
    terminal.press("Tab", "Enter")
    terminal.sees("The note is approved and signed.", "Audit log entry")
    stored = drafted.recorder.signed_note(drafted_visit)
    terminal.sees(f"Audit log entry {stored.log_entry}", stored.sha256[:32])
    terminal.press("Enter")
    terminal.gone("The note is approved and signed.")
    terminal.sees("Signed, so read only.")
    terminal.press("a")
    terminal.sees("Audit log · Home visit", f"{stored.log_entry}  ", "note approved and signed")
    assert drafted.recorder.visit(drafted_visit).status is Status.APPROVED

    terminal.press("Escape")
    terminal.sees("Signed, so read only.")
    terminal.press("Escape")
    terminal.sees("approved and signed")
    terminal.press("q")


def test_typed_faster_than_the_pages_open(terminal: Terminal, drafted: OpenVault, drafted_visit: str, config: Config) -> None:
    before = drafted.recorder.working_note(drafted_visit).statements
    terminal.run(sys.executable, "-c", ENTRY, str(config.vault_dir), str(config.models_dir), width=100, height=30)
    terminal.sees("draft waits for you")
    terminal.type("\re He drew it, and spoke no word.\x13ncn")
    terminal.sees("AI, edited by you", "4 things to do")
    first, second, *rest = drafted.recorder.working_note(drafted_visit).statements
    assert first.text == before[0].text + " He drew it, and spoke no word."
    assert second.confirmed
    assert tuple(rest) == before[2:]


def test_words_that_were_never_saved_stand_there_after_a_kill(
    terminal: Terminal, drafted: OpenVault, drafted_visit: str, config: Config, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    entry = (sys.executable, "-c", ENTRY, str(config.vault_dir), str(config.models_dir), str(pid))
    terminal.run(*entry, width=100, height=30)
    terminal.sees("draft waits for you")
    terminal.type("\re She was calm, and")
    terminal.sees("She was calm, and")
    end = time.monotonic() + PATIENCE
    while not drafted.recorder.typing(drafted_visit).get("s1", "").endswith("She was calm, and"):
        assert time.monotonic() < end, "the vault does not keep what is typed"
        time.sleep(0.05)
    os.kill(int(pid.read_text()), signal.SIGKILL)

    again = type(terminal)()
    try:
        again.run(*entry, width=100, height=30)
        again.sees("draft waits for you")
        again.press("Enter")
        again.sees("words typed, not")
        again.press("e")
        again.sees("Kept from last time, not saved yet.", "She was calm, and")
        again.type(" said so.\x13")
        again.sees("AI, edited by you")
    finally:
        again.close()
    assert drafted.recorder.working_note(drafted_visit).statements[0].text.endswith("She was calm, and said so.")
    assert drafted.recorder.typing(drafted_visit) == {}


def test_ctrl_l_locks_the_vault_and_ends_the_agent(terminal: Terminal, config: Config) -> None:
    make_vault(config, sample=True)
    opened = reopen(config)
    vault_id = opened.vault.id
    agent.start(vault_id, opened.vault.unlocked, idle_minutes=5)
    try:
        terminal.run(sys.executable, "-m", "recorder", "--vault", str(config.vault_dir), width=100, height=30)
        terminal.sees("There is no visit here yet.")
        terminal.press("C-l")
        terminal.says_at_its_end("Locked. Everything is kept; open it again with: casescribe")
        assert agent.ask(vault_id) is None
        assert [e.event.reason for e in opened.recorder.history() if isinstance(e.event, VaultLocked)] == ["asked"]
    finally:
        agent.lock(vault_id)
        opened.vault.close()
