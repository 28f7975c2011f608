"""What the pages of the interface ask for besides the recorder, wired over an open vault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recorder.errors import StorageFailed, UsageError

if TYPE_CHECKING:
    from recorder.bootstrap import OpenVault
    from tui.desks import Desks
    from tui.oversight_desks import ReviewDesk


def desks_of(opened: OpenVault) -> Desks:
    """What a worker's pages ask for."""
    from tui.desks import Desks

    supervision = opened.supervision

    def countersigned_by(visit_id: str) -> str | None:
        given = supervision.countersignature(visit_id)
        return given.name if given else None

    return Desks(
        given_back=supervision.returned,
        countersigned_by=countersigned_by,
        search=opened.search.search,
        corrections=opened.corrections,
        capturing=opened.capturing,
        people=opened.people,
        team=_Team(opened),
        handing_on=_HandingOn(opened),
        bring_in=lambda visit_id, place: bring_in(opened, visit_id, place),
        listen=opened.recorder.listen,
    )


def review_desk(opened: OpenVault) -> ReviewDesk:
    """What a supervisor's pages ask for."""
    from recorder.assurance import cosign_head
    from recorder.durable import write_durably
    from tui.oversight_desks import ReviewDesk

    def cosign(place: Path) -> None:
        head = cosign_head(opened, clock=opened.clock)
        try:
            write_durably(place, head.encode())
        except OSError as exc:
            raise StorageFailed(f"{place.name} could not be written: {exc.strerror}.", "Choose another folder.") from exc

    me = opened.vault.unlocked.name
    return ReviewDesk(supervision=opened.supervision, me=me, now=opened.clock.now, cosign=cosign)


def bring_in(opened: OpenVault, visit_id: str, place: Path) -> Sequence[str]:
    """Take another device's recording into the vault; what was odd in it, as sentences.

    Raises `Refused` without the consent that is needed, `NotSound` or `BadInput` for a file that cannot be used.
    """
    from recorder.capture import SoundFile

    source = SoundFile(place)
    opened.recorder.import_sound(visit_id, source)
    return source.remarks


@dataclass(frozen=True, slots=True)
class _Team:
    """Who can sign in to an open vault."""

    opened: OpenVault

    def members(self) -> tuple[tuple[str, str], ...]:
        """(name, role in words) of each."""
        from tui.desks import ROLES_OF_TEAM

        return tuple((s.name, ROLES_OF_TEAM[s.role]) for s in self.opened.custodian.people() if s.role)

    def add(self, name: str, role: str, passphrase: str) -> object:
        """Give somebody a key of their own."""
        from recorder.access.keys import RoleInVault

        return self.opened.custodian.add_person(name, RoleInVault(role), passphrase=passphrase)


@dataclass(frozen=True, slots=True)
class _HandingOn:
    """The way of signed notes out of an open vault."""

    opened: OpenVault

    def export(self, visit_id: str, place: Path) -> None:
        """Write a note in the form that the file's ending says."""
        from recorder.export import FORMATS

        form = place.suffix.removeprefix(".").casefold()
        if form not in FORMATS:
            raise UsageError(
                "The ending says which kind of file it is: .docx for Word, or .md for Markdown.", "Nothing was written."
            )
        self.opened.recorder.export(visit_id, form=form, render=FORMATS[form], destination=place)

    def file(self, visit_id: str) -> str:
        """Note that it is in the council's record system."""
        self.opened.supervision.file(visit_id)
        plan = self.opened.erasure.due()
        said = ["Filed. Its days on this laptop are counted from now."]
        if not self.opened.supervision.was_exported(visit_id):
            said.append("It never left Casescribe as a file: make sure that it is in the council’s system.")
        said += [due.sentence(plan.as_of) for due in (*plan.overdue, *plan.upcoming) if due.visit_id == visit_id]
        return "\n".join(said)
