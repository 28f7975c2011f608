"""A case as lines to read: what was promised, the visits in time, and the people around the child."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
_LOOK_BACK = 2  # visits whose promises are shown


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the page."""

    kind: str  # "heading", "action", "visit" or "person"
    visit_id: str  # whose page it opens; empty for none
    text: str
    tail: str = ""


def case_lines(case: Case, visits: Sequence[Visit], notes: Mapping[str, Sequence[Statement]]) -> tuple[CaseLine, ...]:
    """The page from top to bottom; `visits` are the case's, the newest first, `notes` their sentences where there are any."""
    promised = [CaseLine("action", v.id, text, day(v.held_on)) for v, texts in promises(visits, notes) for text in texts] or [
        CaseLine("heading", "", "  none noted")
    ]
    made = [CaseLine("visit", v.id, f"{day(v.held_on)}  {visit_title(v)}", state_words(v)) for v in visits]
    people = [CaseLine("person", "", tidy(p.name), _about(p)) for p in case.roster]
    return (
        CaseLine("heading", "", "Promised last time"),
        *promised,
        CaseLine("heading", "", f"Visits ({len(visits)})"),
        *made,
        CaseLine("heading", "", f"People ({len(people)})"),
        *people,
    )


def promises(visits: Sequence[Visit], notes: Mapping[str, Sequence[Statement]]) -> list[tuple[Visit, list[str]]]:
    """The agreed next steps of the last visits that have a note, the newest first."""
    noted = [v for v in visits if v.id in notes][:_LOOK_BACK]
    found = [(v, [tidy(s.text) for s in notes[v.id] if s.kind is StatementKind.ACTION and s.text]) for v in noted]
    return [(v, texts) for v, texts in found if texts]


def _about(person: Person) -> str:
    age = f"{person.age} years" if person.age is not None else ""
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
