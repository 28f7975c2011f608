"""What people are told of places where a recording has no sound, the same at the prompt and in the interface."""

from __future__ import annotations

from collections.abc import Iterable

from recorder.clock_time import clock_time
from recorder.domain import Gap, Transcript


def missing_words(gap: Gap) -> str:
    """What a person is told of a place without sound."""
    return f"At {clock_time(gap.at)} about {max(round(gap.seconds), 1)} s are missing: the microphone gave no sound."


def missing_by_turn(transcript: Transcript, gaps: Iterable[Gap]) -> dict[int, list[str]]:
    """What is told of places without sound, by the number of the turn in or after which each lies; the first for none."""
    told = dict[int, list[str]]()
    for gap in gaps:
        begun = [turn.i for turn in transcript.turns if turn.start is not None and turn.start < gap.at]
        told.setdefault(begun[-1] if begun else 0, []).append(missing_words(gap))
    return told
