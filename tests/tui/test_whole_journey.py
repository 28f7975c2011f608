"""The three people's whole day in a real terminal, by keyboard alone: from an empty home to a note countersigned and exported.

One program after the other, as they sit down at the same laptop; engines and microphone are scripted, everything else is
the product. Each step is known by what a person reads.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from recorder.bootstrap import open_vault
from recorder.config import Config
from recorder.domain import Status
from recorder.templates import load_template
from recorder.vault import unlock
from tests.conftest import PASSPHRASE, scripted_engines
from tests.tui.oversight_worlds import LEADS_WORDS, SUPERVISORS_WORDS
from tests.tui.test_real_terminal import Terminal, best_terminal

MOST_KEYS = 40  # from “recording stopped” to “approved”, beyond what is typed
ENTRY = """
import sys, threading, time
from dataclasses import replace
from pathlib import Path
import numpy as np
from models.scripted import ScriptedTranscriber
from recorder import interface
from recorder.access.keys import SAMPLE_COST
from recorder.bootstrap import create_vault, open_vault
from recorder.config import Config
from recorder.page_desks import desks_of
from recorder.sound.capture_desk import CaptureDesk
from recorder.sound.playback import Player
from recorder.sound.scripted_microphone import ScriptedMicrophones
from recorder.sound.scripted_speaker import ScriptedSpeaker
from tests.conftest import scripted_engines

microphones = ScriptedMicrophones()
KEYS = {"sw": "priya", "mum": "donna", "child": "tyler"}  # as the case's people are called by their page

class ScriptedSession(interface.Session):
    def make_vault(self, name, passphrase):
        return create_vault(self.config, worker=name, passphrase=passphrase, cost=SAMPLE_COST)

    def come_in(self, keys, *, freshly):
        if not keys.secrets:
            return super().come_in(keys, freshly=freshly)
        engines = scripted_engines()
        named = engines.namer
        engines = replace(engines, namer=lambda t, r: {label: KEYS[who] for label, who in named(t, r).items()})
        self.opened = open_vault(self.config, keys, engines=engines)
        self.opened.custodian.note_unlocked()
        capturing = CaptureDesk(self.opened.recording, microphones=microphones)
        desks = replace(desks_of(self.opened), capturing=capturing, player=Player(ScriptedSpeaker(goes_on=True)))
        return interface.entrance_to(self.opened, desks)

def talk():
    while True:
        microphones.say((np.sin(np.arange(1600) / 5) * 6000).astype(np.int16))
        time.sleep(0.1)

threading.Thread(target=talk, daemon=True).start()
session = ScriptedSession(Config(vault_dir=Path(sys.argv[1]), models_dir=Path(sys.argv[2])))
try:
    interface.run(session, interface.make_app(session.config, door=interface.door_of(session)))
finally:
    session.close()
