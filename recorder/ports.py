"""What the pipeline needs from engines and from the world, as protocols.

Engines live in `models`, `redaction` and `recorder.vault`; `recorder.bootstrap` wires them; `models.scripted` ships a
deterministic fake of each for tests. A port says nothing about how.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from recorder.domain import (
    Advice,
    Audio,
    DraftNote,
    Person,
    RedactedTranscript,
    SpeakerSegment,
    Template,
    Transcript,
    Turn,
    VoicePiece,
    Word,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Progress = Callable[[float], None]  # share of the work done, 0 to 1


class AudioSource(Protocol):
    """Where sound comes from: a file now, a microphone later."""

    @property
    def sha256(self) -> str:
        """Hash of the source as it was given, hexadecimal."""
        ...

    def blocks(self) -> Iterator[Audio]:
        """Its sound, 16 kHz mono, in pieces of at most 30 s. Raises `NotSound` or `BadInput`, at any piece."""
        ...

    @property
    def channels(self) -> tuple[SpeakerSegment, ...]:
        """Who is heard when, where each channel holds a voice of its own, once all pieces were taken; else empty."""
        ...


class Sound(Protocol):
    """A recording that can be read stretch by stretch: `domain.Audio` in memory, or a sealed file of any length."""

    @property
    def sample_rate(self) -> int:
        """Samples a second."""
        ...

    @property
    def seconds(self) -> float:
        """Its length."""
        ...

    def read(self, start_s: float, end_s: float) -> npt.NDArray[np.float32]:
        """Mono samples in [−1, 1] from one moment to another, as far as there are any. Shape (n,)."""
        ...


class Transcriber(Protocol):
    """Turns sound into words with times."""

    @property
    def model(self) -> str:
        """Catalogue name and hash of the model, for the audit log: "whisper-base sha256:…"."""
        ...

    @property
    def language(self) -> str:
        """What is spoken, ISO 639-1."""
        ...

    def piece_end(self, sound: Sound, start: float, *, ended: bool) -> float | None:
        """Where the piece of a recording that begins at `start` ends, in seconds; None while more must be recorded to tell.

        The answer depends on the sound from `start` on and on nothing else. `ended` says that no more will come; then the
        last piece ends with the sound.
        """
        ...

    def hear_piece(
        self,
        piece: npt.NDArray[np.float32],
        start: float,
        *,
        last: bool,
        names: Sequence[str] = (),
        progress: Callable[[float], None] | None = None,
    ) -> tuple[Sequence[tuple[Word, ...]], float]:
        """The words of a piece, segment by segment, and the moment up to which it was heard, where the next piece begins.

        That is the piece's end if it is the `last`, and may be earlier else. The piece begins `start` seconds into its
        recording; all times are the recording's. `progress` gets the seconds reached, and may raise to stop. Raises
        `ModelUnavailable` when the model is missing or altered.
        """
        ...

    def mark_languages(self, transcript: Transcript, sound: Sound) -> Transcript:
        """The transcript, its speakers told apart, with what is in another language in turns of their own in that language."""
        ...


class Diariser(Protocol):
    """Tells who spoke when."""

    @property
    def model(self) -> str:
        """Catalogue name and hash of the model."""
        ...

    def hear_voices(self, sound: Sound, start: float, *, ended: bool) -> tuple[float, bytes] | None:
        """Where the piece of a recording that begins at `start` ends, in seconds, and what tells the voices in it apart.

        None while more must be recorded to tell. The answer depends on the sound from `start` on and on nothing else. `ended`
        says that no more will come; then the last piece ends with the sound. The bytes are for `separate` alone to read.
        Raises `ModelUnavailable` when the model is missing or altered.
        """
        ...

    def separate(self, transcript: Transcript, voices: Sequence[VoicePiece], *, speakers: int | None) -> Transcript:
        """The same words in turns of one speaker each, "S1", "S2" … in order of first appearance.

        `voices` are all pieces of the recording in order; none are needed for one speaker. `speakers` is the number of people
        present, None when unknown. No word is added, lost or reordered.
        """
        ...


class Redactor(Protocol):
    """Finds personal data."""

    @property
    def model(self) -> str:
        """Catalogue name and hash of the model."""
        ...

    def redact(self, transcript: Transcript, roster: Sequence[Person]) -> RedactedTranscript:
        """Every span of personal data, turn by turn, offsets into the original text."""
        ...


class Pseudonyms(Protocol):
    """Stable stand-ins for one transcript's people, places and numbers."""

    @property
    def stand_ins(self) -> Mapping[str, str]:
        """Each name or number as written → its stand-in. The only way back: it belongs in the vault."""
        ...

    def replace(self, text: str) -> str:
        """The text with stand-ins in place of personal data."""
        ...

    def restore(self, text: str) -> str:
        """The inverse of `replace`: `restore(replace(t)) == t` for any text."""
        ...


class PseudonymMaker(Protocol):
    """Makes a transcript's stand-ins."""

    def __call__(self, redacted: RedactedTranscript, roster: Sequence[Person], /, *, earlier: Mapping[str, str]) -> Pseudonyms:
        """Stand-ins that agree with the case's `earlier` ones."""
        ...


class Namer(Protocol):
    """Proposes who each voice is, from the conversation."""

    def __call__(self, transcript: Transcript, roster: Sequence[Person], /) -> dict[str, str]:
        """Speaker label → Person.key; the uncertain are left out."""
        ...


class Writer(Protocol):
    """A language model that rewords one statement. It sees pseudonyms only."""

    @property
    def model(self) -> str:
        """Catalogue name and hash of the model."""
        ...

    def write(self, evidence: str, reported: str) -> str:
        """A clearer sentence for `reported`, resting on `evidence` alone. May be wrong: grounding decides."""
        ...


class Drafter(Protocol):
    """Makes the first draft of a note."""

    @property
    def model(self) -> str:
        """Catalogue names and hashes of the models used, separated by commas."""
        ...

    def draft(
        self,
        transcript: Transcript,
        *,
        roster: Sequence[Person],
        template: Template,
        visit_date: date,
        pseudonyms: Pseudonyms | None = None,
    ) -> DraftNote:
        """Statements that each cite turns, human sections blank, unused disclosures listed."""
        ...


class Adviser(Protocol):
    """Compares a worker's own wording with the turns that it cites."""

    def __call__(
        self, text: str, cited: Sequence[Turn], people: Sequence[Person], /, *, visit_date: date
    ) -> tuple[Advice, ...]:
        """What the turns do not hold; empty when they hold all of it. Loads no model."""
        ...


class Clock(Protocol):
    """Tells the time, so that tests can."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class Signer(Protocol):
    """Signs in one person's name with Ed25519 (RFC 8032)."""

    @property
    def name(self) -> str:
        """The person's name as it appears under a note."""
        ...

    @property
    def actor_id(self) -> str:
        """An id for the log that is not a name: the first 16 hexadecimal digits of SHA-256 over the public key."""
        ...

    @property
    def public_key(self) -> bytes:
        """32 raw bytes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """64 raw bytes."""
        ...
