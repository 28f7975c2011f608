"""For how long a microphone gave nothing, by a clock that the test turns."""

from __future__ import annotations

import numpy as np
import pytest

from recorder.sound.scripted_microphone import ScriptedMicrophones
from recorder.sound.steady_microphone import SteadyMicrophone

PIECE = np.full(1_600, 100, np.int16)


class Desk:
    """A microphone, what arrived from it, and a clock."""

    def __init__(self) -> None:
        self.now = 0.0
        self.arrived: list[float] = []
        self.said: list[str] = []
        self.plugged = ScriptedMicrophones()
        self.steady = SteadyMicrophone(
            self.plugged,
            None,
            arrived=lambda _, at: self.arrived.append(at),
            say=self.said.append,
            steady=lambda: self.now,
        )
        self.steady.open()

    def speak(self, at: float) -> None:
        self.now = at
        self.plugged.say(PIECE)

    def hear(self) -> float:
        return self.steady.heard(PIECE, self.arrived.pop(0), where="0:01")


def test_a_gap_lasts_from_the_last_sound_to_the_next() -> None:
    desk = Desk()
    desk.speak(1.0)
    assert desk.hear() == 0.0
    desk.now = 5.0
    desk.steady.look_after(where="0:01")
    assert desk.steady.stopped
    desk.speak(21.0)
    assert desk.hear() == pytest.approx(20.0)
    assert not desk.steady.stopped


def test_sound_that_waited_for_a_slow_disk_ends_no_gap() -> None:
    desk = Desk()
    desk.speak(1.0)
    desk.speak(2.0)
    desk.now = 5.0
    desk.steady.look_after(where="0:01")
    assert (desk.hear(), desk.hear()) == (0.0, 0.0)
    desk.speak(6.0)
    assert desk.hear() == pytest.approx(4.0)
    assert not any("-" in sentence.split("about")[-1] for sentence in desk.said)


def test_of_a_pause_nothing_is_missing() -> None:
    desk = Desk()
    desk.speak(1.0)
    desk.now = 5.0
    desk.steady.look_after(where="0:01")
    assert desk.steady.missing_until_now() == pytest.approx(4.0)  # the pause begins
    desk.now = 65.0
    desk.steady.missing_until_now()  # the pause ends
    desk.arrived.clear()
    desk.speak(66.0)
    assert desk.hear() == pytest.approx(1.0)
