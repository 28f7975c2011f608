"""Which stretches of a recording are played for the turns that a sentence rests on."""

from __future__ import annotations

import pytest

from recorder.domain import Transcript, Turn, Word
from recorder.sound.playback import stretches_of

TURNS = (
    Turn(0, "sw", "Well?", 0.0, 2.0),
    Turn(1, "mum", "He did not.", 2.05, 5.0, (Word(2.1, 3.0, "He", 0.9), Word(3.0, 4.5, "did not.", 0.9))),
    Turn(2, "sw", "When?", 5.0, 6.0),
    Turn(3, "mum", "On Friday.", 20.0, 21.0),
    Turn(4, "mum", "Typed by hand."),
)
SAID = Transcript("v", TURNS)


@pytest.mark.parametrize(
    ("turns", "stretches"),
    [
        ((0,), [(0.0, 2.1)]),  # up to the next one's first word
        ((1,), [(2.0, 4.62)]),  # its words, not its frame; nothing of the turn before
        ((1, 2), [(2.0, 6.12)]),  # one after the other: one stretch
        ((3, 1), [(2.0, 4.62), (19.88, 21.12)]),
        ((4,), []),
        ((99,), []),
        ((), []),
    ],
)
def test_what_is_played(turns: tuple[int, ...], stretches: list[tuple[float, float]]) -> None:
    assert [(round(a, 2), round(b, 2)) for a, b in stretches_of(SAID, turns)] == stretches
