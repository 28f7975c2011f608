"""The voices of a recording: how much each says, where it is heard best, and who it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recorder.clock_time import clock_time
from recorder.domain import Person, Transcript, Turn
from recorder.sound.playback import Stretch
from tui.presenter import count, tidy

_SAMPLE = 5.0  # seconds of one stretch to play: enough to know a voice
_SAMPLES = 6  # of one voice


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice that was heard."""

    label: str  # "S1"
    name: str  # of the person, as far as known
    person: str | None  # Person.key
    how_much: str  # "12 turns, 03:10"
    samples: tuple[Turn, ...]  # its longest turns, in the order to be heard


def voices_of(transcript: Transcript, named: Mapping[str, str | None], roster: Sequence[Person]) -> tuple[Voice, ...]:
    """The voices of a transcript as heard ("S1" …), each with who it is said to be."""
    return tuple(_voice(transcript, label, key, roster) for label, key in named.items())


def _voice(transcript: Transcript, label: str, key: str | None, roster: Sequence[Person]) -> Voice:
    turns = [t for t in transcript.turns if t.speaker == label]
    name = next((tidy(p.name) for p in roster if p.key == key), "nobody yet")
    said = sum(length(t) for t in turns)
    best = tuple(sorted(turns, key=length, reverse=True)[:_SAMPLES])
    return Voice(label, name, key, f"{count(len(turns), 'turn')}, {clock_time(said)}", best)


def length(turn: Turn) -> float:
    """Seconds that a turn lasts; 0 without sound."""
    return 0.0 if turn.start is None or turn.end is None else turn.end - turn.start


def sample_of(turn: Turn) -> tuple[Stretch, ...]:
    """The first seconds of a turn, to know the voice by."""
    if turn.start is None or turn.end is None:
        return ()
    return ((turn.start, min(turn.end, turn.start + _SAMPLE)),)


def unnamed(voices: Sequence[Voice]) -> tuple[str, ...]:
    """The labels of voices that nobody is said to be."""
    return tuple(v.label for v in voices if v.person is None)
