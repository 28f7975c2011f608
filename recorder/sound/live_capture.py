"""A visit recorded from a microphone: sound on its way from the device to the sealed file, and what the person is told.

The device's thread only puts sound into a queue; a thread of this recording seals it; acts (pause, private, mark) run in the
thread of whoever asks, since they write to the log. So nothing that is slow (the database, a transcription that listens in, a
screen) ever makes sound wait, and a disk that stops answering costs memory, not words. In a private stretch the microphone
itself is closed. Where a microphone gave nothing, the place and how long it was are kept with the recording. It hands nothing
on to listeners that is not stored.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence

from recorder.clock_time import clock_time
from recorder.domain import Recording
from recorder.errors import NotSound, StorageFailed
from recorder.sound.capture_warnings import BROKEN, FULL, GONE, STARTING, CaptureWarning, Warn, lost, warning_of
from recorder.sound.levels import SAMPLE_RATE, Level
from recorder.sound.listeners import Ear, Listener
from recorder.sound.microphone import Microphones
from recorder.sound.missing_sound import MissingSound
from recorder.sound.recording import RecordingState
from recorder.sound.recording_desk import RecordingSession
from recorder.sound.steady_microphone import SteadyMicrophone

_LOOK_SECONDS = 0.25  # how often somebody looks whether sound still comes
_WAITING = 6_000  # pieces of 100 ms that may wait for the disk: ten minutes, 20 MB
_NEXT_PIECE_SECONDS = 0.15  # after one piece the next has come, if sound comes at all


class Capture:
    """One recording from a microphone, made by `recorder.sound.capture_desk.CaptureDesk.start`.

    What it says of itself is cheap and may be asked from any thread, ten times a second; its acts write to the log, so a
    screen calls them in a thread of their own. When the log cannot be written they raise `StorageFailed`, and hold all the
    same: a pause pauses. As a context manager it lets go of the file as it is at the end of the block, if it was not stopped,
    for the next opening to recover.
    """

    def __init__(
        self,
        session: RecordingSession,
        microphones: Microphones,
        *,
        wanted: str | None,
        listeners: Sequence[Listener] = (),
        said: Sequence[str] = (),
    ) -> None:
        self.visit_id, self.listeners = session.visit_id, tuple(listeners)
        self._session = session
        self._said = list(said)
        self._inbox: queue.SimpleQueue[_Piece | threading.Event | None] = queue.SimpleQueue()
        self._microphone = SteadyMicrophone(microphones, wanted, arrived=self._arrived, say=self._said.append)
        self._ears = [Ear(listener) for listener in listeners]
        self._keeping = True  # what arrives now is to be stored; changed before the session is, so that nothing slips in
        self._missing = MissingSound(session, say=self._said.append)
        self._overflow = 0  # samples that found the queue full
        self._full = self._ended = False
        self._writer = threading.Thread(target=self._write, name="recording", daemon=True)

    def begin(self) -> None:
        """Open the microphone and record from now on. Raises `NoMicrophone`."""
        self._microphone.open()
        self._writer.start()

    # What it says of itself

    @property
    def state(self) -> RecordingState:
        """What happens to sound that arrives now."""
        return self._session.live.state

    @property
    def seconds(self) -> float:
        """Length of what was kept so far."""
        return self._session.live.seconds

    @property
    def marks(self) -> tuple[float, ...]:
        """The marked moments, in seconds of the recording."""
        return self._session.live.marks

    @property
    def level(self) -> Level:
        """How loud the last 100 ms were."""
        return self._microphone.level

    @property
    def microphone(self) -> str:
        """The name of the one that is used."""
        return self._microphone.name

    @property
    def lost_seconds(self) -> float:
        """Sound that this machine was too slow for, as far as it can tell; gaps of a microphone that stopped are not in it."""
        return round(self._microphone.lost_seconds + self._overflow / SAMPLE_RATE, 2)

    @property
    def said(self) -> tuple[str, ...]:
        """What happened on the way, as sentences, the oldest first."""
        return tuple(self._said)

    @property
    def warnings(self) -> tuple[CaptureWarning, ...]:
        """What is wrong now, the worst first."""
        state, found = self.state, []
        if state is not RecordingState.ENDED and not self._writer.is_alive():
            found.append(BROKEN)
        if self._full:
            found.append(FULL)
        if self._microphone.stopped:
            found.append(GONE)
        if self._microphone.starting:
            found.append(STARTING)
        if self.lost_seconds:
            found.append(lost(self.lost_seconds))
        if state is RecordingState.RECORDING and (fault := self._microphone.fault):
            found.append(warning_of(fault))
        found.extend(CaptureWarning(Warn.WRITING_DOWN, ear.said) for ear in self._ears if ear.said)
        return tuple(found)

    # What a person can do

    def pause(self) -> None:
        """Store nothing until `resume`. The microphone stays open, so that its level can be seen."""
        self._stop_keeping()
        self._drain()
        self._session.pause()

    def resume(self) -> None:
        """Go on after a pause; a private stretch stays private."""
        try:
            self._session.resume()
        finally:
            self._keep_if_recording()

    def private(self, *, on: bool) -> None:
        """Begin or end a stretch of which nothing is kept; the microphone is off in it."""
        if on:
            self._stop_keeping()
            self._microphone.switch_off()
            self._drain()
            self._session.private(on=True)
        else:
            self._session.private(on=False)
            self._microphone.switch_on()
            self._keep_if_recording()

    def mark(self) -> float:
        """Mark this moment; returns it in seconds of the recording. Raises `Refused` while nothing is stored."""
        return self._session.mark()

    def use(self, microphone: str | None) -> None:
        """Go on with another microphone in the same recording; None takes the system's default.

        Raises `UsageError` when there is none of this name, `NoMicrophone` when it cannot be opened; what was used before is
        then tried again.
        """
        self._microphone.use(microphone)
        self._drain()
        self._said.append(f"At {clock_time(self.seconds)} it went on with “{self.microphone}”.")

    def stop(self) -> Recording:
        """End it, with all that was said until now stored. After `StorageFailed` it may be tried again.

        Raises `NotSound`, and the visit is planned again, when nothing was recorded.
        """
        if self._keeping:
            self._hear_the_last()
        self._finish()
        self._missing.tell()
        try:
            recording = self._session.stop()
        except NotSound:
            self._ended = True
            for ear in self._ears:
                ear.withdraw()
            raise
        self._ended = True
        for ear in self._ears:
            ear.end()
        return recording

    def withdraw(self) -> None:
        """Somebody took back their consent: stop at once and keep nothing, listeners neither."""
        self._keeping = False
        self._microphone.switch_off()
        for ear in self._ears:
            ear.withdraw()
        self._finish()
        self._session.withdraw()
        self._ended = True

    def leave(self) -> None:
        """Let go of it as it is, when the disk refuses or the program must end: the next opening of the vault recovers it."""
        if self._ended:
            return
        self._finish()
        self._session.leave()
        self._ended = True
        for ear in self._ears:
            ear.end()

    def wait_for_listeners(self, seconds: float) -> bool:
        """Whether every listener has heard everything and closed, after at most so long."""
        until = time.monotonic() + seconds
        return all(ear.wait(max(until - time.monotonic(), 0.0)) for ear in self._ears)

    def __enter__(self) -> Capture:
        """The recording itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it, if it was not stopped."""
        self.leave()

    # From the device to the file

    def _arrived(self, pcm: bytes | bytearray, at: float) -> None:
        """In the device's thread: nothing here may wait."""
        if self._inbox.qsize() >= _WAITING:
            self._overflow += len(pcm) // 2
        else:
            self._inbox.put((pcm, at, self._keeping))

    def _write(self) -> None:
        """The recording's own thread: seals what is in the queue, and looks after the microphone."""
        looked = 0.0
        while True:
            try:
                item = self._inbox.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                pass
            else:
                if item is None:
                    return
                if isinstance(item, threading.Event):
                    item.set()
                else:
                    self._take(item)
            if time.monotonic() - looked >= _LOOK_SECONDS:
                looked = time.monotonic()
                self._microphone.look_after(where=clock_time(self.seconds))

    def _take(self, piece: _Piece) -> None:
        import numpy as np

        pcm, at, keep = piece
        samples = np.frombuffer(pcm, np.int16)
        missing = self._microphone.heard(samples, at, where=clock_time(self.seconds))
        if not keep:
            return
        self._missing.note(missing)
        try:
            self._session.append(samples)
            self._full = False
        except StorageFailed:
            self._full = True  # said by `warnings`; the sound waits in memory and goes out with the next piece
        for ear in self._ears:
            ear.hear(samples)

    def _keep_if_recording(self) -> None:
        self._keeping = self.state is RecordingState.RECORDING
        if self._keeping:
            self._microphone.missing_until_now()  # of a pause nothing is missing

    def _stop_keeping(self) -> None:
        if self._keeping:
            self._keeping = False
            self._missing.note(self._microphone.missing_until_now())

    def _hear_the_last(self) -> None:
        """What is being said now comes with the next piece, if one comes."""
        last = self._microphone.last_sound
        while self._microphone.last_sound == last and time.monotonic() - last < _NEXT_PIECE_SECONDS:
            time.sleep(0.01)

    def _drain(self) -> None:
        """Wait until all that has arrived is with the session, so that an act comes after the sound before it."""
        done = threading.Event()
        self._inbox.put(done)
        while not done.wait(_LOOK_SECONDS) and self._writer.is_alive():
            pass

    def _finish(self) -> None:
        """No more sound; what has arrived is with the session."""
        self._stop_keeping()
        self._microphone.switch_off()
        self._inbox.put(None)
        if self._writer.ident is not None:
            self._writer.join()


_Piece = tuple[bytes | bytearray, float, bool]
"""16-bit PCM, when it came, and whether it is to be stored."""
