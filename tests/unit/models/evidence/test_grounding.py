"""Grounding: one way of going wrong a row, and true sentences that must pass."""

from __future__ import annotations

from datetime import date

import pytest

from models.evidence.grounding import Evidence, Reason, check
from models.talk.people import People
from recorder.domain import Person, Role, Turn

PEOPLE = People(
    (
        Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER),
        Person("mum", "Joanne Day", ("Jo",), Role.PARENT),
        Person("kid", "Max Day", role=Role.CHILD),
        Person("dad", "Will Day", role=Role.PARENT, present=False),
    )
)
TURNS = (
    Turn(0, "sw", "How often was Max late?"),
    Turn(1, "mum", "Max was late five times, er, this half term. The teacher has not rung me. He might change on Monday."),
    Turn(2, "kid", "I don't like the bus."),
)


def refusals(sentence: str, *cites: int) -> set[Reason]:
    evidence = Evidence.of(cites or (1,), TURNS, people=PEOPLE, visit_date=date(2025, 3, 11), barred=frozenset())
    return {r.reason for r in check(sentence, evidence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Joanne said that Max was late five times this half term.",
        "Joanne said that Max was late 5 times this half term.",
        "Joanne said that the teacher has not rung.",
        "Joanne said: “Max was late five times this half term. … He might change on Monday.”",
        "Joanne said that he might change on Monday [17 March 2025].",
    ],
)
def test_what_was_said_may_stand(sentence: str) -> None:
    assert refusals(sentence) == set()


def test_a_question_may_be_quoted_when_its_turn_is_cited() -> None:
    sentence = "Asked “How often was Max late?”, Joanne said: “Max was late five times, er, this half term.”"
    assert refusals(sentence, 0, 1) == set()
    assert refusals(sentence, 1) == {Reason.QUOTE}


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Joanne said that Max was late six times this half term.", Reason.NUMBER),
        ("Joanne said that he might change on Tuesday.", Reason.DAY),
        ("Joanne said that he might change on Monday [18 March 2025].", Reason.WORKED_OUT),
        ("Joanne said that Will was late five times this half term.", Reason.NAME),
        ("Joanne said that Kyle was late five times this half term.", Reason.NAME),
        ("Max said that Max was late five times this half term.", Reason.SPEAKER),
        ("Joanne said that the teacher has rung.", Reason.NEGATION),
        ("Joanne said that Max was not late five times this half term.", Reason.NEGATION),
        ("Joanne said that he will change on Monday.", Reason.DOUBT),
        ("Joanne said: “Max was very late five times.”", Reason.QUOTE),
        ("Joanne said: “five times Max was late”", Reason.QUOTE),
        ("Joanne said that Max was aggressively late five times this half term.", Reason.INVENTED),
        ("", Reason.EMPTY),
    ],
)
def test_what_was_not_said_is_refused(sentence: str, reason: Reason) -> None:
    assert reason in refusals(sentence)


def test_the_turn_must_be_cited() -> None:
    assert Reason.QUOTE in refusals("Joanne said: “The teacher has not rung me.”", 2)


def test_a_barred_turn_lends_nothing() -> None:
    evidence = Evidence.of((2,), TURNS, people=PEOPLE, visit_date=date(2025, 3, 11), barred=frozenset({1}))
    assert check("Asked “The teacher has not rung me.”, Max said: “I don't like the bus.”", evidence)
