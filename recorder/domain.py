"""The values that travel from a visit's sound to its signed note.

All are frozen: a stage returns a new value and never changes the one it was given, so that what was approved is what
was seen. Times inside a recording are seconds from its start; moments in the world are aware UTC datetimes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Role(StrEnum):
    """Who a person is to the case. The reported note names people by these where names would not help."""

    CHILD = "child"
    PARENT = "parent"
    PARTNER = "partner"
    CARER = "carer"
    RELATIVE = "relative"
    SOCIAL_WORKER = "social_worker"
    PROFESSIONAL = "professional"
    OTHER = "other"


class Status(StrEnum):
    """Where a visit is on its way; `recorder.status` holds the legal moves."""

    PLANNED = "planned"
    RECORDING = "recording"
    RECORDED = "recorded"
    TRANSCRIBED = "transcribed"
    DRAFTED = "drafted"
    APPROVED = "approved"
    COUNTERSIGNED = "countersigned"
    FILED = "filed"
    ERASED = "erased"


class StatementKind(StrEnum):
    """What a sentence of a note is."""

    STATEMENT = "statement"  # reported speech or observation
    QUOTE = "quote"  # somebody's words, verbatim in quotation marks
    ACTION = "action"  # an agreed next step


class Doubt(StrEnum):
    """How far a heard word can be relied on without its sound."""

    NONE = ""
    DOUBTFUL = "doubtful"  # may well be another word
    LISTEN = "listen"  # a number, date, dose, phone number or negation that a person should hear for themselves


class Origin(StrEnum):
    """Who worded a sentence; shown and counted everywhere so that AI's part is never hidden."""

    REPORTED = "reported"  # turned from speech by rules, no language model
    WRITER = "writer"  # worded by a language model and held by its evidence
    PERSON = "person"  # typed by the worker


_TITLES = frozenset({"Mr", "Mrs", "Miss", "Ms", "Dr", "Prof", "Sir", "Rev", "Sister"})


@dataclass(frozen=True, slots=True)
class Person:
    """One person around the child, as the worker's roster knows them."""

    key: str  # short id within the case, e.g. "mum"
    name: str  # full name as written in records
    also: tuple[str, ...] = ()  # other names used in speech
    role: Role = Role.OTHER
    age: int | None = None  # years
    date_of_birth: date | None = None
    present: bool = True  # at the visit, not only spoken of
    addresses: tuple[str, ...] = ()

    @property
    def short_name(self) -> str:
        """The name most used in speech: the first of `also`, else the first word of `name`."""
        return self.also[0] if self.also else self.name.split()[0]

    @property
    def spoken_names(self) -> tuple[str, ...]:
        """Every word that may be said for them: other names, first name, surname; a title is none."""
        words = " ".join((*self.also, self.name)).split()
        return tuple(dict.fromkeys(word for word in words if word.rstrip(".") not in _TITLES))


@dataclass(frozen=True, slots=True)
class Case:
    """A child's case on this laptop."""

    id: str
    reference: str  # the council's own case number, or a name for the demo
    roster: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit and where it is on its way to a filed note."""

    id: str
    case_id: str
    title: str
    template: str  # a name in recorder/templates
    held_on: date
    status: Status
    created_at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Consent:
    """What one person answered when told about the recording."""

    visit_id: str
    person: str  # Person.key
    agreed: bool
    told_how: str  # e.g. "in person, notice read out"
    at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Audio:
    """Sound in memory: mono float32 samples in [-1, 1]."""

    samples: npt.NDArray[np.float32]  # shape (n,)
    sample_rate: int = 16_000  # Hz

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.sample_rate

    def read(self, start_s: float, end_s: float) -> npt.NDArray[np.float32]:
        """The samples from one moment to another, in seconds, as far as there are any. Shape (n,)."""
        return self.samples[max(round(start_s * self.sample_rate), 0) : max(round(end_s * self.sample_rate), 0)]


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a recording where nobody meant to leave anything out: the microphone gave no sound."""

    at: float  # seconds of the recording
    seconds: float  # that are missing there, by the clock


@dataclass(frozen=True, slots=True)
class Recording:
    """A visit's stored sound."""

    visit_id: str
    file_name: str  # inside the vault's audio folder
    sha256: str  # of the sound itself (16-bit PCM, mono), before it is sealed
    source_sha256: str  # of the file that was imported; of the sound itself where it was recorded here
    seconds: float
    marks: tuple[float, ...] = ()  # moments the worker marked, in seconds of the recording
    private: tuple[float, ...] = ()  # where a private stretch was left out, in seconds of the recording
    missing: tuple[Gap, ...] = ()  # in order


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its time in the recording and the recogniser's confidence."""

    start: float  # seconds
    end: float  # seconds
    text: str
    probability: float  # 0 to 1
    doubt: Doubt = Doubt.NONE


