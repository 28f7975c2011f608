"""Places where a recording has no sound, as people are told of them."""

from __future__ import annotations

from recorder.domain import Gap, Transcript, Turn
from recorder.missing_words import missing_by_turn, missing_words


def test_a_place_without_sound_is_told_with_its_length() -> None:
    assert missing_words(Gap(754.2, 22.6)) == "At 12:34 about 23 s are missing: the microphone gave no sound."


def test_a_place_without_sound_is_told_at_the_turn_it_cuts_or_follows() -> None:
    turns = (Turn(0, "S1", "Before it", 2.0, 4.0), Turn(1, "S1", "and after.", 5.0, 9.0))
    told = missing_by_turn(Transcript("v1", turns), [Gap(1.0, 3.0), Gap(6.0, 3.0), Gap(12.0, 3.0)])
    assert told == {0: [missing_words(Gap(1.0, 3.0))], 1: [missing_words(Gap(6.0, 3.0)), missing_words(Gap(12.0, 3.0))]}
