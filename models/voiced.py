"""Where somebody speaks, whoever it is: the stretches of a recording with a voice in them.

Silero's voice activity detector, which faster-whisper brings along, read ten minutes at a time so that a recording of any
length fits. It says nothing about who speaks and nothing about words.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise

from recorder.ports import Sound

Stretches = Sequence[tuple[float, float]]  # start and end in seconds, in order, apart from each other

_PIECE = 600.0  # seconds read at once
_SURE, _UNSURE = 0.4, 0.25  # a stretch begins above the one probability and ends below the other
_PAUSE_MS, _SHORTEST_MS = 200, 150  # quiet that parts two stretches; anything shorter than a "yes" is a click


def voiced_stretches(audio: Sound) -> list[tuple[float, float]]:
    """The stretches of `audio` (16 kHz mono) in which somebody speaks, in seconds."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the import: onnxruntime from 1.29 reports home
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        threshold=_SURE,
        neg_threshold=_UNSURE,
        min_speech_duration_ms=_SHORTEST_MS,
        min_silence_duration_ms=_PAUSE_MS,
        speech_pad_ms=0,
    )
    found: list[tuple[float, float]] = []
    for begin in range(max(int(audio.seconds // _PIECE) + 1, 1)):
        offset = begin * _PIECE
        samples = audio.read(offset, min(offset + _PIECE, audio.seconds))
        if len(samples):
            heard = get_speech_timestamps(samples, options, sampling_rate=audio.sample_rate)
            found += [(offset + h["start"] / audio.sample_rate, offset + h["end"] / audio.sample_rate) for h in heard]
    return found


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
