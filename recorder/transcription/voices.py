"""What tells the voices of a recording apart, heard piece by piece, each kept as soon as it is heard.

It goes as with the words (`recorder.transcription.hearing`), in pieces of its own: whoever asks and whenever, the same pieces
come out, a kept one is taken only if its sound and all that it depends on are unchanged, and when the recording stops little
is left to do. While it is recorded they come behind the words, in the same thread; what stops them stops nothing else. What is
kept are voice prints: whoever keeps them destroys them when the transcript is there, and with the recording.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable

from recorder import __version__
from recorder.domain import Transcript, VoicePiece
from recorder.footprint import measure
from recorder.ports import Diariser, Progress, Sound
from recorder.transcription.hearing import holds, sound_sha256

KeepVoices = Callable[[VoicePiece], None]


def tell_apart(
    diariser: Diariser,
    transcript: Transcript,
    sound: Sound,
    *,
    speakers: int | None,
    known: Iterable[VoicePiece] = (),
    keep: KeepVoices | None = None,
    progress: Progress | None = None,
) -> Transcript:
    """The same words in turns of one speaker each, as `ports.Diariser.separate`; arguments as in `hear_all_voices`."""
    needed = speakers != 1 and any(turn.words for turn in transcript.turns)
    voices = hear_all_voices(diariser, sound, known=known, keep=keep, progress=progress) if needed else ()
    separated = diariser.separate(transcript, voices, speakers=speakers)
    if progress:
        progress(1.0)
    return separated


def hear_all_voices(
    diariser: Diariser,
    sound: Sound,
    *,
    known: Iterable[VoicePiece] = (),
    keep: KeepVoices | None = None,
    progress: Progress | None = None,
) -> tuple[VoicePiece, ...]:
    """Every piece of a recording in order: those `known` that still hold, the others heard now and given to `keep`.

    `progress` may raise to stop; what was kept stays. Raises `ModelUnavailable`, and whatever `keep` raises.
    """
    kept = {piece.start: piece for piece in known}
    settings, length = _settings(diariser), sound.seconds
    pieces: list[VoicePiece] = []
    at = 0.0
    while length - at > 0.5 / sound.sample_rate:
        piece = kept.get(at)
        if piece is None or not holds(piece, sound, settings):
            if progress:
                progress(at / length)
            piece = hear_voices(diariser, sound, at, ended=True)
            if piece is None:
                raise RuntimeError("a piece without an end in a recording that has ended")
            if keep:
                keep(piece)
        pieces.append(piece)
        at = piece.end
    return tuple(pieces)


def hear_voices(diariser: Diariser, sound: Sound, start: float, *, ended: bool) -> VoicePiece | None:
    """The piece that begins at a moment; None while more must be recorded to tell where it ends."""
    with measure("speakers") as spent:
        found = diariser.hear_voices(sound, start, ended=ended)
    if found is None:
        return None
    end, prints = found
    cost = spent.footprint
    if cost is None:
        raise RuntimeError("a piece was heard and not measured")
    return VoicePiece(
        start=start,
        end=end,
        sha256=sound_sha256(sound.read(start, end)),
        settings=_settings(diariser),
        prints=prints,
        seconds=cost.seconds,
        cpu_seconds=cost.cpu_seconds,
        joules=cost.joules,
    )


class VoicesAlong:
    """Hears the voices of a recording that goes on, when told to, behind its words.

    Args:
        build: gives the diariser, when it is first needed.
        allow: raises `Refused` for a model that the council does not allow.
        keep: keeps a piece; raises `Refused` when nothing more may be kept of this recording.
    """

    def __init__(self, build: Callable[[], Diariser], *, allow: Callable[[str], None], keep: KeepVoices) -> None:
        self._build, self._allow, self._keep = build, allow, keep
        self._diariser: Diariser | None = None
        self._at = 0.0

    @property
    def at(self) -> float:
        """The moment, in seconds, from which the sound is still needed; infinite once it gave up."""
        return self._at

    def follow(self, sound: Sound, *, before: float, stop: Callable[[], bool]) -> None:
        """Hear the pieces that begin before a moment and whose end is recorded, until told to stop. Raises nothing.

        Whatever goes wrong, `process` meets it again and says it; the words go on.
        """
        try:
            while self._at < before and not stop():
                if self._diariser is None:
                    self._diariser = self._build()
                    self._allow(self._diariser.model)
                piece = hear_voices(self._diariser, sound, self._at, ended=False)
                if piece is None or stop():
                    return
                self._keep(piece)
                self._at = piece.end
        except Exception:  # noqa: BLE001 - the edge of work that others must not suffer from
            self._at = math.inf


def _settings(diariser: Diariser) -> str:
    """A hash of all that a piece depends on besides its sound: this version and the model."""
    return hashlib.sha256(json.dumps([__version__, diariser.model]).encode()).hexdigest()
