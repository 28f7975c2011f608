"""A recording heard piece by piece, each kept as soon as it is heard.

So a crash, a cancel or a closed lid costs one piece at most, and a visit that was heard while it was recorded has little left
to do. The same pieces come out whoever asks and whenever: where they end is the recogniser's answer about the sound alone
(`ports.Transcriber.piece_end`). A kept piece is taken only if its sound and all that its words depend on are unchanged;
otherwise it is heard again. Nothing here knows the database: whoever hears says how a piece is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from recorder import __version__
from recorder.domain import HeardPiece, Transcript, Turn, VoicePiece
from recorder.footprint import Footprint, measure
from recorder.ports import Progress, Sound, Transcriber
from recorder.sound.sealed_audio import to_pcm

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Keep = Callable[[HeardPiece], None]


def write_down(
    transcriber: Transcriber,
    sound: Sound,
    *,
    transcript_id: str,
    names: Sequence[str] = (),
    progress: Progress | None = None,
) -> Transcript:
    """All that is said in a recording, without keeping pieces. Raises `ModelUnavailable`."""
    pieces = hear_all(transcriber, sound, names=names, progress=progress)
    return transcript_of(pieces, transcriber, sound, transcript_id=transcript_id)


def hear_all(
    transcriber: Transcriber,
    sound: Sound,
    *,
    names: Sequence[str] = (),
    known: Iterable[HeardPiece] = (),
    keep: Keep | None = None,
    progress: Progress | None = None,
) -> tuple[HeardPiece, ...]:
    """Every piece of a recording in order: those `known` that still hold, the others heard now and given to `keep`.

    `progress` is told of what is heard now, and may raise to stop; what was kept stays. Raises `ModelUnavailable`, and
    whatever `keep` raises.
    """
    kept = {piece.start: piece for piece in known}
    settings, length = settings_sha256(transcriber, names), sound.seconds
    pieces: list[HeardPiece] = []
    at = 0.0
    while at < length:
        piece = kept.get(at)
        if piece is None or not holds(piece, sound, settings):
            end = transcriber.piece_end(sound, at, ended=True)
            if end is None:
                raise RuntimeError("a piece without an end in a recording that has ended")
            if progress:
                progress(at / length)
            piece = hear_piece(
                transcriber,
                sound,
                at,
                end,
                last=end >= length,
                names=names,
                progress=progress and (lambda reached: progress(min(reached / length, 1.0))),
            )
            if keep:
                keep(piece)
        pieces.append(piece)
        at = piece.end
    if progress:
        progress(1.0)
    return tuple(pieces)


def hear_piece(
    transcriber: Transcriber,
    sound: Sound,
    start: float,
    end: float,
    *,
    last: bool,
    names: Sequence[str] = (),
    progress: Callable[[float], None] | None = None,
) -> HeardPiece:
    """One piece, as far as it was heard, and its words; `progress` gets the seconds reached."""
    samples = sound.read(start, end)
    with measure("transcribe") as spent:
        segments, reached = transcriber.hear_piece(samples, start, last=last, names=names, progress=progress)
    end = end if last else min(reached, end)
    cost = spent.footprint
    if cost is None:
        raise RuntimeError("a piece was heard and not measured")
    return HeardPiece(
        start=start,
        end=end,
        sha256=sound_sha256(sound.read(start, end)),
        settings=settings_sha256(transcriber, names),
        segments=tuple(tuple(words) for words in segments if words),
        seconds=cost.seconds,
        cpu_seconds=cost.cpu_seconds,
        joules=cost.joules,
    )


def transcript_of(pieces: Iterable[HeardPiece], transcriber: Transcriber, sound: Sound, *, transcript_id: str) -> Transcript:
    """The pieces' words, one turn a segment, every speaker "S1"; `" ".join` of a turn's words is its text."""
    segments = (words for piece in pieces for words in piece.segments)
    turns = (Turn(i, "S1", " ".join(w.text for w in s), s[0].start, s[-1].end, s) for i, s in enumerate(segments))
    return Transcript(transcript_id, tuple(turns), transcriber.language, transcriber.model.split()[0], sound.seconds)


def with_earlier(cost: Footprint, earlier: Iterable[HeardPiece | VoicePiece]) -> Footprint:
    """What a stage took, with the pieces that had been heard before."""
    for piece in earlier:
        cost = replace(
            cost,
            seconds=round(cost.seconds + piece.seconds, 3),
            cpu_seconds=round(cost.cpu_seconds + piece.cpu_seconds, 3),
            joules=round(cost.joules + piece.joules, 1),
        )
    return cost


def settings_sha256(transcriber: Transcriber, names: Sequence[str]) -> str:
    """A hash of all that a piece's words depend on besides its sound: this version, the model, the language, the names."""
    settings = [__version__, transcriber.model, transcriber.language, *names]
    return hashlib.sha256(json.dumps(settings, ensure_ascii=False).encode()).hexdigest()


def holds(piece: HeardPiece | VoicePiece, sound: Sound, settings: str) -> bool:
    """Whether a kept piece is of this very sound, and of the same settings."""
    return piece.settings == settings and piece.sha256 == sound_sha256(sound.read(piece.start, piece.end))


def sound_sha256(samples: npt.NDArray[np.float32]) -> str:
    """The hash by which a piece's sound is known again, hexadecimal."""
    return hashlib.sha256(to_pcm(samples)).hexdigest()
