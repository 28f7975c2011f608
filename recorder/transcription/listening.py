"""What was heard of each visit so far, and who listens now: the part of writing down that knows the database.

A piece is kept in a transaction of its own as soon as it is heard, words (`recorder.transcription.hearing`) and voices
(`recorder.transcription.voices`) each in pieces of their own, while the recording goes on (`recorder.transcription.live`) or
afterwards; the transcript takes the place of them all. It keeps nothing of a
visit whose recording was dropped, whose transcript is there, or from which somebody withdrew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from recorder.domain import HeardPiece, Person, Status, Transcript, VoicePiece
from recorder.errors import Refused
from recorder.ports import Diariser, Progress, Sound, Transcriber
from recorder.store import Store
from recorder.transcription.by_channel import by_channel, one_each
from recorder.transcription.hearing import hear_all, transcript_of
from recorder.transcription.live import LiveTranscript
from recorder.transcription.voices import VoicesAlong, tell_apart
from recorder.transcription.word_list import WordList


@dataclass(frozen=True, slots=True)
class Heard:
    """A whole recording's words."""

    transcript: Transcript
    earlier: tuple[HeardPiece, ...]  # the pieces that had been heard before
    transcriber: Transcriber  # that heard it


@dataclass(frozen=True, slots=True)
class Separated:
    """The same words, each with its speaker."""

    transcript: Transcript
    earlier: tuple[VoicePiece, ...]  # the pieces whose voices had been heard before
    model: str  # that told the voices apart; empty where the channels did


class Listening:
    """Hears visits.

    Args:
        store: where pieces are kept.
        transcriber: gives the recogniser, loaded when it is first asked to hear.
        diariser: gives what tells voices apart, loaded when it is first asked to.
        allow: raises `Refused` for a model that the council does not allow.
        require_consent: raises `Refused` when somebody withdrew from a visit.
    """

    def __init__(
        self,
        store: Store,
        *,
        transcriber: Callable[[], Transcriber],
        diariser: Callable[[], Diariser],
        allow: Callable[[str], None],
        require_consent: Callable[[str], None],
    ) -> None:
        self._store, self._transcriber, self._diariser = store, transcriber, diariser
        self._allow, self._require_consent = allow, require_consent
        self._live: dict[str, LiveTranscript] = {}

    def begin(self, visit_id: str) -> LiveTranscript:
        """Listen to a visit that is being recorded. Raises `Refused` when it is not."""
        if self._store.visit(visit_id).status is not Status.RECORDING:
            raise Refused("This visit is not being recorded.", "Nothing was changed.")
        keep_voices = partial(self._keep_voices, visit_id)
        alone = self._present(visit_id) == 1
        self._live[visit_id] = LiveTranscript(
            self._transcriber,
            names=self._names(visit_id),
            allow=self._allow,
            keep=partial(self._keep, visit_id),
            voices=None if alone else VoicesAlong(self._diariser, allow=self._allow, keep=keep_voices),
        )
        return self._live[visit_id]

    def finish(self, visit_id: str, sound: Sound, *, progress: Progress) -> Heard:
        """Hear what is left of a recording. Raises `Refused`, `ModelUnavailable` or `StorageFailed`; what was kept stays."""
        if live := self._live.pop(visit_id, None):
            live.close()
        transcriber = self._transcriber()
        self._allow(transcriber.model)
        known = self._store.pieces(visit_id)
        pieces = hear_all(
            transcriber,
            sound,
            names=self._names(visit_id),
            known=known,
            keep=partial(self._keep, visit_id),
            progress=progress,
        )
        transcript = transcript_of(pieces, transcriber, sound, transcript_id=visit_id)
        return Heard(transcript, tuple(p for p in known if p in pieces), transcriber)

    def tell_apart(self, transcript: Transcript, sound: Sound, *, progress: Progress) -> Separated:
        """Hear what is left of the voices and tell whose each word is. Raises as `finish`; what was kept stays."""
        visit_id, heard = transcript.id, list[VoicePiece]()
        recording = self._store.recording(visit_id)
        if recording and one_each(recording.channels, self._present(visit_id)):
            return Separated(by_channel(transcript, recording.channels), (), "")
        diariser = self._diariser()
        self._allow(diariser.model)

        def keep(piece: VoicePiece) -> None:
            self._keep_voices(visit_id, piece)
            heard.append(piece)

        known = self._store.voice_pieces(visit_id)
        separated = tell_apart(
            diariser, transcript, sound, speakers=self._present(visit_id), known=known, keep=keep, progress=progress
        )
        again = {piece.start for piece in heard}
        return Separated(separated, tuple(p for p in known if p.start not in again), diariser.model)

    def _present(self, visit_id: str) -> int | None:
        """How many people were there; None when nobody is known."""
        return sum(p.present for p in self._roster(visit_id)) or None

    def _roster(self, visit_id: str) -> tuple[Person, ...]:
        return self._store.case(self._store.visit(visit_id).case_id).roster

    def _names(self, visit_id: str) -> tuple[str, ...]:
        spoken = (n for p in self._roster(visit_id) for n in p.spoken_names)
        return tuple(dict.fromkeys((*spoken, *WordList(self._store).names())))

    def _keep(self, visit_id: str, piece: HeardPiece) -> None:
        with self._store.transaction():
            self._require_waiting(visit_id)
            self._store.keep_piece(visit_id, piece)

    def _keep_voices(self, visit_id: str, piece: VoicePiece) -> None:
        with self._store.transaction():
            self._require_waiting(visit_id)
            self._store.keep_voice_piece(visit_id, piece)

    def _require_waiting(self, visit_id: str) -> None:
        self._require_consent(visit_id)
        if self._store.visit(visit_id).status not in (Status.RECORDING, Status.RECORDED):
            raise Refused("This visit waits for no transcript any more.", "Nothing was changed.")
