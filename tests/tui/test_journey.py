"""The interface as a person uses it, on a real vault with scripted engines, without a terminal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import TextArea
from textual.widgets._footer import FooterKey

from recorder.bootstrap import OpenVault
from recorder.domain import Status
from tui.app import CasescribeApp
from tui.screens.dialogs import MessageDialog
from tui.screens.draft import DraftPage
from tui.screens.visits import VisitsPage

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]
SMALL = (80, 24)


async def type_text(pilot: Pilot[None], text: str) -> None:
    pilot.app.screen.query_one("TextArea:focus", TextArea).insert(text)
    await pilot.pause()


async def test_an_empty_vault_says_what_to_do(opened: OpenVault, seen: Seen) -> None:
    app = CasescribeApp(opened.recorder)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "There is no visit here yet." in seen(app)
        assert "casescribe demo --tui" in seen(app)


async def test_visits_show_state_and_next_step(drafted: OpenVault, seen: Seen) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        page = seen(app)
        for words in ("11 Mar 2026", "Home visit · CASE-1", "draft waits for you", "5 things to do, then approve"):
            assert words in page


async def test_from_draft_to_signed_note(
    drafted: OpenVault, drafted_visit: str, seen: Seen, sees: Sees, settle: Settle
) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert "s1 rests on turn 1" in seen(app)
        assert "▌ Donna  turn 1 · 0:04" in seen(app)
        await pilot.press("down")
        assert "s2 rests on turn 2" in seen(app)
        assert "▌ Tyler  turn 2 · 0:08" in seen(app)
        assert "▌ Donna" not in seen(app), "the turn before is only the surroundings now"

        await pilot.press("up", "e")
        app.screen.query_one(TextArea).text = "Donna said that Tyler missed two days."
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "AI, edited by you" in seen(app)
        assert "✎ Edited by you." in seen(app)

        await pilot.press("n", "c")
        await settle(pilot)
        assert "✓ You confirmed it." in seen(app)

        await pilot.press("p")
        await pilot.pause()
        assert "4 things to do before you can approve" in seen(app)
        assert "Write the section “Analysis”." in seen(app)
        await pilot.press("enter")
        assert isinstance(app.screen, DraftPage), "the focused button is the harmless one"

        await pilot.press("w")
        for section in drafted.recorder.template(drafted_visit).human_sections:
            await sees(pilot, " ".join(section.guidance.split()[:3]))
            await type_text(pilot, f"My view of {section.key}.")
            await pilot.press("tab")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "1 thing to do" in seen(app)

        await pilot.press("n")
        await pilot.pause()
        assert "Possible disclosures" in seen(app)
        assert "He hit me once, last year." in seen(app)
        await pilot.press("2")
        await settle(pilot)
        assert "put aside" in seen(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "All is done." in seen(app)

        await pilot.press("p", "enter")
        assert drafted.recorder.visit(drafted_visit).status is Status.DRAFTED, "Enter on the focused button signs nothing"
        await pilot.press("p", "tab", "enter")
        await settle(pilot)
        stored = drafted.recorder.signed_note(drafted_visit)
        assert f"Audit log entry {stored.log_entry}" in seen(app)
        assert stored.sha256[:32] in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "Signed, so read only." in seen(app)

        await pilot.press("e", "c", "w", "o", "d", "p", "enter")
        await pilot.pause()
        assert isinstance(app.screen, DraftPage), "nothing that changes a signed note is offered"

        await pilot.press("a")
        await pilot.pause()
        assert f"{stored.log_entry}" in seen(app)
        assert "note approved and signed" in seen(app)
    assert drafted.recorder.working_note(drafted_visit).statements[0].text == "Donna said that Tyler missed two days."


async def test_emptying_a_sentence_asks_first(drafted: OpenVault, drafted_visit: str, seen: Seen, settle: Settle) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "e")
        app.screen.query_one(TextArea).text = "  "
        await pilot.press("ctrl+s")
        assert "Take this sentence out?" in seen(app)
        await pilot.press("enter")
        assert drafted.recorder.working_note(drafted_visit).statements[0].text, "Keep it has the focus"
        await pilot.press("ctrl+s", "tab", "enter")
        await settle(pilot)
        assert "Taken out: Donna said" in seen(app)
        await pilot.press("e", "ctrl+s")
        await settle(pilot)
        assert "Taken out" not in seen(app)


async def test_leaving_an_edit_keeps_typed_words_unsaved(
    drafted: OpenVault, drafted_visit: str, sees: Sees, settle: Settle
) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("enter", "e", "x", "escape")
        await settle(pilot)
        assert isinstance(app.screen, DraftPage)
        await sees(pilot, "What you typed is kept")
        await sees(pilot, "not saved yet")
    assert not drafted.recorder.working_note(drafted_visit).statements[0].edited
    assert drafted.recorder.typing(drafted_visit)["s1"].endswith("x")


async def test_a_sentence_of_ones_own(drafted: OpenVault, drafted_visit: str, seen: Seen, settle: Settle) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "o")
        await pilot.pause()
        assert "Under which heading" in seen(app)
        await pilot.press("enter")
        await type_text(pilot, "The kitchen was warm.")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "your words" in seen(app)
    assert drafted.recorder.working_note(drafted_visit).statements[-1].text == "The kitchen was warm."


async def test_transcript_with_names_and_times(drafted: OpenVault, seen: Seen) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "t")
        await pilot.pause()
        assert "turn 3 · 0:12       Priya: I'll ring the school on Friday." in seen(app)


async def test_everything_with_the_mouse(drafted: OpenVault, drafted_visit: str, seen: Seen, settle: Settle) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.click("#visits", offset=(5, 1))
        await pilot.pause()
        assert isinstance(app.screen, DraftPage)
        await pilot.click("#note", offset=(12, 3))
        assert "s2 rests on turn 2" in seen(app)
        await pilot.click(next(key for key in app.screen.query(FooterKey) if key.action == "confirm"))
        await settle(pilot)
        assert drafted.recorder.working_note(drafted_visit).statements[1].confirmed
        await pilot.click("BackLink")
        await pilot.pause()
        assert isinstance(app.screen, VisitsPage)


async def test_help_on_every_page(drafted: OpenVault, seen: Seen) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SMALL) as pilot:
        for keys in ((), ("enter",), ("t",), ("escape", "a")):
            await pilot.press(*keys)
            await pilot.press("question_mark")
            await pilot.pause()
            assert "Help" in seen(app)
            assert "↑ ↓" in seen(app)
            await pilot.press("escape")


async def test_a_refused_write_is_a_sentence_and_loses_no_words(drafted: OpenVault, seen: Seen, settle: Settle) -> None:
    app = CasescribeApp(drafted.recorder)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "e")
        app.screen.query_one(TextArea).text = "Typed with care."
        drafted.vault.db.conn.execute("PRAGMA query_only = ON")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, MessageDialog)
        assert "Nothing was changed" in seen(app)
        assert "Traceback" not in seen(app)
        drafted.vault.db.conn.execute("PRAGMA query_only = OFF")
        await pilot.press("enter")
        assert app.screen.query_one(TextArea).text == "Typed with care."


async def test_a_fault_of_ours_prints_no_case_notes(drafted: OpenVault) -> None:
    app = CasescribeApp(drafted.recorder)

    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        app._exception = ValueError("Tyler hides")
        try:
            raise app._exception
        except ValueError:
            app._fatal_error()
        printed = "".join(s.text for r in app._exit_renderables for s in r.segments)  # type: ignore[union-attr]
        app._exit_renderables.clear()
        app._exception = None
        assert "What you had saved is stored" in printed
        assert "Tyler" not in printed
