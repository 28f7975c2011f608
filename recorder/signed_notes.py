"""Are the signed notes in the vault those that the log tells of? The notes of today, those returned, and countersignatures.

Each approval in the log must have its note, byte for byte under the signature that the entry records, unless a later entry
says that it was erased; a note among the returned ones must have been returned; a countersignature must be the entry's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.events import Entry, NoteApproved, NoteCountersigned, NoteReturned, VisitErased
from audit.verify import check_note
from recorder.keeping.lives import Countersignature, Lives, countersigned_bytes
from recorder.store import Store, StoredNote


def wrong_notes(store: Store, entries: Sequence[Entry]) -> list[str]:
    """What is wrong with the vault's signed notes, a sentence each; nothing when all is as it was signed."""
    lives, visits = Lives(store), [v.id for v in store.visits()]
    standing = [note for v in visits if (note := store.note(v))]
    returned = [told.note for v in visits for told in lives.returned_notes(v)]
    kept = {note.log_entry: note for note in (*returned, *standing)}
    wrong = list(_unlike_the_log(kept, entries))
    findings = (check_note(entries, visit=note.visit_id, note_sha256=note.sha256) for note in standing)
    wrong += [finding.sentence for finding in findings if finding]
    told_returned = {e.event.note_sha256 for e in entries if isinstance(e.event, NoteReturned)}
    wrong += [
        f"A note of visit {note.visit_id} lies among the returned ones, and nobody returned it."
        for note in returned
        if note.sha256 not in told_returned
    ]
    for note in standing:
        wrong += _wrong_countersignature(note, lives.countersignature(note.visit_id), entries)
    return wrong


def _unlike_the_log(kept: dict[int, StoredNote], entries: Sequence[Entry]) -> Iterator[str]:
    approvals = {e.seq: e.event for e in entries if isinstance(e.event, NoteApproved)}
    erased = {e.event.visit for e in entries if isinstance(e.event, VisitErased) and e.event.note}
    for seq, approval in approvals.items():
        note = kept.get(seq)
        if note is None and approval.visit not in erased:
            yield f"The signed note of visit {approval.visit} (audit entry {seq}) is gone."
        elif note is not None and not _is_signed(note, approval):
            yield f"The signed note of visit {approval.visit} (audit entry {seq}) was changed after it was signed."
    for note in kept.values():
        if note.log_entry not in approvals:
            yield f"The log knows no approval of a note of visit {note.visit_id} at entry {note.log_entry}."


def _wrong_countersignature(note: StoredNote, given: Countersignature | None, entries: Sequence[Entry]) -> Iterator[str]:
    told = [e.event for e in entries if isinstance(e.event, NoteCountersigned) and e.event.visit == note.visit_id]
    told = [event for event in told if event.note_sha256 == note.sha256]
    if not given and told:
        yield f"The countersignature of visit {note.visit_id} is gone."
    elif given and (not told or told[-1].signature != given.signature.hex()):
        yield f"The countersignature of visit {note.visit_id} is not the one that the log tells of."
    elif given and not _verifies(given.public_key, given.signature, countersigned_bytes(note.canonical)):
        yield f"The countersignature of visit {note.visit_id} is not over this note."


def _is_signed(note: StoredNote, approval: NoteApproved) -> bool:
    """Whether the stored bytes are those that the log's approval is a signature over, by the key that the entry names."""
    stored = (note.visit_id, note.sha256, note.public_key.hex(), note.signature.hex())
    if stored != (approval.visit, approval.note_sha256, approval.public_key, approval.signature):
        return False
    return hashlib.sha256(note.canonical).hexdigest() == note.sha256 and _verifies(
        note.public_key, note.signature, note.canonical
    )


def _verifies(public_key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
