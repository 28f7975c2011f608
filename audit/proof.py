"""Proof that one entry is in the log, to be handed on with a note: C2SP tlog-proof, checked without the rest of the log.

A proof carries the signed head, the entry's place and the hashes that lead from the entry to the head's root. The entry
itself travels as the proof's extra data, which nobody signs: it is believed only because its hash leads to the root.
Source: c2sp.org/tlog-proof@v1, RFC 6962 section 2.1.1.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from audit.checkpoint import Checkpoint, VerifierKey, check_signature, decode_base64, parse_checkpoint, parse_note
from audit.errors import BadCheckpoint
from audit.events import Entry, read_leaf
from audit.merkle import leaf_hash, verify_inclusion

_FIRST = "c2sp.org/tlog-proof@v1"
_KEEP = "Ask for the proof again: casescribe audit prove."


@dataclass(frozen=True, slots=True)
class Proof:
    """That one entry stands in a log. Not to be believed before `check_proof`."""

    leaf: bytes  # the entry's exact bytes
    index: int  # its place, from 0: the entry's number less one
    path: tuple[bytes, ...]  # hashes from the leaf's sibling up, 32 bytes each
    head: str  # signed note over a tree that holds it, with whatever cosignatures it has

    def render(self) -> str:
        """The proof as a file with the ending .tlog-proof."""
        lines = [_FIRST, f"extra {base64.b64encode(self.leaf).decode()}", f"index {self.index}"]
        return "\n".join([*lines, *(base64.b64encode(step).decode() for step in self.path)]) + "\n\n" + self.head


def parse_proof(raw: str) -> Proof:
    """Read a proof. Raises `BadCheckpoint` unless every byte is in its form and the entry travels with it."""
    told, blank, head = raw.partition("\n\n")
    match told.split("\n"):
        case [first, extra, index, *path] if first == _FIRST and extra.startswith("extra ") and blank:
            pass
        case _:
            raise BadCheckpoint("This is not a proof of an entry.", _KEEP)
    if not re.fullmatch(r"index (0|[1-9][0-9]{0,18})", index, re.ASCII):
        raise BadCheckpoint("This proof does not say which entry it is of.", _KEEP)
    steps = tuple(decode_base64(step) for step in path)
    if any(len(step) != 32 for step in steps):
        raise BadCheckpoint("This proof holds something that is no hash.", _KEEP)
    parse_note(head)
    return Proof(decode_base64(extra.removeprefix("extra ")), int(index.removeprefix("index ")), steps, head)


def check_proof(proof: Proof, key: VerifierKey) -> tuple[Entry, Checkpoint]:
    """The entry that is proven, and the head that it is proven under.

    Raises `BadSignature` for a head that the key did not sign, `BadCheckpoint` for a proof that does not lead to it, and
    `AuditDamaged` for an entry that this version cannot read.
    """
    note = parse_note(proof.head)
    check_signature(note, key)
    head = parse_checkpoint(note.text)
    leaf = leaf_hash(proof.leaf)
    if not verify_inclusion(leaf, index=proof.index, size=head.size, proof=proof.path, root=head.root):
        raise BadCheckpoint("This proof does not lead from its entry to the signed head: one of the two was changed.", _KEEP)
    entry = read_leaf(proof.leaf)
    if entry.seq != proof.index + 1:
        raise BadCheckpoint("This proof is of another entry than the one it shows.", _KEEP)
    return entry, head
