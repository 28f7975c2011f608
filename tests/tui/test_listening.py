"""Hearing what stands behind a sentence: the right sound, slower if wished, stopped by the same key, and seen in the log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

import numpy as np
from textual.app import App
from textual.pilot import Pilot

from audit.events import EvidenceSeen
from recorder.bootstrap import OpenVault
from recorder.domain import Audio, SpeakerSegment
from recorder.sound.playback import Player
from recorder.sound.scripted_speaker import ScriptedSpeaker
from tests.conftest import heard, plan_visit
from tests.tui.test_journey import SMALL
from tui.app import CasescribeApp
from tui.desks import Desks
from tui.screens.dialogs import MessageDialog

Seen = Callable[[App[None]], str]
Settle = Callable[[Pilot[None]], Awaitable[None]]
Sees = Callable[[Pilot[None], str], Awaitable[None]]


@dataclass(frozen=True)
class Noise:
    """An `AudioSource` of twenty seconds in which no place sounds like another."""

    sha256: str = "b" * 64
    channels: tuple[SpeakerSegment, ...] = ()

    def blocks(self) -> Iterator[Audio]:
        """All of it."""
        yield Audio(np.random.default_rng(7).uniform(-0.5, 0.5, 320_000).astype(np.float32))


def drafted_with_sound(opened: OpenVault) -> str:
    visit_id = plan_visit(opened, "CASE-1")
    opened.recorder.import_sound(visit_id, Noise())
    opened.recorder.process(visit_id)
    return visit_id


def app_with(opened: OpenVault, speaker: ScriptedSpeaker) -> CasescribeApp:
    return CasescribeApp(opened.recorder, desks=Desks(player=Player(speaker)))


async def test_one_key_plays_the_words_that_the_sentence_rests_on(opened: OpenVault, settle: Settle, sees: Sees) -> None:
    visit_id = drafted_with_sound(opened)
    speaker = ScriptedSpeaker(goes_on=True)
    app = app_with(opened, speaker)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "down", "space")  # s2 rests on turn 2, from 8 s on
        await sees(pilot, "♪ Playing the words behind s2")
        await pilot.press("space")
        await settle(pilot)
        await pilot.press("s")
        await sees(pilot, "slower")
        await pilot.press("up")  # another sentence: its words are not what is heard
        await settle(pilot)
    said = np.rint(heard(opened, visit_id) * 32768).astype(np.int16).tobytes()
    transcript = opened.recorder.transcript(visit_id)
    assert transcript is not None
    words = transcript.turns[2].words
    for played in speaker.played:
        start = said.find(played.tobytes()) / 2 / 16_000
        assert words[0].start - 0.2 <= start <= words[0].start, "the recording, sample by sample, and not what was said before"
        assert words[-1].end <= start + len(played) / 16_000 <= words[-1].end + 0.2, "nor what was said after"
    assert len(speaker.played) == 2
    assert speaker.rates == [16_000, 12_000]


async def test_the_log_knows_that_a_sentence_was_heard(opened: OpenVault, settle: Settle) -> None:
    visit_id = drafted_with_sound(opened)
    seconds = [0.0]
    desks = Desks(player=Player(ScriptedSpeaker()), steady=lambda: seconds[0])
    async with CasescribeApp(opened.recorder, desks=desks).run_test(size=SMALL) as pilot:
        await pilot.press("enter", "space")
        seconds[0] += 4
        await pilot.press("down")
        seconds[0] += 4
        await pilot.press("escape")
        await settle(pilot)
    seen = [e.event for e in opened.recorder.history(visit_id) if isinstance(e.event, EvidenceSeen)]
    assert [(one.statement, one.played) for one in seen] == [("s1", True), ("s2", False)]


async def test_without_a_loudspeaker_it_says_so_and_counts_nothing(
    opened: OpenVault, settle: Settle, seen: Seen, sees: Sees
) -> None:
    visit_id = drafted_with_sound(opened)
    app = app_with(opened, ScriptedSpeaker(there=False))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "space")
        await sees(pilot, "Nothing can be played")
        assert isinstance(app.screen, MessageDialog)
        await pilot.press("enter", "escape")
        await settle(pilot)
    assert not any(e.event.played for e in opened.recorder.history(visit_id) if isinstance(e.event, EvidenceSeen))
