"""Is this vault as it was written? Joins the log's own proof with the signed notes that the database holds.

`audit.verify` knows the log and nothing of ours; here each stored note's hash and signature is held against the log's
entry of its approval, so that a swapped note is found even though the log itself is whole. The log's heads are signed
with the vault's key, a note with the key of the person whom the log's entry names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.checkpoint import parse_checkpoint, parse_note
from audit.cosign import cosign
from audit.errors import AuditDamaged
from audit.events import HeadCosigned, NoteApproved, VisitErased
from audit.footer import Footer
from audit.keys import Keys
from audit.verify import check_note, verify
from recorder.bootstrap import OpenVault
from recorder.errors import Refused
from recorder.keys import RoleInVault
from recorder.ports import Clock, Signer
from recorder.store import StoredNote

_SAME_FOLDER = "The key it was checked with lies in the same folder: whoever replaced both together is not found here."


@dataclass(frozen=True, slots=True)
class WitnessSigner:
    """A person's key under the name that their cosignatures bear: the log's, and the person's id."""

    signer: Signer
    log: str

    @property
    def key_name(self) -> str:
        """The witness's name: never a person's own."""
        return f"{self.log}/{self.signer.actor_id}"

    @property
    def public_key(self) -> bytes:
        """32 raw bytes."""
        return self.signer.public_key

    def sign(self, message: bytes) -> bytes:
        """64 raw bytes."""
        return self.signer.sign(message)


@dataclass(frozen=True, slots=True)
class Assurance:
    """The answer in plain sentences."""

    ok: bool
    sentences: tuple[str, ...]


def verify_vault(
    opened: OpenVault, *, pinned: Sequence[str] = (), footers: Sequence[Footer] = (), keys: Keys | None = None
) -> Assurance:
    """Check the log and every signed note. Raises `audit.errors.BadCheckpoint` when a pinned file is no head."""
    own_key = opened.vault.head_signer.public_key
    known = bool(keys and keys.logs)
    verdict = verify(opened.vault.db.conn, expected_key=None if known else own_key, pinned=pinned, footers=footers, keys=keys)
    try:
        wrong = _wrong_notes(opened)
    except AuditDamaged as exc:
        wrong = [exc.message]
    if verdict.ok and not wrong:
        return Assurance(ok=True, sentences=(*verdict.sentences(), *(() if known else (_SAME_FOLDER,))))
    return Assurance(ok=False, sentences=(*verdict.sentences(), *wrong))


def cosign_head(opened: OpenVault, *, pinned: Sequence[str] = (), clock: Clock) -> str:
    """The newest head with the cosignature of whoever is signed in, who becomes its witness; the act is logged after it.

    `pinned` are the heads that they cosigned before. Raises `Refused` for the worker, whose own history it is, and for a
    log that is not as it was written.
    """
    signer, head = opened.vault.signer, opened.log.head_note()
    if opened.vault.role is RoleInVault.WORKER:
        raise Refused("A head is cosigned by somebody other than the worker whose log it is.", "Ask your supervisor.")
    assured = verify_vault(opened, pinned=pinned)
    if head is None or not assured.ok:
        raise Refused(f"This log was not cosigned. {assured.sentences[1]}", "Run “casescribe audit verify”.")
    note, now = parse_note(head), clock.now()
    origin = parse_checkpoint(note.text).origin
    signed = cosign(note, WitnessSigner(signer, origin), at=now)
    with opened.store.transaction():
        event = HeadCosigned(size=parse_checkpoint(note.text).size, public_key=signer.public_key.hex())
        opened.log.append(event, at=now, actor=signer.actor_id)
    return signed.render()


def _wrong_notes(opened: OpenVault) -> list[str]:
    entries = opened.recorder.history()
    approved = {e.event.visit: (e.seq, e.event) for e in entries if isinstance(e.event, NoteApproved)}
    erased = {e.event.visit for e in entries if isinstance(e.event, VisitErased) and e.event.note}
    stored = {visit.id: opened.store.note(visit.id) for visit in opened.recorder.visits()}
    wrong = [
        f"The signed note of visit {visit} (audit entry {entry}) is gone."
        for visit, (entry, _) in approved.items()
        if stored.get(visit) is None and visit not in erased
    ]
    for note in filter(None, stored.values()):
        if finding := check_note(entries, visit=note.visit_id, note_sha256=note.sha256):
            wrong.append(finding.sentence)
        elif not _is_signed(note, approved[note.visit_id][1]):
            wrong.append(
                f"The signed note of visit {note.visit_id} (audit entry {note.log_entry}) was changed after it was signed."
            )
    return wrong


def _is_signed(note: StoredNote, approval: NoteApproved) -> bool:
    """Whether the stored bytes are those that the log's approval is a signature over, by the key that the entry names."""
    stored = (note.sha256, note.public_key.hex(), note.signature.hex())
    if stored != (approval.note_sha256, approval.public_key, approval.signature):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(note.public_key).verify(note.signature, note.canonical)
    except (InvalidSignature, ValueError):
        return False
    return hashlib.sha256(note.canonical).hexdigest() == note.sha256
