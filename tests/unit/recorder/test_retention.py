"""What is due for erasure, what comes, what a hold keeps: nothing goes a moment too early, whoever asks whenever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recorder.domain import Status
from recorder.keeping.retention import Hold, Part, RetentionPlan, VisitTimes, due_dates, plan_retention
from recorder.policy import Policy
from recorder.rules.file import standard_policy

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
RULES = replace(standard_policy(), keep_sound=36 * HOUR, keep_transcript=28 * DAY, keep_unfiled=60 * DAY)
SIGNED = {Status.APPROVED, Status.COUNTERSIGNED}

spans = st.integers(0, 3650 * 24).map(lambda hours: hours * HOUR)
moments = st.integers(0, 5000 * 24).map(lambda hours: START + hours * HOUR)


@st.composite
def any_visit(draw: st.DrawFn) -> VisitTimes:
    status = draw(st.sampled_from(Status))
    return VisitTimes(
        visit_id=draw(st.sampled_from("abc")),
        status=status,
        created_at=draw(moments),
        worked_at=draw(st.none() | moments),
        approved_at=draw(st.none() | moments),
        filed_at=draw(moments) if status is Status.FILED else None,
        has_sound=draw(st.booleans()),
        has_words=draw(st.booleans()),
    )


@st.composite
def any_policy(draw: st.DrawFn) -> Policy:
    return replace(RULES, keep_sound=draw(spans), keep_transcript=draw(spans), keep_unfiled=draw(spans))


def hold_on(visit_id: str, *, lifted: datetime | None = None, by: str = "Ngozi Eze", since: datetime = START) -> Hold:
    return Hold(visit_id=visit_id, reason="court order", by=by, since=since, lifted_at=lifted)


def visit(status: Status, **times: datetime) -> VisitTimes:
    return VisitTimes(visit_id="v1", status=status, created_at=START, has_sound=True, has_words=True, **times)


def at(moment: datetime, *visits: VisitTimes, holds: tuple[Hold, ...] = ()) -> RetentionPlan:
    return plan_retention(visits, holds, RULES, now=moment)


def test_sound_and_words_of_a_filed_note_each_go_after_their_own_time() -> None:
    filed = visit(Status.FILED, filed_at=START)
    assert [d.part for d in at(START + 35 * HOUR, filed).overdue] == []
    assert [d.part for d in at(START + 36 * HOUR, filed).overdue] == [Part.SOUND]
    assert [d.part for d in at(START + 36 * HOUR, filed).upcoming] == [Part.WORDS]
    assert [d.part for d in at(START + 28 * DAY, filed).overdue] == [Part.SOUND, Part.WORDS]


def test_what_is_gone_is_not_due_again() -> None:
    filed = replace(visit(Status.FILED, filed_at=START), has_sound=False)
    assert [d.part for d in at(START + 40 * DAY, filed).overdue] == [Part.WORDS]
    assert at(START + 400 * DAY, visit(Status.ERASED, filed_at=START)) == RetentionPlan(START + 400 * DAY, (), (), (), ())


def test_a_retention_of_nothing_is_due_at_the_moment_of_filing() -> None:
    policy = replace(RULES, keep_sound=timedelta(0))
    plan = plan_retention([visit(Status.FILED, filed_at=START)], [], policy, now=START)
    assert [d.part for d in plan.overdue] == [Part.SOUND]


def test_a_draft_is_judged_from_the_last_work_on_it() -> None:
    draft = visit(Status.DRAFTED, worked_at=START + 50 * DAY)
    assert not at(START + 61 * DAY, draft).overdue
    assert {d.at for d in at(START + 111 * DAY, draft).overdue} == {START + 110 * DAY}


def test_a_note_that_was_returned_is_a_draft_again_from_its_last_approval_on() -> None:
    returned = visit(Status.DRAFTED, worked_at=START, approved_at=START + 10 * DAY)
    assert {d.at for d in due_dates(returned, RULES)} == {START + 70 * DAY}


@pytest.mark.parametrize("status", sorted(SIGNED))
def test_a_signed_note_that_nobody_filed_is_never_due_but_waits_for_a_person(status: Status) -> None:
    signed = visit(status, approved_at=START + DAY)
    assert at(START + 60 * DAY, signed).to_file == ()
    late = at(START + 3000 * DAY, signed)
    assert (late.to_file, late.overdue, late.upcoming) == (("v1",), (), ())


def test_a_hold_says_whose_it_is_and_why_and_once_lifted_the_visit_is_due_at_once() -> None:
    filed, now = visit(Status.FILED, filed_at=START), START + 30 * DAY
    plan = at(now, filed, holds=(hold_on("v1", by="B", since=START + DAY), hold_on("v1", by="A")))
    assert plan.overdue == plan.upcoming == ()
    assert [h.by for h in plan.held[0].holds] == ["A", "B"]
    assert plan.held[0].sentence() == (
        "Visit v1: the sound is held (A since 01 January 2026, court order; B since 02 January 2026, court order)."
    )
    one_lifted = at(now, filed, holds=(hold_on("v1", by="A", lifted=now), hold_on("v1", by="B")))
    assert not one_lifted.overdue
    assert len(at(now, filed, holds=(hold_on("v1", lifted=now), hold_on("another"))).overdue) == 2


def test_a_hold_stands_even_where_the_clock_was_set_back_behind_it() -> None:
    filed = visit(Status.FILED, filed_at=START)
    assert not at(START + 40 * DAY, filed, holds=(hold_on("v1", since=START + 900 * DAY),)).overdue


def test_the_sentences_say_when_and_by_which_rule() -> None:
    sound, words = due_dates(visit(Status.FILED, filed_at=START), RULES)
    now = START + 2 * DAY
    assert (
        sound.sentence(now) == "Visit v1: the sound was due for erasure on 02 January 2026 at 21:00 UTC, 36 hours after filing."
    )
    assert "is due for erasure on 29 January 2026" in words.sentence(now)


def test_a_filed_visit_without_its_moment_is_a_fault_and_not_a_guess() -> None:
    with pytest.raises(ValueError, match="moment of its filing"):
        due_dates(visit(Status.FILED), RULES)


@settings(max_examples=25)
@given(st.lists(any_visit(), max_size=4), st.sets(st.sampled_from("abc")), any_policy(), moments)
def test_nothing_held_is_due_and_nothing_is_lost_from_the_picture(
    visits: list[VisitTimes], held: set[str], policy: Policy, now: datetime
) -> None:
    plan = plan_retention(visits, [hold_on(v) for v in sorted(held)], policy, now=now)
    assert not {d.visit_id for d in (*plan.overdue, *plan.upcoming)} & held
    assert {h.due.visit_id for h in plan.held} <= held
    listed = [*plan.overdue, *plan.upcoming, *(h.due for h in plan.held)]
    assert sorted(listed, key=repr) == sorted((d for v in visits for d in due_dates(v, policy)), key=repr)
    assert all(d.at <= now for d in plan.overdue)
    assert all(d.at > now for d in plan.upcoming)
    assert [d.at for d in plan.overdue] == sorted(d.at for d in plan.overdue)


@settings(max_examples=25)
@given(any_visit(), any_policy(), moments)
def test_nothing_goes_before_its_own_limit(visit: VisitTimes, policy: Policy, now: datetime) -> None:
    for due in plan_retention([visit], [], policy, now=now).overdue:
        assert visit.status not in SIGNED
        if visit.status is Status.FILED:
            assert visit.filed_at is not None
            limit = policy.keep_sound if due.part is Part.SOUND else policy.keep_transcript
            assert now - visit.filed_at >= limit
        else:
            assert all(now - t >= policy.keep_unfiled for t in (visit.created_at, visit.worked_at, visit.approved_at) if t)


@settings(max_examples=25)
@given(any_visit(), any_policy(), spans, spans, spans)
def test_a_longer_retention_never_brings_a_date_forward(
    visit: VisitTimes, policy: Policy, sound: timedelta, words: timedelta, unfiled: timedelta
) -> None:
    longer = replace(
        policy,
        keep_sound=policy.keep_sound + sound,
        keep_transcript=policy.keep_transcript + words,
        keep_unfiled=policy.keep_unfiled + unfiled,
    )
    for shorter_due, longer_due in zip(due_dates(visit, policy), due_dates(visit, longer), strict=True):
        assert shorter_due.part is longer_due.part
        assert shorter_due.at <= longer_due.at


@settings(max_examples=25)
@given(any_visit(), any_policy(), moments, spans)
def test_what_is_due_stays_due_as_time_goes_on(visit: VisitTimes, policy: Policy, now: datetime, later: timedelta) -> None:
    earlier = plan_retention([visit], [], policy, now=now)
    assert set(earlier.overdue) <= set(plan_retention([visit], [], policy, now=now + later).overdue)
