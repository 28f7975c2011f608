"""What the pages of supervisors and governance leads need, handed in by whoever opens the vault or the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from audit.events import Entry
from audit.render import Report
from recorder.ports import Progress
from tui.desks import GivenBack

Found_co = TypeVar("Found_co", covariant=True)


class Supervision(Protocol):
    """What a supervisor does with signed notes; each may raise `Refused`."""

    def return_note(self, visit_id: str, *, reason: str, comment: str = "") -> object:
        """Give a note back to its writer."""
        ...

    def countersign(self, visit_id: str) -> object:
        """Sign it as its supervisor."""
        ...

    def returned(self, visit_id: str) -> Sequence[GivenBack]:
        """The times it was given back, the oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """What a supervisor's pages ask for besides the recorder."""

    supervision: Supervision
    me: str  # the supervisor's name, as it will stand under what they sign
    now: Callable[[], datetime]  # UTC
    cosign: Callable[[Path], None]  # check the log and sign its head in one's own name, into a file


def unwatched(_share: float) -> None:
    """For whoever does not ask how far long work is."""


class LongAct(Protocol[Found_co]):
    """Something that may take long."""

    def __call__(self, progress: Progress = unwatched, /) -> Found_co:
        """Do it. When telling how far it is raises, it ends."""
        ...


class LongFileAct(Protocol[Found_co]):
    """Something that may take long, about a file or folder."""

    def __call__(self, place: Path, progress: Progress = unwatched, /) -> Found_co:
        """Do it. When telling how far it is raises, it ends, and leaves no file."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the log is as it was written."""

    ok: bool
    sentences: tuple[str, ...]  # the first says it in one line


@dataclass(frozen=True, slots=True)
class GovernanceDesk:
    """What a governance lead may see and do: ids, counts and times, never a name or a word of a visit.

    What may take long says how far it is, and ends when telling that raises: then no file is left behind.
    """

    verify: LongAct[Standing]
    entries: Callable[[], Sequence[Entry]]
    report: LongAct[Report]
    cosign: LongFileAct[None]  # check the log and sign its head in one's own name, into a file
    export: LongFileAct[int]  # the whole log for other programs; the number of entries
    write_report: LongFileAct[None]  # .html, .csv or .json
    fleet: LongFileAct[Report]  # over a folder of exports
    rules: Callable[[], Sequence[str]]  # the council's policy in sentences, as far as may be seen
    models: Callable[[], Sequence[str]]  # what is installed here, a line each
    folder: Path  # where files go unless the person says otherwise
