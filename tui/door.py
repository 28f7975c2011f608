"""What stands at the door, before there is an open vault: handed in by whoever can make and open one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tui.app import Entrance


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at on this laptop."""

    good: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Door:
    """How to come in. Each call may raise a `CasescribeError`, whose sentence is shown."""

    folder: Path  # where the vault is, or will be
    people: tuple[tuple[str, str], ...]  # (name, role in words) of those who can sign in; none where there is no vault yet
    person: str | None  # who they said that they are, on the command line
    sign_in: Callable[[str, str | None], Entrance]  # passphrase, name
    make_vault: Callable[[str, str], str]  # name, passphrase → the recovery key
    checks: Callable[[], Sequence[Check]]  # microphone, models
    sample: Callable[[], None] | None  # asks for the sample visit once the interface has closed
