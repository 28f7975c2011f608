"""Another language in real sound: noticed where it is one, never where it is English."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.fetching.weights import ModelStore
from models.hearing.transcriber import WhisperTranscriber
from recorder.capture import decode_audio
from recorder.config import load_config
from recorder.domain import Audio, Transcript, Turn

ROOT = Path(__file__).parents[2]
SPEECH = ROOT / "../shared/data/speech"

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    store = ModelStore(load_config().models_dir)
    return WhisperTranscriber(store.path("whisper-base"), fingerprint=store.fingerprint("whisper-base"), name="whisper-base")


def heard(whisper: WhisperTranscriber, audio: Audio) -> Transcript:
    """All in one turn, as one voice would be."""
    transcript = whisper.transcribe(audio, transcript_id="x")
    words = tuple(w for t in transcript.turns for w in t.words)
    return replace(transcript, turns=(Turn(0, "S1", " ".join(w.text for w in words), words[0].start, words[-1].end, words),))


def test_german_heard_as_english_is_put_back_into_german(whisper: WhisperTranscriber) -> None:
    audio = decode_audio(ROOT / "tests/data/german-espeak.opus")
    marked = whisper.mark_languages(heard(whisper, audio), audio)
    german = " ".join(t.text for t in marked.turns if t.language == "de")
    assert {"will", "nicht", "Kinder"} <= set(german.replace(",", "").split())


def test_english_stays_english_in_a_noisy_meeting_too(whisper: WhisperTranscriber) -> None:
    audio = Audio(decode_audio(SPEECH / "ami_EN2002a_0-30s.flac").samples[: 12 * 16_000])
    transcript = heard(whisper, audio)
    assert whisper.mark_languages(transcript, audio) == transcript
