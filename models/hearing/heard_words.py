"""What Whisper hands back as words of ours: whole, at their place in the recording, in British spelling."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from models.hearing.british import british
from models.hearing.hearing_guards import Fit
from models.hearing.hint import bare
from recorder.domain import Word


def spelt(word: Word, names: Sequence[str]) -> Word:
    """In British spelling, unless it is a name: Mrs Gray."""
    return word if bare(word.text) in names else replace(word, text=british(word.text))


def fit(segment: Any) -> Fit:
    """What Whisper says of it, for the guards."""
    return Fit(segment.no_speech_prob, segment.avg_logprob, retried=segment.temperature > 0)


def words_of(segment: Any, offset: float) -> tuple[Word, ...]:
    """The segment's words as they stand between spaces, times from the start of the recording."""
    words: list[Word] = []
    for heard in segment.words or ():
        text = heard.word.strip()
        if not text:
            continue
        start, end = round(offset + float(heard.start), 3), round(offset + float(heard.end), 3)
        if words and not heard.word[0].isspace():  # the rest of "ten-year-old", which the recogniser splits
            last = words.pop()
            words.append(Word(last.start, end, last.text + text, min(last.probability, float(heard.probability))))
        else:
            words.append(Word(start, end, text, float(heard.probability)))
    if words or not segment.text.strip():
        return tuple(words)
    return _spread(segment, offset)


def _spread(segment: Any, offset: float) -> tuple[Word, ...]:
    """Words of a segment that came without times: shared out evenly, as sure as the segment."""
    texts = segment.text.split()
    step = (segment.end - segment.start) / len(texts)
    begin, sure = offset + segment.start, math.exp(min(segment.avg_logprob, 0.0))
    return tuple(Word(round(begin + i * step, 3), round(begin + (i + 1) * step, 3), t, sure) for i, t in enumerate(texts))
