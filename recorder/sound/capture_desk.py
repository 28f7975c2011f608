"""Begins recordings from a microphone, and shows a microphone's level before one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from recorder.errors import CasescribeError, NoMicrophone
from recorder.sound.capture_warnings import CaptureWarning, warning_of
from recorder.sound.levels import Level, LevelMeter
from recorder.sound.listeners import Listener
from recorder.sound.microphone import Microphones, SystemMicrophones, choose
from recorder.sound.recording_desk import RecordingDesk

if TYPE_CHECKING:
    from recorder.sound.live_capture import Capture


class CaptureDesk:
    """What a person can do with microphones."""

    def __init__(self, recording: RecordingDesk, *, microphones: Microphones | None = None) -> None:
        self._recording = recording
        self._microphones = microphones or SystemMicrophones()

    def microphones(self) -> tuple[str, ...]:
        """What there is now, by name; may be empty."""
        return self._microphones.names()

    def start(
        self, visit_id: str, *, microphone: str | None = None, listeners: Sequence[Callable[[str], Listener]] = ()
    ) -> Capture:
        """Record a planned visit.

        Args:
            visit_id: the visit.
            microphone: a name or a part of it; None takes the system's default.
            listeners: each is called with the visit's id before the first sound and gives who hears the recording. One that
                cannot be had is left out, and that is said: it is no reason not to record.

        Raises `Refused` without consent, or when the visit is not planned or is being recorded; `UsageError` when there is no
        such microphone, `NoMicrophone` when it cannot be opened. The visit is then as it was.
        """
        from recorder.sound.live_capture import Capture

        wanted = choose(self._microphones.names(), microphone) if microphone else None
        session = self._recording.begin(visit_id)
        hearing, said = [], []
        for make in listeners:
            try:
                hearing.append(make(visit_id))
            except CasescribeError as exc:
                said.append(f"{exc.sentence()} The recording goes on without.")
        capture = Capture(session, self._microphones, wanted=wanted, listeners=hearing, said=said)
        try:
            capture.begin()
        except NoMicrophone:
            capture.withdraw()
            raise
        return capture

    def check(self, microphone: str | None = None) -> SoundCheck:
        """Look at a microphone's level without recording. Raises `UsageError` or `NoMicrophone`."""
        wanted = choose(self._microphones.names(), microphone) if microphone else None
        return SoundCheck(self._microphones, wanted)


class SoundCheck:
    """A microphone's level before a recording. It keeps nothing. As a context manager it closes at the end of the block."""

    def __init__(self, microphones: Microphones, wanted: str | None) -> None:
        import numpy as np

        self._meter = LevelMeter()
        self._device = microphones.open(wanted, lambda pcm: self._meter.hear(np.frombuffer(pcm, np.int16)))
        self.microphone = self._device.name

    @property
    def level(self) -> Level:
        """How loud the last 100 ms were."""
        return self._meter.level

    @property
    def warnings(self) -> tuple[CaptureWarning, ...]:
        """What is wrong with the sound now."""
        fault = self._meter.fault
        return (warning_of(fault),) if fault else ()

    def close(self) -> None:
        """Let go of the microphone."""
        self._device.close()

    def __enter__(self) -> SoundCheck:
        """The check itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()
