"""What a person is told while a recording goes on, in sentences: what is wrong now, and goes when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from recorder.sound.levels import Fault


class Warn(Enum):
    """What kind of thing is wrong now."""

    STARTING = "starting"
    NO_SIGNAL = "no-signal"
    TOO_QUIET = "too-quiet"
    CLIPPING = "clipping"
    MICROPHONE_GONE = "microphone-gone"
    DISK_FULL = "disk-full"
    SOUND_LOST = "sound-lost"
    WRITING_DOWN = "writing-down"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class CaptureWarning:
    """Something that is wrong now."""

    kind: Warn
    sentence: str


_OF_FAULT = {Fault.NO_SIGNAL: Warn.NO_SIGNAL, Fault.TOO_QUIET: Warn.TOO_QUIET, Fault.CLIPPING: Warn.CLIPPING}
GONE = CaptureWarning(Warn.MICROPHONE_GONE, "The microphone gives nothing any more. What was said is kept; nothing new is.")
STARTING = CaptureWarning(Warn.STARTING, "The microphone is starting. Wait until the clock runs before you speak.")
FULL = CaptureWarning(
    Warn.DISK_FULL,
    "The disk refuses. The sound waits in memory and is stored once there is room: make room, do not switch off.",
)
BROKEN = CaptureWarning(Warn.BROKEN, "A fault of this program stopped the recording. What was said before is kept: stop now.")


def warning_of(fault: Fault) -> CaptureWarning:
    """What is wrong with the sound, as it is told."""
    return CaptureWarning(_OF_FAULT[fault], fault.value)


def lost(seconds: float) -> CaptureWarning:
    """So much sound came faster than this machine could take it."""
    sentence = f"About {seconds:.1f} s of sound were lost: this machine is too busy. Close other programs."
    return CaptureWarning(Warn.SOUND_LOST, sentence)
