"""A governance lead's work over a sealed copy of the log: is it whole, AI's part in a note, charts, cosigning, exports."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from audit.render import Report
from audit.sheets import Sheet
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.ledger import ledger_file
from recorder.oversight import governance_desk
from recorder.ports import Progress
from recorder.vault import read_keyring, unlock
from tests.conftest import ROSTER
from tests.tui.oversight_worlds import LEADS_WORDS, governance_app, read_in, sign_a_worked_on_note
from tui.oversight_desks import Standing, unwatched
from tui.report_words import report_text
from tui.screens.governance import GovernancePage

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]


@pytest.fixture
def signed(drafted: OpenVault, drafted_visit: str) -> OpenVault:
    """A vault whose one note is signed."""
    sign_a_worked_on_note(drafted, drafted_visit)
    return drafted


async def test_the_story_of_a_note_and_no_name_in_it(
    drafted: OpenVault, drafted_visit: str, config: Config, seen: Seen, sees: Sees
) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    async with governance_app(drafted, config).run_test(size=(120, 60)) as pilot:
        await sees(pilot, "entries are as they were written")
        page = seen(pilot.app)
        told = read_in(pilot.app, "#story")
        for words in (
            drafted_visit,
            "3 answers to the question whether it may be recorded: 3 yes.",
            "1 sentence about harm, each to be confirmed",
            "1 sentence added.",
            "1 sentence reworded.",
            "1 sentence taken out.",
            "% worded by rules from what was said",
        ):
            assert words in told
        for person in ROSTER:
            assert person.short_name not in page
        assert "CASE-1" not in page


async def test_charts_rules_entries_and_back(drafted: OpenVault, drafted_visit: str, config: Config, sees: Sees) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    async with governance_app(drafted, config).run_test(size=(80, 24)) as pilot:
        await sees(pilot, "✓ All")
        await pilot.press("c")
        await sees(pilot, "Use by month")
        await pilot.press("escape", "r")
        await sees(pilot, "The standard policy that Casescribe brings")
        await pilot.press("escape", "a")
        await sees(pilot, f"Audit log · visit {drafted_visit}")
        await pilot.press("v")
        await sees(pilot, "Audit log · all visits")


async def test_cosign_export_and_report_to_files(
    signed: OpenVault, config: Config, settle: Settle, sees: Sees, tmp_path: Path
) -> None:
    async with governance_app(signed, config).run_test(size=(100, 30)) as pilot:
        await sees(pilot, "✓ All")
        for key, name, said in (
            ("o", "head.txt", "You cosigned the head"),
            ("x", "log.jsonl", "entries written to"),
            ("w", "report.html", "The report is in"),
        ):
            await pilot.press(key)
            await pilot.pause()
            pilot.app.screen.query_one(Input).value = str(tmp_path / name)
            await pilot.press("enter")
            await settle(pilot)
            await sees(pilot, said)
            await pilot.press("escape")
        await pilot.press("f")
        await pilot.pause()
        (tmp_path / "fleet").mkdir()
        (tmp_path / "log.jsonl").rename(tmp_path / "fleet/log.jsonl")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "fleet")
        await pilot.press("enter")
        await sees(pilot, "1 of 1 devices")
    assert "casescribe" in (tmp_path / "head.txt").read_text()
    assert "<svg" in (tmp_path / "report.html").read_text() or "fewer than 5" in (tmp_path / "report.html").read_text()


async def test_a_copy_that_was_touched_is_said_in_one_line(
    drafted: OpenVault, drafted_visit: str, config: Config, sees: Sees, settle: Settle
) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    app = governance_app(drafted, config)
    lead = next(slot for slot in read_keyring(config.vault_dir)[0].people if slot.name == "Gwen Hall")
    async with app.run_test(size=(100, 30)) as pilot:
        await sees(pilot, "✓ All")
        path = ledger_file(config.vault_dir, lead.id)
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        await pilot.press("v")
        await settle(pilot)
        await sees(pilot, "A sealed file of the vault was changed")


def test_bars_have_their_numbers_and_wide_tables_stand_below_each_other() -> None:
    sheet = Sheet("k", "Use", "note", ("month", "notes approved"), (("2026-01", 10), ("2026-02", 5)), "notes approved")
    wide = Sheet("w", "Wide", "note", ("a" * 30, "b" * 30), (("x", "y"),))
    text = report_text(Report("T", (), (sheet, wide)), width=50)
    assert "2026-01  " + "█" * 30 + " 10" in text
    assert "2026-02  " + "█" * 15 + "░" * 15 + " 5" in text
    assert "a" * 30 + ": x\n    " + "b" * 30 + ": y" in text


async def test_a_long_check_says_how_far_it_is_holds_up_no_key_and_can_be_stopped(
    signed: OpenVault, config: Config, sees: Sees, settle: Settle
) -> None:
    app = governance_app(signed, config)
    began, over = threading.Event(), threading.Event()

    def endless(progress: Progress = unwatched, /) -> Standing:
        for n in itertools.count():
            if over.wait(0.01):
                break
            progress(0.25 + 0.25 * min(n, 100) / 100)
            began.set()
        return Standing(ok=True, sentences=("All is well. Root: 00",))

    async with app.run_test(size=(80, 24)) as pilot:
        page = pilot.app.screen
        assert isinstance(page, GovernancePage)
        await sees(pilot, "✓ All")
        page._desk = replace(page._desk, verify=endless)
        await pilot.press("v")
        await sees(pilot, "50% · ")
        assert began.is_set()
        assert page.keeps_awake
        assert "left · Esc: stop" in read_in(pilot.app, "#standing")
        await pilot.press("a")
        await sees(pilot, "Audit log")
        await pilot.press("escape", "escape")
        await sees(pilot, "✓ All")
        assert getattr(pilot.app.screen, "keeps_awake", True) is False
        over.set()
        await settle(pilot)
        assert "All is well" not in read_in(pilot.app, "#standing"), "what was stopped says nothing afterwards"


def test_an_export_that_is_stopped_leaves_the_file_as_it_was(signed: OpenVault, config: Config, tmp_path: Path) -> None:
    governance_app(signed, config)
    desk = governance_desk(config, unlock(config.vault_dir, LEADS_WORDS, person="Gwen Hall"))
    place = tmp_path / "log.jsonl"
    assert desk.export(place) > 10
    before = place.read_bytes()

    def stop(_share: float) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        desk.export(place, stop)
    assert (place.read_bytes(), list(tmp_path.glob("log*"))) == (before, [place])
