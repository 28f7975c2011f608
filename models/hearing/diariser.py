"""Who spoke when: the recogniser's words in turns of one voice each.

Piece by piece, somebody's speaking is found (`models.hearing.voiced`) and windows inside each stretch are embedded
(`models.hearing.voices`). That is nearly all the work, and can be done while the recording goes on; what comes of it is
packed into bytes (`models.hearing.voice_prints`), which whoever asked keeps. When all pieces are there the windows are
grouped into voices (`models.hearing.speakers`) and laid over time and words (`models.hearing.speaker_turns`). No word is
added, lost or moved, whatever the voices say: without sound enough to tell, all words stay with one speaker. It knows
voices only as S1, S2 …; names are for people to give (`models.hearing.naming` proposes). Nothing is kept here from one call
to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from models.hearing.speaker_turns import Heard, as_segments, label_words, trace, turns_from_words, word_leads
from models.hearing.speakers import find_voices
from models.hearing.voice_prints import FINE, SHAPING, join, laid_over, pack
from models.hearing.voiced import PIECE, RATE, voiced_seconds, voiced_stretches
from models.hearing.voices import VoiceEncoder
from recorder.domain import Audio, SpeakerSegment, Transcript, VoicePiece
from recorder.ports import Sound

_TELLING = 0.8  # seconds; shorter windows are given to a voice but do not shape the voices


class Ge2eDiariser:
    """A `recorder.ports.Diariser`.

    Args:
        folder: the speaker encoder's folder, verified by `models.fetching.weights`.
        fingerprint: its name and hash for the audit log.
    """

    def __init__(self, folder: Path, *, fingerprint: str) -> None:
        self._encoder = VoiceEncoder(folder)
        self._fingerprint = fingerprint

    @property
    def model(self) -> str:
        """Catalogue name and hash."""
        return self._fingerprint

    def hear_voices(self, sound: Sound, start: float, *, ended: bool) -> tuple[float, bytes] | None:
        """As `recorder.ports.Diariser.hear_voices`; a piece is half a minute at most. Raises `ModelUnavailable`."""
        first = round(start * RATE)
        samples = sound.read(first / RATE, (first + PIECE) / RATE)
        if len(samples) < PIECE and not ended:
            return None
        stretches, end = voiced_stretches(samples)
        piece = Audio(samples, RATE)
        prints = [self._encoder.embed(piece, laid_over(stretches, seconds)) for seconds in (SHAPING, FINE)]
        return (first + end) / RATE, pack(stretches, *prints)

    def separate(self, transcript: Transcript, voices: Sequence[VoicePiece], *, speakers: int | None) -> Transcript:
        """The same words in turns of one speaker, "S1", "S2" … in order of first appearance.

        `voices` is what `hear_voices` gave for all of the recording. `speakers` is an upper limit: two voices that cannot be
        told apart become one. None estimates the number. A turn too short or too crowded to tell whose it is goes to the
        likeliest voice and is marked `speaker_doubtful`. A transcript without word times comes back as it is.
        """
        words = [w for t in transcript.turns for w in t.words]
        if not words or any(not t.words for t in transcript.turns):
            return transcript
        within = [t for t in transcript.turns for _ in t.words]
        heard = [] if speakers == 1 else _heard(voices, speakers)
        if not heard:
            return replace(transcript, turns=turns_from_words(words, [0] * len(words), within=within))
        labels = label_words(words, heard)
        leads = word_leads(words, labels, heard)
        return replace(transcript, turns=turns_from_words(words, labels, leads=leads, within=within))

    def segments(self, voices: Sequence[VoicePiece], *, speakers: int | None) -> tuple[SpeakerSegment, ...]:
        """Who speaks when, from the sound alone; arguments as in `separate`."""
        return as_segments(_heard(voices, speakers))


def _heard(voices: Sequence[VoicePiece], speakers: int | None) -> list[Heard]:
    import numpy as np

    joined = join(voices)
    if not joined.stretches:
        return []
    spans = np.array(joined.shaping)
    length = spans[:, 1] - spans[:, 0]
    telling = length >= min(_TELLING, float(length.max()))
    speech = np.array(voiced_seconds(joined.shaping))
    found = find_voices(joined.shaping_prints[telling], spans.mean(axis=1)[telling], speech[telling], speakers=speakers)
    return trace(joined.stretches, joined.fine, joined.fine_prints, found)
