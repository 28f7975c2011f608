"""Whose signatures stand in a log: each approval and countersignature must be by a key that the log itself gave somebody.

The log's heads are signed with the vault's key, notes with a person's own. A person has access from their `PersonAdded` to
their `PersonRemoved`. A log without any such entry is of a vault that had one person only, whose key signed everything;
it is taken as it is. The signatures over notes cannot be checked here, because the notes are not in the log.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from audit.events import (
    Entry,
    NoteApproved,
    NoteCountersigned,
    PersonAdded,
    PersonRemoved,
    VaultRecovered,
)
from audit.keys import Keys
from audit.verdict import Finding

Approval = tuple[str, str, str]  # the note's hash, the public key and the signature, in hexadecimal
_TELLING = (b'"public_key":"', b'"kind":"person_removed"', b'"kind":"vault_recovered"')


def person_id(public_key: str) -> str:
    """A person's id in the log: the first 16 hexadecimal digits of the SHA-256 of their public key."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:16]


def telling(leaves: Sequence[bytes]) -> list[int]:
    """The places of the entries that `People` must see, by a cheap look at their bytes; each is of one line."""
    together, found = b"\n".join(leaves), set[int]()
    for mark in _TELLING:
        place, looked = 0, 0
        while (hit := together.find(mark, looked)) >= 0:
            place += together.count(b"\n", looked, hit)
            found.add(place)
            looked = hit + 1
    return sorted(found)


@dataclass(slots=True)
class People:
    """Follows a log, entry by entry, and says what is wrong with its signatures."""

    keys: Keys = field(default_factory=Keys)
    approvals: dict[int, Approval] = field(default_factory=dict)  # by entry
    recoveries: list[int] = field(default_factory=list)  # entries at which a passphrase was got round
    _present: dict[str, str] = field(default_factory=dict)  # person → role
    _known: bool = False  # the log says who has access
    _approver: dict[str, str] = field(default_factory=dict)  # note hash → public key

    def see(self, leaf: bytes) -> Iterator[str]:
        """What is wrong with one entry, in sentences with a gap for its name; its hash has been checked by the caller.

        Reads the few fields that it needs and not the whole event: a million entries have many of these.
        """
        try:
            told: dict[str, Any] = json.loads(leaf)
            yield from self._event(told["event"]["kind"], told["event"], told)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            yield "{} cannot be read."

    def _event(self, kind: str, event: dict[str, Any], entry: dict[str, Any]) -> Iterator[str]:
        match kind:
            case PersonAdded.kind:
                self._known = True
                self._present[event["person"]] = event["role"]
                if event["person"] != person_id(event["public_key"]):
                    yield "{} gives somebody access under an id that is not their key’s."
            case PersonRemoved.kind:
                self._present.pop(event["person"], None)
            case VaultRecovered.kind:
                self.recoveries.append(int(entry["seq"]))
            case NoteApproved.kind:
                note, key = event["note_sha256"], event["public_key"]
                self.approvals[int(entry["seq"])] = (note, key, event["signature"])
                self._approver[note] = key
                yield from self._signed(entry, key, "approves")
            case NoteCountersigned.kind:
                note, key = event["note_sha256"], event["public_key"]
                yield from self._signed(entry, key, "countersigns")
                if note not in self._approver:
                    yield "{} countersigns a note that nobody had approved."
                elif self._approver[note] == key:
                    yield "{} countersigns a note with the key of its own writer."
            case _:
                pass

    def _signed(self, entry: dict[str, Any], public_key: str, does: str) -> Iterator[str]:
        person = person_id(public_key)
        if self._known and (person not in self._present or entry["actor"] != person):
            yield f"{{}} {does} a note with a key that the log gave to nobody who was there."
        if self.keys.people and public_key not in self.keys.people:
            yield f"{{}} {does} a note with a key that is not in your file of keys."
        since = self.keys.revoked.get(public_key)
        if since and datetime.fromisoformat(entry["at"]) >= since:
            yield f"{{}} {does} a note with a key that was revoked by then."


def check_note(entries: Sequence[Entry], *, visit: str, note_sha256: str) -> Finding | None:
    """Whether a note is the one that was approved last for its visit; None when it is."""
    approvals = [e for e in entries if isinstance(e.event, NoteApproved) and e.event.visit == visit]
    if not approvals:
        return Finding(None, f"The log knows no approval of a note of visit {visit}.")
    last = approvals[-1]
    if isinstance(last.event, NoteApproved) and last.event.note_sha256 != note_sha256:
        return Finding(last.seq, f"This note of visit {visit} is not the one whose approval entry {last.seq} records.")
    return None
