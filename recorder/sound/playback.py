"""Plays stretches of a visit's sound: the words that a sentence rests on, as they were said.

Whoever signs a note must be able to hear what stands behind each sentence. The recording is read from its sealed file a second
at a time, so that no more of it is in the clear than is being heard, and nothing is written anywhere. Slower is the same sound
at a lower rate: voices fall, words stay. It plays one thing at a time. miniaudio loads when something is first played.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from recorder.domain import Transcript, Turn
from recorder.errors import CasescribeError, Refused
from recorder.ports import Sound
from recorder.sound.systems import keep_alsa_quiet, real_backends
from recorder.words_behind import words_behind

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SLOWER = 0.75  # of the speed at which it was said

Stretch = tuple[float, float]  # from, to, in seconds of the recording
OpenSound = Callable[[], AbstractContextManager[Sound]]

_PIECE = 1.0  # seconds read at a time
_LEAD = 0.12  # seconds before and after the words, as far as nobody else speaks: a recogniser's times are a little late
_BREATH = 0.3  # seconds of silence between stretches that do not follow each other
_CALLBACK_MS, _CALLBACKS = 50, 4  # what the device asks for at a time, and how much waits in it while the machine is busy
_NO_SOUND = "Nothing can be played: this machine has no loudspeaker that Casescribe may use."
_PLUG_IN = "Plug in headphones, or turn the system’s sound on, and try again. The words stand on the screen."


class Speaker(Protocol):
    """What makes sound."""

    def play(self, pieces: Iterator[npt.NDArray[np.int16]], *, sample_rate: int, stop: threading.Event) -> None:
        """Play mono pieces one after another; back when all was heard or `stop` is set. Raises `Refused` without a device."""
        ...


class Player:
    """Plays one thing at a time. Its acts may come from any thread."""

    def __init__(self, speaker: Speaker | None = None) -> None:
        self._speaker = speaker or SystemSpeaker()
        self._one_at_a_time = threading.Lock()
        self._playing = threading.Event()  # the stop of what plays, or played last

    def warm(self) -> None:
        """Load what playing needs, so that the first key is answered as quickly as the others."""
        import miniaudio  # noqa: F401

    def play(self, open_sound: OpenSound, stretches: Sequence[Stretch], *, stop: threading.Event, speed: float = 1.0) -> None:
        """Play stretches of a recording one after another, and come back at the end or once `stop` is set.

        What played before stops. Raises `Refused` without a loudspeaker, `StorageFailed` where the recording is damaged.
        """
        self._playing.set()
        self._playing = stop
        with self._one_at_a_time:
            if not stop.is_set():
                with open_sound() as sound:
                    rate = round(sound.sample_rate * speed)
                    self._speaker.play(_pieces(sound, stretches), sample_rate=rate, stop=stop)


def stretches_of(transcript: Transcript, turns: Sequence[int], *, behind: str = "") -> tuple[Stretch, ...]:
    """Where the words of some turns are in the recording; turns that follow each other are one stretch.

    Of long turns only the words `behind` a sentence, if one is given. Empty for a transcript that never had sound.
    """
    found: list[Stretch] = []
    last: Turn | None = None
    for turn in filter(None, map(transcript.turn, sorted(set(turns)))):
        if (times := _around(transcript, turn)) is None:
            continue
        part = _part(turn, behind) if behind else None
        if found and last and last.i == turn.i - 1 and part is None:
            found[-1] = found[-1][0], times[1]
        else:
            found.append(part or times)
        last = turn if part is None else None
    return tuple(found)


def _part(turn: Turn, sentence: str) -> Stretch | None:
    """The time of the words behind a sentence, with a little air as far as no other word is in it; None for all of them."""
    place = words_behind(sentence, turn)
    if place is None or len(turn.words) != len(turn.text.split()):
        return None  # without a time for each word the whole turn is heard
    first, after = place
    start, end = turn.words[first].start, turn.words[after - 1].end
    before = turn.words[first - 1].end if first else start - _LEAD
    following = turn.words[after].start if after < len(turn.words) else end + _LEAD
    return min(max(start - _LEAD, before, 0.0), start), max(min(end + _LEAD, following), end)


def _around(transcript: Transcript, turn: Turn) -> Stretch | None:
    """A turn's own time with a little air, but nothing of what others say before and after."""
    times = _own_times(turn)
    if times is None:
        return None
    before, after = transcript.turn(turn.i - 1), transcript.turn(turn.i + 1)
    earliest = max((_own_times(before) or (0, 0))[1] if before else 0.0, 0.0)
    latest = (_own_times(after) or (times[1] + _LEAD, 0))[0] if after else times[1] + _LEAD
    return min(max(times[0] - _LEAD, earliest), times[0]), max(min(times[1] + _LEAD, latest), times[1])


