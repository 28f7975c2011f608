"""The sample visit, drafted by the real models, worked on and approved in a real terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from recorder.bootstrap import open_vault
from recorder.commands.settings import Settings
from recorder.config import Config
from recorder.domain import Status
from tests.tui.test_real_terminal import Terminal, best_terminal

MOST_KEYS = 40  # from “recording stopped” to “approved”, beyond what is typed

pytestmark = [pytest.mark.engine, pytest.mark.terminal]


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    window = best_terminal()
    yield window
    window.close()


def test_the_sample_is_worked_on_and_approved(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run(sys.executable, "-m", "recorder", "demo", "--tui", "--to", str(tmp_path / "demo"), width=110, height=34)
    terminal.sees("your visits", "draft waits for you", patience=240)
    pressed: list[str] = []

    def press(*keys: str) -> None:
        pressed.extend(keys)
        terminal.press(*keys)

    press("Enter")
    terminal.sees("s1 rests on turn", "AI-drafted from the spoken words")
    press("Down")
    terminal.sees("s2 rests on turn", "▌")
    press("Up")
    terminal.sees("s1 rests on turn")
    press("e")
    terminal.sees("Reword sentence s1", "Ctrl+S: save")
    terminal.type(" Seen by me.")
    terminal.sees("Seen by me.")
    press("C-s")
    terminal.gone("Reword sentence s1")
    terminal.sees("AI, edited by you", "✎ Edited by you.")

    config = Config(tmp_path / "demo/vault", tmp_path / "models")
    opened = open_vault(config, Settings(config).keys()[0])
    visit = opened.recorder.visits()[0]
    template = opened.recorder.template(visit.id)
    press("w")
    for section in template.human_sections:
        terminal.sees(" ".join(section.guidance.split()[:3]))
        terminal.type(f"My view of {section.key}.")
        terminal.sees(f"My view of {section.key}.")
        press("Tab")
    press("C-s")
    terminal.gone("Only you can write these")

    statements = opened.recorder.working_note(visit.id).statements
    first, *others = [s for section in template.sections for s in statements if s.section == section.key]
    for statement in (s for s in (*others, first) if s.confirm):
        press("n")
        terminal.sees(f"{statement.id} rests on", "You must confirm it")
        press("c")
        terminal.sees(f"{statement.id} rests on", "✓ You confirmed it.")

    if waiting := opened.recorder.working_note(visit.id).unused_disclosures:
        press("d")
        terminal.sees("Possible disclosures")
        for turn in waiting:
            terminal.sees(f"turn {turn}: to be read")
            press("2")
            terminal.gone(f"turn {turn}: to be read")
        press("Escape")
    if pairs := opened.recorder.working_note(visit.id).contradictions:
        press("k")
        terminal.sees("Passages that do not agree")
        for pair in pairs:
            press("r")
            terminal.sees(f"turns {pair.first} and {pair.second}", "you have compared them")
        press("Escape")
        terminal.gone("Possible disclosures")
    terminal.sees("All is done.")
    press("p")
    terminal.sees("Approve this note?", "Not yet")
    press("Tab", "Enter")
    terminal.sees("The note is approved and signed.")
    press("Enter")
    terminal.gone("The note is approved and signed.")
    terminal.sees("Signed, so read only.")
    terminal.press("a")
    terminal.sees("Audit log", "note approved and signed")
    assert opened.recorder.visit(visit.id).status is Status.APPROVED
    assert "Seen by me." in opened.recorder.signed_note(visit.id).canonical.decode()
    voices = len(opened.recorder.voices(visit.id))
    before = 2 * voices + 1  # from the end of the recording to the draft: to each voice, hear it; then on to the draft
    assert before + len(pressed) <= MOST_KEYS, pressed
    opened.vault.close()
