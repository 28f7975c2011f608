"""What tells voices apart in one piece of a recording, packed into bytes, and all pieces of a recording laid together again.

The bytes hold the stretches in which somebody speaks and an embedding for each window over them, in 16 bits a number: a cosine
changes by less than a thousandth. The windows follow from the stretches and are not stored. These are voice prints, by
which a person can be known again: whoever keeps them keeps them encrypted, and only until the transcript is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.hearing.speakers import unit
from models.hearing.voiced import RATE, Samples, windows
from recorder.domain import VoicePiece

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Embeddings = npt.NDArray[np.float32]

SHAPING = 1.6  # seconds of a window, what the encoder was trained on: these shape the voices
FINE = 1.2  # seconds; less sure of the voice, surer of the moment: these are laid over time
_STEP = 0.4  # seconds between windows of a long stretch
_SIZE = 256  # numbers an embedding


@dataclass(frozen=True, slots=True)
class VoicePrints:
    """All that was found in a recording, in order. Times are seconds from its start."""

    stretches: list[tuple[float, float]]  # where somebody speaks
    shaping: list[tuple[float, float]]  # windows of `SHAPING` seconds over the stretches
    fine: list[tuple[float, float]]  # windows of `FINE` seconds
    shaping_prints: Embeddings  # one embedding of length 1 a window
    fine_prints: Embeddings


def laid_over(stretches: Samples, seconds: float) -> list[tuple[float, float]]:
    """The windows of so many seconds over stretches that are given in samples; theirs are seconds of the piece."""
    return windows([(begin / RATE, end / RATE) for begin, end in stretches], seconds=seconds, step=_STEP)


def pack(stretches: Samples, shaping_prints: Embeddings, fine_prints: Embeddings) -> bytes:
    """One piece's findings: the number of stretches, their samples, the embeddings of both kinds of windows."""
    import numpy as np

    ends = np.array([len(stretches), *(n for stretch in stretches for n in stretch)], "<u4")
    return ends.tobytes() + np.concatenate((shaping_prints, fine_prints)).astype("<f2").tobytes()


def join(pieces: Sequence[VoicePiece]) -> VoicePrints:
    """The findings of all pieces of a recording, in order."""
    import numpy as np

    stretches: list[tuple[float, float]] = []
    laid: dict[float, list[tuple[float, float]]] = {SHAPING: [], FINE: []}
    prints: dict[float, list[npt.NDArray[np.float16]]] = {SHAPING: [], FINE: []}
    for piece in pieces:
        count = int(np.frombuffer(piece.prints, "<u4", 1)[0])
        ends = [(int(begin), int(end)) for begin, end in np.frombuffer(piece.prints, "<u4", 2 * count, 4).reshape(-1, 2)]
        rows = np.frombuffer(piece.prints, "<f2", offset=4 + 8 * count).reshape(-1, _SIZE)
        stretches += [(piece.start + begin / RATE, piece.start + end / RATE) for begin, end in ends]
        for seconds in (SHAPING, FINE):
            over = laid_over(ends, seconds)
            laid[seconds] += [(piece.start + begin, piece.start + end) for begin, end in over]
            prints[seconds].append(rows[: len(over)])
            rows = rows[len(over) :]
    shaping_prints, fine_prints = (
        unit(np.concatenate(prints[seconds] or [np.zeros((0, _SIZE), np.float16)]).astype(np.float32))
        for seconds in (SHAPING, FINE)
    )
    return VoicePrints(stretches, laid[SHAPING], laid[FINE], shaping_prints, fine_prints)
