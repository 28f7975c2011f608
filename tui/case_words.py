"""A case as lines to read: what was promised, the visits in time, and the people around the child."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from recorder.domain import Case, Person, Role, Statement, StatementKind, Status, Visit
from tui.presenter import HAS_NOTE, count, day, state_words, tidy, visit_title

_ROLES = {
    Role.CHILD: "child",
    Role.PARENT: "parent",
    Role.PARTNER: "partner",
    Role.CARER: "carer",
    Role.RELATIVE: "relative",
    Role.SOCIAL_WORKER: "social worker",
    Role.PROFESSIONAL: "professional",
    Role.OTHER: "",
}
ROLE_CHOICES = {
    Role.CHILD: "a child",
    Role.PARENT: "a parent",
    Role.PARTNER: "a parent’s partner",
    Role.CARER: "a carer",
    Role.RELATIVE: "another relative",
    Role.PROFESSIONAL: "a professional",
    Role.SOCIAL_WORKER: "a social worker",
    Role.OTHER: "somebody else",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(\d{1,2}|[a-z]{3,9})\.?[\s./,-]+(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LOOK_BACK = 2  # visits whose promises are shown


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the page."""

    kind: str  # "heading", "action", "visit" or "person"
    opens: str  # the visit's id, or the person's key; empty for none
    text: str
    tail: str = ""


def case_lines(case: Case, visits: Sequence[Visit], notes: Mapping[str, Sequence[Statement]]) -> tuple[CaseLine, ...]:
    """The page from top to bottom; `visits` are the case's, the newest first, `notes` their sentences where there are any."""
    promised = [CaseLine("action", v.id, text, day(v.held_on)) for v, texts in promises(visits, notes) for text in texts] or [
        CaseLine("heading", "", "  none noted")
    ]
    made = [CaseLine("visit", v.id, f"{day(v.held_on)}  {visit_title(v)}", state_words(v)) for v in visits]
    people = [CaseLine("person", p.key, tidy(p.name), _about(p)) for p in case.roster]
    if not any(p.role is Role.CHILD for p in case.roster):
        people.append(CaseLine("heading", "", "  No child yet. p: add the child, then everybody around them."))
    return (
        CaseLine("heading", "", "Promised last time"),
        *promised,
        CaseLine("heading", "", f"Visits ({len(visits)})"),
        *(made or [CaseLine("heading", "", "  none yet. n: plan the first.")]),
        CaseLine("heading", "", f"People ({len(case.roster)})"),
        *people,
    )


def promises(visits: Sequence[Visit], notes: Mapping[str, Sequence[Statement]]) -> list[tuple[Visit, list[str]]]:
    """The agreed next steps of the last visits that have a note, the newest first."""
    noted = [v for v in visits if v.id in notes][:_LOOK_BACK]
    found = [(v, [tidy(s.text) for s in notes[v.id] if s.kind is StatementKind.ACTION and s.text]) for v in noted]
    return [(v, texts) for v, texts in found if texts]


def _about(person: Person) -> str:
    age = f"{person.age} years" if person.age is not None else ""
    age = f"born {day(person.date_of_birth)}" if person.date_of_birth and not age else age
    also = f"called {', '.join(map(tidy, person.also))}" if person.also else ""
    away = "" if person.present else "not at visits"
    return ", ".join(filter(None, (_ROLES[person.role], age, also, away)))


def today_line(visits: Iterable[Visit], *, given_back: int) -> str:
    """What waits for a worker, in one line; empty when nothing does."""
    all_visits = tuple(visits)
    drafts = [v for v in all_visits if v.status is Status.DRAFTED]
    recorded = sum(v.status in (Status.RECORDED, Status.TRANSCRIBED) for v in all_visits)
    planned = sum(v.status is Status.PLANNED for v in all_visits)
    parts = []
    if drafts:
        oldest = min(v.held_on for v in drafts)
        parts.append(f"{count(len(drafts), 'draft waits', 'drafts wait')} for you, the oldest from {day(oldest)}")
    if given_back:
        parts.append(f"{given_back} given back to you")
    if recorded:
        parts.append(f"{count(recorded, 'recording waits', 'recordings wait')} for a draft")
    if planned:
        parts.append(f"{count(planned, 'visit')} to come")
    return "Today: " + " · ".join(parts) + "." if parts else ""


def has_note(visit: Visit) -> bool:
    """Whether a visit has sentences to read."""
    return visit.status in HAS_NOTE


def read_born(text: str, *, today: date) -> tuple[date | None, int | None]:
    """A date of birth or an age as a person types it ("3/5/2016", "3 May 2016", "9"); neither for an empty text.

    Raises `ValueError` with a sentence for what is none of these, or cannot be.
    """
    said = tidy(text).casefold()
    if not said:
        return None, None
    if re.fullmatch(r"\d{1,3}", said) and int(said) < 120:
        return None, int(said)
    if found := _ISO.fullmatch(said):
        year, month, of_month = (int(part) for part in found.groups())
    elif (found := _DATE.fullmatch(said)) and (month := _month(found[2])):
        of_month, year = int(found[1]), int(found[3])
    else:
        raise ValueError("A date of birth is written 3/5/2016 (day, month, year), an age 9.")
    try:
        born = date(year, month, of_month)
    except ValueError as exc:
        raise ValueError("There is no such day. A date of birth is written 3/5/2016: day, month, year.") from exc
    if not date(1900, 1, 1) < born <= today:
        raise ValueError(f"Nobody here is born on {day(born)}. Look at the year.")
    return born, None


def _month(said: str) -> int:
    if said.isdecimal():
        return int(said)
    return _MONTHS.index(said[:3]) + 1 if said[:3] in _MONTHS else 0


def born_words(person: Person) -> str:
    """A date of birth or an age as `read_born` reads it."""
    if person.date_of_birth:
        return f"{person.date_of_birth.day}/{person.date_of_birth.month}/{person.date_of_birth.year}"
    return "" if person.age is None else str(person.age)


def listed(text: str, separator: str) -> tuple[str, ...]:
    """What is typed as a list: "Ty, T" → ("Ty", "T")."""
    return tuple(dict.fromkeys(part for one in text.split(separator) if (part := tidy(one))))
