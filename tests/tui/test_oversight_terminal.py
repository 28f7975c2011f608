"""A supervisor's and a governance lead's day in a real terminal, by keyboard alone, from the passphrase on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from recorder.access.keys import RoleInVault
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from tests.tui.oversight_worlds import LEADS_WORDS, SUPERVISORS_WORDS, sign_a_worked_on_note, supervisor_of
from tests.tui.test_real_terminal import Terminal, best_terminal

pytestmark = pytest.mark.terminal


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    window = best_terminal()
    yield window
    window.close()


def sign_in(terminal: Terminal, config: Config, *, down: int, passphrase: str) -> None:
    terminal.run(sys.executable, "-m", "recorder", "--vault", str(config.vault_dir), width=100, height=30)
    terminal.sees("Your vault is locked.", "Who are you?", "Priya Nair, social worker")
    terminal.press(*["Down"] * down, "Enter")
    terminal.type(f"{passphrase}\r")


def test_the_supervisor_countersigns(terminal: Terminal, drafted: OpenVault, drafted_visit: str, config: Config) -> None:
    drafted.custodian.add_person("Ngozi Eze", RoleInVault.SUPERVISOR, passphrase=SUPERVISORS_WORDS)
    sign_a_worked_on_note(drafted, drafted_visit)
    sign_in(terminal, config, down=1, passphrase=SUPERVISORS_WORDS)
    terminal.sees("1 note waiting", "Home visit · CASE-1", "▲ 1")
    terminal.press("Enter")
    terminal.sees("Of its words:", "The AI wrote:", "The worker signed:", "To think about:")
    terminal.press("n")
    terminal.sees("s2 · rests on turn 2", "▌ Tyler  turn 2")
    terminal.type("mDid anybody ask him twice?\x13")
    terminal.sees("¶ Your comment: Did anybody ask him")
    terminal.press("s")
    terminal.sees("Countersign this note?", "Your 1 comment will not be kept")
    terminal.press("Tab", "Enter")
    terminal.sees("The note is countersigned in your name.")
    terminal.press("Enter")
    terminal.sees("No signed note waits for you.")
    assert drafted.recorder.visit(drafted_visit).status is Status.COUNTERSIGNED
    terminal.press("q")


def test_the_supervisor_cannot_countersign_their_own_note(
    terminal: Terminal, drafted: OpenVault, drafted_visit: str, config: Config
) -> None:
    with supervisor_of(drafted, config) as supervisor:
        sign_a_worked_on_note(supervisor, drafted_visit)
    sign_in(terminal, config, down=1, passphrase=SUPERVISORS_WORDS)
    terminal.sees("1 note waiting", "somebody else", "signs")
    terminal.press("Enter")
    terminal.sees("Of its words:")
    terminal.press("s")
    terminal.sees("Countersign this note?")
    terminal.press("Tab", "Enter")
    terminal.sees("This did not happen", "You approved this note yourself", "Nothing was changed.")
    terminal.press("Enter")
    terminal.gone("This did not happen")
    assert drafted.recorder.visit(drafted_visit).status is Status.APPROVED


def test_the_governance_lead_verifies_cosigns_and_exports(
    terminal: Terminal, drafted: OpenVault, drafted_visit: str, config: Config, tmp_path: Path
) -> None:
    drafted.custodian.add_person("Gwen Hall", RoleInVault.GOVERNANCE, passphrase=LEADS_WORDS)
    sign_a_worked_on_note(drafted, drafted_visit)
    drafted.close()  # which is when a lead's copy of the log is written
    sign_in(terminal, config, down=1, passphrase=LEADS_WORDS)
    terminal.sees("✓ All", "entries are as they were written", drafted_visit, "What people did to it")
    terminal.press("v")
    terminal.sees("Verified just now", "a governance lead holds no key")
    terminal.press("Escape")
    terminal.gone("Verified just now")
    terminal.press("c")
    terminal.sees("Use by month")
    terminal.press("Escape")
    terminal.gone("Use by month")
    for key, asks, name, said in (
        ("o", "Cosign the log", "head.txt", "You cosigned the head"),
        ("x", "Export the log", "log.jsonl", "entries written"),
    ):
        terminal.press(key)
        terminal.sees(asks)
        terminal.type(f"\x15{tmp_path / name}\r")  # Ctrl+U empties the field
        terminal.sees(said)
        terminal.press("Escape")
        terminal.gone(asks)
    assert "casescribe" in (tmp_path / "head.txt").read_text()
    assert json.loads((tmp_path / "log.jsonl").read_text().splitlines()[0])["head"]
    terminal.press("q")
