"""A place in a recording, as people read it."""

from __future__ import annotations

import pytest

from recorder.clock_time import clock_time, missing_by_turn, missing_words
from recorder.domain import Gap, Transcript, Turn


@pytest.mark.parametrize(
    ("seconds", "shown"), [(None, ""), (0, "0:00"), (59.9, "0:59"), (61, "1:01"), (3599, "59:59"), (3723.4, "1:02:03")]
)
def test_a_moment_of_the_recording_is_shown_as_a_clock(seconds: float | None, shown: str) -> None:
    assert clock_time(seconds) == shown


def test_a_place_without_sound_is_told_with_its_length() -> None:
    assert missing_words(Gap(754.2, 22.6)) == "At 12:34 about 23 s are missing: the microphone gave no sound."


def test_a_place_without_sound_is_told_at_the_turn_it_cuts_or_follows() -> None:
    turns = (Turn(0, "S1", "Before it", 2.0, 4.0), Turn(1, "S1", "and after.", 5.0, 9.0))
    told = missing_by_turn(Transcript("v1", turns), [Gap(1.0, 3.0), Gap(6.0, 3.0), Gap(12.0, 3.0)])
    assert told == {0: [missing_words(Gap(1.0, 3.0))], 1: [missing_words(Gap(6.0, 3.0)), missing_words(Gap(12.0, 3.0))]}
