"""Segments that are no speech at all: words that Whisper invents on babble, music or noise, and loops it falls into.

The voice detector leaves out what has no voice in it. What is left is judged by what Whisper itself says of a segment (how
likely there was no speech, how well the words fit the sound, whether it took a looser second try) and by the words: a phrase
over and over, more words than a mouth can say, none of them sure. One sign alone proves nothing, since quiet and hurried
people show each: only several together drop a segment, and what stays is marked (`models.hearing.doubt`), never dropped.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from recorder.domain import Word

_NO_SPEECH = 0.4  # Whisper's own probability; it skips a half minute itself only from 0.6, and only with a poor fit
_POOR_FIT = -0.8  # mean log-probability of the parts; Whisper tries again below -1
_UNSURE = 0.45  # geometric mean of the words' probabilities
_FASTEST = 7.0  # words a second; the fastest speakers stay below 6
_PHRASE, _TIMES = 3, 3  # words of a phrase, and times running, that nobody says it
_SIGNS = 2  # that must come to it that Whisper hears no speech


@dataclass(frozen=True, slots=True)
class Fit:
    """What Whisper says of a segment, or of the half minute it lies in."""

    no_speech: float  # 0 to 1
    mean_log_probability: float
    retried: bool  # whether it was written down in a looser second try, at a temperature above 0


def is_speech(words: Sequence[Word], fit: Fit) -> bool:
    """Whether a segment is to be kept."""
    if not words:
        return False
    silent = fit.no_speech > _NO_SPEECH
    if loops(words) and (silent or fit.retried):
        return False
    seconds = max(words[-1].end - words[0].start, 0.1)
    sure = math.exp(sum(math.log(max(word.probability, 1e-4)) for word in words) / len(words))
    signs = (
        fit.mean_log_probability < _POOR_FIT,
        fit.retried,
        sure < _UNSURE,
        len(words) > _PHRASE and len(words) / seconds > _FASTEST,
    )
    return not silent or sum(signs) < _SIGNS


def loops(words: Sequence[Word]) -> bool:
    """Whether a phrase comes again and again running: "no no no" is said, a sentence three times is not."""
    said = [word.text.lower().strip(".,?!") for word in words]
    for length in range(_PHRASE, len(said) // _TIMES + 1):
        for begin in range(len(said) - length * _TIMES + 1):
            phrase = said[begin : begin + length]
            if len(set(phrase)) > 1 and said[begin : begin + length * _TIMES] == phrase * _TIMES:
                return True
    return False
