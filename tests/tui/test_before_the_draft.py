"""From a planned visit to its draft in the interface: consent, the recording, and whose voice is whose."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pytest
from textual.app import App
from textual.pilot import Pilot

from models.scripted import ScriptedTranscriber
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status, Word
from recorder.sound.capture_desk import CaptureDesk
from recorder.sound.playback import Player
from recorder.sound.recording import RecordingState
from recorder.sound.scripted_microphone import ScriptedMicrophones
from recorder.sound.scripted_speaker import ScriptedSpeaker
from tests.conftest import ROSTER, SCRIPT, heard, plan_visit, reopen, scripted_engines
from tui.app import CasescribeApp
from tui.desks import Desks
from tui.screens.consent import ConsentPage
from tui.screens.draft import DraftPage
from tui.screens.recording import RecordingPage
from tui.screens.speakers import SpeakersPage
from tui.screens.visits import VisitsPage

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]
SMALL = (80, 24)


def said(value: int, seconds: float) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.full(int(seconds * 16_000), value, np.int16)


@pytest.fixture
def microphones() -> ScriptedMicrophones:
    return ScriptedMicrophones()


def app_of(opened: OpenVault, microphones: ScriptedMicrophones) -> CasescribeApp:
    capturing = CaptureDesk(opened.recording, microphones=microphones)
    return CasescribeApp(opened.recorder, desks=Desks(capturing=capturing, player=Player(ScriptedSpeaker())))


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    for _ in range(200):
        if true():
            return
        await pilot.pause(0.05)
    raise AssertionError("it never came about")


async def test_who_was_told_and_what_each_answered(
    opened: OpenVault, microphones: ScriptedMicrophones, seen: Seen, settle: Settle
) -> None:
    case = opened.recorder.open_case("CASE-1", ROSTER)
    visit = opened.recorder.plan_visit(
        case.reference, title="Home visit", template="child_in_need_visit", held_on=date(2026, 3, 11)
    )
    app = app_of(opened, microphones)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert "Donna Ashby" in seen(app)
        assert "has not been" in seen(app)
        await pilot.press("r")
        assert isinstance(app.screen, ConsentPage), "without the answers there is no recording"
        await pilot.press("y", "h", "y", "n")
        await settle(pilot)
        assert "said yes · by phone" in seen(app)
        assert "Tyler Ashby said no, so nothing is recorded." in seen(app)
        await pilot.press("r")
        assert isinstance(app.screen, ConsentPage), "a no is a no"
    assert [(c.agreed, c.told_how) for c in opened.recorder.consents(visit.id)] == [
        (True, "in_person"),
        (True, "by_phone"),
        (False, "by_phone"),
    ]


async def test_from_the_recording_to_the_draft(
    opened: OpenVault, microphones: ScriptedMicrophones, seen: Seen, settle: Settle, sees: Sees
) -> None:
    visit_id = plan_visit(opened, "CASE-1")
    app = app_of(opened, microphones)
    keys = 0

    async def press(pilot: Pilot[None], *pressed: str) -> None:
        nonlocal keys
        keys += len(pressed)
        await pilot.press(*pressed)
        await settle(pilot)

    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "r")
        await settle(pilot)
        assert isinstance(app.screen, RecordingPage)
        assert "● RECORDING" in seen(app)
        microphones.say(said(2000, 5))
        await until(pilot, lambda: "▮" in seen(app))
        await pilot.press("m", "space")
        await settle(pilot)
        await sees(pilot, "‖ PAUSED")
        assert "1 moment marked" in seen(app)
        microphones.say(said(3000, 2))
        await pilot.press("space", "v")
        await settle(pilot)
        await sees(pilot, "◌ PRIVATE")
        microphones.say(said(4000, 2))
        await pilot.press("v")
        await settle(pilot)
        await sees(pilot, "● RECORDING")
        microphones.say(said(5000, 12))
        await pilot.press("s", "enter")
        await settle(pilot)
        assert isinstance(app.screen, RecordingPage), "the safe answer goes on"
        await pilot.press("s", "tab", "enter")
        await settle(pilot)
        await until(pilot, lambda: isinstance(app.screen, SpeakersPage))
        assert set(np.rint(heard(opened, visit_id) * 32768).astype(int)) == {2000, 5000}, "no pause, nothing private"

        await sees(pilot, "Donna Ashby")
        await press(pilot, "space")
        await press(pilot, "g")
        await until(pilot, lambda: isinstance(app.screen, DraftPage))
        await sees(pilot, "s1 rests on turn 1")
    assert opened.recorder.visit(visit_id).status is Status.DRAFTED


class SlowTranscriber(ScriptedTranscriber):
    """Takes two seconds, and says how far it is."""

    def hear_piece(
        self,
        piece: npt.NDArray[np.float32],
        start: float,
        *,
        last: bool,
        names: Sequence[str] = (),
        progress: Callable[[float], None] | None = None,
    ) -> tuple[list[tuple[Word, ...]], float]:
        for n in range(100):
            if progress:
                progress(start + len(piece) / 16_000 * n / 100)
            time.sleep(0.02)
        return super().hear_piece(piece, start, last=last, names=names)


async def test_long_work_says_how_far_it_is_and_can_be_left(
    opened: OpenVault, config: Config, recorded_visit: str, seen: Seen, sees: Sees
) -> None:
    opened.vault.close()
    again = reopen(config, engines=replace(scripted_engines(), transcriber=lambda: SlowTranscriber(SCRIPT)))
    async with CasescribeApp(again.recorder).run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("enter")
        await sees(pilot, "› Writing down what was said  ▮")
        assert "Making the draft" in seen(pilot.app), "what comes after is said, too"
        await pilot.press("escape")
        await sees(pilot, "Stopped. What is finished is kept")
        await pilot.app.workers.wait_for_complete()
        assert isinstance(pilot.app.screen, VisitsPage)
        assert again.recorder.visit(recorded_visit).status is Status.RECORDED
    again.vault.close()


async def test_naming_a_voice_somebody_else(
    opened: OpenVault, recorded_visit: str, microphones: ScriptedMicrophones, seen: Seen, settle: Settle
) -> None:
    opened.recorder.transcribe(recorded_visit, on_progress=lambda _stage, _share: None)
    app = app_of(opened, microphones)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, SpeakersPage)
        await pilot.press("enter", "down", "enter")
        await settle(pilot)
    assert opened.recorder.voices(recorded_visit)["S1"] == "mum"


async def test_a_recording_does_not_end_because_nobody_touches_the_laptop(
    opened: OpenVault, microphones: ScriptedMicrophones, settle: Settle
) -> None:
    plan_visit(opened, "CASE-1")
    capturing = CaptureDesk(opened.recording, microphones=microphones)
    now = [0.0]
    app = CasescribeApp(opened.recorder, desks=Desks(capturing=capturing), idle_seconds=60, wall=lambda: now[0])
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "r")
        await settle(pilot)
        now[0] += 3600
        await pilot.press("m")
        await settle(pilot)
        assert app.locked is None
        assert isinstance(app.screen, RecordingPage)


async def test_withdrawn_consent_destroys_the_recording(
    opened: OpenVault, microphones: ScriptedMicrophones, settle: Settle
) -> None:
    visit_id = plan_visit(opened, "CASE-1")
    app = app_of(opened, microphones)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "r")
        await settle(pilot)
        microphones.say(said(2000, 2))
        await pilot.press("w", "tab", "enter")
        await settle(pilot)
        assert isinstance(app.screen, VisitsPage)
        assert opened.recorder.visit(visit_id).status is Status.PLANNED
        assert not opened.vault.sound_file(visit_id).exists()
        await pilot.press("enter", "r")
        await settle(pilot)
        assert isinstance(app.screen, RecordingPage), "it can be begun anew"


async def test_no_microphone_is_a_sentence_and_leaves_the_visit_planned(opened: OpenVault, settle: Settle, sees: Sees) -> None:
    visit_id = plan_visit(opened, "CASE-1")
    app = app_of(opened, ScriptedMicrophones(()))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "r")
        await settle(pilot)
        await sees(pilot, "There is no such microphone.")
        await pilot.press("enter")
        assert isinstance(app.screen, VisitsPage)
    assert opened.recorder.visit(visit_id).status is Status.PLANNED


async def test_leaving_in_the_middle_keeps_what_was_recorded(
    opened: OpenVault, microphones: ScriptedMicrophones, settle: Settle
) -> None:
    visit_id = plan_visit(opened, "CASE-1")
    app = app_of(opened, microphones)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "r")
        await settle(pilot)
        page = app.screen
        assert isinstance(page, RecordingPage)
        microphones.say(said(2000, 3))
        await until(pilot, lambda: page._capture is not None and page._capture.seconds >= 2.9)
        await pilot.press("ctrl+l")
    assert page._capture is not None
    assert page._capture.state is RecordingState.ENDED
    assert "had been cut off" in opened.recording.recover_torn()[0]
    assert opened.recorder.visit(visit_id).status is Status.RECORDED
