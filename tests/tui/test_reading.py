"""Who reads a note before signing it, and who only scrolls through: the log tells them apart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from textual.pilot import Pilot

from audit import events
from audit.numbers import Questions
from audit.reports import report_on_log
from models.scripted import SteppingClock
from recorder.bootstrap import OpenVault
from recorder.domain import Status
from tests.conftest import finish_note
from tui.app import CasescribeApp
from tui.desks import Desks
from tui.screens.dialogs import MessageDialog
from tui.screens.draft import DraftPage
from tui.screens.visits import VisitsPage

Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]
SIZE = (100, 40)
WORDS = 12  # of s1 with the turn it rests on, and of s2 with its own


@dataclass
class Time:
    """The steady clock of the interface and the log's own, which pass together and only when told to."""

    log: SteppingClock
    seconds: float = 0.0

    def steady(self) -> float:
        return self.seconds

    def passes(self, seconds: float) -> None:
        self.seconds += seconds
        self.log.moment += timedelta(seconds=seconds)


def time_of(opened: OpenVault) -> Time:
    assert isinstance(opened.clock, SteppingClock)
    return Time(opened.clock)


def app_at(opened: OpenVault, time: Time) -> CasescribeApp:
    return CasescribeApp(opened.recorder, desks=Desks(steady=time.steady))


def do_all_but_sign(opened: OpenVault, visit_id: str) -> None:
    """What waits for a person is done, so that the note could be signed unread."""
    for section in opened.recorder.template(visit_id).human_sections:
        opened.recorder.write_section(visit_id, section.key, "Written by hand.")
    for statement in opened.recorder.working_note(visit_id).statements:
        if statement.confirm:
            opened.recorder.confirm_statement(visit_id, statement.id)
    for turn in opened.recorder.working_note(visit_id).unused_disclosures:
        opened.recorder.acknowledge_disclosure(visit_id, turn, reason="known")


async def look(pilot: Pilot[None], time: Time, *seconds: float) -> None:
    """Look at one sentence after the other, from the first on."""
    await pilot.press("home")
    for one in seconds:
        time.passes(one)
        await pilot.press("down")


async def sign(pilot: Pilot[None]) -> None:
    await pilot.press("p", "tab", "enter")


def read_of(opened: OpenVault, visit_id: str) -> list[tuple[str, float, int]]:
    seen = [e.event for e in opened.recorder.history(visit_id) if isinstance(e.event, events.EvidenceSeen)]
    assert not any(one.played for one in seen)
    return [(one.statement, one.seconds, one.words) for one in seen]


def kinds(opened: OpenVault, visit_id: str) -> list[str]:
    return [entry.event.kind for entry in opened.recorder.history(visit_id)]


def told_of_flags(opened: OpenVault) -> bool:
    """Whether a governance lead's report tells of an approval without reading; it hides how many, when they are few."""
    leaves = [entry.leaf() for entry in opened.recorder.history()]
    report = report_on_log("casescribe/1", leaves, sentences=("All is well.",), questions=Questions())
    (flags,) = [sheet for sheet in report.sheets if sheet.key == "flags"]
    return any(row[1] != 0 for row in flags.rows)


async def test_who_reads_is_not_flagged(drafted: OpenVault, drafted_visit: str, settle: Settle) -> None:
    do_all_but_sign(drafted, drafted_visit)
    time = time_of(drafted)
    async with app_at(drafted, time).run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await look(pilot, time, 3.0, 10.0, 0.3)
        await sign(pilot)
        await settle(pilot)
    assert drafted.recorder.visit(drafted_visit).status is Status.APPROVED
    assert read_of(drafted, drafted_visit) == [("s1", 3.0, WORDS), ("s2", 10.0, WORDS)]
    assert kinds(drafted, drafted_visit)[-1] == "note_approved", "the reading stands before the signature that it is for"
    assert not told_of_flags(drafted)


