"""Deterministic engines: what the ports return when a test says so.

Shipped beside the real ones so that nobody patches internals. They model nothing: each hands back what it was given,
or the plainest thing that satisfies its port. They are never wired into the product.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from recorder.domain import (
    Contradiction,
    DraftNote,
    Person,
    RedactedTranscript,
    RedactedTurn,
    Span,
    Statement,
    StatementKind,
    Template,
    Transcript,
    Turn,
    VoicePiece,
    Word,
)
from recorder.ports import Pseudonyms, Sound

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class ScriptedTranscriber:
    """Hears the given turns in any sound, all in one voice."""

    turns: tuple[Turn, ...]
    model: str = "scripted-transcriber sha256:" + "0" * 64
    language: str = "en"
    piece_seconds: float | None = None  # None: the whole sound is one piece, in which all turns are heard, however short it is

    def piece_end(self, sound: Sound, start: float, *, ended: bool) -> float | None:
        """After so many seconds."""
        if self.piece_seconds is not None and sound.seconds - start >= self.piece_seconds:
            return start + self.piece_seconds
        return sound.seconds if ended else None

    def hear_piece(
        self,
        piece: npt.NDArray[np.float32],
        start: float,
        *,
        last: bool,
        names: Sequence[str] = (),
        progress: Callable[[float], None] | None = None,
    ) -> tuple[list[tuple[Word, ...]], float]:
        """The turns that begin in the piece; one without words is one word."""
        end = start + len(piece) / 16_000
        if progress:
            progress(end)
        said = [t for t in self.turns if self.piece_seconds is None or start <= (t.start or 0.0) < end]
        return [t.words or (Word(t.start or 0.0, t.end or 0.0, t.text, 1.0),) for t in said], end

    def mark_languages(self, transcript: Transcript, sound: Sound) -> Transcript:
        """All is in the visit's language."""
        return transcript


@dataclass(frozen=True, slots=True)
class ScriptedDiariser:
    """Gives each turn the voice that the script names, "S1", "S2" … in order of appearance."""

    turns: tuple[Turn, ...]
    model: str = "scripted-diariser sha256:" + "0" * 64
    piece_seconds: float | None = None  # None: the whole sound is one piece
    prints: bytes = b"scripted voice prints"

    def hear_voices(self, sound: Sound, start: float, *, ended: bool) -> tuple[float, bytes] | None:
        """Nothing that tells voices apart, after so many seconds: the script knows."""
        if self.piece_seconds is not None and sound.seconds - start >= self.piece_seconds:
            return start + self.piece_seconds, self.prints
        return (sound.seconds, self.prints) if ended else None

    def separate(self, transcript: Transcript, voices: Sequence[VoicePiece], *, speakers: int | None) -> Transcript:
        """The script's voices."""
        order = list(dict.fromkeys(t.speaker for t in self.turns))
        of = {t.i: f"S{order.index(t.speaker) + 1}" for t in self.turns}
        return replace(transcript, turns=tuple(replace(t, speaker=of[t.i]) for t in transcript.turns))


def scripted_namer(turns: Sequence[Turn]) -> dict[str, str]:
    """The right name of each of `ScriptedDiariser`'s voices."""
    order = list(dict.fromkeys(t.speaker for t in turns))
    return {f"S{place + 1}": key for place, key in enumerate(order)}


@dataclass(frozen=True, slots=True)
class ScriptedRedactor:
    """Finds the roster's own names and nothing else."""

    model: str = "scripted-redactor sha256:" + "0" * 64

    def redact(self, transcript: Transcript, roster: Sequence[Person]) -> RedactedTranscript:
        """Names of the roster, turn by turn."""
        names = {n: p.key for p in roster for n in (p.name, *p.also)}
        pattern = re.compile("|".join(rf"\b{re.escape(n)}\b" for n in sorted(names, key=len, reverse=True)) or r"(?!)")
        return RedactedTranscript(
            transcript.id,
            tuple(
                RedactedTurn(
                    t.i, t.text, tuple(Span(m.start(), m.end(), "PERSON", 1.0, names[m[0]]) for m in pattern.finditer(t.text))
                )
                for t in transcript.turns
            ),
        )


@dataclass(frozen=True, slots=True)
class ScriptedDrafter:
    """Quotes every turn that is not a question, under the template's first drafted heading."""

    confirm: frozenset[int] = frozenset()  # turns whose sentence must be confirmed
    disclosures: tuple[int, ...] = ()  # turns left out and listed
    contradictions: tuple[Contradiction, ...] = ()
    model: str = "scripted-drafter sha256:" + "0" * 64

    def draft(
        self,
        transcript: Transcript,
        *,
        roster: Sequence[Person],
        template: Template,
        visit_date: date,
        pseudonyms: Pseudonyms | None = None,
    ) -> DraftNote:
        """One quotation a turn."""
        names = {p.key: p.short_name for p in roster}
        section = next(s.key for s in template.sections if s.written_by == "draft")
        statements = tuple(
            Statement(
                section=section,
                text=f"{names.get(t.speaker, t.speaker)} said: “{t.text}”",
                cites=(t.i,),
                kind=StatementKind.QUOTE,
                confirm=t.i in self.confirm,
            )
            for t in transcript.turns
            if not t.text.endswith("?") and t.i not in self.disclosures
        )
        blank = tuple(s.key for s in template.human_sections)
        return DraftNote(transcript.id, template.name, statements, blank, self.disclosures, contradictions=self.contradictions)


@dataclass(slots=True)
class SteppingClock:
    """A clock that goes on by one second each time it is asked."""

    moment: datetime

    def now(self) -> datetime:
        """The next second."""
        self.moment += timedelta(seconds=1)
        return self.moment
