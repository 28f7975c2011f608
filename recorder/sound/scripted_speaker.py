"""A loudspeaker that only remembers what it was given to play, for tests and demonstrations."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from recorder.errors import Refused

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class ScriptedSpeaker:
    """`recorder.sound.playback.Speaker` without any hardware."""

    def __init__(self, *, there: bool = True, goes_on: bool = False) -> None:
        """`there`: whether there is a device; `goes_on`: whether playing only ends when it is stopped."""
        self.there, self.goes_on = there, goes_on
        self.played: list[npt.NDArray[np.int16]] = []  # one array a playing
        self.rates: list[int] = []  # samples a second of each

    def play(self, pieces: Iterator[npt.NDArray[np.int16]], *, sample_rate: int, stop: threading.Event) -> None:
        """Remember the sound."""
        import numpy as np

        if not self.there:
            raise Refused("Nothing can be played: there is no loudspeaker.", "Plug one in.")
        self.played.append(np.concatenate([np.zeros(0, np.int16), *pieces]))
        self.rates.append(sample_rate)
        if self.goes_on:
            stop.wait(10)
