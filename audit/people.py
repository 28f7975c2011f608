"""Whose signatures stand in a log: each approval and countersignature must be by a key that the log itself gave somebody.

The log's heads are signed with the vault's key, notes with a person's own. A person has access from their `PersonAdded` to
their `PersonRemoved`. A log without any such entry is of a vault that had one person only, whose key signed everything;
it is taken as it is. The signatures over notes cannot be checked here, because the notes are not in the log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from audit.errors import AuditDamaged
from audit.events import (
    Entry,
    NoteApproved,
    NoteCountersigned,
    PersonAdded,
    PersonRemoved,
    VaultRecovered,
    read_leaf,
)
from audit.keys import Keys

_TELLING = (b'"public_key":"', b'"kind":"person_removed"', b'"kind":"vault_recovered"')


def person_id(public_key: str) -> str:
    """A person's id in the log: the first 16 hexadecimal digits of the SHA-256 of their public key."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:16]


def telling(leaves: Sequence[bytes]) -> list[int]:
    """The places of the entries that `People` must see, by a cheap look at their bytes."""
    together = b"\n".join(leaves)
    marks = [mark for mark in _TELLING if mark in together]
    return sorted({place for mark in marks for place, leaf in enumerate(leaves) if mark in leaf})


@dataclass(slots=True)
class People:
    """Follows a log, entry by entry, and says what is wrong with its signatures."""

    keys: Keys = field(default_factory=Keys)
    approvals: dict[int, NoteApproved] = field(default_factory=dict)  # by entry
    recoveries: list[int] = field(default_factory=list)  # entries at which a passphrase was got round
    _present: dict[str, str] = field(default_factory=dict)  # person → role
    _known: bool = False  # the log says who has access
    _approver: dict[str, str] = field(default_factory=dict)  # note hash → public key

    def see(self, leaf: bytes) -> Iterator[str]:
        """What is wrong with one entry, in sentences; the entry's hash has been checked by the caller."""
        try:
            entry = read_leaf(leaf)
        except AuditDamaged:
            yield "{} cannot be read."
            return
        match entry.event:
            case PersonAdded() as event:
                self._known = True
                self._present[event.person] = event.role
                if event.person != person_id(event.public_key):
                    yield "{} gives somebody access under an id that is not their key’s."
            case PersonRemoved() as event:
                self._present.pop(event.person, None)
            case VaultRecovered():
                self.recoveries.append(entry.seq)
            case NoteApproved() as event:
                self.approvals[entry.seq] = event
                self._approver[event.note_sha256] = event.public_key
                yield from self._signed(entry, event.public_key, "approves")
            case NoteCountersigned() as event:
                yield from self._signed(entry, event.public_key, "countersigns")
                if event.note_sha256 not in self._approver:
                    yield "{} countersigns a note that nobody had approved."
                elif self._approver[event.note_sha256] == event.public_key:
                    yield "{} countersigns a note with the key of its own writer."
            case _:
                pass

    def _signed(self, entry: Entry, public_key: str, does: str) -> Iterator[str]:
        person = person_id(public_key)
        if self._known and (person not in self._present or entry.actor != person):
            yield f"{{}} {does} a note with a key that the log gave to nobody who was there."
        if self.keys.people and public_key not in self.keys.people:
            yield f"{{}} {does} a note with a key that is not in your file of keys."
        since = self.keys.revoked.get(public_key)
        if since and entry.at >= since:
            yield f"{{}} {does} a note with a key that was revoked by then."
