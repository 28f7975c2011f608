"""Proof that a newer head continues an older one: nothing that the older covered was changed, taken out or reordered.

With it, whoever kept an older head needs neither the log nor an export to accept a newer one, and a witness may cosign it. The
file has the form of a witness's request in C2SP tlog-witness ("add-checkpoint"): the old size, the hashes of RFC 6962
section 2.1.2, an empty line, the newer signed head. Source: c2sp.org/tlog-witness@v1.0.0.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from audit.checkpoint import (
    Checkpoint,
    VerifierKey,
    check_signature,
    decode_base64,
    open_checkpoint,
    parse_checkpoint,
    parse_note,
)
from audit.errors import BadCheckpoint
from audit.merkle import Subtree, consistency_proof, verify_consistency

_KEEP = "Ask for the proof again: casescribe audit continue."


@dataclass(frozen=True, slots=True)
class Continuation:
    """That a head continues an older one. Not to be believed before `check_continuation`."""

    old_size: int
    path: tuple[bytes, ...]  # 32 bytes each
    head: str  # the newer signed head

    def render(self) -> str:
        """The proof as a file."""
        steps = "".join(base64.b64encode(step).decode() + "\n" for step in self.path)
        return f"old {self.old_size}\n{steps}\n{self.head}"


def prove_continuation(old_head: str, head: str, subtree: Subtree) -> Continuation:
    """Proof from a kept head to the newest. Raises `BadCheckpoint` for a head that the log cannot continue."""
    old, new = (parse_checkpoint(parse_note(raw).text) for raw in (old_head, head))
    if old.origin != new.origin or old.size > new.size:
        raise BadCheckpoint(f"This log, at entry {new.size}, does not continue the head that you gave.", "Is it of this vault?")
    return Continuation(old.size, consistency_proof(old.size, new.size, subtree), head)


def parse_continuation(raw: str) -> Continuation:
    """Read a proof. Raises `BadCheckpoint` unless every byte is in its form."""
    told, blank, head = raw.partition("\n\n")
    first, *steps = told.split("\n")
    if not blank or not re.fullmatch(r"old (0|[1-9][0-9]{0,18})", first, re.ASCII) or len(steps) > 63:
        raise BadCheckpoint("This is not a proof that a head continues another.", _KEEP)
    path = tuple(decode_base64(step) for step in steps)
    if any(len(step) != 32 for step in path):
        raise BadCheckpoint("This proof holds something that is no hash.", _KEEP)
    parse_note(head)
    return Continuation(int(first.removeprefix("old ")), path, head)


def check_continuation(proof: Continuation, old_head: str, key: VerifierKey) -> tuple[Checkpoint, Checkpoint]:
    """The older and the newer head. Raises `BadSignature` or `BadCheckpoint` when the newer does not continue the older."""
    old, note = open_checkpoint(old_head, key), parse_note(proof.head)
    check_signature(note, key)
    new = parse_checkpoint(note.text)
    continues = verify_consistency(old_size=old.size, old_root=old.root, size=new.size, root=new.root, proof=proof.path)
    if old.origin != new.origin or old.size != proof.old_size or not continues:
        raise BadCheckpoint(
            f"The head at entry {new.size} does not continue the one at entry {old.size}: this log has two histories, "
            "or the proof was changed.",
            _KEEP,
        )
    return old, new
