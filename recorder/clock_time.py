"""A place in a recording as people read it, the same on paper, at the prompt and in the interface."""

from __future__ import annotations

from collections.abc import Iterable

from recorder.domain import Gap, Transcript


def clock_time(seconds: float | None) -> str:
    """Minutes and seconds, 83.4 → “1:23”, with hours where there are any; empty when there was no sound."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


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
