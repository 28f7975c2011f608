"""A worker in a real terminal, by keyboard alone: consent, recording, voices, draft, signature; every key counted."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date

import pytest

from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from tests.conftest import ROSTER
from tests.tui.test_real_terminal import Terminal, best_terminal

MOST_KEYS = 40  # from “recording stopped” to “approved”, beyond what is typed
ENTRY = """
import sys, threading, time
from pathlib import Path
import numpy as np
from recorder.sound.capture_desk import CaptureDesk
from recorder.config import Config
from recorder.sound.playback import Player
from recorder.sound.scripted_microphone import ScriptedMicrophones
from recorder.sound.scripted_speaker import ScriptedSpeaker
from tests.conftest import reopen
from tui.app import CasescribeApp
from tui.desks import Desks

opened, microphones = reopen(Config(vault_dir=Path(sys.argv[1]), models_dir=Path(sys.argv[2]))), ScriptedMicrophones()

def talk():
    while True:
        microphones.say((np.sin(np.arange(1600) / 5) * 6000).astype(np.int16))
        time.sleep(0.1)

threading.Thread(target=talk, daemon=True).start()
desks = Desks(capturing=CaptureDesk(opened.recording, microphones=microphones), player=Player(ScriptedSpeaker(goes_on=True)))
CasescribeApp(opened.recorder, desks=desks).run()
"""

pytestmark = pytest.mark.terminal


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    window = best_terminal()
    yield window
    window.close()


def test_from_consent_to_signature(terminal: Terminal, opened: OpenVault, config: Config) -> None:
    case = opened.recorder.open_case("CASE-1", ROSTER)
    pressed: list[str] = []

    def press(*keys: str) -> None:
        pressed.extend(keys)
        terminal.press(*keys)

    opened.recorder.plan_visit(case.id, title="Home visit", template="child_in_need_visit", held_on=date(2026, 3, 11))
    terminal.run(sys.executable, "-c", ENTRY, str(config.vault_dir), str(config.models_dir), width=80, height=24)
    terminal.sees("Today: 1 visit to come.", "Open it: ask for")
    press("Enter")
    terminal.sees("before the recording", "has not been")
    press("y", "y", "y")
    terminal.sees("Everybody needed has agreed.")
    press("r")
    terminal.sees("● RECORDING", "good")
    press("m")
    terminal.sees("1 moment marked")
    press("Space")
    terminal.sees("‖ PAUSED")
    press("Space")
    terminal.sees("● RECORDING")
    press("s")
    terminal.sees("End the recording?")
    press("Tab", "Enter")

    pressed.clear()
    terminal.sees("Whose voice?", "3 voices", "Priya Nair")
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
    visit = opened.recorder.visits()[0]
    press("w")
    for section in opened.recorder.template(visit.id).human_sections:
        terminal.sees(" ".join(section.guidance.split()[:3]))
        terminal.type(f"My view of {section.key}.")
        terminal.sees(f"My view of {section.key}.")
        press("Tab")
    press("C-s")
    terminal.gone("Only you can write these")
    press("d")
    terminal.sees("He hit me once, last year.")
    press("r")
    terminal.sees("you have read it")
    press("Escape")
    terminal.sees("All is done.")
    press("p")
    terminal.sees("Approve this note?")
    press("Tab", "Enter")
    terminal.sees("The note is approved and signed.")
    press("Enter")
    terminal.sees("Signed, so read only.")
    assert opened.recorder.visit(visit.id).status is Status.APPROVED
    assert len(pressed) <= MOST_KEYS, pressed
