"""The sample visit, drafted by the real models, worked on and approved in a real terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from recorder.bootstrap import open_vault
from recorder.config import Config
from recorder.domain import Status
from tests.tui.test_real_terminal import Terminal, best_terminal

pytestmark = [pytest.mark.engine, pytest.mark.terminal]


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    window = best_terminal()
    yield window
    window.close()


def test_the_sample_is_worked_on_and_approved(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run(sys.executable, "-m", "recorder", "demo", "--tui", "--to", str(tmp_path / "demo"), width=110, height=34)
    terminal.sees("your visits", "draft waits for you", patience=240)
    terminal.press("Enter")
    terminal.sees("s1 rests on turn")
    terminal.press("e")
    terminal.sees("Reword sentence s1")
    terminal.type(" Seen by me.")
    terminal.press("C-s")
    terminal.gone("Reword sentence s1")
    terminal.sees("AI, edited by you")

    opened = open_vault(Config(tmp_path / "demo/vault", tmp_path / "models"))
    visit = opened.recorder.visits()[0]
    for statement in opened.recorder.working_note(visit.id).statements:
        if statement.confirm:
            terminal.press("n")
            terminal.sees(f"{statement.id} rests on", "You must confirm it")
            terminal.press("c")
            terminal.sees("✓ You confirmed it.")
    terminal.press("w")
    for section in opened.recorder.template(visit.id).human_sections:
        terminal.sees(" ".join(section.guidance.split()[:3]))
        terminal.type(f"My view of {section.key}.")
        terminal.sees(f"My view of {section.key}.")
        terminal.press("Tab")
    terminal.press("C-s")
    terminal.gone("Only you can write these")
    if waiting := opened.recorder.working_note(visit.id).unused_disclosures:
        terminal.press("d")
        terminal.sees("Possible disclosures")
        for turn in waiting:
            terminal.sees(f"turn {turn}")
            terminal.press("r", "Down")
        terminal.press("Escape")
        terminal.gone("Possible disclosures")
    terminal.sees("All is done.")
    terminal.press("p")
    terminal.sees("Approve this note?")
    terminal.press("Tab", "Enter")
    terminal.sees("The note is approved and signed.")
    terminal.press("Enter")
    terminal.sees("Signed, so read only.")
    terminal.press("a")
    terminal.sees("note approved and signed")
    assert opened.recorder.visit(visit.id).status is Status.APPROVED
    assert "Seen by me." in opened.recorder.signed_note(visit.id).canonical.decode()
    opened.vault.close()
