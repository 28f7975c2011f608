"""A signed note leaves the laptop, a phone's recording comes in, a team gets its keys: from the pages alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from audit.events import NoteExported, PersonAdded
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from recorder.page_desks import desks_of
from tests.conftest import finish_note, plan_visit
from tests.tui.oversight_worlds import SUPERVISORS_WORDS, sign_a_worked_on_note, supervisor_of, supervisors_app
from tests.tui.test_door import fill
from tests.tui.test_hostile_words import ALL, assert_harmless
from tests.tui.test_looks import look
from tui.app import CasescribeApp
from tui.desks import Desks

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]
SMALL = (80, 24)


def app_of(opened: OpenVault) -> CasescribeApp:
    return CasescribeApp(opened.recorder, desks=desks_of(opened))


async def test_the_worker_exports_and_files(
    drafted: OpenVault, drafted_visit: str, *, seen: Seen, settle: Settle, sees: Sees, tmp_path: Path
) -> None:
    app, wrong = app_of(drafted), list[str]()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await sees(pilot, "p Approve")
        await pilot.press("x")
        assert "x Export" not in seen(app), "what is not signed does not leave"
        finish_note(drafted, drafted_visit)
        await pilot.press("escape", "enter")
        await sees(pilot, "x Export")
        await pilot.press("x")
        await sees(pilot, "A Word document")
        wrong += await look(pilot, "kind of file")
        await pilot.press("enter")
        await sees(pilot, "whoever has the file can read it")
        wrong += await look(pilot, "export")
        await fill(pilot, place=str(tmp_path / "no" / "note.docx"))
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "note.docx could not be written")
        await pilot.press("enter")
        await fill(pilot, place=str(tmp_path / "note.odt"))
        app.screen.query_one("#place").focus()
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, ".docx for Word")
        await pilot.press("enter")
        await fill(pilot, place=str(tmp_path / "note.docx"))
        app.screen.query_one("#place").focus()
        await pilot.press("enter")
        await settle(pilot)
        await sees(pilot, "Written:")
        await pilot.press("enter", "f")
        await sees(pilot, "Nobody has countersigned this note yet.")
        wrong += await look(pilot, "is it filed")
        await pilot.press("tab", "enter")
        await settle(pilot)
        await sees(pilot, "Filed. Its days on this laptop")
        await pilot.press("enter")
        await sees(pilot, "x Export")
        assert "f Filed" not in seen(app)
    assert (tmp_path / "note.docx").read_bytes()[:2] == b"PK"
    assert drafted.recorder.visit(drafted_visit).status is Status.FILED
    told = [e.event for e in drafted.recorder.history(drafted_visit) if isinstance(e.event, NoteExported)]
    assert [e.format for e in told] == ["docx"], "what was not written is not told of"
    assert not wrong, "\n".join(wrong)


async def test_the_supervisor_witnesses_the_log(
    drafted: OpenVault, drafted_visit: str, *, config: Config, settle: Settle, sees: Sees, tmp_path: Path
) -> None:
    sign_a_worked_on_note(drafted, drafted_visit)
    with supervisor_of(drafted, config) as supervisor:
        async with supervisors_app(supervisor).run_test(size=SMALL) as pilot:
            await sees(pilot, "1 note waiting")
            await pilot.press("enter", "s", "tab", "enter")
            await settle(pilot)
            await sees(pilot, "The note is countersigned in your name.")
            wrong = await look(pilot, "countersigned")
            await pilot.press("tab", "enter")
            await sees(pilot, "Cosign the log")
            wrong += await look(pilot, "cosign")
            await fill(pilot, place=str(tmp_path / "head.txt"))
            await pilot.press("enter")
            await settle(pilot)
            await sees(pilot, "You cosigned the log’s head")
            await pilot.press("escape", "v")
            await sees(pilot, "‹ Esc  Casescribe · your visits")
            wrong += await look(pilot, "all visits")
            await pilot.press("escape")
            await sees(pilot, "0 notes waiting")
    assert "casescribe" in (tmp_path / "head.txt").read_text()
    assert not wrong, "\n".join(wrong)


async def test_a_phones_recording_is_brought_in(
    opened: OpenVault, settle: Settle, sees: Sees, tmp_path: Path, wav_bytes: bytes
) -> None:
    visit_id = plan_visit(opened, "CASE-1")
    (tmp_path / "phone.wav").write_bytes(wav_bytes)
    (tmp_path / "letter.txt").write_text("no sound")
    async with app_of(opened).run_test(size=SMALL) as pilot:
        await pilot.press("enter", "i")
        await sees(pilot, "Where is it?")
        assert not (wrong := await look(pilot, "bring in")), wrong
        for name, said in (("gone.wav", "This did not happen"), ("letter.txt", "This did not happen")):
            await fill(pilot, place=str(tmp_path / name))
            pilot.app.screen.query_one("#place").focus()
            await pilot.press("enter")
            await settle(pilot)
            await sees(pilot, said)
            await pilot.press("enter")
        assert opened.recorder.visit(visit_id).status is Status.PLANNED
        await fill(pilot, place=str(tmp_path / "phone.wav"))
        pilot.app.screen.query_one("#place").focus()
        await pilot.press("enter")
        await sees(pilot, "Whose voice?")
    assert opened.recorder.visit(visit_id).status is Status.TRANSCRIBED


async def test_the_team_gets_its_keys(opened: OpenVault, seen: Seen, settle: Settle, sees: Sees) -> None:
    app, wrong = app_of(opened), list[str]()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("t")
        await sees(pilot, "No key yet: supervisor and governance lead.")
        wrong += await look(pilot, "team")
        await pilot.press("n")
        await sees(pilot, "What they do here (↑ ↓): supervisor")
        wrong += await look(pilot, "a key")
        await fill(pilot, name="Ngozi Eze", passphrase=SUPERVISORS_WORDS, again="another")
        await pilot.press("ctrl+s")
        await sees(pilot, "were not the same")
        assert app.screen.query_one("#again", Input).value == "", "dots cannot be put right, only typed anew"
        await fill(pilot, again=SUPERVISORS_WORDS)
        await pilot.press("ctrl+s")
        await settle(pilot)
        await sees(pilot, "✓ Ngozi Eze can sign in as supervisor")
        await pilot.press("n")
        await sees(pilot, "What they do here (↑ ↓): governance lead")
        await fill(pilot, name="Ngozi Eze", passphrase="horse", again="horse")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await sees(pilot, "That passphrase is too short")
    assert len([e for e in opened.recorder.history() if isinstance(e.event, PersonAdded)]) == 2
    assert not wrong, "\n".join(wrong)


async def test_no_payload_gets_through(opened: OpenVault, settle: Settle) -> None:
    team = desks_of(opened).team
    assert team is not None
    team.add(f"Eve {ALL}", "supervisor", SUPERVISORS_WORDS)
    app = app_of(opened)
    async with app.run_test(size=SMALL) as pilot:
        for keys in (("t",), ("n",)):
            await pilot.press(*keys)
            await settle(pilot)
            assert_harmless(app, str(keys))


async def test_what_nobody_handed_in_is_not_offered(opened: OpenVault, seen: Seen) -> None:
    app = CasescribeApp(opened.recorder, desks=replace(Desks(), search=None))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        for words in ("n New case", "t Team", "/ Search"):
            assert words not in seen(app)
