import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from models.fetching.weights import ModelStore
from models.hearing.transcriber import WhisperTranscriber
from recorder.capture import decode_audio
from recorder.config import load_config
from recorder.domain import Audio
from recorder.errors import ModelUnavailable

SPEECH = Path(__file__).parents[2] / "../shared/data/speech"

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    store = ModelStore(load_config().models_dir)
    return WhisperTranscriber(store.path("whisper-base"), fingerprint=store.fingerprint("whisper-base"), name="whisper-base")


def test_kennedy_is_heard_word_for_word_with_times_in_order(whisper: WhisperTranscriber) -> None:
    shares: list[float] = []
    transcript = whisper.transcribe(decode_audio(SPEECH / "jfk.flac"), transcript_id="jfk", progress=shares.append)
    text = " ".join(t.text for t in transcript.turns)
    assert re.sub(r"[^a-z ]", "", text.lower()) == (
        "and so my fellow americans ask not what your country can do for you ask what you can do for your country"
    )
    words = [w for t in transcript.turns for w in t.words]
    assert " ".join(w.text for w in words) == text
    assert all(0 <= w.start <= w.end <= 11.0 and 0 < w.probability <= 1 for w in words)
    assert all(a.start <= b.start for a, b in pairwise(words))
    ask = next(w for w in words if w.text.lower().startswith("ask"))
    assert ask.start == pytest.approx(3.3, abs=0.7)
    assert {t.speaker for t in transcript.turns} == {"S1"}
    assert (transcript.model, transcript.language, transcript.seconds) == ("whisper-base", "en", 11.0)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_silence_has_no_words(whisper: WhisperTranscriber) -> None:
    assert whisper.transcribe(Audio(np.zeros(40 * 16_000, np.float32)), transcript_id="silence").turns == ()


def test_a_folder_that_holds_no_model_is_said_plainly(tmp_path: Path) -> None:
    broken = WhisperTranscriber(tmp_path, fingerprint="x", name="whisper-base")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        broken.transcribe(Audio(np.zeros(16_000, np.float32)), transcript_id="x")
