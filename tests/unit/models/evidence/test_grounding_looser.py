"""Grounding where it was made looser so that true sentences pass: none of that lets a false one stand."""

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
        Person("dad", "Craig Day", role=Role.PARENT, present=False),
        Person("uncle", "Perry Moss", role=Role.RELATIVE, present=False),
    )
)


def found(sentence: str, *said: tuple[str, str], cites: tuple[int, ...] | None = None) -> set[Reason]:
    turns = tuple(Turn(n, who, text) for n, (who, text) in enumerate(said))
    evidence = Evidence.of(cites or range(len(turns)), turns, people=PEOPLE, visit_date=date(2025, 3, 11), barred=frozenset())
    return {r.reason for r in check(sentence, evidence)}


NOT_ONLY = ("mum", "He's not only drinking at weekends.")
ONLY = ("mum", "He only shouts at weekends. He's never hit the baby.")


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Joanne said that he is not only drinking at weekends.", NOT_ONLY),
        ("Joanne said that he only shouts at weekends.", ONLY),
    ],
)
def test_not_only_stands_where_it_was_said(sentence: str, said: tuple[str, str]) -> None:
    assert found(sentence, said) == set()


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Joanne said that he is only drinking at weekends.", NOT_ONLY),
        ("Joanne said that he is not drinking at weekends.", NOT_ONLY),
        ("Joanne said that he not only shouts at weekends.", ONLY),
        ("Joanne said that he does not only shout at weekends.", ONLY),
        ("Joanne said that he not only shouts, he has hit the baby.", ONLY),
    ],
)
def test_not_only_is_no_leave_to_lose_or_add_a_not(sentence: str, said: tuple[str, str]) -> None:
    assert Reason.NEGATION in found(sentence, said)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Joanne to move to the coast.", ("mum", "I'd like to move to the coast.")),
        ("Joanne to stop the tablets.", ("mum", "I just want to stop the tablets.")),
    ],
)
def test_a_wish_of_ones_own_is_no_agreed_step(sentence: str, said: tuple[str, str]) -> None:
    assert Reason.WISH in found(sentence, said)


@pytest.mark.parametrize(
    "said",
    [
        (("sw", "I'd like you to ring the school."), ("mum", "Yeah.")),
        (("sw", "Do you want to ring the school?"), ("mum", "Yeah, I'll ring the school.")),
    ],
)
def test_what_somebody_is_asked_to_do_and_takes_on_is_one(said: tuple[tuple[str, str], ...]) -> None:
    assert found("Joanne to ring the school.", *said) == set()


def test_you_both_means_nobody_who_is_not_there() -> None:
    said = (("mum", "Craig's at work. Max is here."), ("sw", "I'll see you both at the meeting on Friday."))
    assert found("Max to be at the meeting on Friday.", *said, cites=(1,)) == set()
    assert Reason.SPEAKER in found("Craig to be at the meeting on Friday.", *said, cites=(1,))


TWO_MEN = (
    ("mum", "Craig came on the Friday. He was fine."),
    ("sw", "Okay."),
    ("mum", "Then Perry came round on the Sunday."),
    ("sw", "And what happened?"),
    ("mum", "He punched the door."),
)


def test_a_he_is_the_man_named_last_not_one_named_before_him() -> None:
    assert found("Joanne said that Perry punched the door.", *TWO_MEN, cites=(4,)) == set()
    assert Reason.NAME in found("Joanne said that Craig punched the door.", *TWO_MEN, cites=(4,))
