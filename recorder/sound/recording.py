"""A recording while it is made: begin, pause, go on, keep something private, mark a moment, stop.

Sound comes from whoever has it (a microphone, a test) in pieces of any length and is sealed as it arrives
(`recorder.sound.sealed_audio`), so that a crash takes less than 100 ms. What is said in a pause or in a private stretch is
dropped before anything is kept of it: of a private stretch only the moment it was left out remains, not how long it was.
Where sound is missing that nobody left out, place and length are kept. Times are seconds of the stored sound. It knows no
database: each act returns its moment, for the caller to store and audit.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from recorder.domain import Gap, Recording
from recorder.errors import NotSound, Refused
from recorder.sound.sealed_audio import SealedAudioWriter, SealedSound, recover

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_SHORTEST = 0.1  # seconds; less holds no word


class RecordingState(StrEnum):
    """What happens to sound that arrives now."""

    RECORDING = "recording"  # it is stored
    PAUSED = "paused"  # it is dropped
    PRIVATE = "private"  # it is dropped, and the place is marked
    ENDED = "ended"  # nothing is taken any more


class LiveRecording:
    """One recording from `begin` to `stop`, `withdraw` or `leave`. Its acts may come from any thread.

    As a context manager it lets go of the file at the end of the block, as `leave` does.
    """

    def __init__(self, writer: SealedAudioWriter, path: Path, *, visit_id: str) -> None:
        self._writer, self._path, self._visit_id = writer, path, visit_id
        self._paused = self._private = self._ended = False
        self._marks: list[float] = []
        self._left_out: list[float] = []
        self._missing: list[Gap] = []
        self._lock = threading.Lock()  # sound arrives in another thread than the person's key presses

    @classmethod
    def begin(cls, path: Path, key: bytes, *, visit_id: str, header_note: bytes = b"") -> LiveRecording:
        """Start to record into a new file; `key` and `header_note` as `SealedAudioWriter.create` takes them.

        Raises `Refused` when there is a file already, `StorageFailed` when the disk will not.
        """
        return cls(SealedAudioWriter.create(path, key, header_note=header_note), path, visit_id=visit_id)

    @property
    def state(self) -> RecordingState:
        """What happens to sound that arrives now. A private stretch in a pause shows as private."""
        if self._ended:
            return RecordingState.ENDED
        if self._private:
            return RecordingState.PRIVATE
        return RecordingState.PAUSED if self._paused else RecordingState.RECORDING

    @property
    def seconds(self) -> float:
        """Length of what was kept so far."""
        return round(self._writer.seconds, 3)

    @property
    def marks(self) -> tuple[float, ...]:
        """The marked moments, in seconds of the recording."""
        return tuple(self._marks)

    @property
    def left_out(self) -> tuple[float, ...]:
        """Where private stretches were left out, in seconds of the recording."""
        return tuple(self._left_out)

    @property
    def missing(self) -> tuple[Gap, ...]:
        """Where no sound came that should have."""
        return tuple(self._missing)

    def append(self, samples: npt.NDArray[np.float32] | npt.NDArray[np.int16]) -> int:
        """Take sound: mono, 16 kHz, float32 in [−1, 1] or int16, shape (n,). Returns the samples that no crash can take now.

        Raises `StorageFailed` when the disk refuses: the sound waits in memory and goes out with the next piece; `BadInput`
        for what is no sound, which is not added; `Refused` after the end.
        """
        with self._lock:
            self._require_open()
            if self.state is RecordingState.RECORDING:
                return self._writer.append(samples)
            return self._writer.acknowledged

    def pause(self) -> float:
        """Store nothing until `resume`. Returns the moment. Raises `Refused` after the end."""
        with self._lock:
            self._require_open()
            self._paused = True
            return self.seconds

    def resume(self) -> float:
        """Go on after a pause; a private stretch stays private. Returns the moment. Raises `Refused` after the end."""
        with self._lock:
            self._require_open()
            self._paused = False
            return self.seconds

    def private(self, *, on: bool) -> float:
        """Begin or end a stretch of which nothing is kept. Once it returns, nothing that arrives is stored.

        Returns the moment. Raises `Refused` after the end.
        """
        with self._lock:
            self._require_open()
            if on and not self._private and self.seconds not in self._left_out:
                self._left_out.append(self.seconds)
            self._private = on
            return self.seconds

    def mark(self) -> float:
        """Mark this moment and return it. Raises `Refused` while nothing is stored, or after the end."""
        with self._lock:
            self._require_open()
            if self.state is not RecordingState.RECORDING:
                raise Refused("Nothing is being recorded now, so there is no moment to mark.", "Go on recording first.")
            if self.seconds not in self._marks:
                self._marks.append(self.seconds)
            return self.seconds

    def miss(self, seconds: float) -> None:
        """Note that before this moment no sound came for so many seconds."""
        with self._lock:
            if self._missing and self._missing[-1].at == self.seconds:
                seconds += self._missing.pop().seconds
            self._missing.append(Gap(self.seconds, round(seconds, 1)))

    def stop(self) -> Recording:
        """End it and force it to the disk. May be tried again after `StorageFailed`.

        Raises `NotSound`, with nothing left behind, when nothing was recorded.
        """
        with self._lock:
            self._ended = True
            if self._writer.seconds < _SHORTEST:
                self._writer.discard()
                raise NotSound("Nothing was recorded.", "Start the recording again.")
            sound = self._writer.finish()
        return _recording(self._visit_id, self._path, sound, marks=self._marks, left_out=self._left_out, missing=self._missing)

    def withdraw(self) -> None:
        """Stop at once and remove everything: somebody took back their consent. Raises `StorageFailed` if it stays."""
        with self._lock:
            self._ended = True
            self._writer.discard()

    def leave(self) -> None:
        """Let go of the file as it is; `recover_recording` finishes it later."""
        with self._lock:
            self._ended = True
            self._writer.close()

    def __enter__(self) -> LiveRecording:
        """The recording itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it."""
        self.leave()

    def _require_open(self) -> None:
        if self._ended:
            raise Refused("This recording has ended.", "Nothing was changed. Start a new one.")


def recover_recording(
    path: Path,
    key: bytes,
    *,
    visit_id: str,
    marks: Sequence[float] = (),
    left_out: Sequence[float] = (),
    missing: Sequence[Gap] = (),
) -> Recording:
    """Finish a recording that a crash tore, with the moments that the caller had stored.

    Raises `StorageFailed`, with the file unchanged, when it is damaged; `NotSound`, with the file removed, when the crash
    came before any sound.
    """
    sound = recover(path, key)
    if sound.seconds < _SHORTEST:
        path.unlink()
        raise NotSound("The recording was cut off before any sound was in it.", "Start the recording again.")
    return _recording(visit_id, path, sound, marks=marks, left_out=left_out, missing=missing)


def _recording(
    visit_id: str,
    path: Path,
    sound: SealedSound,
    *,
    marks: Sequence[float],
    left_out: Sequence[float],
    missing: Sequence[Gap],
) -> Recording:
    """Moments after the end, of sound that a crash took, move to the end."""
    marked, private = (tuple(sorted({min(t, sound.seconds) for t in times})) for times in (marks, left_out))
    gaps = tuple(replace(gap, at=min(gap.at, sound.seconds)) for gap in missing)
    return Recording(
        visit_id, path.name, sound.sha256, sound.sha256, sound.seconds, marks=marked, private=private, missing=gaps
    )
