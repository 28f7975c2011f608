"""Turns end where the recording has a gap: words before and after it were never one sentence, whatever it sounds like.

Where the microphone gave no sound, or a private stretch was left out, the sound before runs straight into the sound after. A
reader, or a drafter, must not take "he hit" and "me when I fell" for one thing that was said. No word is added, lost or moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from recorder.domain import Recording, Transcript, Turn, Word


def cut_at_gaps(transcript: Transcript, recording: Recording) -> Transcript:
    """The same words, no turn reaching across a gap. Turns that a machine translated, or without word times, stay whole."""
    moments = (*recording.private, *(gap.at for gap in recording.missing))
    parts = [part for turn in transcript.turns for part in _parts(turn, moments)]
    return replace(transcript, turns=tuple(replace(part, i=i) for i, part in enumerate(parts)))


def _parts(turn: Turn, moments: Iterable[float]) -> list[Turn]:
    if turn.language or turn.translation or not turn.words:
        return [turn]
    cuts = {sum(_middle(word) < moment for word in turn.words) for moment in moments}
    bounds = [0, *sorted(cuts - {0, len(turn.words)}), len(turn.words)]
    if len(bounds) == 2:
        return [turn]
    return [_of_words(turn, turn.words[begin:end]) for begin, end in pairwise(bounds)]


def _of_words(turn: Turn, words: Sequence[Word]) -> Turn:
    text = " ".join(word.text for word in words)
    return replace(turn, text=text, start=words[0].start, end=words[-1].end, words=tuple(words))


def _middle(word: Word) -> float:
    return (word.start + word.end) / 2
