"""Heard while it is recorded or from the finished file: the same pieces, the same words and the same voices."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from models.fetching.weights import ModelStore
from models.hearing.diariser import Ge2eDiariser
from models.hearing.pieces import piece_end
from models.hearing.transcriber import WhisperTranscriber
from models.scripted import ScriptedTranscriber
from recorder.capture import decode_audio
from recorder.config import load_config
from recorder.domain import Audio, HeardPiece, VoicePiece
from recorder.transcription.hearing import hear_all
from recorder.transcription.live import LiveTranscript
from recorder.transcription.voices import VoicesAlong, hear_all_voices

SPEECH = Path(__file__).parents[2] / "../shared/data/speech"

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def talk() -> Audio:
    """Seventy seconds of two people, in 16 bit as everything is stored."""
    samples = decode_audio(SPEECH / "sim00_2spk.flac").samples[: 70 * 16_000]
    return Audio((np.rint(samples * 32_768).clip(-32_768, 32_767) / 32_768).astype(np.float32))


def test_the_sound_so_far_is_cut_where_the_finished_recording_is(talk: Audio) -> None:
    begin, cuts = 0.0, []
    for end in range(5, 75, 5):
        so_far = Audio(talk.samples[: end * 16_000])
        while (cut := piece_end(so_far, begin, ended=False)) is not None:
            cuts.append(cut)
            begin = cut
    assert len(cuts) >= 2
    begin = 0.0
    for cut in cuts:
        assert piece_end(talk, begin, ended=True) == cut
        begin = cut
    assert piece_end(talk, begin, ended=True) == talk.seconds


def test_live_and_file_give_the_same_words(talk: Audio) -> None:
    store = ModelStore(load_config().models_dir)
    whisper = WhisperTranscriber(store.path("whisper-base"), fingerprint="whisper-base sha256:0", name="whisper-base")
    kept: list[HeardPiece] = []
    with LiveTranscript(lambda: whisper, names=(), allow=lambda _: None, keep=kept.append) as live:
        for begin in range(0, len(talk.samples), 1600):
            live.feed(talk.samples[begin : begin + 1600])
        waited = time.monotonic() + 300
        while len(kept) < 2 and not live.said and time.monotonic() < waited:
            time.sleep(0.05)
    assert live.said == ""
    assert len(kept) >= 2
    heard = hear_all(whisper, talk)
    assert [(p.start, p.end, p.sha256, p.settings, p.segments) for p in heard[: len(kept)]] == [
        (p.start, p.end, p.sha256, p.settings, p.segments) for p in kept
    ]
    resumed = hear_all(whisper, talk, known=kept)
    assert [p.segments for p in resumed] == [p.segments for p in heard]
    assert resumed[: len(kept)] == tuple(kept)


def test_live_and_file_give_the_same_voices(talk: Audio) -> None:
    store = ModelStore(load_config().models_dir)
    diariser = Ge2eDiariser(store.path("ge2e-speaker-encoder"), fingerprint="ge2e sha256:0")
    kept: list[VoicePiece] = []
    along = VoicesAlong(lambda: diariser, allow=lambda _: None, keep=kept.append)
    words = ScriptedTranscriber((), piece_seconds=8.0)
    with LiveTranscript(lambda: words, names=(), allow=lambda _: None, keep=lambda _: None, voices=along) as live:
        for begin in range(0, len(talk.samples), 1600):
            live.feed(talk.samples[begin : begin + 1600])
        waited = time.monotonic() + 300
        while len(kept) < 2 and time.monotonic() < waited:
            time.sleep(0.05)
    assert len(kept) >= 2
    assert talk.seconds - kept[-1].end < 30, "more than the last piece is left"
    heard = hear_all_voices(diariser, talk)
    assert [(p.start, p.end, p.sha256, p.settings, p.prints) for p in heard[: len(kept)]] == [
        (p.start, p.end, p.sha256, p.settings, p.prints) for p in kept
    ]
    again: list[VoicePiece] = []
    resumed = hear_all_voices(diariser, talk, known=kept, keep=again.append)
    assert [p.start for p in again] == [p.start for p in heard[len(kept) :]]
    assert diariser.segments(resumed, speakers=2) == diariser.segments(heard, speakers=2)
    assert len({s.speaker for s in diariser.segments(resumed, speakers=None)}) == 2
