"""Where somebody speaks, whoever it is: the stretches of a recording with a voice in them, piece by piece.

Silero's voice activity detector, which faster-whisper brings along, reads half a minute at a time. A piece ends in quiet, and
where it ends depends on the sound from its beginning on and on nothing else: sound that is still being recorded, the finished
file, and work taken up again after a crash give the same stretches. It says nothing about who speaks and nothing about words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from recorder.quiet import keep_quiet

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Stretches = Sequence[tuple[float, float]]  # start and end in seconds, in order, apart from each other
Samples = Sequence[tuple[int, int]]  # the same in samples

RATE = 16_000  # Hz
PIECE = 30 * RATE  # samples read at once
_HALF = PIECE // 2  # a stretch that began before this and goes on has no pause to cut in
_LEAD = RATE  # quiet that the next piece begins with, so that the detector hears a beginning as it does elsewhere
_SURE, _UNSURE = 0.4, 0.25  # a stretch begins above the one probability and ends below the other
_PAUSE_MS, _SHORTEST_MS = 200, 150  # quiet that parts two stretches; anything shorter than a "yes" is a click
_PAUSE = _PAUSE_MS * RATE // 1000  # samples


def voiced_stretches(samples: npt.NDArray[np.float32]) -> tuple[list[tuple[int, int]], int]:
    """The stretches of a piece in which somebody speaks, in samples, and the sample at which the piece ends.

    Takes 16 kHz mono, shape (n,): `PIECE` samples from the piece's beginning on, or all there are if the recording ends before;
    then the piece goes to its end. Else it ends in the pause before what is still being said, or in the quiet.
    """
    keep_quiet()
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        threshold=_SURE,
        neg_threshold=_UNSURE,
        min_speech_duration_ms=_SHORTEST_MS,
        min_silence_duration_ms=_PAUSE_MS,
        speech_pad_ms=0,
    )
    found = [(int(h["start"]), int(h["end"])) for h in get_speech_timestamps(samples, options, sampling_rate=RATE)]
    return (found, len(samples)) if len(samples) < PIECE else cut_in_quiet(found)


def cut_in_quiet(found: Samples) -> tuple[list[tuple[int, int]], int]:
    """The stretches that end within a whole piece, and the sample at which it is cut: in the pause after them.

    Whoever speaks through the second half of a piece without a pause is cut at its end.
    """
    ended, next_begins = list(found), PIECE
    if found and found[-1][1] > PIECE - _PAUSE:
        if found[-1][0] < _HALF:
            return ended, PIECE
        next_begins = ended.pop()[0]
    quiet_since = ended[-1][1] if ended else 0
    return ended, max((quiet_since + next_begins) // 2, next_begins - _LEAD)


def windows(stretches: Stretches, *, seconds: float, step: float) -> list[tuple[float, float]]:
    """Windows over the stretches that never reach across a pause: short stretches whole, long ones in equal steps."""
    import numpy as np

    laid: list[tuple[float, float]] = []
    for start, end in stretches:
        spare = end - start - seconds
        if spare <= 0:
            laid.append((start, end))
        else:
            begins = np.linspace(start, end - seconds, int(np.ceil(spare / step)) + 1)
            laid += [(float(begin), float(begin) + seconds) for begin in begins]
    return laid


def voiced_seconds(laid: Stretches) -> list[float]:
    """How much speech each of `windows` stands for, so that overlapping windows are not counted twice. In seconds."""
    if not laid:
        return []
    ends = [min(end, after) if after < end else end for (_, end), (after, _) in pairwise(laid)]
    return [max(end - start, 0.0) for (start, _), end in zip(laid, [*ends, laid[-1][1]], strict=True)]
