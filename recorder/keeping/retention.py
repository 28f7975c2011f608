"""What of which visit is due for erasure, what will be when, and what a hold keeps: decisions only, nothing is erased here.

Three rules make up all of it. After filing, sound and words each have their own limit. What was never signed is judged
from the last work on it, so that nobody's half-written note goes while they write. A note that was signed and not filed
is never due, however old: it may be the only copy of what was approved, so it is listed for a person to file. A hold
stands until somebody lifts it, whatever a clock says; while it stands nothing of its visit is due.

The moment `now` is handed in. It is the computer's clock: one that was set forward makes things due early, which is why
erasing is an act of a person and not done by this list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from recorder.domain import Status
from recorder.policy import Policy, in_words

_SIGNED = frozenset({Status.APPROVED, Status.COUNTERSIGNED})


class Part(StrEnum):
    """What is erased by itself."""

    SOUND = "sound"
    WORDS = "transcript and draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitTimes:
    """What retention needs to know of a visit. All moments are aware, UTC."""

    visit_id: str
    status: Status
    created_at: datetime
    worked_at: datetime | None = None  # the last recording, processing, edit, confirmation or section written
    approved_at: datetime | None = None  # of the last approval
    filed_at: datetime | None = None
    has_sound: bool  # whether sound is still in the vault
    has_words: bool  # whether transcript or draft still is

    @property
    def last_work(self) -> datetime:
        """The last moment at which somebody did something with it."""
        return max(t for t in (self.created_at, self.worked_at, self.approved_at) if t is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Somebody's order that nothing of a visit be erased."""

    visit_id: str
    reason: str  # a code or words, as the person gave it
    by: str  # the person who ordered it, as printed
    since: datetime  # UTC
    lifted_at: datetime | None = None  # UTC; None while it stands


@dataclass(frozen=True, slots=True)
class Due:
    """One part of one visit with the moment from which it is to be erased."""

    visit_id: str
    part: Part
    at: datetime  # UTC
    rule: str  # why then, e.g. "28 days after filing"

    def sentence(self, now: datetime) -> str:
        """It in plain words, as seen at `now`."""
        when = "was due for erasure on" if self.at <= now else "is due for erasure on"
        return f"Visit {self.visit_id}: the {self.part} {when} {self.at:%d %B %Y at %H:%M} UTC, {self.rule}."


@dataclass(frozen=True, slots=True)
class Held:
    """A part that a hold keeps: what would be due when, and by whose reason it is not."""

    due: Due
    holds: tuple[Hold, ...]  # those that stand, the oldest first

    def sentence(self) -> str:
        """It in plain words."""
        whose = "; ".join(f"{h.by} since {h.since:%d %B %Y}, {h.reason}" for h in self.holds)
        return f"Visit {self.due.visit_id}: the {self.due.part} is held ({whose})."


@dataclass(frozen=True, slots=True)
class RetentionPlan:
    """The whole picture at one moment. Nothing stands in two of its lists."""

    as_of: datetime  # UTC
    overdue: tuple[Due, ...]  # to be erased now, the longest overdue first
    upcoming: tuple[Due, ...]  # what becomes due, the next first
    held: tuple[Held, ...]  # kept by a hold, due or not yet, the earliest first
    to_file: tuple[str, ...]  # visit ids: signed, longer than an unfiled draft may stay, and not filed; the longest first


def plan_retention(visits: Iterable[VisitTimes], holds: Sequence[Hold], policy: Policy, *, now: datetime) -> RetentionPlan:
    """What the policy wants erased at `now` (aware, UTC), what comes, what is held, and what should have been filed.

    Raises ValueError when a visit is filed without a moment of filing: that is a fault of the caller.
    """
    overdue: list[Due] = []
    upcoming: list[Due] = []
    held: list[Held] = []
    waiting: list[tuple[datetime, str]] = []
    for visit in visits:
        standing = standing_holds(visit.visit_id, holds)
        for due in due_dates(visit, policy):
            if standing:
                held.append(Held(due, standing))
            else:
                (overdue if due.at <= now else upcoming).append(due)
        if visit.status in _SIGNED and visit.last_work + policy.keep_unfiled <= now:
            waiting.append((visit.last_work, visit.visit_id))
    return RetentionPlan(
        as_of=now,
        overdue=tuple(sorted(overdue, key=_order)),
        upcoming=tuple(sorted(upcoming, key=_order)),
        held=tuple(sorted(held, key=lambda h: _order(h.due))),
        to_file=tuple(visit_id for _, visit_id in sorted(waiting)),
    )


def due_dates(visit: VisitTimes, policy: Policy) -> tuple[Due, ...]:
    """When each part that the visit still has is due, holds aside; nothing for what is signed and not filed, or erased."""
    if visit.status is Status.ERASED or visit.status in _SIGNED:
        return ()
    parts = [part for part, there in ((Part.SOUND, visit.has_sound), (Part.WORDS, visit.has_words)) if there]
    if visit.status is not Status.FILED:
        rule = f"{in_words(policy.keep_unfiled)} after the last work on it, and never filed"
        return tuple(Due(visit.visit_id, part, visit.last_work + policy.keep_unfiled, rule) for part in parts)
    if visit.filed_at is None:
        raise ValueError("a filed visit needs the moment of its filing")
    limits = {Part.SOUND: policy.keep_sound, Part.WORDS: policy.keep_transcript}
    return tuple(
        Due(visit.visit_id, part, visit.filed_at + limits[part], f"{in_words(limits[part])} after filing") for part in parts
    )


def standing_holds(visit_id: str, holds: Iterable[Hold]) -> tuple[Hold, ...]:
    """The holds on a visit that nobody has lifted, the oldest first."""
    return tuple(sorted((h for h in holds if h.visit_id == visit_id and h.lifted_at is None), key=lambda h: h.since))


def _order(due: Due) -> tuple[datetime, str, str]:
    return due.at, due.visit_id, due.part
