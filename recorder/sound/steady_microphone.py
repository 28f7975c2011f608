"""One microphone after another, as if it were one: when it stops, another takes its place, and that is said.

A cable is pulled, a headset's battery ends, a laptop wakes up: no driver tells of all of these, but sound stops coming. So
the clock decides: without sound for 2.5 s the microphone has stopped, which is said within three seconds. It is replaced by
itself when it is there again, else by the system's default. Closed means closed: no sound from before can come later out of a
buffer. It judges how loud and how complete the sound is and keeps none of it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from recorder.errors import NoMicrophone
from recorder.sound.levels import NO_SOUND, ArrivalClock, Fault, Level, LevelMeter
from recorder.sound.microphone import Microphones, OpenMicrophone, choose

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_STOPPED_SECONDS = 2.5  # without sound
_PATIENCE_SECONDS = 6.0  # a microphone that is there but silent gets so long to begin: cordless headsets take three seconds
_LONGEST_WAIT = 600.0  # seconds between tries of one that cannot be opened: each costs a few file handles (miniaudio 1.71)

Arrived = Callable[[bytes | bytearray, float], None]
"""Takes 16-bit PCM and when it came, in seconds of a steady clock; in the device's thread, so it must come back at once."""


class SteadyMicrophone:
    """The microphone of one recording. Opening and closing may be asked for from any thread."""

    def __init__(
        self,
        microphones: Microphones,
        wanted: str | None,
        *,
        arrived: Arrived,
        say: Callable[[str], None],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._microphones, self._wanted, self._hand_on, self._say, self._steady = microphones, wanted, arrived, say, steady
        self._meter, self._clock = LevelMeter(), ArrivalClock()
        self._lost_before = 0.0  # seconds, of microphones used before this one
        self._device: OpenMicrophone | None = None
        self._lock = threading.Lock()  # one thread at a time opens and closes
        self._off = True  # none is wanted: before the beginning, in a private stretch, after the end
        self._stopped_at: float | None = None  # when sound stopped coming, while none comes
        self._next_try, self._wait_longer = 0.0, _PATIENCE_SECONDS
        self._opened_at: float | None = None  # until its first sound
        self.last_sound = 0.0  # when sound came last, by the steady clock
        self.name = wanted or ""

    @property
    def stopped(self) -> bool:
        """Whether sound should come and does not."""
        return self._stopped_at is not None

    @property
    def starting(self) -> bool:
        """Whether it was opened and its first sound has not come yet."""
        return self._opened_at is not None and not self._off and not self.stopped

    @property
    def level(self) -> Level:
        """How loud the last 100 ms were."""
        return NO_SOUND if self.stopped else self._meter.level

    @property
    def fault(self) -> Fault | None:
        """What is wrong with the sound that comes."""
        return None if self.stopped else self._meter.fault

    @property
    def lost_seconds(self) -> float:
        """Sound that was lost before it came to us, as far as the clock can tell; gaps that were said are not in it."""
        return self._lost_before + self._clock.lost_seconds

    def open(self) -> None:
        """Open the one that is wanted, for the first time. Raises `NoMicrophone`."""
        with self._lock:
            self._open(self._wanted)
            self._off = False

    def use(self, microphone: str | None) -> None:
        """Go on with another one, None for the system's default. Raises `UsageError` or `NoMicrophone`.

        When it cannot be opened, the one that was used is tried again as if it had stopped.
        """
        wanted = choose(self._microphones.names(), microphone) if microphone else None
        with self._lock:
            if not self._off:
                self._shut()
                self._open(wanted)
            self._wanted = wanted

    def switch_off(self) -> None:
        """Close it: no sound comes once this returns, and none of before comes later."""
        with self._lock:
            self._off, self._stopped_at = True, None
            self._shut()
            self._meter.begin()

    def switch_on(self) -> None:
        """Open it again. When that fails, `look_after` says so and tries on."""
        with self._lock:
            self._off = False
            there = self._microphones.names()
            try:
                self._open(self._wanted if self._wanted in there else None)
            except NoMicrophone:
                self.last_sound = self._steady() - _STOPPED_SECONDS

    def heard(self, samples: npt.NDArray[np.int16], at: float, *, where: str) -> float:
        """Judge sound that came; `where` is its place, for what is said. Returns the seconds that are missing before it."""
        missing = 0.0
        if self._stopped_at is not None:
            missing, self._stopped_at = at - self._stopped_at, None
            self._say(f"At {where} it went on with “{self.name}”; about {missing:.0f} s before that are missing.")
        if self._opened_at is not None:
            self._meter.begin(waited=at - self._opened_at)
            self._opened_at = None
        self._meter.hear(samples)
        self._clock.arrived(at, len(samples))
        return missing

    def missing_until_now(self) -> float:
        """For how many seconds nothing has come that should have, 0 while sound comes; from now on it counts anew."""
        if self._stopped_at is None:
            return 0.0
        now = self._steady()
        missing, self._stopped_at = now - self._stopped_at, now
        return missing

    def look_after(self, *, where: str) -> None:
        """Notice that it stopped and put another in its place. To be called a few times a second."""
        now = self._steady()
        if self._off or now - self.last_sound < _STOPPED_SECONDS:
            return
        if self._stopped_at is None:
            self._stopped_at, self._next_try = self.last_sound, now
            self._say(f"At {where} the microphone “{self.name}” stopped. What was said until then is kept.")
        if now < self._next_try or not self._lock.acquire(blocking=False):
            return
        try:
            if not self._off:
                self._next_try = now + self._replace(now)
        finally:
            self._lock.release()

    def _replace(self, now: float) -> float:
        """With the lock held. Returns after how many seconds to try again."""
        there = self._microphones.names()
        if self._device and self.name in there and now - self.last_sound < _PATIENCE_SECONDS:
            return 0.0
        self._shut()
        if not there:
            return _STOPPED_SECONDS
        for name in (self._wanted, None):
            if name is None or name in there:
                try:
                    self._open(name)
                except NoMicrophone as exc:
                    self._say(exc.message)
                else:
                    return _PATIENCE_SECONDS
        self._wait_longer = min(2 * self._wait_longer, _LONGEST_WAIT)
        return self._wait_longer

    def _open(self, name: str | None) -> None:
        """With the lock held."""
        self._lost_before += self._clock.lost_seconds
        self._clock, self._opened_at = ArrivalClock(), self._steady()
        self._meter.begin()
        if self._stopped_at is None:
            self.last_sound = self._opened_at
        self._device = self._microphones.open(name, self._arrived)
        self._wait_longer = _PATIENCE_SECONDS
        self.name = self._device.name

    def _shut(self) -> None:
        """With the lock held."""
        if self._device is not None:
            self._device.close()
            self._device = None

    def _arrived(self, pcm: bytes | bytearray) -> None:
        self.last_sound = now = self._steady()
        self._hand_on(pcm, now)
