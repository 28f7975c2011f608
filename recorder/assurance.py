"""Is this vault as it was written? Joins the log's own proof with the signed notes that the database holds.

`audit.verify` knows the log and nothing of ours; here each stored note's hash and signature is held against the log's
entry of its approval, so that a swapped note is found even though the log itself is whole. The log's heads are signed
with the vault's key, a note with the key of the person whom the log's entry names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from audit.checkpoint import Note, parse_checkpoint, parse_note
from audit.cosign import cosign
from audit.errors import AuditDamaged
from audit.events import Entry, HeadCosigned, read_leaf
from audit.footer import Footer
from audit.keys import Keys
from audit.record import Record
from audit.verify import verify
from recorder.access.keys import RoleInVault
from recorder.bootstrap import OpenVault
from recorder.errors import Refused
from recorder.policy import in_words
from recorder.ports import Clock, Signer
from recorder.signed_notes import wrong_notes

_NOTES_UNSEEN = "The signed notes themselves were not looked at: a governance lead holds no key to them."
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


class Check(Protocol):
    """A way to check a log that is at hand: `verify_vault` or `verify_copy`."""

    def __call__(self, *, pinned: Sequence[str] = (), footers: Sequence[Footer] = (), keys: Keys | None = None) -> Assurance:
        """The answer in plain sentences."""
        ...


@dataclass(frozen=True, slots=True)
class ReadableLog:
    """The audit log as far as somebody may read it."""

    record: Record
    check: Check

    def entries(self) -> Iterator[Entry]:
        """What happened, in order. Raises `AuditDamaged` for an entry that cannot be read."""
        for row in self.record.entries:
            yield read_leaf(row.leaf if isinstance(row.leaf, bytes) else b"")


def verify_vault(
    opened: OpenVault, *, pinned: Sequence[str] = (), footers: Sequence[Footer] = (), keys: Keys | None = None
) -> Assurance:
    """Check the log and every signed note. Raises `audit.errors.BadCheckpoint` when a pinned file is no head."""
    own_key = opened.vault.head_signer.public_key
    known = bool(keys and keys.logs)
    verdict = verify(opened.vault.db.conn, expected_key=None if known else own_key, pinned=pinned, footers=footers, keys=keys)
    overdue: tuple[str, ...] = ()
    try:
        entries = opened.recorder.history()
        wrong, overdue = wrong_notes(opened.store, entries), _overdue(opened, entries)
    except AuditDamaged as exc:
        wrong = [exc.message]
    if verdict.ok and not wrong:
        return Assurance(ok=True, sentences=(*verdict.sentences(), *(() if known else (_SAME_FOLDER,)), *overdue))
    return Assurance(ok=False, sentences=(*verdict.sentences(), *wrong))


def _overdue(opened: OpenVault, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Whether the council's rules ask for a cosignature by now. One that a governance lead gave on a copy is not in the log."""
    cosigned = [entry.at for entry in entries if isinstance(entry.event, HeadCosigned)]
    began = [entry.at for entry in entries[:1]]
    within = opened.policy.cosigned_within
    waiting = opened.clock.now() - max([*began, *cosigned], default=opened.clock.now())
    if waiting <= within:
        return ()
    last = f"was cosigned last {waiting.days} days ago" if cosigned else "was never cosigned"
    return (f"This log {last}; the rules ask for it every {in_words(within)}: casescribe audit cosign, by a supervisor.",)


def verify_copy(
    record: Record, *, pinned: Sequence[str] = (), footers: Sequence[Footer] = (), keys: Keys | None = None
) -> Assurance:
    """Check a governance lead's copy of the log. Raises `audit.errors.BadCheckpoint` when a pinned file is no head."""
    verdict = verify(record, pinned=pinned, footers=footers, keys=keys)
    return Assurance(ok=verdict.ok, sentences=(*verdict.sentences(), *((_NOTES_UNSEEN,) if verdict.ok else ())))


def cosign_head(opened: OpenVault, *, pinned: Sequence[str] = (), clock: Clock) -> str:
    """The newest head with the cosignature of the supervisor who is signed in; the act is logged after it.

    `pinned` are the heads that they cosigned before. Raises `Refused` for the worker, whose own history it is, and for a
    log that is not as it was written.
    """
    signer = opened.vault.signer
    if opened.vault.role is RoleInVault.WORKER:
        raise Refused("A head is cosigned by somebody other than the worker whose log it is.", "Ask your supervisor.")
    note, now = _whole(verify_vault(opened, pinned=pinned), opened.log.head_note()), clock.now()
    head = parse_checkpoint(note.text)
    signed = cosign(note, WitnessSigner(signer, head.origin), at=now)
    with opened.store.transaction():
        event = HeadCosigned(size=head.size, public_key=signer.public_key.hex())
        opened.log.append(event, at=now, actor=signer.actor_id)
    return signed.render()


def cosign_copy(record: Record, signer: Signer, *, pinned: Sequence[str] = (), clock: Clock) -> str:
    """The head of a governance lead's copy of the log with their cosignature; they cannot write in the log themselves.

    Raises `Refused` for a log that is not as it was written.
    """
    head = record.logs[0].head if record.logs else None
    note = _whole(verify_copy(record, pinned=pinned), head if isinstance(head, str) else None)
    return cosign(note, WitnessSigner(signer, parse_checkpoint(note.text).origin), at=clock.now()).render()


def _whole(assured: Assurance, head: str | None) -> Note:
    if head is None or not assured.ok:
        raise Refused(f"This log was not cosigned. {assured.sentences[1]}", "Run “casescribe audit verify”.")
    return parse_note(head)