def _own_times(turn: Turn) -> Stretch | None:
    if turn.words:
        return turn.words[0].start, turn.words[-1].end
    return None if turn.start is None or turn.end is None else (turn.start, turn.end)


def _pieces(sound: Sound, stretches: Sequence[Stretch]) -> Iterator[npt.NDArray[np.int16]]:
    import numpy as np

    for n, (start, end) in enumerate(stretches):
        if n:
            yield np.zeros(round(_BREATH * sound.sample_rate), np.int16)
        at, until = start, min(end, sound.seconds)
        while at < until:
            piece = sound.read(at, min(at + _PIECE, until))
            yield np.clip(np.rint(piece * 32768.0), -32768, 32767).astype(np.int16)
            at += _PIECE


class SystemSpeaker:
    """The machine's loudspeaker or headphones, as the system has them set."""

    def play(self, pieces: Iterator[npt.NDArray[np.int16]], *, sample_rate: int, stop: threading.Event) -> None:
        """Play mono pieces one after another; back when all was heard or `stop` is set. Raises `Refused` without a device."""
        import miniaudio

        keep_alsa_quiet()
        over = _Over(stop)
        frames = _frames(pieces, over)
        next(frames)  # the first second is read before the device waits for it, and says here what is wrong with the file
        device = None
        try:
            device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=sample_rate,
                buffersize_msec=_CALLBACK_MS,
                callback_periods=_CALLBACKS,
                backends=real_backends(),
                app_name="Casescribe",
            )
            device.start(frames)
            over.wait_until_heard()
        except miniaudio.MiniaudioError as exc:
            raise Refused(_NO_SOUND, _PLUG_IN) from exc
        finally:
            if device is not None:
                context = device._context
                device.close()
                miniaudio.lib.ma_context_uninit(context)
        if over.problem is not None:
            raise over.problem


class _Over:
    """Ends of one playing: the person's, the sound's, or a damaged place in it."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop, self.all_given = stop, threading.Event()
        self.problem: CasescribeError | None = None

    def wait_until_heard(self) -> None:
        """Wait until the person stops it, or all was given to the device and has left it."""
        while not self.stop.wait(0.02):
            if self.all_given.is_set():
                self.stop.wait(2 * _CALLBACK_MS * _CALLBACKS / 1000)
                return


def _frames(pieces: Iterator[npt.NDArray[np.int16]], over: _Over) -> Generator[bytes, int, None]:
    """As the device wants it: so many frames as it asks for, silence once all is given."""
    waiting = memoryview(next(pieces, _nothing()).tobytes())
    wanted = 2 * (yield b"")
    while not over.stop.is_set():
        try:
            while len(waiting) < wanted:
                waiting = memoryview(bytes(waiting) + next(pieces).tobytes())
        except StopIteration:
            over.all_given.set()
        except CasescribeError as problem:
            over.problem = problem
            over.all_given.set()
            return
        given, waiting = bytes(waiting[:wanted]), waiting[wanted:]
        wanted = 2 * (yield given)


def _nothing() -> npt.NDArray[np.int16]:
    import numpy as np

    return np.zeros(0, np.int16)
