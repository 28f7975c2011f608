"""Who spoke when: the recogniser's words in turns of one voice each.

The words are cut into utterances at pauses and sentence ends, where speakers change; windows of 1.6 s inside each are
embedded (`models.voices`), grouped and laid over the words (`models.speakers`). No word is added, lost or moved, whatever
the voices say: without sound enough to tell, all words stay with one speaker. It knows voices only as S1, S2 …; names
are for people to give (`models.naming` proposes).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from models.speakers import PAUSE, Windows, ends_sentence, find_voices, label_words
from models.voices import VoiceEncoder
from recorder.domain import Transcript, Turn, Word
from recorder.ports import Sound

_WINDOW = 1.6  # seconds, what the encoder was trained on
_STEP = 0.8  # seconds between windows of a long utterance
_TELLING = 0.8  # seconds; shorter windows are labelled but do not shape the voices
_NEW_TURN_PAUSE = 2.0  # seconds of one speaker's silence after which a new turn begins
_LONG_TURN = 60  # words after which a turn ends with its sentence, so that a note can cite closely


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

        `speakers` is an upper limit: two voices that cannot be told apart become one. None estimates the number.
        A transcript without word times comes back as it is. Raises `ModelUnavailable`.
        """
        words = [w for t in transcript.turns for w in t.words]
        if not words or any(not t.words for t in transcript.turns):
            return transcript
        labels = [0] * len(words) if speakers == 1 else self._labels(words, audio, speakers)
        return replace(transcript, turns=turns_from_words(words, labels))

    def _labels(self, words: Sequence[Word], audio: Sound, speakers: int | None) -> list[int]:
        import numpy as np

        windows = _windows(_utterances(words))
        embeddings = self._encoder.embed(audio, windows)
        seconds = np.array([end - start for start, end in windows])
        telling = seconds >= min(_TELLING, float(seconds.max()))
        voices = find_voices(embeddings[telling], seconds[telling], speakers=speakers)
        return label_words(words, windows, embeddings, voices)


def turns_from_words(words: Sequence[Word], labels: Sequence[int]) -> tuple[Turn, ...]:
    """Turns out of words and the voice of each; all words, in order, once."""
    names: dict[int, str] = {}
    turns: list[Turn] = []
    begin = 0
    for end in range(1, len(words) + 1):
        if end < len(words) and not _breaks(words, labels, begin=begin, at=end):
            continue
        said = tuple(words[begin:end])
        speaker = names.setdefault(labels[begin], f"S{len(names) + 1}")
        turns.append(Turn(len(turns), speaker, " ".join(w.text for w in said), said[0].start, said[-1].end, said))
        begin = end
    return tuple(turns)


def _breaks(words: Sequence[Word], labels: Sequence[int], *, begin: int, at: int) -> bool:
    before, after = words[at - 1], words[at]
    long_enough = at - begin >= _LONG_TURN and ends_sentence(before.text)
    return labels[at] != labels[at - 1] or after.start - before.end > _NEW_TURN_PAUSE or long_enough


def _utterances(words: Sequence[Word]) -> list[tuple[float, float]]:
    """Start and end of each run of words within which one person is likely to speak."""
    cuts = [i + 1 for i, (a, b) in enumerate(pairwise(words)) if b.start - a.end > PAUSE or ends_sentence(a.text)]
    return [(words[i].start, words[j - 1].end) for i, j in pairwise([0, *cuts, len(words)])]


def _windows(utterances: Sequence[tuple[float, float]]) -> Windows:
    """Windows over the utterances: short ones whole, long ones in steps."""
    import numpy as np

    windows: list[tuple[float, float]] = []
    for start, end in utterances:
        spare = end - start - _WINDOW
        if spare <= 0:
            windows.append((start, end))
        else:
            windows += [
                (float(s), float(s) + _WINDOW) for s in np.linspace(start, end - _WINDOW, int(np.ceil(spare / _STEP)) + 1)
            ]
    return windows
