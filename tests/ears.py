"""A transcriber and a diariser for tests of pieces: eight seconds, a word and its number a second, each second a piece."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from models.scripted import ScriptedTranscriber
from recorder.domain import Audio, Transcript, Turn, VoicePiece, Word
from recorder.ports import Sound

TALK = tuple(
    Turn(
        i, "mum", f"word {i}.", float(i), i + 0.9, (Word(float(i), i + 0.4, "word", 0.9), Word(i + 0.5, i + 0.9, f"{i}.", 0.8))
    )
    for i in range(8)
)
SOUND = np.random.default_rng(1).integers(-3000, 3000, 8 * 16_000).astype(np.int16)


@dataclass
class Ears:
    """The scripted transcriber in pieces of a second, which notes what it hears and can be stopped."""

    heard: list[float] = field(default_factory=list)
    stop_at: float | None = None  # the beginning of the piece in which somebody presses Ctrl+C
    names: list[tuple[str, ...]] = field(default_factory=list)
    scripted: ScriptedTranscriber = field(default_factory=lambda: ScriptedTranscriber(TALK, piece_seconds=1.0))
    model: str = "scripted sha256:" + "0" * 64
    language: str = "en"

    def piece_end(self, sound: Sound, start: float, *, ended: bool) -> float | None:
        return self.scripted.piece_end(sound, start, ended=ended)

    def hear_piece(
        self,
        piece: npt.NDArray[np.float32],
        start: float,
        *,
        last: bool,
        names: Sequence[str] = (),
        progress: Callable[[float], None] | None = None,
    ) -> tuple[list[tuple[Word, ...]], float]:
        if start == self.stop_at:
            raise KeyboardInterrupt
        self.heard.append(start)
        self.names.append(tuple(names))
        return self.scripted.hear_piece(piece, start, last=last, names=names, progress=progress)

    def mark_languages(self, transcript: Transcript, sound: Sound) -> Transcript:
        return transcript


PRINT = b"a voice print of second "


@dataclass
class VoiceEars:
    """A diariser in pieces of a second, which notes what it hears and can be stopped. Each other second has the other voice."""

    heard: list[float] = field(default_factory=list)
    stop_at: float | None = None  # the beginning of the piece in which somebody presses Ctrl+C
    model: str = "scripted-voices sha256:" + "0" * 64

    def hear_voices(self, sound: Sound, start: float, *, ended: bool) -> tuple[float, bytes] | None:
        if start == self.stop_at:
            raise KeyboardInterrupt
        if sound.seconds - start < 1.0 and not ended:
            return None
        self.heard.append(start)
        return min(start + 1.0, sound.seconds), PRINT + b"%d" % start

    def separate(self, transcript: Transcript, voices: Sequence[VoicePiece], *, speakers: int | None) -> Transcript:
        seconds = [int(piece.prints.removeprefix(PRINT)) for piece in voices]
        turns = (replace(t, speaker=f"S{second % 2 + 1}") for t, second in zip(transcript.turns, seconds, strict=True))
        return replace(transcript, turns=tuple(turns))


class EightSeconds:
    """An `AudioSource`."""

    sha256 = "a" * 64
    channels = ()

    def blocks(self) -> Iterator[Audio]:
        yield Audio(SOUND.astype(np.float32) / np.float32(32_768))


def until(true: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.002)
