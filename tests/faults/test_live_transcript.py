"""A visit is written down while it is recorded; what stops that never stops the recording, and withdrawn means gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Recording, Status
from recorder.errors import ModelUnavailable, Refused
from recorder.ports import Sound
from recorder.transcription.live import LiveTranscript
from tests.conftest import plan_visit, reopen, scripted_engines
from tests.ears import SOUND, TALK, Ears, VoiceEars, until

pytestmark = pytest.mark.fault


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def voice_ears() -> VoiceEars:
    return VoiceEars()


@pytest.fixture
def vault(opened: OpenVault, ears: Ears, voice_ears: VoiceEars, config: Config) -> Iterator[OpenVault]:
    opened.vault.close()
    engines = replace(scripted_engines(TALK), transcriber=lambda: ears, diariser=lambda: voice_ears)
    vault = reopen(config, engines=engines)
    yield vault
    vault.vault.close()


def record(vault: OpenVault, visit: str) -> tuple[LiveTranscript, Callable[[], Recording], Callable[[], None]]:
    """A recording of all the sound with a listener, and how to stop and how to withdraw it."""
    session = vault.recording.begin(visit)
    live = vault.recorder.listen(visit)
    session.append(SOUND)
    session.mark()
    live.feed(SOUND.astype(np.float32) / np.float32(32_768))
    return live, session.stop, session.withdraw


def test_heard_while_it_is_recorded_only_the_tail_is_left(vault: OpenVault, ears: Ears, voice_ears: VoiceEars) -> None:
    visit = plan_visit(vault, "CASE-1")
    with pytest.raises(Refused, match="not being recorded"):
        vault.recorder.listen(visit)
    live, stop, _ = record(vault, visit)
    until(lambda: live.behind <= 4 and len(voice_ears.heard) >= 4)
    stop()
    live.close()
    assert ears.heard == voice_ears.heard == [0, 1, 2, 3]
    assert (live.words, live.said) == (8, "")
    vault.recorder.process(visit)
    assert ears.heard == voice_ears.heard == [0, 1, 2, 3, 4, 5, 6, 7]
    transcript = vault.recorder.transcript(visit)
    assert transcript is not None
    assert [(t.text, t.speaker) for t in transcript.turns] == [(t.text, ("mum", "S2")[t.i % 2]) for t in TALK]


def test_what_stops_the_voices_does_not_stop_the_words(vault: OpenVault, voice_ears: VoiceEars, config: Config) -> None:
    visit = plan_visit(vault, "CASE-1")
    vault.vault.close()

    class Broken(VoiceEars):
        def hear_voices(self, sound: Sound, start: float, *, ended: bool) -> tuple[float, bytes] | None:
            if start >= 1.0:
                raise RuntimeError("a fault in a library")
            return super().hear_voices(sound, start, ended=ended)

    engines = replace(scripted_engines(TALK), transcriber=Ears, diariser=Broken)
    broken = reopen(config, engines=engines)
    live, stop, _ = record(broken, visit)
    until(lambda: live.behind <= 4)
    stop()
    live.close()
    assert (live.words, live.said) == (8, "")
    assert [piece.start for piece in broken.store.voice_pieces(visit)] == [0.0]
    with pytest.raises(RuntimeError):
        broken.recorder.process(visit)
    assert len(broken.store.pieces(visit)) == 8, "the words are safe"
    broken.vault.close()
    mended = reopen(config, engines=replace(engines, diariser=lambda: voice_ears))
    mended.recorder.process(visit)
    assert voice_ears.heard == [1, 2, 3, 4, 5, 6, 7]
    mended.vault.close()


def test_once_consent_is_taken_back_nothing_of_a_live_transcript_stays(vault: OpenVault) -> None:
    visit = plan_visit(vault, "CASE-1")
    live, _, withdraw = record(vault, visit)
    until(lambda: live.words > 0)
    live.withdraw()
    withdraw()
    live.feed(SOUND)
    live.close()
    assert (vault.store.pieces(visit), vault.store.voice_pieces(visit)) == ((), ())
    assert vault.recorder.visit(visit).status is Status.PLANNED


def test_a_withdrawal_elsewhere_stops_the_writing_down_at_the_next_piece(vault: OpenVault, ears: Ears) -> None:
    visit = plan_visit(vault, "CASE-1")
    session = vault.recording.begin(visit)
    vault.erasure.withdraw(visit, "mum", drop=False)
    live = vault.recorder.listen(visit)
    live.feed(SOUND)
    until(lambda: bool(live.said))
    assert live.said.startswith("Somebody took back their consent")
    assert ears.heard == [0]
    assert (vault.store.pieces(visit), vault.store.voice_pieces(visit)) == ((), ())
    live.close()
    session.withdraw()


def test_a_missing_model_is_said_and_the_recording_goes_on(vault: OpenVault, config: Config) -> None:
    visit = plan_visit(vault, "CASE-1")
    vault.vault.close()

    def missing() -> Ears:
        raise ModelUnavailable("The model “whisper-base” is not installed.", "Fetch it: casescribe models install")

    without = reopen(config, engines=replace(scripted_engines(TALK), transcriber=missing))
    live, stop, _ = record(without, visit)
    until(lambda: bool(live.said))
    assert live.said.startswith("The model “whisper-base” is not installed.")
    assert "the recording goes on" in live.said
    assert stop().seconds == 8.0
    live.close()
    without.vault.close()
