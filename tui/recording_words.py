"""What is said before and while a visit is recorded: who was told, what each answered, and how the recording stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from recorder.domain import Consent, Person
from recorder.sound.levels import Level
from tui.presenter import CONFIRMED, MUST_CONFIRM, count, moment, tidy

REFUSED = "✗"
HOW = {
    "in_person": "in person",
    "by_phone": "by phone",
    "in_writing": "in writing",
    "interpreter": "through an interpreter",
}
TELL = (
    "Tell everybody, in words they understand: that you would like to record, that the recording stays on this laptop and is "
    "erased afterwards, and that they may say no, or stop at any time. Then note here what each answered."
)
_QUIET_DB, _LOUD_DB = -45.0, -3.0  # dBFS; between them is talk in a room


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One person as a line of the list."""

    person: str  # Person.key
    mark: str
    name: str
    answer: str
    waits: bool = False


def consent_rows(
    roster: Sequence[Person], consents: Sequence[Consent], *, zone: tzinfo | None = None
) -> tuple[ConsentRow, ...]:
    """Who is noted as present first, then the others, whose no counts too."""
    last = {c.person: c for c in sorted(consents, key=lambda c: c.at)}
    there = sorted(roster, key=lambda p: not p.present)
    return tuple(_consent_row(p, last.get(p.key), zone) for p in there)


def _consent_row(person: Person, consent: Consent | None, zone: tzinfo | None) -> ConsentRow:
    name = tidy(person.name) + ("" if person.present else "  (not at the visit)")
    if consent is None:
        asked = "not told yet" if person.present else "need not be asked"
        return ConsentRow(person.key, MUST_CONFIRM if person.present else " ", name, asked, waits=person.present)
    told = f"{HOW.get(consent.told_how, tidy(consent.told_how))}, {moment(consent.at, zone)}"
    if consent.agreed:
        return ConsentRow(person.key, CONFIRMED, name, f"said yes · {told}")
    return ConsentRow(person.key, REFUSED, name, f"said no · {told}", waits=True)


def consent_line(rows: Sequence[ConsentRow], *, why_not: str) -> str:
    """Whether it may be recorded, and why not; `why_not` is the policy's own answer, empty when it may."""
    if not why_not:
        return f"{CONFIRMED} Everybody needed has agreed. Press r to record, or i to bring in a recording you have."
    if any(row.mark == REFUSED for row in rows):
        said_no = ", ".join(row.name.split("  ")[0] for row in rows if row.mark == REFUSED)
        return f"{REFUSED} {said_no} said no, so nothing is recorded. Make the visit without it and write the note by hand."
    return f"{MUST_CONFIRM} Not yet. {tidy(why_not).removesuffix('So nothing was taken in.').strip()}"


def level_words(level: Level, *, width: int = 30) -> tuple[str, str]:
    """A bar from −60 dBFS to the loudest there is, and what it means in a word."""
    filled = round(min(max((level.rms_db + 60) / 60, 0.0), 1.0) * width)
    word = "silence" if level.rms_db <= -60 else "quiet" if level.rms_db < _QUIET_DB else "good"
    if level.peak_db > _LOUD_DB or level.clipped:
        word = "too loud"
    return "▮" * filled + "▯" * (width - filled), word


def moments_words(marks: int) -> str:
    """How many moments are marked."""
    return f"{count(marks, 'moment')} marked" if marks else ""
