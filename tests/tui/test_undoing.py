"""Everything that was done to a note can be taken back, step by step, and what was written in between stays in the history."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import TextArea

from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Advice
from tests.conftest import reopen, scripted_engines
from tests.tui.test_journey import SMALL, type_text
from tui.app import CasescribeApp

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]


async def test_every_kind_of_change_can_be_undone(drafted: OpenVault, drafted_visit: str, seen: Seen, settle: Settle) -> None:
    recorder = drafted.recorder
    before = recorder.working_note(drafted_visit)
    async with CasescribeApp(recorder).run_test(size=SMALL) as pilot:
        await pilot.press("enter", "down", "c")  # confirm s2
        await settle(pilot)
        await pilot.press("e")
        pilot.app.screen.query_one(TextArea).text = "Tyler hides."
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("o", "enter")
        await type_text(pilot, "The kitchen was warm.")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("w")
        await type_text(pilot, "What it means.")
        await pilot.press("ctrl+s")
        await settle(pilot)
        changed = recorder.working_note(drafted_visit)
        assert (len(changed.statements), dict(changed.human_sections)["analysis"]) == (4, "What it means.")

        await pilot.press("u")
        await settle(pilot)
        assert dict(recorder.working_note(drafted_visit).human_sections)["analysis"] == ""
        await pilot.press("u")
        await settle(pilot)
        assert recorder.working_note(drafted_visit).statements[-1].text == "", "the own sentence is out"
        await pilot.press("u")
        await settle(pilot)
        second = recorder.working_note(drafted_visit).statements[1]
        assert (second.text, second.confirmed) == (before.statements[1].text, True), "as it was when it was confirmed"
        await pilot.press("u")
        await settle(pilot)
        assert recorder.working_note(drafted_visit).statements[:3] == before.statements
        await pilot.press("u")
        await settle(pilot)
        assert recorder.working_note(drafted_visit).statements[:3] == before.statements, "nothing is left to undo"
    kinds = [e.event.kind for e in recorder.history(drafted_visit)]
    assert kinds.count("statement_edited") == 4, "what was done and undone both stand in the log"
    assert kinds.count("work_taken_back") == 1, "the confirmation"


@pytest.fixture
def advised(config: Config, drafted: OpenVault) -> OpenVault:
    drafted.vault.close()
    said = Advice(worker_alone=True, reason="was not said", detail="on Friday")
    engines = replace(scripted_engines(), adviser=lambda *_given, **_named: (said,))
    return reopen(config, engines=engines)


async def test_after_an_edit_the_page_says_what_rests_on_the_worker_alone(
    advised: OpenVault, seen: Seen, settle: Settle
) -> None:
    app = CasescribeApp(advised.recorder)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("enter", "e")
        app.screen.query_one(TextArea).text = "He missed school on Friday."
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "Rests on you alone" in seen(app)
        assert "on Friday" in seen(app)
        await pilot.press("u")
        await settle(pilot)
        assert "Rests on you alone" not in seen(app)
    advised.vault.close()
