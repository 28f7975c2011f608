"""The transcript: doubtful words seen and heard, a misheard word put right once for all, and the draft that follows from it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import TextArea

from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Doubt, Gap, Turn
from recorder.sound.playback import Player
from recorder.sound.scripted_speaker import ScriptedSpeaker
from tests.conftest import SCRIPT, make_vault, record_visit, reopen, scripted_engines
from tests.tui.test_hostile_words import ALL, assert_harmless
from tests.tui.test_journey import SMALL, type_text
from tests.tui.test_looks import look
from tui.app import CasescribeApp
from tui.desks import Desks
from tui.screens.draft import DraftPage

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]


def misheard() -> tuple[Turn, ...]:
    """The script, with “Monday” heard unsurely wherever it stands, and “Tuesday” to be listened to."""
    doubt = {"Monday": Doubt.DOUBTFUL, "Tuesday.": Doubt.LISTEN}
    return tuple(
        replace(turn, words=tuple(replace(w, doubt=doubt.get(w.text, Doubt.NONE)) for w in turn.words)) for turn in SCRIPT
    )


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[OpenVault]:
    config = Config(vault_dir=tmp_path / "vault", models_dir=tmp_path / "models")
    make_vault(config)
    opened = reopen(config, engines=scripted_engines(misheard()))
    opened.recorder.process(record_visit(opened, "CASE-1"))
    yield opened
    opened.vault.close()


def app_of(vault: OpenVault) -> CasescribeApp:
    return CasescribeApp(vault.recorder, desks=Desks(corrections=vault.corrections, player=Player(ScriptedSpeaker())))


async def test_doubtful_words_have_a_sign_and_are_found(vault: OpenVault, seen: Seen) -> None:
    app = app_of(vault)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "t")
        await pilot.pause()
        assert "He missed Monday? and Tuesday♪." in seen(app)
        assert "2 doubtful words." in seen(app)
        await pilot.press("end", "d", "f")
        await pilot.pause()
        assert "turn 1" in seen(app)
        assert [area.text for area in app.screen.query(TextArea)] == ["Monday", ""]
        assert not (wrong := await look(pilot, "correct")), wrong


async def test_where_the_microphone_gave_no_sound_stands_at_its_turn(vault: OpenVault, seen: Seen) -> None:
    visit = vault.recorder.visits()[0].id
    recording = vault.store.recording(visit)
    assert recording is not None
    vault.store.put_recording(replace(recording, missing=(Gap(1.5, 22.6),)))
    app = app_of(vault)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "t")
        await pilot.pause()
        assert "[At 0:01 about 23 s are missing" in " ".join(seen(app).split())


async def test_a_word_put_right_everywhere_makes_an_unworked_draft_anew(
    vault: OpenVault, seen: Seen, settle: Settle, sees: Sees
) -> None:
    visit_id = vault.recorder.visits()[0].id
    app = app_of(vault)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("enter", "t", "d", "f")
        await type_text(pilot, "Sunday")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await sees(pilot, "Put right in 1 place.")
        assert "He missed Sunday and Tuesday♪." in seen(app)
        await pilot.press("escape")
        await settle(pilot)
        await sees(pilot, "draft waits for you")
        assert isinstance(app.screen, DraftPage)
        await sees(pilot, "“He missed Sunday and")
    assert "Sunday" in vault.recorder.working_note(visit_id).statements[0].text
    assert vault.recorder.typing(visit_id) == {}


async def test_a_worked_on_draft_stays_and_asks_again(vault: OpenVault, seen: Seen, settle: Settle) -> None:
    visit_id = vault.recorder.visits()[0].id
    own = vault.recorder.add_statement(visit_id, vault.recorder.working_note(visit_id).statements[0].section, "It was warm.")
    app = app_of(vault)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "t", "d", "f")
        await type_text(pilot, "Sunday")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, DraftPage)
        assert "He missed Sunday" in seen(app), "the evidence beside the note is what the transcript says now"
        assert "confirm 2" in seen(app)
    assert [s.text for s in vault.recorder.working_note(visit_id).statements if s.id == own] == ["It was warm."]


async def test_what_is_typed_into_a_correction_outlives_a_crash(vault: OpenVault, settle: Settle) -> None:
    visit_id = vault.recorder.visits()[0].id
    async with app_of(vault).run_test(size=SMALL) as pilot:
        await pilot.press("enter", "t", "d", "f")
        await type_text(pilot, "Sun")
        async with asyncio.timeout(30):
            while vault.recorder.typing(visit_id).get("right:1") != "Sun":
                await pilot.pause(0.05)

    async with app_of(vault).run_test(size=SMALL) as pilot:  # nothing was saved, no key left the dialogue
        await pilot.press("enter", "t", "d", "f")
        await settle(pilot)
        assert [area.text for area in pilot.app.screen.query(TextArea)] == ["Monday", "Sun"]


async def test_no_payload_gets_through(vault: OpenVault, settle: Settle) -> None:
    app = app_of(vault)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("enter", "t", "d", "f")
        for area in app.screen.query(TextArea):
            area.text = f"Said {ALL}"
        await pilot.pause()
        assert_harmless(app, "correction")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert_harmless(app, "refused")
        assert app.is_running


async def test_what_the_note_leaves_out_is_seen(vault: OpenVault, seen: Seen) -> None:
    visit = vault.recorder.visits()[0]
    used = vault.recorder.working_note(visit.id).turns_used
    app = app_of(vault)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "t")
        await pilot.pause()
        assert f"{len(SCRIPT)} turns, ✓ {len(used)} in the note" in seen(app)
        lines = seen(app).splitlines()
        for turn in SCRIPT:
            row = next(line for line in lines if f"turn {turn.i} ·" in line or f"turn {turn.i}  " in line)
            assert ("✓" in row) is (turn.i in used)
        assert 0 < len(used) < len(SCRIPT)