"""

pytestmark = pytest.mark.terminal


@pytest.fixture
def windows() -> Iterator[list[Terminal]]:
    """One for each time that somebody sits down."""
    opened: list[Terminal] = []
    yield opened
    for window in opened:
        window.close()


def sit_down(windows: list[Terminal], config: Config, *, width: int = 80, height: int = 24) -> Terminal:
    windows.append(best_terminal())
    windows[-1].run(sys.executable, "-c", ENTRY, str(config.vault_dir), str(config.models_dir), width=width, height=height)
    return windows[-1]


def sign_in(
    windows: list[Terminal], config: Config, *, down: int, passphrase: str, size: tuple[int, int] = (80, 24)
) -> Terminal:
    terminal = sit_down(windows, config, width=size[0], height=size[1])
    terminal.sees("Your vault is locked.", "Who are you?", "Gwen Hall, governance lead")
    terminal.press(*["Down"] * down, "Enter")
    terminal.type(f"{passphrase}\r")
    return terminal


def leave(terminal: Terminal) -> None:
    terminal.press("q")
    end = time.monotonic() + 30
    while not terminal.ended():
        assert time.monotonic() < end, terminal.screen()
        time.sleep(0.05)


def test_three_people_from_an_empty_home_to_the_countersigned_export(
    windows: list[Terminal], config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    worker = sit_down(windows, config)
    make_the_vault_and_the_team(worker)
    make_the_case(worker)
    record(worker)
    keys = from_recorded_to_approved(worker)
    assert len(keys) <= MOST_KEYS, keys
    worker.press("Escape")
    worker.sees("approved and", "Your supervisor reads it")
    leave(worker)

    supervisor = sign_in(windows, config, down=1, passphrase=SUPERVISORS_WORDS)
    countersign(supervisor, witness=tmp_path / "head.txt")
    export(supervisor, tmp_path)
    leave(supervisor)

    lead = sign_in(windows, config, down=2, passphrase=LEADS_WORDS, size=(100, 30))
    oversee(lead, tmp_path)
    leave(lead)

    opened = open_vault(config, unlock(config.vault_dir, PASSPHRASE, person="Priya Nair"), engines=scripted_engines())
    (visit,) = opened.recorder.visits()
    note = opened.recorder.signed_note(visit.id)
    assert visit.status is Status.FILED
    assert (tmp_path / "note.docx").read_bytes()[:2] == b"PK"
    assert note.sha256 in (tmp_path / "note.md").read_text()
    opened.vault.close()


def make_the_vault_and_the_team(terminal: Terminal) -> None:
    terminal.sees("Welcome to Casescribe", "I am a social worker")
    terminal.press("Enter")
    terminal.sees("Make your vault", "Your name")
    terminal.type(f"Priya Nair\r{PASSPHRASE}\r{PASSPHRASE}\r")
    terminal.sees("Write down your recovery key", "From your paper: group")
    paper = dict(re.findall(r"\b(\d+) ([0-9A-Z]{4})\b", terminal.screen()))
    asked = re.findall(r"From your paper: group (\d+)", terminal.screen())
    assert len(paper) == 10
    terminal.type("".join(f"{paper[number]}\r" for number in asked))
    terminal.sees("What this laptop can do", "Open my vault", "✗")
    terminal.press("Enter")
    for role, name, passphrase in (
        ("supervisor", "Ngozi Eze", SUPERVISORS_WORDS),
        ("governance lead", "Gwen Hall", LEADS_WORDS),
    ):
        terminal.sees("Your team", f"No key yet: {role}")
        terminal.press("n")
        terminal.sees("A key for somebody of your team")
        terminal.type(f"{name}\r\r{passphrase}\r{passphrase}\r")  # who is missing is chosen already
        terminal.sees(f"✓ {name} can sign in as {role}")
    terminal.press("Escape")
    terminal.sees("There is no visit here yet.", "n   make a case")


def make_the_case(terminal: Terminal) -> None:
    terminal.press("n")
    terminal.sees("A new case")
    terminal.type("CF-204\r")
    terminal.sees("Case CF-204", "Priya Nair  social worker", "No child yet")
    for keys, known in (
        ("pTyler Ashby\tTy\t3/5/2016\t4 Elm Row\x13", "Tyler Ashby  child, born 3 May 2016, called Ty"),
        ("pDonna Ashby\t\t\t\t\x1b[B\x13", "Donna Ashby  parent"),
    ):
        terminal.type(keys)
        terminal.gone("Somebody around the child")
        terminal.sees(known)
    terminal.press("n")
    terminal.sees("A visit for CF-204", "Child in need")
    terminal.press("Enter")
    terminal.sees("planned, no recording yet")


def record(terminal: Terminal) -> None:
    terminal.press("Enter")
    terminal.sees("before the recording", "not told yet", "Not yet.")
    terminal.press("y", "y", "y")
    terminal.sees("Everybody needed has agreed.")
    terminal.press("r")
    terminal.sees("● RECORDING", "good")
    terminal.press("m")
    terminal.sees("1 moment marked")
    terminal.press("Space")
    terminal.sees("‖ PAUSED")
    terminal.press("Space")
    terminal.sees("● RECORDING")
    terminal.press("s")
    terminal.sees("End the recording?")
    terminal.press("Tab", "Enter")


def from_recorded_to_approved(terminal: Terminal) -> list[str]:
    """The keys that were pressed, beyond what was typed."""
    pressed: list[str] = []

    def press(*keys: str) -> None:
        pressed.extend(keys)
        terminal.press(*keys)

    terminal.sees("Whose voice?", "3 voices", "Priya Nair", "Tyler Ashby", patience=60)
    for label in ("S1", "S2", "S3"):
        terminal.sees(f"Some of what {label} said")
        press("Space")
        terminal.sees(f"♪ Playing {label}")
        press("Down")
    press("g")
    terminal.sees("s1 rests on turn 1", "draft waits for you", patience=60)
    press("Space")
    terminal.sees("♪ Playing the words behind s1")
    press("Space")
    terminal.gone("♪ Playing")
    press("n")
    terminal.sees("s2 rests on turn 2", "You must confirm")
    press("c")
    terminal.sees("✓ You confirmed it.")
    press("w")
    for section in load_template("child_in_need_visit").human_sections:
        terminal.sees(" ".join(section.guidance.split()[:3]))
        terminal.type(f"My view of {section.key}.")
        terminal.sees(f"My view of {section.key}.")
        press("Tab")
    press("C-s")
    terminal.gone("Only you can write these")
    press("d")
    terminal.sees("He hit me once, last year.")
    press("1")
    terminal.sees("put aside")
    press("Escape")
    terminal.sees("All is done.")
    press("p")
    terminal.sees("Approve this note?")
    press("Tab", "Enter")
    terminal.sees("The note is approved and signed.", "Your supervisor finds it")
    press("Enter")
    terminal.sees("Signed, so read only.", "x Export")
    return pressed


def countersign(terminal: Terminal, *, witness: Path) -> None:
    terminal.sees("1 note waiting", "CF-204", "▲ 1")
    terminal.press("Enter")
    terminal.sees("Of its words:", "To think about:")
    terminal.press("s")
    terminal.sees("Countersign this note?", "Would you defend it in")
    terminal.press("Tab", "Enter")
    terminal.sees("The note is countersigned in your name.", "Cosign the log too")
    terminal.press("Tab", "Enter")
    terminal.sees("Cosign the log", "I saw the log as it is now")
    terminal.type(f"\x15{witness}\r")
    terminal.sees("You cosigned the log’s head")
    terminal.press("Enter")
    terminal.sees("No signed note waits for you.")
    assert "casescribe" in witness.read_text()


def export(terminal: Terminal, folder: Path) -> None:
    terminal.press("v")
    terminal.sees("countersigned", "Open it: export it")
    terminal.press("Enter")
    terminal.sees("Countersigned by Ngozi Eze.", "x Export")
    for name, down in (("note.docx", 0), ("note.md", 1)):
        terminal.press("x")
        terminal.sees("A Word document", "Plain text")
        terminal.press(*["Down"] * down, "Enter")
        terminal.sees("as it was signed")
        terminal.type(f"\x15{folder / name}\r")
        terminal.sees("Written:")
        terminal.press("Enter")
        terminal.gone("Written:")
    terminal.press("f")
    terminal.sees("in the council’s records?")
    terminal.press("Tab", "Enter")
    terminal.sees("Filed. Its days on this laptop are counted")
    terminal.press("Enter")
    terminal.gone("Its days on this laptop")
    terminal.press("Escape")
    terminal.sees("your visits", "filed")
    terminal.press("Escape")
    terminal.sees("No signed note waits for you.")


def oversee(terminal: Terminal, folder: Path) -> None:
    terminal.sees("✓ All", "entries are as they were written", "What people did to it", "filed")
    terminal.press("v")
    terminal.sees("Verified just now")
    terminal.press("Escape")
    terminal.gone("Verified just now")
    assert "Ashby" not in terminal.screen()
    for key, asks, name, said in (
        ("o", "Cosign the log", "lead.txt", "You cosigned the head"),
        ("x", "Export the log", "log.jsonl", "entries written"),
    ):
        terminal.press(key)
        terminal.sees(asks)
        terminal.type(f"\x15{folder / name}\r")
        terminal.sees(said)
        terminal.press("Escape")
        terminal.gone(asks)
    assert json.loads((folder / "log.jsonl").read_text().splitlines()[0])["head"]
