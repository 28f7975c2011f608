"""What can be written to the audit log: one typed event an act, holding ids, hashes, counts, durations and fixed codes.

Never text, never a name. Each field's type says which form its value must have (`audit.forms`), and an event that does
not keep to it cannot be made. People stand in it as `keyed_id`.

Events are never renamed and never lose a field once released; a new field has a default, so that old entries still
read. The kinds stand in `events_vault`, `events_visit` and `events_note`; take them from here. An entry's bytes, its leaf
in the tree, are its canonical JSON: sorted keys, no spaces, UTF-8, "v":1.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from audit.errors import AuditDamaged, EventRefused
from audit.events_base import Event
from audit.events_note import (
    ContradictionSeen,
    DisclosureAcknowledged,
    DraftDropped,
    DraftMade,
    EvidenceChosen,
    EvidenceSeen,
    HarmChecked,
    NoteApproved,
    NoteCountersigned,
    NoteExported,
    NoteFiled,
    NoteReturned,
    RedactionsReviewed,
    SectionWritten,
    StatementConfirmed,
    StatementEdited,
    ViewExported,
    WorkTakenBack,
)
from audit.events_vault import (
    BackupMade,
    BackupRestored,
    BiasMeasured,
    HeadCosigned,
    KeysRotated,
    PassphraseChanged,
    PersonAdded,
    PersonRemoved,
    PolicyChanged,
    Searched,
    TemplateAdded,
    VaultCreated,
    VaultLocked,
    VaultRecovered,
    VaultUnlocked,
    WordsListed,
)
from audit.events_visit import (
    CaseCreated,
    ConsentGiven,
    ConsentWithdrawn,
    HoldLifted,
    HoldSet,
    ModelRan,
    MomentMarked,
    PrivateStretch,
    RecordingPaused,
    RecordingRecovered,
    RecordingResumed,
    RecordingStarted,
    RecordingStopped,
    RosterChanged,
    SoundImported,
    SoundMissing,
    SpeakersNamed,
    TranscriptCorrected,
    VisitErased,
    VisitOpened,
    VisitPlanned,
)
from audit.forms import Id, fits, refusal

LEAF_VERSION = 1

EVENTS: Mapping[str, type[Event]] = {
    event.kind: event
    for event in (
        VaultCreated, PersonAdded, PersonRemoved, PassphraseChanged, VaultUnlocked, VaultLocked, VaultRecovered, KeysRotated,
        PolicyChanged, TemplateAdded, BackupMade, BackupRestored, HeadCosigned, Searched, WordsListed, BiasMeasured,
        CaseCreated, RosterChanged, VisitPlanned, VisitOpened, ConsentGiven, ConsentWithdrawn, RecordingStarted,
        RecordingPaused, RecordingResumed, PrivateStretch, SoundMissing, MomentMarked, RecordingStopped, RecordingRecovered,
        SoundImported, ModelRan, SpeakersNamed, TranscriptCorrected, HoldSet, HoldLifted, VisitErased, DraftMade,
        DraftDropped, StatementEdited, EvidenceChosen, StatementConfirmed, EvidenceSeen, SectionWritten,
        DisclosureAcknowledged, ContradictionSeen, WorkTakenBack, NoteApproved, NoteReturned, NoteCountersigned, NoteFiled,
        NoteExported, RedactionsReviewed, HarmChecked, ViewExported,
    )
}  # fmt: skip

__all__ = [
    "EVENTS", "LEAF_VERSION", "BackupMade", "BackupRestored", "BiasMeasured", "CaseCreated", "ConsentGiven",
    "ConsentWithdrawn", "ContradictionSeen", "DisclosureAcknowledged", "DraftDropped", "DraftMade", "Entry", "Event",
    "EvidenceChosen", "EvidenceSeen", "HarmChecked", "HeadCosigned", "HoldLifted", "HoldSet", "KeysRotated", "ModelRan",
    "MomentMarked", "NoteApproved", "NoteCountersigned", "NoteExported", "NoteFiled", "NoteReturned", "PassphraseChanged",
    "PersonAdded", "PersonRemoved", "PolicyChanged", "PrivateStretch", "RecordingPaused", "RecordingRecovered",
    "RecordingResumed", "RecordingStarted", "RecordingStopped", "RedactionsReviewed", "RosterChanged", "Searched",
    "SectionWritten", "SoundImported", "SoundMissing", "SpeakersNamed", "StatementConfirmed", "StatementEdited",
    "TemplateAdded", "TranscriptCorrected", "VaultCreated", "VaultLocked", "VaultRecovered", "VaultUnlocked", "ViewExported",
    "VisitErased", "VisitOpened", "VisitPlanned", "WordsListed", "WorkTakenBack", "canonical_json", "keyed_id", "make_entry",
    "read_leaf",
]  # fmt: skip


def keyed_id(key: bytes, value: str) -> str:
    """A person's pseudonymous id: HMAC-SHA256 under the visit's or vault's key, so that destroying the key unlinks it."""
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:32]


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
