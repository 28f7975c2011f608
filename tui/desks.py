"""What the interface needs besides the recorder, handed in by whoever opens the vault, so that it builds nothing itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from recorder.sound.playback import Player

if TYPE_CHECKING:
    from recorder.case_people import PeopleDesk
    from recorder.sound.capture_desk import CaptureDesk
    from recorder.sound.listeners import Listener
    from recorder.transcription.corrections import CorrectionDesk


class GivenBack(Protocol):
    """A signed note that a supervisor gave back."""

    @property
    def reason(self) -> str:
        """A code, see `signing.given_back_line`."""
        ...

    @property
    def comment(self) -> str:
        """The supervisor's words, may be empty."""
        ...

    @property
    def by(self) -> str:
        """The supervisor's name."""
        ...

    @property
    def at(self) -> datetime:
        """When, UTC."""
        ...


class Place(Protocol):
    """One place where searched words are."""

    @property
    def case(self) -> str:
        """The case's reference."""
        ...

    @property
    def visit_id(self) -> str | None:
        """None for the case itself and its people."""
        ...

    @property
    def place(self) -> str:
        """What kind of place: turn, sentence, section, title, person or case."""
        ...

    @property
    def ref(self) -> str:
        """The turn's number, the sentence's id, a key, else empty."""
        ...

    @property
    def snippet(self) -> tuple[tuple[str, bool], ...]:
        """Pieces of text, and whether each is a found word."""
        ...


class Answer(Protocol):
    """What a search found."""

    @property
    def total(self) -> int:
        """Places in all."""
        ...

    @property
    def shown(self) -> Sequence[Place]:
        """The best of them first."""
        ...


class Team(Protocol):
    """Who can sign in to this vault."""

    def members(self) -> Sequence[tuple[str, str]]:
        """(name, role in words) of each."""
        ...

    def add(self, name: str, role: str, passphrase: str) -> object:
        """Give somebody a key of their own; `role` is one of `ROLES_OF_TEAM`. Raises `UsageError`."""
        ...


class HandingOn(Protocol):
    """The way of a signed note out of this laptop; each may raise `Refused` or `StorageFailed`."""

    def export(self, visit_id: str, place: Path) -> None:
        """Write it as Word (.docx) or Markdown (.md), as the file's ending says."""
        ...

    def file(self, visit_id: str) -> str:
        """Note that it is in the council's record system; what is said of that, as sentences."""
        ...


ROLES_OF_TEAM = {"worker": "social worker", "supervisor": "supervisor", "governance": "governance lead"}


@dataclass(frozen=True, slots=True)
class Desks:
    """What can be asked of an open vault; without a search there is no search page."""

    given_back: Callable[[str], Sequence[GivenBack]] = lambda _visit_id: ()  # the oldest first
    countersigned_by: Callable[[str], str | None] = lambda _visit_id: None  # the supervisor's name
    search: Callable[[str], Answer] | None = None  # may raise `UsageError`
    corrections: CorrectionDesk | None = None  # of what was misheard
    capturing: CaptureDesk | None = None  # without it, recording is another program's
    people: PeopleDesk | None = None  # around the children; without it, cases are only looked at
    team: Team | None = None
    handing_on: HandingOn | None = None
    bring_in: Callable[[str, Path], Sequence[str]] | None = None  # another device's recording; what was odd in it
    listen: Callable[[str], Listener] | None = None  # who writes a visit down while it is recorded
    player: Player = field(default_factory=Player)
    steady: Callable[[], float] = time.monotonic  # seconds since any fixed moment, for how long something was read
