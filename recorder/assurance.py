"""Is this vault as it was written? Joins the log's own proof with the signed notes that the database holds.

`audit.verify` knows the log and nothing of ours; here each stored note's hash and signature is held against the log's
entry of its approval, so that a swapped note is found even though the log itself is whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.errors import AuditDamaged
from audit.events import NoteApproved
from audit.verify import check_note, verify
from recorder.bootstrap import OpenVault
from recorder.store import StoredNote

_SAME_FOLDER = "The key it was checked with lies in the same folder: whoever replaced both together is not found here."


@dataclass(frozen=True, slots=True)
class Assurance:
    """The answer in plain sentences."""

    ok: bool
    sentences: tuple[str, ...]


def verify_vault(opened: OpenVault, *, pinned: Sequence[str] = ()) -> Assurance:
    """Check the log and every signed note. Raises `audit.errors.BadCheckpoint` when a pinned file is no head."""
    verdict = verify(opened.vault.db.conn, expected_key=opened.vault.signer.public_key, pinned=pinned)
    try:
        wrong = _wrong_notes(opened)
    except AuditDamaged as exc:
        wrong = [exc.message]
    if verdict.ok and not wrong:
        return Assurance(ok=True, sentences=(*verdict.sentences(), _SAME_FOLDER))
    return Assurance(ok=False, sentences=(*verdict.sentences(), *wrong))


def _wrong_notes(opened: OpenVault) -> list[str]:
    entries = opened.recorder.history()
    approved = {e.event.visit: e.seq for e in entries if isinstance(e.event, NoteApproved)}
    stored = {visit.id: opened.store.note(visit.id) for visit in opened.recorder.visits()}
    wrong = [
        f"The signed note of visit {visit} (audit entry {entry}) is gone."
        for visit, entry in approved.items()
        if stored.get(visit) is None
    ]
    for note in filter(None, stored.values()):
        if not _is_signed(note) or hashlib.sha256(note.canonical).hexdigest() != note.sha256:
            wrong.append(
                f"The signed note of visit {note.visit_id} (audit entry {note.log_entry}) was changed after it was signed."
            )
        elif finding := check_note(entries, visit=note.visit_id, note_sha256=note.sha256):
            wrong.append(finding.sentence)
    return wrong


def _is_signed(note: StoredNote) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(note.public_key).verify(note.signature, note.canonical)
    except (InvalidSignature, ValueError):
        return False
    return True
