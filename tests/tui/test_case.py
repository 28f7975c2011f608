"""A case on one page: what was promised, the visits, the people, and the next visit; and what waits today."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

from textual.app import App
from textual.pilot import Pilot

from recorder.bootstrap import OpenVault
from recorder.domain import Case, Person, Role, Statement, StatementKind, Status, Visit
from tests.conftest import ROSTER
from tests.tui.test_hostile_words import ALL, assert_harmless
from tests.tui.test_journey import SMALL
from tests.tui.test_looks import look
from tui import case_words
from tui.app import CasescribeApp
from tui.screens.consent import ConsentPage
from tui.screens.draft import DraftPage

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]


async def test_a_case_with_its_visits_and_people(drafted: OpenVault, seen: Seen, settle: Settle) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("c")
        await pilot.pause()
        page = seen(app)
        for words in ("Case CASE-1", "11 Mar 2026  Home visit", "draft waits for you", "Tyler Ashby  child, 9 years"):
            assert words in page
        assert not (wrong := await look(pilot, "case")), wrong
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, DraftPage)


async def test_a_new_visit_needs_no_typing(opened: OpenVault, seen: Seen, settle: Settle) -> None:
    opened.recorder.open_case("CASE-1", ROSTER)
    app = CasescribeApp(opened.recorder)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("c", "n")
        await pilot.pause()
        assert "A visit for CASE-1" in seen(app)
        assert not (wrong := await look(pilot, "plan a visit")), wrong
        await pilot.press("left", "enter")
        await settle(pilot)
        assert "Case CASE-1" in seen(app)
        assert "planned" in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ConsentPage)
    (visit,) = opened.recorder.visits()
    assert (visit.status, (date.today() - visit.held_on).days) == (Status.PLANNED, 1)


async def test_no_payload_gets_through(opened: OpenVault, settle: Settle) -> None:
    opened.recorder.open_case(f"CASE {ALL}", (Person("a", f"Donna {ALL}", (f"D {ALL}", "x" * 10_000), Role.PARENT),))
    app = CasescribeApp(opened.recorder)
    async with app.run_test(size=SMALL) as pilot:
        for keys in (("c",), ("n",), ("enter",)):
            await pilot.press(*keys)
            await settle(pilot)
            assert_harmless(app, str(keys))
        assert app.is_running


def visit(at: int, status: Status) -> Visit:
    made = datetime(2026, 3, 11, tzinfo=UTC)
    return Visit(f"v{at}", "c", "Home visit", "child_in_need_visit", date(2026, 3, at), status, made)


def test_what_was_promised_comes_from_the_last_two_notes() -> None:
    visits = [visit(n, Status.APPROVED) for n in (12, 9, 5)]
    action = Statement("plan", "Priya will ring the school.", (1,), StatementKind.ACTION)
    out = Statement("plan", "", (1,), StatementKind.ACTION)
    notes = {"v12": (out, Statement("voice", "He hides.", (2,))), "v9": (action,), "v5": (action,)}
    lines = case_words.case_lines(Case("c", "CASE-1", ROSTER), visits, notes)
    assert [(x.text, x.tail) for x in lines if x.kind == "action"] == [("Priya will ring the school.", "9 Mar 2026")]


def test_today_says_what_waits() -> None:
    visits = [visit(12, Status.PLANNED), visit(9, Status.RECORDED), visit(5, Status.DRAFTED), visit(3, Status.DRAFTED)]
    assert case_words.today_line(visits, given_back=1) == (
        "Today: 2 drafts wait for you, the oldest from 3 Mar 2026 · 1 given back to you · 1 recording waits for a draft"
        " · 1 visit to come."
    )
    assert case_words.today_line([visit(1, Status.FILED)], given_back=0) == ""
