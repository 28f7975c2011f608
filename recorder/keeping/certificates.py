"""What says that something was erased: which visit, when, why, by whom, and what exactly is gone.

The log keeps the certificate's hash; the certificate itself is signed by the person who erased and stays in the vault,
to be printed for a family or a court. It holds counts and hashes and nothing of what it is about. It proves that this
vault destroyed its key and its words; copies that left it before, such as exports and backups, it cannot speak for.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_CONTEXT = b"casescribe erasure v1\n"
"""Stands before what is signed, so that a signature over a certificate can never pass for one over a note."""
_LABELS = {
    "recordings": "recording",
    "heard_pieces": "pieces of a transcript that was not finished",
    "voice_pieces": "pieces with voice prints",
    "turns": "turns of the transcript",
    "speakers": "named voices",
    "transcript_corrections": "corrections of the transcript",
    "redaction_reviews": "reviews of redactions",
    "statements": "sentences of the draft",
    "statement_edits": "edits",
    "human_sections": "sections written by people",
    "disclosures": "listed possible disclosures",
    "contradictions": "listed passages that do not agree",
    "note_steps": "steps of work on the draft",
    "unsaved_typing": "unsaved words",
    "unsaved_case_words": "unsaved words about the case",
    "notes": "signed note",
    "notes_history": "returned notes",
    "countersignatures": "countersignature",
    "consents": "answers about consent",
    "model_runs": "records of machine work",
    "visit_keys": "key",
    "case_stand_ins": "stand-ins for names",
    "people": "people of the case",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One erasure."""

    vault: str  # its id
    visit: str
    held_on: date
    at: datetime  # UTC
    by: str  # the person's name, as it stands under notes
    reason: str  # a code: asked, retention, consent_withdrawn
    whole: bool  # whether nothing of the visit is left but its id and its date
    destroyed: tuple[tuple[str, int], ...]  # table and rows, those with any
    sound_seconds: float | None  # of the recording that went; None without one
    key_sha256: str | None  # of the visit's wrapped key, which exists no more; None while the key still seals something
    note_sha256: str | None  # of the signed note that went, as the log knows it
    policy_sha256: str  # of the council's rules in force

    def canonical(self) -> bytes:
        """The bytes whose hash the log keeps: JSON with sorted keys, no spaces, UTF-8."""
        data = asdict(self) | {"form": "casescribe-erasure-v1", "held_on": self.held_on.isoformat(), "at": self.at.isoformat()}
        return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def sha256(self) -> str:
        """Hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def sentences(self) -> tuple[str, ...]:
        """It in plain words, a line each."""
        when = self.at.astimezone(UTC).strftime("%d %B %Y at %H:%M UTC")
        what = "Nothing of it is left but its number and its date." if self.whole else "The rest of the visit stays."
        gone = [f"{rows} {_LABELS.get(table, table)}" for table, rows in self.destroyed]
        lines = [
            f"Certificate of erasure. Visit {self.visit} of {self.held_on}, vault {self.vault}.",
            f"Erased on {when} by {self.by}, reason: {self.reason.replace('_', ' ')}. {what}",
            f"Destroyed: {'; '.join(gone) or 'nothing was left to destroy'}.",
        ]
        if self.sound_seconds is not None:
            lines.append(f"Length of the recording that was destroyed: {self.sound_seconds:.0f} seconds.")
        if self.key_sha256:
            lines.append(f"SHA-256 of the destroyed key, as it lay wrapped: {self.key_sha256}")
        if self.note_sha256:
            lines.append(f"SHA-256 of the destroyed signed note: {self.note_sha256}")
        return (*lines, f"SHA-256 of the policy: {self.policy_sha256}", f"SHA-256 of this certificate: {self.sha256()}")


@dataclass(frozen=True, slots=True)
class SignedCertificate:
    """A certificate's bytes as they were signed."""

    canonical: bytes
    signature: bytes  # Ed25519 over `message_of(canonical)`
    public_key: bytes  # of the person who erased

    @property
    def sha256(self) -> str:
        """The hash that the log keeps."""
        return hashlib.sha256(self.canonical).hexdigest()

    def genuine(self) -> bool:
        """Whether the key made the signature over these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(self.signature, message_of(self.canonical))
        except (InvalidSignature, ValueError):
            return False
        return True

    def certificate(self) -> Certificate:
        """What it says. Raises KeyError, TypeError or ValueError for bytes that no certificate has."""
        data: dict[str, Any] = json.loads(self.canonical)
        del data["form"]
        data["held_on"], data["at"] = date.fromisoformat(data["held_on"]), datetime.fromisoformat(data["at"])
        return Certificate(**data | {"destroyed": tuple((table, rows) for table, rows in data["destroyed"])})


def message_of(canonical: bytes) -> bytes:
    """What is signed: the certificate's bytes behind a context of their own."""
    return _CONTEXT + canonical
