"""Every way in which Casescribe says no, as one tree.

A person who is tired reads these sentences, so each error carries what happened (`message`), what to do (`next_step`)
and the exit code of the command line. Adapters wrap other libraries' errors `from exc`; nothing is swallowed.

    CasescribeError
    ├── AnswerIsNo           1  a check was made and failed (audit verify, doctor)
    ├── UsageError           2  the request itself makes no sense (no such visit, no such section)
    ├── BadInput             3  a file or text that cannot be used
    │   └── NotSound         3  no audio in it
    ├── Refused              4  not allowed now (not approved yet, consent missing, locked)
    │   ├── IllegalMove      4  the visit's status forbids it
    │   └── NoMicrophone     4  there is none, or it cannot be opened
    ├── ModelUnavailable     5  a model is missing
    │   └── ModelAltered     5  a model's bytes are not the ones in the catalogue
    └── StorageFailed        6  the disk or the database refused
"""

from __future__ import annotations

from typing import ClassVar


class CasescribeError(Exception):
    """Base of all errors that a person may see."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def sentence(self) -> str:
        """What happened and what to do, as one plain paragraph."""
        return f"{self.message} {self.next_step}".strip()


class AnswerIsNo(CasescribeError):
    """A check was made and its answer is no."""


class UsageError(CasescribeError):
    """The request names something that does not exist or makes no sense."""

    exit_code = 2


class BadInput(CasescribeError):
    """A file or a text that cannot be used."""

    exit_code = 3


class NotSound(BadInput):
    """There is no audio in the file."""


class Refused(CasescribeError):
    """Not allowed now; nothing was changed."""

    exit_code = 4


class IllegalMove(Refused):
    """The visit's status forbids the move."""


class NoMicrophone(Refused):
    """There is no microphone, or it cannot be opened."""


class ModelUnavailable(CasescribeError):
    """A model that a stage needs is not installed."""

    exit_code = 5


class ModelAltered(ModelUnavailable):
    """A model file's SHA-256 is not the one in the catalogue."""


class StorageFailed(CasescribeError):
    """The disk or the database refused; the change was not made."""

    exit_code = 6
