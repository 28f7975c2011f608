"""Where a recording is cut into the pieces that are heard one by one: in its pauses, each a Whisper window full of speech.

Whisper hears thirty seconds at a time, whatever it is given, so a piece much shorter wastes work and one cut inside a word
loses it. A cut depends on the sound from the piece's beginning on and on nothing else, with a bounded look ahead: sound that
is still being recorded, the finished file, and work taken up again after a crash are therefore cut alike. Pauses are found
with the voice detector that faster-whisper brings (Silero). Nothing is kept here, and nothing is heard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recorder.ports import Sound
from recorder.quiet import keep_quiet

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_FULL = 29.0  # seconds of speech in a piece at most: a Whisper window is 30, and the detector's edges move a little
_LOOK_AHEAD = (30.0, 36.0, 45.0, 60.0, 90.0, 120.0)  # seconds from its beginning; further only where little is said
_FRAME = 512  # samples that the detector judges at once: 32 ms
_VOICE = 0.5  # the detector's own threshold
_LONG = 2.0  # seconds; faster-whisper's filter leaves longer silences out, so that they do not fill a piece
_PAD = 0.4  # seconds that it leaves of them on either side
_EARLIEST = 0.5  # no cut before this share of a piece's speech
_PAUSE = 1.0  # seconds; a longer pause is no better to cut in
_DOUBT = 0.5  # seconds of pause that the detector's certainty of none is worth
_LATER = 0.06  # seconds of pause that a second more in the piece is worth


def piece_end(sound: Sound, start: float, *, ended: bool) -> float | None:
    """Where the piece that begins at `start` ends, in seconds; None while more must be recorded to tell.

    `sound` is 16 kHz mono as far as there is any, and `ended` says that no more will come: then the last piece goes to its
    end.
    """
    for reach in _LOOK_AHEAD:
        whole = sound.seconds - start >= reach
        if not whole and not ended:
            return None
        voice = voice_in(sound.read(start, start + reach))
        cut = cut_frame(voice, _FRAME / sound.sample_rate, last=whole and reach == _LOOK_AHEAD[-1])
        if cut is not None:
            return start + cut * _FRAME / sound.sample_rate
        if not whole:
            break
    return sound.seconds


def voice_in(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """How likely there is a voice in each 32 ms, 0 to 1; a rest shorter than that is left out. Shape (n // 512,)."""
    import numpy as np

    keep_quiet()
    from faster_whisper.vad import get_vad_model

    whole = len(samples) // _FRAME * _FRAME
    if not whole:
        return np.zeros(0, np.float32)
    likely: npt.NDArray[np.float32] = get_vad_model()(samples[:whole].copy()).reshape(-1)
    return likely


def seconds_of_voice(samples: npt.NDArray[np.float32]) -> float:
    """How long somebody speaks in 16 kHz sound."""
    return float((voice_in(samples) > _VOICE).sum()) * _FRAME / 16_000


def cut_frame(voice: npt.NDArray[np.float32], frame: float, *, last: bool = False) -> int | None:
    """The best frame to cut before: a long pause, late in a piece that is not too full; None when it all fits into one.

    `voice` is `voice_in` of what follows the piece's beginning, `frame` the seconds of each. With `last` there is no further
    look ahead, so that a cut is made even where there is little speech.
    """
    import numpy as np

    pause, place = _pauses(voice < _VOICE, frame)
    filled = np.cumsum(_kept(voice < _VOICE, frame)) * frame
    if not len(filled) or (filled[-1] <= _FULL and not last):
        return None
    worth = np.minimum(pause, _PAUSE) + _LATER * filled - _DOUBT * voice
    worth[(filled > _FULL) | (filled < _EARLIEST * min(_FULL, filled[-1]))] = -np.inf
    best = len(worth) - 1 - int(worth[::-1].argmax())
    return max(min(int(place[best]), best), 1)


def _pauses(silent: npt.NDArray[np.bool_], frame: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """For each frame the length in seconds of the pause it lies in, 0 within speech, and where that pause is best cut.

    That is in its middle, or where a long one ends but for what the filter leaves before speech.
    """
    import numpy as np

    pause, place = np.zeros(len(silent)), np.arange(len(silent))
    for begin, end in _runs(silent):
        pause[begin:end] = (end - begin) * frame
        place[begin:end] = max((begin + end) // 2, end - round(_PAD / frame) - 1)
    return pause, place


def _kept(silent: npt.NDArray[np.bool_], frame: float) -> npt.NDArray[np.bool_]:
    """The frames that are left after faster-whisper's filter, as nearly as a look ahead can tell."""
    kept = ~silent
    pad = round(_PAD / frame)
    for begin, end in _runs(silent):
        if (end - begin) * frame < _LONG:
            kept[begin:end] = True
        else:
            kept[begin : begin + pad] = kept[end - pad : end] = True
    return kept


def _runs(silent: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Begin and end of each stretch without a voice."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], silent, [False])).astype(np.int8)))
    return [(int(begin), int(end)) for begin, end in edges.reshape(-1, 2)]
