"""What can be written to the audit log: one typed event an act, holding ids, hashes, counts, durations and fixed codes.

Never text, never a name. Each field's type says which form its value must have (`audit.forms`), and an event that does
not keep to it cannot be made. People stand in it as `keyed_id`.

Events are never renamed and never lose a field once released; a new field has a default, so that old entries still
read. An entry's bytes, its leaf in the tree, are its canonical JSON: sorted keys, no spaces, UTF-8, "v":1.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar, get_type_hints

from audit.errors import AuditDamaged, EventRefused
from audit.forms import Code, Id, Keyed, Model, PublicKey, Sha256, SignatureHex, fits, refusal

LEAF_VERSION = 1


def keyed_id(key: bytes, value: str) -> str:
    """A person's pseudonymous id: HMAC-SHA256 under the visit's or vault's key, so that destroying the key unlinks it."""
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events. Raises `EventRefused` when a value has not the form of its field."""

    kind: ClassVar[str]

    def __post_init__(self) -> None:
        for name, hint in _fields(self.kind):
            if not fits(hint, getattr(self, name)):
                raise refusal(f"{self.kind}.{name}")

    def to_json(self) -> dict[str, Any]:
        """The event as it stands in an entry."""
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultCreated(Event):
    """A vault was made on this device. Always the first entry, and never another."""

    kind = "vault_created"
    vault: Id
    public_key: PublicKey  # that signs the log's heads


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCreated(Event):
    """A child's case was opened on this device."""

    kind = "case_created"
    case: Id
    people: int  # on the roster


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPlanned(Event):
    """A visit was created under a case."""

    kind = "visit_planned"
    visit: Id
    case: Id
    template: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven(Event):
    """A person was told about the recording and answered."""

    kind = "consent_given"
    visit: Id
    person: Keyed
    agreed: bool
    how: Code  # e.g. "in_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundImported(Event):
    """A recording came into the vault."""

    kind = "sound_imported"
    visit: Id
    audio_sha256: Sha256  # of the stored file
    source_sha256: Sha256  # of the file that was given
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRan(Event):
    """A stage of machine work ended."""

    kind = "model_ran"
    visit: Id
    stage: Code  # e.g. "transcribe", "diarise", "redact", "draft"
    models: tuple[Model, ...]
    seconds: float  # of computing
    output_sha256: Sha256
    settings_sha256: Sha256
    cpu_seconds: float = 0.0  # of all threads
    peak_memory: int | None = None  # bytes
    joules: float = 0.0  # estimated
    energy_method: Code | None = None  # e.g. "cpu-seconds", "rapl"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessResumed(Event):
    """Work that had been cut off was taken up again."""

    kind = "process_resumed"
    visit: Id
    stage: Code  # the first one that was still to do


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakersNamed(Event):
    """The worker said who spoke."""

    kind = "speakers_named"
    visit: Id
    count: int  # voices that were given a person


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMade(Event):
    """A draft was made."""

    kind = "draft_made"
    visit: Id
    draft_sha256: Sha256
    reported: int  # statements worded by rules
    writer: int  # statements worded by a language model
    to_confirm: int  # statements that a person must confirm one by one
    unused_disclosures: int  # possible disclosures that no statement uses


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDropped(Event):
    """A draft was thrown away."""

    kind = "draft_dropped"
    visit: Id
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEdited(Event):
    """A person changed, added or removed (after = 0) a statement."""

    kind = "statement_edited"
    visit: Id
    statement: Id
    before: int  # characters
    after: int  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementConfirmed(Event):
    """A person confirmed a statement that asked for it."""

    kind = "statement_confirmed"
    visit: Id
    statement: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionWritten(Event):
    """A person wrote a section that only people write."""

    kind = "section_written"
    visit: Id
    section: Code
    size: int  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureAcknowledged(Event):
    """A person read a possible disclosure that the note does not use."""

    kind = "disclosure_acknowledged"
    visit: Id
    turn: int
    reason: Code


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteExported(Event):
    """An approved note left the vault as a file."""

    kind = "note_exported"
    visit: Id
    note_sha256: Sha256
    format: Code  # e.g. "docx", "md"
    file_sha256: Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionsReviewed(Event):
    """A person looked at redactions for an audience. Counts are of this act."""

    kind = "redactions_reviewed"
    visit: Id
    audience: Code  # e.g. "subject_access"
    confirmed: int
    taken_back: int
    added: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmChecked(Event):
    """A person asked whether a disclosure could do serious harm, and answered."""

    kind = "harm_checked"
    visit: Id
    audience: Code
    harmful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewExported(Event):
    """A redacted view left the vault as a file."""

    kind = "view_exported"
    visit: Id
    audience: Code
    format: Code
    hidden: int  # stretches taken out
    file_sha256: Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMoved(Event):
    """A visit took a step that no other event tells of."""

    kind = "status_moved"
    visit: Id
    before: Code
    after: Code


EVENTS: Mapping[str, type[Event]] = {
    event.kind: event
    for event in (
        VaultCreated, CaseCreated, VisitPlanned, ConsentGiven, SoundImported, ModelRan, ProcessResumed, SpeakersNamed,
        DraftMade, DraftDropped, StatementEdited, StatementConfirmed, SectionWritten, DisclosureAcknowledged,
        NoteApproved, NoteExported, RedactionsReviewed, HarmChecked, ViewExported, StatusMoved,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log."""

    seq: int  # from 1; its index in the tree is one less, the tree's size after it is this
    at: datetime  # UTC, to the millisecond
    actor: str  # an id, never a name
    event: Event

    @property
    def visit(self) -> str | None:
        """The visit that it is about, if it is about one."""
        visit = getattr(self.event, "visit", None)
        return visit if isinstance(visit, str) else None

    def leaf(self) -> bytes:
        """The canonical bytes that are hashed into the tree."""
        stamp = self.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return canonical_json(
            {"v": LEAF_VERSION, "seq": self.seq, "at": stamp, "actor": self.actor, "event": self.event.to_json()}
        )


def make_entry(event: Event, *, seq: int, at: datetime, actor: str) -> Entry:
    """A new entry. Raises `EventRefused` for an actor that is no id or a moment without a time zone."""
    if at.tzinfo is None:
        raise EventRefused("The moment of an entry needs its time zone.")
    if not fits(Id, actor):
        raise refusal("actor")
    at = at.astimezone(UTC)
    return Entry(seq, at.replace(microsecond=at.microsecond // 1000 * 1000), actor, event)


def read_leaf(leaf: bytes) -> Entry:
    """The inverse of `Entry.leaf`. Raises `AuditDamaged` for bytes that this version did not write."""
    try:
        data = json.loads(leaf)
        told = dict(data["event"])
        event = EVENTS[told.pop("kind")](**{k: tuple(v) if isinstance(v, list) else v for k, v in told.items()})
        entry = Entry(data["seq"], datetime.fromisoformat(data["at"]), data["actor"], event)
    except (ValueError, KeyError, TypeError, RecursionError, EventRefused) as exc:
        raise AuditDamaged(
            "An entry of the audit log cannot be read: it was changed, or written by a newer version.",
            "Run “casescribe audit verify”.",
        ) from exc
    return entry


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys and no spaces, UTF-8; numbers that JSON does not know are refused (ValueError)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


@cache
def _fields(kind: str) -> tuple[tuple[str, Any], ...]:
    event: type[Any] = EVENTS[kind]
    hints = get_type_hints(event, include_extras=True)
    return tuple((field.name, hints[field.name]) for field in fields(event))