@dataclass(frozen=True, slots=True)
class HeardPiece:
    """One piece of a recording and its words, kept as soon as it is heard so that it need not be heard again."""

    start: float  # seconds of the recording
    end: float
    sha256: str  # of its sound (16-bit PCM, mono)
    settings: str  # SHA-256 over all that its words depend on besides the sound
    segments: tuple[tuple[Word, ...], ...]  # as the recogniser divides it; times are the recording's
    seconds: float  # what hearing it took: on the clock, of the processor, and in joules (`recorder.footprint`)
    cpu_seconds: float
    joules: float


@dataclass(frozen=True, slots=True)
class VoicePiece:
    """One piece of a recording and what tells the voices in it apart, kept so that it need not be heard again.

    It lives until the transcript is there, and no longer than the recording.
    """

    start: float  # seconds of the recording
    end: float
    sha256: str  # of its sound (16-bit PCM, mono)
    settings: str  # SHA-256 over all that it depends on besides the sound
    prints: bytes  # voice prints, in the diariser's own form
    seconds: float  # what hearing it took: on the clock, of the processor, and in joules (`recorder.footprint`)
    cpu_seconds: float
    joules: float


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said before another did."""

    i: int  # place in the transcript, from 0
    speaker: str  # Person.key once named, else "S1", "S2" …
    text: str
    start: float | None = None  # seconds; None when the transcript never had sound
    end: float | None = None
    words: tuple[Word, ...] = ()
    language: str = ""  # ISO 639 code where it is not the transcript's; "und" where it is another, unclear which
    translation: str = ""  # into the transcript's language, by a machine; never a person's words
    speaker_doubtful: bool = False  # the voice could not be told with certainty: very short, or two people at once


@dataclass(frozen=True, slots=True)
class Transcript:
    """A visit's words in order."""

    id: str
    turns: tuple[Turn, ...]
    language: str = "en"  # ISO 639-1
    model: str = ""  # catalogue name of the recogniser; empty for typed transcripts
    seconds: float | None = None  # length of the sound

    def turn(self, i: int) -> Turn | None:
        """The turn numbered `i`, if there is one."""
        return self.turns[i] if 0 <= i < len(self.turns) and self.turns[i].i == i else None


@dataclass(frozen=True, slots=True)
class SpeakerSegment:
    """A stretch of sound in which one voice was heard."""

    start: float  # seconds
    end: float  # seconds
    speaker: str  # "S1", "S2" … in order of first appearance


@dataclass(frozen=True, slots=True)
class Span:
    """Personal data found in one turn's text."""

    start: int  # character offset, inclusive
    end: int  # character offset, exclusive
    type: str  # PERSON, PHONE, POSTCODE, ADDRESS, SCHOOL …
    score: float  # 0 to 1
    person: str | None = None  # Person.key when the roster knows who is meant


@dataclass(frozen=True, slots=True)
class RedactedTurn:
    """A turn with what must not be named in it."""

    i: int
    text: str  # the original text; offsets refer to it
    spans: tuple[Span, ...]  # in order, not overlapping


