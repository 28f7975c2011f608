"""What a person types is kept before they save it: no crash, no Escape and no refusal loses it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import TextArea

from recorder.bootstrap import OpenVault
from recorder.config import Config
from tests.tui.oversight_worlds import sign_a_worked_on_note, supervisor_of, supervisors_app
from tui.app import CasescribeApp
from tui.screens.draft import DraftPage

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]
SIZE = (100, 40)
PATIENCE = 30.0  # seconds, on a busy machine


async def comes_true(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Let the interface go on until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await pilot.pause(0.02)


def area(app: App[None]) -> TextArea:
    """The field that is written in."""
    return app.screen.query_one("TextArea:focus", TextArea)


@pytest.mark.parametrize(
    ("keys", "field"),
    [("e", "s1"), ("w", "analysis"), ("o enter", "own:"), ("d u enter", "own:")],
    ids=["sentence", "section", "a sentence of one's own", "a disclosure put into the note"],
)
async def test_words_are_kept_while_they_are_typed_and_stand_there_again(
    drafted: OpenVault, settle: Settle, seen: Seen, keys: str, field: str
) -> None:
    recorder = drafted.recorder
    visit_id = recorder.visits()[0].id
    app = CasescribeApp(recorder)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", *keys.split())
        await settle(pilot)
        assert "Kept from last time" not in seen(app)
        area(app).insert("He waved.")
        kept = area(app).text
        await comes_true(pilot, lambda: kept in recorder.typing(visit_id).values())
        assert next(iter(recorder.typing(visit_id))).startswith(field)

    again = CasescribeApp(recorder)  # as after a crash: nothing was saved, no key left the dialogue
    async with again.run_test(size=SIZE) as pilot:
        await pilot.press("enter", *keys.split())
        await settle(pilot)
        assert area(again).text == kept
        assert "Kept from last time, not saved yet." in seen(again)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(again.screen, DraftPage)
    assert recorder.typing(visit_id) == {}
    note = recorder.working_note(visit_id)
    assert kept in {*(s.text for s in note.statements), *dict(note.human_sections).values()}


@pytest.mark.parametrize("opens", [("m", "Your comment on s1"), ("r tab", "Give")], ids=["comment", "return"])
async def test_a_supervisors_words_are_kept_too(
    drafted: OpenVault, drafted_visit: str, config: Config, sees: Sees, opens: tuple[str, str]
) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    with supervisor_of(drafted, config) as supervisor:
        recorder = supervisor.recorder
        async with supervisors_app(supervisor).run_test(size=SIZE) as pilot:
            await sees(pilot, "1 note waiting")
            await pilot.press("enter", *opens[0].split())
            await sees(pilot, opens[1])
            pilot.app.screen.query_one(TextArea).insert("Which days?")
            await comes_true(pilot, lambda: "Which days?" in recorder.typing(drafted_visit).values())


NOT_KEPT = {
    "first_run.py": "a passphrase and the paper's key are secrets, and before there is a vault nothing can be kept encrypted",
    "sign_in.py": "a passphrase",
    "team.py": "a passphrase, which must be chosen whole, and whose it will be",
    "search.py": "a question, no work; kept, a name in it would outlive an erasure",
    "text_page.py": "a place for a file, which is there before anybody types",
}


def test_every_field_of_every_page_is_kept_or_has_a_reason_not_to_be() -> None:
    pages = (Path(__file__).parents[2] / "tui").rglob("*.py")
    with_fields = {page.name for page in pages if re.search(r"\b(?:Input|TextArea|MaskedInput)\(", page.read_text("utf-8"))}
    assert with_fields - {"keeping.py"} == set(NOT_KEPT), "fields belong into a KeepingDialog (self.field, self.line)"


async def test_escape_keeps_even_the_last_letter(drafted: OpenVault, drafted_visit: str, settle: Settle, sees: Sees) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "e", "x", "escape")
        await settle(pilot)
        assert isinstance(app.screen, DraftPage)
        await sees(pilot, "words typed, not saved yet")
        assert drafted.recorder.typing(drafted_visit)["s1"].endswith("x")
        await pilot.press("p")
        await sees(pilot, "things to do before")


async def test_dropping_asks_first_and_brings_the_saved_words_back(
    drafted: OpenVault, drafted_visit: str, settle: Settle, seen: Seen
) -> None:
    saved = drafted.recorder.working_note(drafted_visit).statements[0].text
    drafted.recorder.keep_typing(drafted_visit, "s1", "Something else.")
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "e")
        await settle(pilot)
        await pilot.click("#drop")
        await settle(pilot)
        assert "Drop what you typed?" in seen(app)
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.query_one(TextArea).text == "Something else.", "Keep writing has the focus"
        await pilot.click("#drop")
        await pilot.press("tab", "enter")
        await settle(pilot)
        assert drafted.recorder.typing(drafted_visit) == {}
        await pilot.press("e")
        await settle(pilot)
        assert area(app).text == saved


async def test_typed_back_to_what_is_saved_nothing_is_kept(drafted: OpenVault, drafted_visit: str, settle: Settle) -> None:
    drafted.recorder.keep_typing(drafted_visit, "s1", "Something else.")
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "e")
        await settle(pilot)
        area(app).text = drafted.recorder.working_note(drafted_visit).statements[0].text
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert drafted.recorder.typing(drafted_visit) == {}
    assert not drafted.recorder.working_note(drafted_visit).statements[0].edited


async def test_that_nothing_can_be_kept_is_said_once_and_typing_goes_on(
    drafted: OpenVault, drafted_visit: str, settle: Settle, sees: Sees, seen: Seen
) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("enter", "e")
        await settle(pilot)
        drafted.vault.db.conn.execute("PRAGMA query_only = ON")
        area(app).insert(" One.")
        await sees(pilot, "cannot be kept just now")
        tried: list[str] = []
        drafted.vault.db.conn.set_trace_callback(tried.append)
        await pilot.press("T", "w", "o", ".")
        await comes_true(pilot, lambda: bool(tried))
        drafted.vault.db.conn.set_trace_callback(None)
        await settle(pilot)
        assert area(app).text.endswith(" One.Two.")
        assert seen(app).count("cannot be kept just now") == 1
        drafted.vault.db.conn.execute("PRAGMA query_only = OFF")
        await pilot.press("escape")
        await settle(pilot)
    assert drafted.recorder.typing(drafted_visit)["s1"].endswith(" One.Two.")


async def test_a_refused_save_leaves_the_words_kept(drafted: OpenVault, drafted_visit: str, settle: Settle) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "e")
        await settle(pilot)
        area(app).insert(" Typed with care.")
        await comes_true(pilot, lambda: "s1" in drafted.recorder.typing(drafted_visit))
        drafted.vault.db.conn.execute("PRAGMA query_only = ON")
        await pilot.press("ctrl+s")
        await settle(pilot)
        drafted.vault.db.conn.execute("PRAGMA query_only = OFF")
    assert drafted.recorder.typing(drafted_visit)["s1"].endswith(" Typed with care.")


async def test_before_signing_words_that_were_never_saved_are_named(
    drafted: OpenVault, drafted_visit: str, settle: Settle, sees: Sees
) -> None:
    recorder = drafted.recorder
    for statement in recorder.working_note(drafted_visit).statements:
        if statement.confirm:
            recorder.confirm_statement(drafted_visit, statement.id)
    recorder.acknowledge_disclosure(drafted_visit, 4, reason="known")
    for key, _ in recorder.working_note(drafted_visit).human_sections:
        recorder.write_section(drafted_visit, key, "Written.")
    recorder.keep_typing(drafted_visit, "s1", "Another wording.")
    app = CasescribeApp(recorder)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "p")
        await settle(pilot)
        await sees(pilot, "sentence s1.")
