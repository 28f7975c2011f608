import difflib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from models.fetching.weights import ModelStore
from models.hearing.diariser import Ge2eDiariser
from models.hearing.naming import propose_names
from models.hearing.transcriber import WhisperTranscriber
from recorder.capture import decode_audio
from recorder.config import load_config
from recorder.domain import Audio, SpeakerSegment, Transcript, Turn, Word
from recorder.interchange import read_visit_file
from recorder.transcription.voices import hear_all_voices, tell_apart

ROOT = Path(__file__).parents[2]
SPEECH = ROOT / "../shared/data/speech"
SAMPLE = ROOT / "recorder/sample"

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    store = ModelStore(load_config().models_dir)
    return WhisperTranscriber(store.path("whisper-base"), fingerprint="x", name="whisper-base")


@pytest.fixture(scope="module")
def diariser() -> Ge2eDiariser:
    store = ModelStore(load_config().models_dir)
    return Ge2eDiariser(store.path("ge2e-speaker-encoder"), fingerprint=store.fingerprint("ge2e-speaker-encoder"))


def plain_words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def heard_by(transcript: Transcript) -> list[tuple[str, str]]:
    return [(word, t.speaker) for t in transcript.turns for word in plain_words(t.text)]


def test_the_sample_visit_is_heard_and_every_voice_gets_its_words(whisper: WhisperTranscriber, diariser: Ge2eDiariser) -> None:
    visit = read_visit_file(SAMPLE / "visit.json")
    present = [p for p in visit.roster if p.present]
    audio = decode_audio(SAMPLE / "visit.opus")
    heard = whisper.transcribe(audio, transcript_id="sample", names=[p.short_name for p in visit.roster])
    separated = tell_apart(diariser, heard, audio, speakers=len(present))
    assert [w for t in separated.turns for w in t.words] == [w for t in heard.turns for w in t.words]

    truth, guess = heard_by(visit.transcript), heard_by(separated)
    matcher = difflib.SequenceMatcher(a=[w for w, _ in truth], b=[w for w, _ in guess], autojunk=False)
    matched = [(truth[a + i][1], guess[b + i][1]) for a, b, n in matcher.get_matching_blocks() for i in range(n)]
    assert len(matched) >= 0.93 * len(truth)

    people = propose_names(separated, visit.roster)
    assert sorted(people.values()) == sorted(p.key for p in present)
    assert sum(people[voice] == person for person, voice in matched) >= 0.97 * len(matched)


def wrong_share(reference: list[tuple[float, float, str]], found: Sequence[SpeakerSegment]) -> float:
    """Share of the tenths of a second with one speaker in them that go to nobody or to the wrong voice."""
    pairs = []
    for at in np.arange(0.0, max(end for _, end, _ in reference), 0.1):
        true = {s for start, end, s in reference if start + 0.25 <= at <= end - 0.25}
        if len(true) == 1:
            pairs.append((true.pop(), next((s.speaker for s in found if s.start <= at <= s.end), "")))
    people, voices = sorted({p for p, _ in pairs}), sorted({v for _, v in pairs if v})
    counts = np.array([[pairs.count((p, v)) for v in voices] for p in people])
    return 1 - float(counts[linear_sum_assignment(counts, maximize=True)].sum()) / len(pairs)


@pytest.mark.parametrize("told", [2, None])
def test_two_readers_are_told_apart_counted_or_not(diariser: Ge2eDiariser, told: int | None) -> None:
    fields = [line.split() for line in (SPEECH / "sim00_2spk.rttm").read_text().splitlines()]
    reference = [(float(f[3]), float(f[3]) + float(f[4]), f[7]) for f in fields]
    found = diariser.segments(hear_all_voices(diariser, decode_audio(SPEECH / "sim00_2spk.flac")), speakers=told)
    assert {s.speaker for s in found} == {"S1", "S2"}
    assert wrong_share(reference, found) <= 0.08


def test_words_stay_together_where_there_is_no_voice_to_tell(diariser: Ge2eDiariser) -> None:
    words = (Word(1.0, 1.5, "Hello.", 0.5), Word(4.0, 4.5, "Yes.", 0.5))
    transcript = Transcript("t", (Turn(0, "S1", "Hello. Yes.", 1.0, 4.5, words),))
    separated = tell_apart(diariser, transcript, Audio(np.zeros(80_000, np.float32)), speakers=3)
    assert [(t.speaker, t.words) for t in separated.turns] == [("S1", words[:1]), ("S1", words[1:])]