@dataclass(frozen=True, slots=True)
class RedactedTranscript:
    """A transcript's personal data, turn by turn."""

    id: str
    turns: tuple[RedactedTurn, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a note template."""

    key: str  # stable id, e.g. "child_voice"
    heading: str  # as printed
    written_by: str  # "draft" or "person"; a person's section stays blank in a draft
    guidance: str  # the question it answers, shown to the worker


SHARE_OF_SPEECH = 0.45
"""Words that a draft may have for each word spoken, unless its template says otherwise; over-recording is a harm of its own."""


@dataclass(frozen=True, slots=True)
class Template:
    """The shape of one kind of note."""

    name: str  # e.g. "child_in_need_visit"
    title: str
    sections: tuple[Section, ...]
    share_of_speech: float = SHARE_OF_SPEECH

    @property
    def human_sections(self) -> tuple[Section, ...]:
        """The sections that only a person writes."""
        return tuple(s for s in self.sections if s.written_by == "person")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a note with the turns it rests on."""

    section: str  # Section.key
    text: str  # empty once the worker took the sentence out
    cites: tuple[int, ...]  # Turn.i, ascending; empty only for a person's own words
    kind: StatementKind = StatementKind.STATEMENT
    confirm: bool = False  # must be confirmed by the worker one by one
    origin: Origin = Origin.REPORTED
    id: str = ""  # "s1", "s2" … within a visit, given by the store
    drafted_text: str = ""  # what the machine wrote, kept when a person edits
    confirmed: bool = False
    evidence_chosen: bool = False  # a person chose the turns that it rests on

    @property
    def edited(self) -> bool:
        """Whether a person changed what the machine wrote."""
        return bool(self.drafted_text) and self.text != self.drafted_text


class Differs(StrEnum):
    """How two passages of a talk do not agree."""

    DENIED = "denied"  # the second answers that it was not so
    OPPOSED = "opposed"  # one says that it was so, the other that it was not
    NUMBER = "number"  # the numbers differ
    DAY = "day"  # the days differ


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two passages that do not agree. Both are shown and neither is preferred: which is true is for people to find out."""

    first: int  # Turn.i
    second: int  # Turn.i, said later
    differs: Differs
    about: str  # words that both have, as they were said; may be empty
    seen: bool = False  # a worker has looked at both


@dataclass(frozen=True, slots=True)
class DraftNote:
    """A note as drafted; nothing in it lacks evidence."""

    id: str  # the transcript's or visit's id
    template: str
    statements: tuple[Statement, ...]
    blank_sections: tuple[str, ...]  # Section.key, for people to write
    unused_disclosures: tuple[int, ...]  # Turn.i with words of harm that no statement uses
    refused: int = 0  # sentences of the language model that their evidence did not hold
    contradictions: tuple[Contradiction, ...] = ()  # in order of the talk


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that a worker may want to know about their own wording. It forbids nothing."""

    worker_alone: bool  # rests on the worker alone; else it says otherwise than the cited words
    reason: str  # in plain words, e.g. "a number that was not said"
    detail: str  # the word or phrase that it is about

    def as_text(self) -> str:
        """A plain sentence."""
        if self.worker_alone:
            return f"Rests on you alone, not on the recording: “{self.detail}”."
        return f"Check against the recording: {self.reason} ({self.detail})."


@dataclass(frozen=True, slots=True)
class ModelRun:
    """What one stage of machine work took, for the note's record."""

    stage: str  # "transcribe", "speakers", "redact" or "draft"
    models: str  # "name sha256:…", separated by commas
    seconds: float  # on the clock, loading of the models included
    cpu_seconds: float  # of all threads
    peak_memory: int | None  # bytes the process held at most since it started; None where the system does not say
    joules: float  # estimated, see `recorder.footprint`


@dataclass(frozen=True, slots=True)
class WorkingNote:
    """The draft as the worker has it now: edits, confirmations and their own sections."""

    visit_id: str
    template: Template
    statements: tuple[Statement, ...]
    human_sections: tuple[tuple[str, str], ...]  # (Section.key, text), text empty while unwritten
    unused_disclosures: tuple[int, ...]  # not yet acknowledged
    acknowledged_disclosures: tuple[int, ...]
    contradictions: tuple[Contradiction, ...] = ()  # those that were looked at, too

    @property
    def turns_used(self) -> frozenset[int]:
        """Turn.i that some sentence rests on; all else that was said was left out."""
        return frozenset(i for s in self.statements if s.text for i in s.cites)

    def to_do(self) -> tuple[str, ...]:
        """What must still be done by a person before approval, as plain sentences."""
        waiting = [f"Confirm {s.id}: {s.text}" for s in self.statements if s.text and s.confirm and not s.confirmed]
        headings = {s.key: s.heading for s in self.template.sections}
        waiting += [f"Write the section “{headings[key]}”." for key, text in self.human_sections if not text.strip()]
        waiting += [f"Read turn {i}, which may be a disclosure that the note does not use." for i in self.unused_disclosures]
        unseen = [c for c in self.contradictions if not c.seen]
        waiting += [f"Compare turns {c.first} and {c.second}, which do not agree." for c in unseen]
        return tuple(waiting)


@dataclass(frozen=True, slots=True)
class ApprovedNote:
    """A note that a worker has signed; never changed afterwards."""

    visit_id: str
    title: str
    held_on: date
    template: Template
    statements: tuple[Statement, ...]
    human_sections: tuple[tuple[str, str], ...]
    times: tuple[tuple[int, float], ...]  # (Turn.i, start seconds) of the cited turns
    approved_by: str  # the signer's name
    approved_at: datetime  # UTC
    transcript_sha256: str
    audio_sha256: str
    models: tuple[str, ...]  # "name sha256:…" of each model that took part
    log_size: int  # entries in the audit log just before the approval
    log_root: str  # its Merkle root then, hexadecimal

    def canonical(self) -> bytes:
        """The bytes that are signed: JSON with sorted keys, no spaces, UTF-8."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain).encode()

    def sha256(self) -> str:
        """Hash of the signed bytes, hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, date):  # datetime is a date too
        return value.isoformat()
    raise TypeError(f"not part of a note: {type(value).__name__}")
