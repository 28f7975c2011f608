"""Who is heard when, where each channel of a file holds a voice of its own: a telephone call, two clip-on microphones.

A room's two microphones hear everybody nearly alike; then nothing comes of it, and voices are told apart by their sound. Only
where one channel is almost always much louder than all others is the channel taken for the voice, which no likeness of
voices can mislead. Power is kept for each tenth of a second and nothing of the sound itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recorder.domain import SpeakerSegment

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_RATE = 16_000  # Hz
_WINDOW = 1_600  # samples
_LOUDER = 10.0  # times the power (10 dB): so much weaker is what one clip-on microphone hears of its neighbour
_SPEECH = 0.001  # of the power of loud speech (30 dB below): weaker is a pause
_ALONE = 0.85  # share of speech in which one channel is that much louder; in talk, two people speak at once for a tenth
_LEAST = 2.0  # seconds that each voice is heard at least
_JOINED = 0.5  # seconds of a pause within one stretch


class ChannelVoices:
    """Listens along while a file is read."""

    def __init__(self) -> None:
        self._powers: list[npt.NDArray[np.float32]] = []
        self._rest: npt.NDArray[np.float32] | None = None
        self._changed = False

    def hear(self, channels: npt.NDArray[np.float32]) -> None:
        """Take the next stretch, 16 kHz, shape (n, channels)."""
        import numpy as np

        if self._rest is not None and self._rest.shape[1] != channels.shape[1]:
            self._changed, self._rest = True, None  # joined recordings: nobody knows which channel is whose
        joined = channels if self._rest is None else np.concatenate((self._rest, channels))
        whole = len(joined) // _WINDOW * _WINDOW
        self._rest = joined[whole:]
        if whole and not self._changed:
            self._powers.append(np.square(joined[:whole]).reshape(-1, _WINDOW, channels.shape[1]).mean(axis=1))

    def stretches(self) -> tuple[SpeakerSegment, ...]:
        """Who is heard when, "S1", "S2" … by channel; empty where the channels hold no voices of their own."""
        import numpy as np

        if self._changed or not self._powers or self._powers[0].shape[1] < 2:
            return ()
        power = np.concatenate(self._powers)
        weaker, loudest = np.sort(power, axis=1)[:, -2:].T
        speech = loudest > _SPEECH * np.percentile(loudest, 95) + 1e-10
        alone = speech & (loudest > _LOUDER * weaker)
        whose = power.argmax(axis=1)
        voices = [v for v in range(power.shape[1]) if (alone & (whose == v)).sum() * _WINDOW >= _LEAST * _RATE]
        if len(voices) < 2 or alone.sum() < _ALONE * speech.sum():
            return ()
        found = list[SpeakerSegment]()
        for window in np.flatnonzero(alone):
            start, end, speaker = window * _WINDOW / _RATE, (window + 1) * _WINDOW / _RATE, f"S{whose[window] + 1}"
            if found and found[-1].speaker == speaker and start - found[-1].end <= _JOINED:
                found[-1] = SpeakerSegment(found[-1].start, float(end), speaker)
            else:
                found.append(SpeakerSegment(float(start), float(end), speaker))
        return tuple(found)
