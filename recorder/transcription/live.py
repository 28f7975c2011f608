"""What is said, written down while it is recorded, so that little is left to do when the recording stops.

A thread of its own takes the stored sound, finds where a piece ends and hears it; each finished piece is kept
(`recorder.transcription.hearing`), what tells the voices apart behind it (`recorder.transcription.voices`), and `process` goes
on from there. Recording never waits for it: what it is fed goes into
memory, and a computer that is too slow falls behind, says so, and catches up afterwards. Its priority is the ordinary one:
a thread that waits for the processor while it holds Python's lock would hold up the recording too. It is fed what is stored
and nothing else, so a pause or a private stretch never reaches it. It refuses to keep a word once consent was taken back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from recorder.errors import CasescribeError
from recorder.ports import Transcriber
from recorder.sound.sealed_audio import to_pcm
from recorder.transcription.hearing import Keep, hear_piece
from recorder.transcription.voices import VoicesAlong

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_RATE = 16_000  # Hz
_BYTES = 2  # a sample
_LOOK = 5.0  # seconds of new sound before it is asked again whether a piece has ended
_BEHIND = 120.0  # seconds that are said; a piece and the next one's beginning are always waiting
_HOPELESS = 1800.0  # seconds, 58 MB: nothing is gained by keeping more of them in memory


class LiveTranscript:
    """Listens to one recording, in a thread of its own, from its first sound to `close` or `withdraw`.

    A `recorder.sound.listeners.Listener`. As a context manager it closes at the end of the block.

    Args:
        build: gives the transcriber; called in the thread, so that loading a model delays nothing.
        names: names and words that may be said.
        allow: raises `Refused` for a model that the council does not allow.
        keep: keeps a piece; raises `Refused` when nothing more may be kept of this recording.
        voices: tells the voices apart behind the words, where there are more than one.
    """

    def __init__(
        self,
        build: Callable[[], Transcriber],
        *,
        names: Sequence[str],
        allow: Callable[[str], None],
        keep: Keep,
        voices: VoicesAlong | None = None,
    ) -> None:
        self._build, self._names, self._allow, self._keep, self._voices = build, tuple(names), allow, keep, voices
        self._sound, self._at, self._fed = _GrowingSound(), 0.0, 0.0
        self._ended = self._withdrawn = False
        self._words, self._problem = 0, ""
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="live-transcript", daemon=True)
        self._thread.start()

    @property
    def behind(self) -> float:
        """Seconds that were recorded and are not written down yet; up to half a minute always wait for a pause."""
        return self._fed - self._at

    @property
    def words(self) -> int:
        """How many words are written down so far."""
        return self._words

    @property
    def said(self) -> str:
        """What the person should know, one sentence; empty while all is well."""
        if self._problem or self.behind < _BEHIND:
            return self._problem
        return f"Writing down is {self.behind / 60:.0f} minutes behind. It catches up after you stop; the recording is safe."

    def feed(self, samples: npt.NDArray[np.float32] | npt.NDArray[np.int16]) -> None:
        """Take sound that was stored: mono, 16 kHz, shape (n,), in order. Returns at once."""
        with self._wake:
            self._fed += len(samples) / _RATE
            if self._ended:
                return
            self._sound.add(to_pcm(samples))
            if self.behind > _HOPELESS:
                self._give_up("This computer is too slow to write down along the way. It is done after you stop.")
            self._wake.notify()

    def close(self) -> None:
        """Take no more; wait for the piece in hand, which is kept. The rest is left to `process`. May be called twice."""
        with self._wake:
            self._ended = True
            self._wake.notify()
        self._thread.join()

    def withdraw(self) -> None:
        """Consent was taken back: forget everything at once and keep no piece any more. Waits for nothing."""
        with self._wake:
            self._withdrawn = True
            self._give_up("")
            self._sound.forget(self._sound.seconds)

    def __enter__(self) -> LiveTranscript:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def _give_up(self, problem: str) -> None:
        self._ended, self._problem = True, problem
        self._wake.notify()

    def _work(self) -> None:
        try:
            transcriber = self._build()
            self._allow(transcriber.model)
            while (end := self._next_end(transcriber)) is not None:
                piece = hear_piece(transcriber, self._sound, self._at, end, last=False, names=self._names, progress=self._go_on)
                self._go_on(piece.end)
                self._keep(piece)
                self._words += sum(len(words) for words in piece.segments)
                self._at = piece.end
                self._hear_voices(before=self._at)
                self._sound.forget(min(self._at, self._voices.at if self._voices else self._at))
        except _Withdrawn:
            return
        except CasescribeError as exc:
            self._fail(f"{exc.message} What was said is not written down along the way; the recording goes on. {exc.next_step}")
        except Exception:  # noqa: BLE001 - the edge of a thread: whatever its fault, recording goes on and the person is told
            self._fail("A fault stopped the writing down along the way. The recording goes on; the words come after you stop.")
        finally:
            self._sound.forget(self._sound.seconds)

    def _next_end(self, transcriber: Transcriber) -> float | None:
        """Where the next piece ends, as soon as enough was recorded to tell; None when no more is to be heard here."""
        looked = self._at
        while True:
            with self._wake:
                while not self._ended and self._sound.seconds - looked < _LOOK:
                    self._wake.wait()
                if self._ended:
                    return None
            looked = self._sound.seconds
            end = transcriber.piece_end(self._sound, self._at, ended=False)
            if end is not None:
                return end
            self._hear_voices(before=self._sound.seconds)

    def _hear_voices(self, *, before: float) -> None:
        """Voices come after words: in step with them where those fall behind, else as far as there is sound."""
        if self._voices:
            self._voices.follow(self._sound, before=before, stop=lambda: self._ended)

    def _go_on(self, _reached: float) -> None:
        if self._withdrawn:
            raise _Withdrawn

    def _fail(self, problem: str) -> None:
        with self._wake:
            if not self._withdrawn:
                self._give_up(problem.strip())


class _Withdrawn(Exception):
    """Nothing more is heard."""


class _GrowingSound:
    """A `recorder.ports.Sound` that is still being recorded; what lies before the piece in hand is forgotten."""

    sample_rate = _RATE

    def __init__(self) -> None:
        self._pcm, self._first = bytearray(), 0  # samples, and the place of their first in the recording
        self._lock = threading.Lock()

    @property
    def seconds(self) -> float:
        """Length of the recording so far."""
        with self._lock:
            return (self._first + len(self._pcm) // _BYTES) / _RATE

    def add(self, pcm: bytes) -> None:
        """More sound."""
        with self._lock:
            self._pcm += pcm

    def forget(self, before: float) -> None:
        """Let go of what lies before a moment."""
        with self._lock:
            gone = min(round(before * _RATE) - self._first, len(self._pcm) // _BYTES)
            del self._pcm[: gone * _BYTES]
            self._first += gone

    def read(self, start_s: float, end_s: float) -> npt.NDArray[np.float32]:
        """As `recorder.ports.Sound.read`, and to the bit what the stored recording gives."""
        import numpy as np

        with self._lock:
            first, end = (max(round(s * _RATE) - self._first, 0) * _BYTES for s in (start_s, end_s))
            pcm = bytes(self._pcm[first:end])
        return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32_768)
