"""Events of a note: drafted, worked on, looked at, signed, and shown to others."""

from __future__ import annotations

from audit.events_base import Event, event
from audit.forms import Code, Id, Model, PublicKey, Sha256, SignatureHex


@event
class DraftMade(Event):
    """A draft was made."""

    kind = "draft_made"
    visit: Id
    draft_sha256: Sha256
    reported: int  # statements worded by rules
    writer: int  # statements worded by a language model
    to_confirm: int  # statements that a person must confirm one by one
    unused_disclosures: int  # possible disclosures that no statement uses
    refused: int = 0  # sentences of the language model that its evidence did not hold
    contradictions: int = 0  # pairs of passages that do not agree


@event
class DraftDropped(Event):
    """A draft was thrown away."""

    kind = "draft_dropped"
    visit: Id
    reason: Code


@event
class StatementEdited(Event):
    """A person changed, added or removed (after = 0) a statement."""

    kind = "statement_edited"
    visit: Id
    statement: Id
    before: int  # characters
    after: int  # characters


@event
class EvidenceChosen(Event):
    """A person chose the turns that a statement rests on."""

    kind = "evidence_chosen"
    visit: Id
    statement: Id
    before: int  # turns
    after: int  # turns


@event
class StatementConfirmed(Event):
    """A person confirmed a statement that asked for it."""

    kind = "statement_confirmed"
    visit: Id
    statement: Id


@event
class EvidenceSeen(Event):
    """A person looked at the evidence of a sentence."""

    kind = "evidence_seen"
    visit: Id
    statement: Id
    seconds: float  # that it was open on the screen
    played: bool  # its sound was listened to
    words: int = 0  # in the sentence and its evidence; 0 when not counted


@event
class SectionWritten(Event):
    """A person wrote a section that only people write."""

    kind = "section_written"
    visit: Id
    section: Code
    size: int  # characters


@event
class DisclosureAcknowledged(Event):
    """A person read a possible disclosure that the note does not use."""

    kind = "disclosure_acknowledged"
    visit: Id
    turn: int
    reason: Code


@event
class ContradictionSeen(Event):
    """A person looked at two passages that do not agree, and left both as they are."""

    kind = "contradiction_seen"
    visit: Id
    first: int  # turn
    second: int  # turn


@event
class WorkTakenBack(Event):
    """A person took back what they had confirmed or marked as read."""

    kind = "work_taken_back"
    visit: Id
    act: Code  # "confirmation", "disclosure" or "contradiction"
    line: Id  # the statement, or the turns


@event
class NoteApproved(Event):
    """The worker signed the note. `signature` is over the bytes whose hash is `note_sha256`."""

    kind = "note_approved"
    visit: Id
    note_sha256: Sha256
    transcript_sha256: Sha256
    audio_sha256: Sha256 | None  # None for a transcript that never had sound
    template: Code
    models: tuple[Model, ...]
    signature: SignatureHex
    public_key: PublicKey  # of the worker; the actor id is the first 16 hexadecimal digits of its SHA-256
    policy_sha256: Sha256 | None = None  # of the council's rules that it was approved under
    words_reported: int = 0  # words of sentences as the rules worded them
    words_writer: int = 0  # as the language model worded them
    words_edited: int = 0  # of drafted sentences that a person changed
    words_own: int = 0  # of sentences and sections that people wrote


@event
class NoteReturned(Event):
    """A supervisor gave the note back to its writer."""

    kind = "note_returned"
    visit: Id
    note_sha256: Sha256
    reason: Code


@event
class NoteCountersigned(Event):
    """A supervisor signed the note in their own name. `signature` is over the bytes whose hash is `note_sha256`."""

    kind = "note_countersigned"
    visit: Id
    note_sha256: Sha256
    signature: SignatureHex
    public_key: PublicKey  # of the supervisor


@event
class NoteFiled(Event):
    """The note was put into the council’s record system."""

    kind = "note_filed"
    visit: Id
    note_sha256: Sha256


@event
class NoteExported(Event):
    """An approved note left the vault as a file."""

    kind = "note_exported"
    visit: Id
    note_sha256: Sha256
    format: Code  # e.g. "docx", "md"
    file_sha256: Sha256


@event
class RedactionsReviewed(Event):
    """A person looked at redactions for an audience. Counts are of this act."""

    kind = "redactions_reviewed"
    visit: Id
    audience: Code  # e.g. "subject_access"
    confirmed: int
    taken_back: int
    added: int


@event
class HarmChecked(Event):
    """A person asked whether a disclosure could do serious harm, and answered."""

    kind = "harm_checked"
    visit: Id
    audience: Code
    harmful: bool


@event
class ViewExported(Event):
    """A redacted view left the vault as a file."""

    kind = "view_exported"
    visit: Id
    audience: Code
    format: Code
    hidden: int  # stretches taken out
    file_sha256: Sha256
