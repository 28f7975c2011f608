import difflib
import re
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from models.diariser import Ge2eDiariser
from models.naming import propose_names
from models.transcriber import WhisperTranscriber
from models.weights import ModelStore
from recorder.capture import decode_audio
from recorder.config import load_config
from recorder.domain import Transcript
from recorder.interchange import read_visit_file

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


def diarisation_error(reference: list[tuple[float, float, str]], found: list[tuple[float, float, str]]) -> float:
    """Share of spoken time given to nobody or to the wrong voice, 0.25 s around each change not counted (NIST's rule)."""
    end = max(e for _, e, _ in reference + found)
    length = int(end * 100) + 1

    def rows(segments: list[tuple[float, float, str]]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        names = sorted({s for *_, s in segments})
        table = np.zeros((len(names), length), bool)
        for start, stop, speaker in segments:
            table[names.index(speaker), int(start * 100) : int(stop * 100)] = True
        return table

    counted = np.ones(length, bool)
    for start, stop, _ in reference:
        for edge in (start, stop):
            counted[max(0, int((edge - 0.25) * 100)) : int((edge + 0.25) * 100)] = False
    truth, guess = rows(reference)[:, counted], rows(found)[:, counted]
    overlap = (truth[:, None] & guess[None]).sum(axis=-1)
    right = overlap[linear_sum_assignment(overlap, maximize=True)].sum()
    errors = np.maximum(truth.sum(axis=0), guess.sum(axis=0)).sum() - right
    return float(errors / truth.sum())


def test_the_sample_visit_is_heard_and_every_voice_gets_its_words(whisper: WhisperTranscriber, diariser: Ge2eDiariser) -> None:
    visit = read_visit_file(SAMPLE / "visit.json")
    present = [p for p in visit.roster if p.present]
    audio = decode_audio(SAMPLE / "visit.opus")
    heard = whisper.transcribe(audio, transcript_id="sample", hotwords=[p.short_name for p in visit.roster])
    separated = diariser.separate(heard, audio, speakers=len(present))
    assert [w for t in separated.turns for w in t.words] == [w for t in heard.turns for w in t.words]

    truth, guess = heard_by(visit.transcript), heard_by(separated)
    matcher = difflib.SequenceMatcher(a=[w for w, _ in truth], b=[w for w, _ in guess], autojunk=False)
    matched = [(truth[a + i][1], guess[b + i][1]) for a, b, n in matcher.get_matching_blocks() for i in range(n)]
    assert len(matched) >= 0.93 * len(truth)

    people = propose_names(separated, visit.roster)
    assert sorted(people.values()) == sorted(p.key for p in present)
    assert sum(people[voice] == person for person, voice in matched) >= 0.97 * len(matched)


def test_two_readers_are_told_apart(whisper: WhisperTranscriber, diariser: Ge2eDiariser) -> None:
    audio = decode_audio(SPEECH / "sim00_2spk.flac")
    separated = diariser.separate(whisper.transcribe(audio, transcript_id="sim00"), audio, speakers=2)
    fields = [line.split() for line in (SPEECH / "sim00_2spk.rttm").read_text().splitlines()]
    reference = [(float(f[3]), float(f[3]) + float(f[4]), f[7]) for f in fields]
    found = [(t.start or 0.0, t.end or 0.0, t.speaker) for t in separated.turns]
    assert diarisation_error(reference, found) <= 0.12
