"""How loud sound is, and what is wrong with it: too quiet, clipping, no signal at all.

A visit cannot be repeated, so the person must hear of a bad microphone within three seconds and not afterwards. Levels are
taken in windows of 100 ms; what is wrong is what the last 2.5 s say together, so that a warning comes within three seconds and
goes as soon as it is over. It knows no device and keeps no sound. It does not judge what is said: a silence in a hard
conversation looks like a microphone too far away, and the sentence says both.

Levels are dBFS as IEC 61606-3 has them for peaks: 0 is the largest sample there is; RMS is of the samples, so that a full-scale
sine has −3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SAMPLE_RATE = 16_000  # Hz
WINDOW = SAMPLE_RATE // 10  # samples
WINDOWS_TOGETHER = 25  # 2.5 s: longer than most pauses in talk, shorter than the three seconds that were promised
FLOOR_DB = -120.0  # shown for no sound at all; 16 bits end at −90
_FULL_SCALE = 32_768
_NO_SIGNAL_DB = -70.0  # peak; a laptop's microphone in a silent room gives −60 to −50, a muted one digital zeros or nearly
_QUIET_DB = -45.0  # RMS of the loudest window; speech a metre away gives −35 to −20
_CLIPPED = 32_700  # 16-bit value; converters and gain controls stop a little below the largest
_CLIPPED_SAMPLES = 8  # in one window; a knock on the table gives a few
_SLOT = 5.0  # seconds over which the most punctual arrival counts
_LEAST_LOSS = 0.15  # seconds; less cannot be told from a busy machine
_DRIFT = 0.0002  # of a sound card's clock against the machine's


class Fault(Enum):
    """What is wrong with the sound of the last seconds, as a sentence for the person."""

    NO_SIGNAL = "No signal: the microphone gives no sound. Is it muted, or is another one meant?"
    TOO_QUIET = "Too quiet, or nobody is speaking. Move the microphone nearer if somebody is."
    CLIPPING = "Clipping: the sound is too loud and is cut off. Move the microphone away or turn it down."


@dataclass(frozen=True, slots=True)
class Level:
    """How loud one window is."""

    rms_db: float = FLOOR_DB  # dBFS
    peak_db: float = FLOOR_DB  # dBFS
    clipped: int = 0  # samples at the end of the scale


NO_SOUND = Level()


def level_of(samples: npt.NDArray[np.int16]) -> Level:
    """The level of 16-bit samples, shape (n,)."""
    import numpy as np

    if not len(samples):
        return NO_SOUND
    sizes = np.abs(samples.astype(np.int32))
    rms = math.sqrt(float(np.mean(np.square(sizes, dtype=np.float64))))
    return Level(_decibels(rms), _decibels(float(sizes.max())), int((sizes >= _CLIPPED).sum()))


def fault_in(windows: Sequence[Level]) -> Fault | None:
    """What the last windows say is wrong, the worst first; nothing but clipping is said before there are enough of them."""
    recent = windows[-WINDOWS_TOGETHER:]
    if any(w.clipped >= _CLIPPED_SAMPLES for w in recent):
        return Fault.CLIPPING
    if len(recent) < WINDOWS_TOGETHER:
        return None
    if max(w.peak_db for w in recent) < _NO_SIGNAL_DB:
        return Fault.NO_SIGNAL
    if max(w.rms_db for w in recent) < _QUIET_DB:
        return Fault.TOO_QUIET
    return None


def bar(level: Level, *, width: int = 20) -> str:
    """The level as characters between brackets, from −60 to 0 dBFS: “[########------------]”."""
    filled = round(min(max((level.rms_db + 60) / 60, 0.0), 1.0) * width)
    return f"[{'#' * filled}{'-' * (width - filled)}]"


class LevelMeter:
    """The levels of sound as it arrives, in pieces of any length. One thread gives sound; any may look."""

    def __init__(self) -> None:
        self._rest: list[npt.NDArray[np.int16]] = []
        self._waiting = 0  # samples in `_rest`
        self._windows: tuple[Level, ...] = ()  # replaced whole, never changed, since others look at it meanwhile

    @property
    def level(self) -> Level:
        """The level of the last whole window."""
        windows = self._windows
        return windows[-1] if windows else NO_SOUND

    @property
    def fault(self) -> Fault | None:
        """What is wrong with the sound of the last 2.5 s."""
        return fault_in(self._windows)

    def hear(self, samples: npt.NDArray[np.int16]) -> None:
        """Take sound, 16-bit mono at 16 kHz, shape (n,)."""
        import numpy as np

        self._rest.append(samples)
        self._waiting += len(samples)
        if self._waiting < WINDOW:
            return
        joined = np.concatenate(self._rest)
        whole = len(joined) // WINDOW * WINDOW
        heard = tuple(level_of(joined[begin : begin + WINDOW]) for begin in range(0, whole, WINDOW))
        self._windows = (self._windows + heard)[-WINDOWS_TOGETHER:]
        self._rest, self._waiting = [joined[whole:]], len(joined) - whole

    def begin(self, *, waited: float = 0.0) -> None:
        """Begin anew: another microphone, for whose first sound one waited so many seconds."""
        self._rest, self._waiting = [], 0
        self._windows = (NO_SOUND,) * min(int(waited * SAMPLE_RATE / WINDOW), WINDOWS_TOGETHER)


def _decibels(size: float) -> float:
    return max(20 * math.log10(size / _FULL_SCALE), FLOOR_DB) if size > 0 else FLOOR_DB


class ArrivalClock:
    """Tells by the clock when sound was lost before it came to us: what arrives says how long it lasted.

    Sound may arrive late and in bursts while the machine is busy, which loses nothing; so only the most punctual arrival of
    each five seconds counts, and what comes in later after all is taken back. The clocks of sound cards run up to 0.02 %
    wrong: so much is followed and never called a loss.
    """

    def __init__(self) -> None:
        self._began: float | None = None
        self._samples = 0
        self._slot_end = 0.0
        self._best = math.inf  # smallest lateness in this slot, seconds
        self._usual: float | None = None  # lateness while nothing is lost
        self.lost_seconds = 0.0  # so far

    def arrived(self, at: float, samples: int) -> None:
        """Note that so many samples arrived at this moment of a steady clock, in seconds."""
        if self._began is None:
            self._began, self._slot_end = at, at + _SLOT
            return  # how long the first piece had waited is not known
        self._samples += samples
        self._best = min(self._best, at - self._began - self._samples / SAMPLE_RATE)
        if at < self._slot_end:
            return
        if self._usual is None:
            self._usual = self._best
        change = self._best - self._usual
        if abs(change) >= _LEAST_LOSS:
            self.lost_seconds = max(self.lost_seconds + change, 0.0)
            self._usual = self._best
        else:
            self._usual += min(max(change, -_DRIFT * _SLOT), _DRIFT * _SLOT)
        self._best, self._slot_end = math.inf, at + _SLOT
