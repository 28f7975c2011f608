"""What others did to a visit, what opening the vault mended, and searching: shown, and never in the terminal's own language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.app import App
from textual.pilot import Pilot

from recorder.access.keys import RoleInVault
from recorder.bootstrap import OpenVault, open_vault
from recorder.config import Config
from recorder.domain import Status
from recorder.vault import unlock
from tests.conftest import finish_note, scripted_engines
from tui.app import CasescribeApp
from tui.desks import Desks
from tui.screens.dialogs import MessageDialog
from tui.screens.draft import DraftPage
from tui.screens.search import SearchPage
from tui.screens.transcript import TranscriptPage
from tui.screens.visits import VisitsPage

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]
SIZE = (140, 30)


def desks_of(opened: OpenVault) -> Desks:
    """As the command line hands them in."""

    def countersigned_by(visit_id: str) -> str | None:
        given = opened.supervision.countersignature(visit_id)
        return given.name if given else None

    return Desks(given_back=opened.supervision.returned, countersigned_by=countersigned_by, search=opened.search.search)


def as_supervisor(worker: OpenVault, config: Config, act: Callable[[OpenVault], object]) -> None:
    """Let a supervisor sign in to the same vault and do something."""
    worker.custodian.add_person("Ngozi Eze", RoleInVault.SUPERVISOR, passphrase="another horse battery")
    keys = unlock(config.vault_dir, "another horse battery", person="Ngozi Eze")
    supervisor = open_vault(config, keys, engines=scripted_engines(), clock=worker.clock)
    act(supervisor)
    supervisor.vault.close()


async def test_a_note_given_back_says_by_whom_and_why(
    drafted: OpenVault, drafted_visit: str, config: Config, settle: Settle, sees: Sees
) -> None:
    finish_note(drafted, drafted_visit)
    words = "Who told you about [@click=app.quit]Monday[/]?\x1b]0;owned\x07"
    as_supervisor(drafted, config, lambda s: s.supervision.return_note(drafted_visit, reason="evidence", comment=words))
    app = CasescribeApp(drafted.recorder, desks=desks_of(drafted))
    async with app.run_test(size=(120, 30)) as pilot:
        await sees(pilot, "given back to you")
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "Ngozi Eze gave this note back on 11 Mar 2026")
        await sees(pilot, "[@click=app.quit]Monday[/]?")
        drawn = "".join(s.text for strip in app.screen._compositor.render_strips() for s in strip)
        assert not {"\x1b", "\x07"} & set(drawn)
        assert app.screen.query_one("#given-back").region.height <= 4
    drafted.recorder.approve(drafted_visit)
    again = CasescribeApp(drafted.recorder, desks=desks_of(drafted))
    async with again.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await sees(pilot, "Signed, so read only.")
        assert not again.screen.query_one("#given-back").display, "approved anew, it is no longer given back"


async def test_countersigned_and_filed_are_said(drafted: OpenVault, drafted_visit: str, config: Config, sees: Sees) -> None:
    finish_note(drafted, drafted_visit)
    as_supervisor(drafted, config, lambda s: s.supervision.countersign(drafted_visit))
    app = CasescribeApp(drafted.recorder, desks=desks_of(drafted))
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Open it: export it, then say that it is filed")
        await pilot.press("enter")
        await sees(pilot, "Countersigned by Ngozi Eze.")
        await pilot.press("escape")
        drafted.supervision.file(drafted_visit)
        await pilot.press("enter", "escape")
        await sees(pilot, "filed")


async def test_an_erased_visit_is_a_line_that_opens_nothing(
    drafted: OpenVault, drafted_visit: str, settle: Settle, sees: Sees
) -> None:
    drafted.erasure.erase(drafted_visit)
    assert drafted.recorder.visit(drafted_visit).status is Status.ERASED
    app = CasescribeApp(drafted.recorder, desks=desks_of(drafted))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await sees(pilot, "Erased visit")
        await sees(pilot, "Nothing is left of it but the log.")
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "This visit: erased.")
        assert isinstance(app.screen, VisitsPage)


async def test_what_opening_mended_is_shown_once(drafted: OpenVault, settle: Settle, sees: Sees, seen: Seen) -> None:
    sentence = "A recording that broke off is mended: [bold]3 seconds[/] of it are there."
    app = CasescribeApp(drafted.recorder, said=(sentence,))
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, sentence)
        await sees(pilot, "draft waits for you")
        await pilot.press("a", "escape")
        await settle(pilot)
        assert isinstance(app.screen, VisitsPage)
        await sees(pilot, "draft waits for you")
        assert "broke off" not in seen(app)


async def test_searching_opens_the_place(drafted: OpenVault, settle: Settle, sees: Sees, seen: Seen) -> None:
    app = CasescribeApp(drafted.recorder, desks=desks_of(drafted))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash", *"school", "enter")
        await settle(pilot)
        await sees(pilot, "CASE-1 · turn 0")
        assert "«school»" in seen(app)
        places = drafted.search.search("school").shown
        await pilot.press(*["down"] * next(n for n, p in enumerate(places) if p.place == "turn" and p.ref == "3"))
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, TranscriptPage)
        await pilot.press("escape", "home")
        await pilot.press(*["down"] * next(n for n, p in enumerate(places) if p.place == "sentence"))
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, DraftPage)


async def test_a_search_without_words_and_one_in_vain(drafted: OpenVault, settle: Settle, sees: Sees) -> None:
    app = CasescribeApp(drafted.recorder, desks=desks_of(drafted))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash", "question_mark", "enter")
        await settle(pilot)
        assert isinstance(app.screen, MessageDialog)
        await sees(pilot, "There is no word to search for.")
        await pilot.press("enter", *"zebra", "enter")
        await settle(pilot)
        await sees(pilot, "Found nowhere.")
        assert isinstance(app.screen, SearchPage)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, VisitsPage)


async def test_without_a_search_none_is_offered(drafted: OpenVault, seen: Seen) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash")
        await pilot.pause()
        assert isinstance(app.screen, VisitsPage)
        assert "Search" not in seen(app)
