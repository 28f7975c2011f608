"""Every way in which the audit log says no, as one tree of its own, because this package imports nothing of ours.

Each carries what happened (`message`) and what to do (`next_step`). Nothing here is ever swallowed: what cannot be
audited does not happen, so the caller rolls its transaction back and shows the sentence.

    AuditError
    ├── EventRefused         an event holds something that is not an id, hash, count, duration or code
    ├── OutsideTransaction   an entry was about to be written apart from the change that it records
    ├── AuditDamaged         what is stored does not add up; nothing is appended to it
    ├── AuditStorageFailed   the database refused
    └── BadCheckpoint        a head, note or key is not in its form
        └── BadSignature     it is in its form, but not signed by the key it should be
"""

from __future__ import annotations


class AuditError(Exception):
    """Base of all errors of the audit log."""

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def sentence(self) -> str:
        """What happened and what to do, as one plain paragraph."""
        return f"{self.message} {self.next_step}".strip()


class EventRefused(AuditError):
    """An event holds something that the log must never hold."""


class OutsideTransaction(AuditError):
    """The change and its entry would not be one."""


class AuditDamaged(AuditError):
    """The stored log does not add up."""


class AuditStorageFailed(AuditError):
    """The database refused; the change was not made."""


class BadCheckpoint(AuditError):
    """Not a signed note, a checkpoint or a key."""


class BadSignature(BadCheckpoint):
    """Not signed by the expected key."""
