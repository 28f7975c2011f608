"""Who spoke when: the recogniser's words in turns of one voice each.

Where somebody speaks is found first (`models.voiced`); windows inside each stretch are embedded (`models.voices`), grouped
into voices (`models.speakers`) and laid over time and words (`models.speaker_turns`). No word is added, lost or
moved, whatever the voices say: without sound enough to tell, all words stay with one speaker. It knows voices only as
S1, S2 …; names are for people to give (`models.naming` proposes). Embeddings live in memory for one call and are never kept.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from models.speaker_turns import Heard, as_segments, label_words, trace, turns_from_words, word_leads
from models.speakers import find_voices
from models.voiced import voiced_seconds, voiced_stretches, windows
from models.voices import VoiceEncoder
from recorder.domain import SpeakerSegment, Transcript
from recorder.ports import Sound

_WINDOW = 1.6  # seconds, what the encoder was trained on: these shape the voices
_FINE_WINDOW = 1.2  # seconds; less sure of the voice, surer of the moment: these are laid over time
_STEP = 0.4  # seconds between windows of a long stretch
_TELLING = 0.8  # seconds; shorter windows are given to a voice but do not shape the voices


class Ge2eDiariser:
    """A `recorder.ports.Diariser`.

    Args:
        folder: the speaker encoder's folder, verified by `models.weights`.
        fingerprint: its name and hash for the audit log.
    """

    def __init__(self, folder: Path, *, fingerprint: str) -> None:
        self._encoder = VoiceEncoder(folder)
        self._fingerprint = fingerprint

    @property
    def model(self) -> str:
        """Catalogue name and hash."""
        return self._fingerprint

    def separate(self, transcript: Transcript, audio: Sound, *, speakers: int | None) -> Transcript:
        """The same words in turns of one speaker, "S1", "S2" … in order of first appearance.

        `speakers` is an upper limit: two voices that cannot be told apart become one. None estimates the number. A turn too
        short or too crowded to tell whose it is goes to the likeliest voice and is marked `speaker_doubtful`.
        A transcript without word times comes back as it is. Raises `ModelUnavailable`.
        """
        words = [w for t in transcript.turns for w in t.words]
        if not words or any(not t.words for t in transcript.turns):
            return transcript
        within = [t for t in transcript.turns for _ in t.words]
        heard = [] if speakers == 1 else self._heard(audio, speakers)
        if not heard:
            return replace(transcript, turns=turns_from_words(words, [0] * len(words), within=within))
        labels = label_words(words, heard)
        leads = word_leads(words, labels, heard)
        return replace(transcript, turns=turns_from_words(words, labels, leads=leads, within=within))

    def segments(self, audio: Sound, *, speakers: int | None) -> tuple[SpeakerSegment, ...]:
        """Who speaks when, from the sound alone; arguments and errors as in `separate`."""
        return as_segments(self._heard(audio, speakers))

    def _heard(self, audio: Sound, speakers: int | None) -> list[Heard]:
        import numpy as np

        stretches = voiced_stretches(audio)
        if not stretches:
            return []
        laid = windows(stretches, seconds=_WINDOW, step=_STEP)
        embeddings = self._encoder.embed(audio, laid)
        spans = np.array(laid)
        length = spans[:, 1] - spans[:, 0]
        telling = length >= min(_TELLING, float(length.max()))
        voices = find_voices(
            embeddings[telling], spans.mean(axis=1)[telling], np.array(voiced_seconds(laid))[telling], speakers=speakers
        )
        fine = windows(stretches, seconds=_FINE_WINDOW, step=_STEP)
        return trace(stretches, fine, self._encoder.embed(audio, fine), voices)
