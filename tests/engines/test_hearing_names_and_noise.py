from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.fetching.weights import ModelStore
from models.hearing.transcriber import Stretch, WhisperTranscriber
from recorder.capture import decode_audio
from recorder.config import load_config
from recorder.domain import Audio, Word

SPEECH = Path(__file__).parents[2] / "../shared/data/speech"

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    store = ModelStore(load_config().models_dir)
    return WhisperTranscriber(store.path("whisper-base"), fingerprint="x", name="whisper-base")


def heard(whisper: WhisperTranscriber, audio: Audio, *names: str) -> list[Word]:
    return [w for t in whisper.transcribe(audio, transcript_id="x", names=names).turns for w in t.words]


def test_names_of_the_roster_do_not_change_what_has_none(whisper: WhisperTranscriber) -> None:
    audio = decode_audio(SPEECH / "austen-0880.flac")  # "he was not an ill disposed young man"
    assert heard(whisper, audio, "Jung", "Anil", "Nan", "Will", "Diz") == heard(whisper, audio)


def test_a_name_is_spelt_as_on_the_roster(whisper: WhisperTranscriber) -> None:
    audio = decode_audio(SPEECH / "austen-0870.flac")  # "and mister john dashwood had then leisure …"
    without, with_name = (" ".join(w.text for w in heard(whisper, audio, *names)) for names in ((), ("Dashwoode",)))
    assert "Dashwood " in without
    assert "Dashwoode" in with_name


def test_noise_has_no_words(whisper: WhisperTranscriber) -> None:
    rng = np.random.default_rng(1)
    brown = np.cumsum(rng.normal(size=20 * 16_000))
    brown -= np.convolve(brown, np.ones(1600) / 1600, mode="same")
    assert heard(whisper, Audio((0.1 * brown / brown.std()).astype(np.float32))) == []


def test_quiet_speech_in_noise_is_not_dropped(whisper: WhisperTranscriber) -> None:
    clean = decode_audio(SPEECH / "jfk.flac").samples * 0.05
    noise = np.random.default_rng(1).normal(0, float(clean.std()) * 0.3, len(clean))
    assert len(heard(whisper, Audio((clean + noise).astype(np.float32)))) >= 18  # of 22


class BreaksOff(WhisperTranscriber):
    """Whisper as it sometimes is: a few words of its half minute, and it is done."""

    done = False

    def _said(self, *args: Any, **options: Any) -> Iterator[Stretch]:
        for sound, said in super()._said(*args, **options):
            yield sound, said if self.done else [said[0][:5]]
            self.done = True


def test_what_comes_after_the_recogniser_broke_off_is_heard() -> None:
    folder = ModelStore(load_config().models_dir).path("whisper-base")
    words = [w.text for w in heard(BreaksOff(folder, fingerprint="x", name="whisper-base"), decode_audio(SPEECH / "jfk.flac"))]
    assert words[2:4] == ["my", "fellow"]
    assert words[-1] == "country."
    assert 20 <= len(words) <= 23  # of 22