async def test_who_scrolls_through_and_signs_is_flagged(drafted: OpenVault, drafted_visit: str, settle: Settle) -> None:
    do_all_but_sign(drafted, drafted_visit)
    time = time_of(drafted)
    async with app_at(drafted, time).run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await look(pilot, time, 0.3, 0.3, 0.3)
        await look(pilot, time, 0.3, 0.3, 0.3)
        await sign(pilot)
        await settle(pilot)
    assert drafted.recorder.visit(drafted_visit).status is Status.APPROVED
    assert read_of(drafted, drafted_visit) == []
    assert told_of_flags(drafted)


async def test_leaving_the_page_writes_what_was_read(drafted: OpenVault, drafted_visit: str, settle: Settle) -> None:
    time = time_of(drafted)
    app = app_at(drafted, time)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        time.passes(4)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, VisitsPage)
        time.passes(20)
        await pilot.press("enter")
        await settle(pilot)
        time.passes(2)
        await pilot.press("ctrl+l")
    assert [seconds for _, seconds, _ in read_of(drafted, drafted_visit)] == [4.0, 2.0]
    assert kinds(drafted, drafted_visit)[-4:] == ["visit_opened", "evidence_seen"] * 2


async def test_help_over_the_page_and_a_walk_are_no_reading(drafted: OpenVault, drafted_visit: str, settle: Settle) -> None:
    time = time_of(drafted)
    async with app_at(drafted, time).run_test(size=SIZE) as pilot:
        await pilot.press("enter", "question_mark")
        time.passes(50)
        await pilot.press("escape")
        time.passes(3600)
        await pilot.press("down", "escape")
        await settle(pilot)
    assert [(statement, seconds) for statement, seconds, _ in read_of(drafted, drafted_visit)] == [("s1", 60.0)]


async def test_half_a_minute_is_the_most_that_a_kill_takes(drafted: OpenVault, drafted_visit: str, settle: Settle) -> None:
    time = time_of(drafted)
    app = app_at(drafted, time)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        time.passes(30)
        assert isinstance(app.screen, DraftPage)
        app.screen.keep_reading()  # as its timer does
        await settle(pilot)
        assert [seconds for _, seconds, _ in read_of(drafted, drafted_visit)] == [30.0]


async def test_looking_at_a_signed_note_is_not_reviewing_it(drafted: OpenVault, drafted_visit: str, settle: Settle) -> None:
    finish_note(drafted, drafted_visit)
    time = time_of(drafted)
    async with app_at(drafted, time).run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        time.passes(10)
        await pilot.press("escape")
        await settle(pilot)
    assert kinds(drafted, drafted_visit)[-2:] == ["note_approved", "visit_opened"]


async def test_what_cannot_be_logged_does_not_happen(
    drafted: OpenVault, drafted_visit: str, settle: Settle, sees: Sees
) -> None:
    do_all_but_sign(drafted, drafted_visit)
    time = time_of(drafted)
    app = app_at(drafted, time)
    database = drafted.vault.db.conn
    async with app.run_test(size=SIZE) as pilot:
        database.execute("PRAGMA query_only = ON")
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "This did not happen")
        await pilot.press("enter")
        assert isinstance(app.screen, VisitsPage), "a visit whose opening nobody could see later is not opened"
        database.execute("PRAGMA query_only = OFF")
        await pilot.press("enter")
        await settle(pilot)
        time.passes(5)
        database.execute("PRAGMA query_only = ON")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, MessageDialog)
        database.execute("PRAGMA query_only = OFF")


async def test_looking_keeps_nothing_longer_than_the_rules_allow(
    drafted: OpenVault, drafted_visit: str, settle: Settle
) -> None:
    def worked_at() -> object:
        return drafted.vault.db.conn.execute("SELECT worked_at FROM visits WHERE id = ?", [drafted_visit]).fetchone()

    before, time = worked_at(), time_of(drafted)
    async with app_at(drafted, time).run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        time.passes(5)
        await pilot.press("escape")
        await settle(pilot)
    assert read_of(drafted, drafted_visit)
    assert worked_at() == before
