"""Somebody types faster than the pages open: nothing is lost, and nothing lands on the wrong page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import TextArea

from recorder.bootstrap import OpenVault
from recorder.domain import Status
from tui.app import CasescribeApp
from tui.screens.dialogs import MessageDialog
from tui.screens.draft import DraftPage
from tui.screens.edit import EditDialog

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
SIZE = (100, 40)
NAMES = {"\t": "tab", "\r": "enter", "\x13": "ctrl+s", "\x1b": "escape", " ": "space", ".": "full_stop"}


def burst(app: App[None], keys: str) -> None:
    """All the keys in one instant, as a terminal hands over what was typed while the machine was busy."""
    for key in keys:
        app.post_message(events.Key(NAMES.get(key, key), key))


def on_top(app: App[None]) -> type:
    """What kind of page or dialogue the person sees."""
    return type(app.screen)


def click(app: App[None], x: int, y: int) -> None:
    """A click as a terminal tells it."""
    for kind in (events.MouseDown, events.MouseUp):
        app.post_message(
            kind(None, x, y, delta_x=0, delta_y=0, button=1, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y)
        )


async def test_all_that_was_typed_stands_in_the_field(drafted: OpenVault, drafted_visit: str, settle: Settle) -> None:
    app = CasescribeApp(drafted.recorder)
    before = drafted.recorder.working_note(drafted_visit)
    async with app.run_test(size=SIZE) as pilot:
        burst(app, "\re and then we copied down what he drew")
        await settle(pilot)
        assert on_top(app) is EditDialog
        assert app.screen.query_one(TextArea).text == before.statements[0].text + " and then we copied down what he drew"
        assert len(app.screen_stack) == 4, "blank, visits, draft, dialogue: no letter opened anything else"
    assert drafted.recorder.working_note(drafted_visit) == before


async def test_saving_takes_the_last_letter_with_it(drafted: OpenVault, drafted_visit: str, settle: Settle) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SIZE) as pilot:
        burst(app, "\re He drew it.\x13n")
        await settle(pilot)
        assert on_top(app) is DraftPage
    first, second = drafted.recorder.working_note(drafted_visit).statements[:2]
    assert first.text.endswith(" He drew it.")
    assert not second.confirmed


async def test_a_whole_visit_typed_in_one_breath(drafted: OpenVault, drafted_visit: str, settle: Settle) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SIZE) as pilot:
        burst(app, "\rncwMy view.\tThe risk.\tThe decision.\x13d1\x1bp\t\r\r")
        await settle(pilot)
        assert on_top(app) is DraftPage
    assert drafted.recorder.visit(drafted_visit).status is Status.APPROVED
    note = drafted.recorder.signed_note(drafted_visit).canonical.decode()
    assert all(words in note for words in ('"My view."', '"The risk."', '"The decision."'))


async def test_what_was_typed_ahead_does_not_close_a_problem_unread(drafted: OpenVault, settle: Settle, seen: Seen) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SIZE) as pilot:
        burst(app, "\re Kept.")
        await settle(pilot)
        drafted.vault.db.conn.execute("PRAGMA query_only = ON")
        burst(app, "\x13\r\rxyz")
        await settle(pilot)
        assert on_top(app) is MessageDialog
        drafted.vault.db.conn.execute("PRAGMA query_only = OFF")
        await pilot.press("enter")
        assert app.screen.query_one(TextArea).text.endswith(" Kept.")


async def test_a_click_on_save_takes_the_last_letter_with_it(drafted: OpenVault, drafted_visit: str, settle: Settle) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SIZE) as pilot:
        burst(app, "\re")
        await settle(pilot)
        save = app.screen.query_one("#save").region
        burst(app, " He drew it.")
        click(app, save.x + 1, save.y)
        await settle(pilot)
        assert on_top(app) is DraftPage
    assert drafted.recorder.working_note(drafted_visit).statements[0].text.endswith(" He drew it.")


async def test_a_click_aimed_at_the_page_before_touches_nothing_on_the_next(drafted: OpenVault, settle: Settle) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SIZE) as pilot:
        burst(app, "\re")
        await settle(pilot)
        leave = app.screen.query_one("#cancel").region
        burst(app, "\x1be")
        click(app, leave.x + 1, leave.y)
        await settle(pilot)
        assert on_top(app) is EditDialog
        click(app, leave.x + 1, leave.y)
        await settle(pilot)
        assert on_top(app) is DraftPage, "the same click, once the dialogue is seen, does leave it"
