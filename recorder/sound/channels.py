"""Several channels, and several tracks of one file, as one: what a person in the room would have heard.

Channels are averaged, because FFmpeg's own way to mono makes two equal channels louder and clips them. Two microphones
wired the opposite way round would average to silence, and a visit would be gone without a word: such a channel is turned
round first, which no ear notices. Tracks side by side (a screen recorder keeps its microphone and the far end apart) are
laid over each other, so that nobody's words are left out. Who is heard in which channel is another matter
(`recorder.sound.channel_voices`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_OPPOSITE = -0.5  # correlation; a room's two microphones lie above zero, a swapped wire near −1
_APART = 960_000  # samples (a minute) that one track may be ahead of another before the other counts as silent


class MonoMix:
    """Turns the channels of one stretch after another into one; what it learnt of their phases stays for the next."""

    def __init__(self, channels: int) -> None:
        import numpy as np

        self._together = np.zeros((channels, channels))  # each channel times each, summed over what came so far

    def mix(self, channels: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Shape (n, channels) → (n,). A sample that is no number makes its sum no number."""
        import numpy as np

        if channels.shape[1] == 1:
            return channels[:, 0]
        with np.errstate(invalid="ignore", over="ignore"):  # the caller finds what is not finite
            self._together += channels.T @ channels
            power = self._together.diagonal()
            loudest = int(power.argmax())
            opposite = self._together[loudest] < _OPPOSITE * np.sqrt(power * power[loudest])
            mixed: npt.NDArray[np.float32] = np.where(opposite, -channels, channels).mean(axis=1, dtype=np.float32)
        return mixed


class Tracks:
    """Lays tracks that arrive in turns over each other, holding no more than a minute of any."""

    def __init__(self, count: int) -> None:
        import numpy as np

        self._waiting = [np.zeros(0, np.float32)] * count

    def add(self, track: int, samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Take the next samples of one track, shape (n,); gives what is now complete, shape (m,), perhaps nothing."""
        if len(self._waiting) == 1:
            return samples
        import numpy as np

        self._waiting[track] = np.concatenate((self._waiting[track], samples))
        held = [len(w) for w in self._waiting]
        return self._take(max(min(held), max(held) - _APART))

    def rest(self) -> npt.NDArray[np.float32]:
        """What is left when all tracks have ended, shape (n,)."""
        return self._take(max(len(w) for w in self._waiting))

    def _take(self, n: int) -> npt.NDArray[np.float32]:
        import numpy as np

        mixed = np.zeros(n, np.float32)
        for track, waiting in enumerate(self._waiting):
            mixed[: len(waiting)] += waiting[:n] / len(self._waiting)
            self._waiting[track] = waiting[n:]
        return mixed
