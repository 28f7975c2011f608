"""The few seconds by which a worker recognises a voice, for the screen on which voices get names.

Chosen from the transcript alone: words that were heard with confidence, in turns whose speaker is not in doubt, as long as
possible and away from the turn's edges, where two people may speak at once. Only moments are named, so that nothing of a
voice is copied out of the recording and nothing is left when it is erased.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from recorder.domain import SpeakerSegment, Transcript, Turn

_LONGEST = 5.0  # seconds of one sample
_PAUSE = 1.0  # seconds without a word at which a sample ends
_EDGE = 0.25  # seconds into the turn at its two ends, where others may still or already be heard
_DOUBT = 3.0  # a sample of a doubtful turn has to be so many times as long to be chosen


def voice_samples(transcript: Transcript, *, each: int = 2) -> Mapping[str, tuple[SpeakerSegment, ...]]:
    """For each speaker up to `each` stretches of at most 5 s, the clearest first. Speakers without sound are absent."""
    found: defaultdict[str, list[tuple[float, SpeakerSegment]]] = defaultdict(list)
    for turn in transcript.turns:
        clearest = max(_stretches(turn), default=None, key=lambda scored: scored[0])
        if clearest:
            found[turn.speaker].append(clearest)
    return {
        speaker: tuple(s for _, s in sorted(samples, key=lambda scored: -scored[0])[:each])
        for speaker, samples in found.items()
    }


def _stretches(turn: Turn) -> list[tuple[float, SpeakerSegment]]:
    """The turn's runs of words without a pause, at most 5 s of each, and how clear each is: its confident seconds."""
    cuts = [n + 1 for n, (a, b) in enumerate(pairwise(turn.words)) if b.start - a.end > _PAUSE]
    scored = []
    for first, last in pairwise([0, *cuts, len(turn.words)]):
        words = turn.words[first:last]
        if not words:
            continue
        start, end = words[0].start, words[-1].end
        if end - start > _LONGEST:
            start += _EDGE
            end = min(end - _EDGE, start + _LONGEST)
        clear = sum((min(w.end, end) - max(w.start, start)) * w.probability for w in words if w.start < end and w.end > start)
        scored.append((clear / _DOUBT if turn.speaker_doubtful else clear, SpeakerSegment(start, end, turn.speaker)))
    return scored
