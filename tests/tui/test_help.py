"""Help on every page and dialogue, and everything by name in the palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from pkgutil import iter_modules

from textual.app import App
from textual.binding import Binding
from textual.pilot import Pilot
from textual.screen import Screen

import tui.screens
from recorder.bootstrap import OpenVault
from tui.app import CasescribeApp
from tui.screens.audit_trail import AuditPage
from tui.screens.help import HelpDialog, key_words
from tui.screens.page import PlainPage

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]


async def test_f1_helps_in_a_dialogue_where_letters_are_typed(drafted: OpenVault, sees: Sees) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "e")
        await sees(pilot, "Reword sentence s1")
        await pilot.press("f1")
        await sees(pilot, "Ctrl+S       Save")
        await sees(pilot, "Ctrl+L  lock now")
        await pilot.press("f1")
        await sees(pilot, "Reword sentence s1")
        assert not isinstance(app.screen, HelpDialog)


async def test_the_palette_does_by_name_what_the_keys_do(drafted: OpenVault, sees: Sees, seen: Seen) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p")
        await sees(pilot, "Search for commands")
        for action in ("Audit log", "Quit", "Lock", "Help", "Colours"):
            await sees(pilot, action)
        assert "Screenshot" not in seen(app), "a picture of a case note would lie on the disk in plain"
        await pilot.press(*"audit log", "enter")
        await sees(pilot, "Audit log · all visits")
        assert isinstance(app.screen, AuditPage)


def test_every_page_has_help_and_every_key_says_what_it_does() -> None:
    pages = [
        page
        for module in iter_modules(tui.screens.__path__)
        for page in vars(import_module(f"tui.screens.{module.name}")).values()
        if isinstance(page, type) and issubclass(page, Screen) and page.__module__ == f"tui.screens.{module.name}"
    ]
    assert len(pages) > 20
    for page in pages:
        if issubclass(page, PlainPage) and not page.__subclasses__():
            assert page.HELP_TEXT, f"{page.__name__} has no help"
        for binding in page.BINDINGS if issubclass(page, PlainPage) else ():
            assert isinstance(binding, Binding)
            assert binding.description, f"{page.__name__}: {binding.key} says nothing"


def test_keys_are_written_as_on_the_keyboard() -> None:
    assert [key_words(key) for key in ("ctrl+s", "question_mark", "f1", "up", "m", "shift+tab")] == [
        "Ctrl+S",
        "?",
        "F1",
        "↑",
        "m",
        "Shift+Tab",
    ]
