"""Grounding, word by word: what is denied, doubted, wished, said when, and of whom, in another order than it was said."""

from __future__ import annotations

from datetime import date

import pytest

from models.evidence.grounding import Evidence, Reason, check
from models.evidence.meant import sex_of, votes
from models.talk.people import People
from recorder.domain import Person, Role, Turn

PEOPLE = People(
    (
        Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER),
        Person("mum", "Joanne Day", ("Jo",), Role.PARENT),
        Person("kid", "Max Day", role=Role.CHILD),
        Person("dad", "Craig Day", role=Role.PARENT, present=False),
        Person("nan", "Pearl Moss", role=Role.RELATIVE, present=False),
    )
)
TURNS = (
    Turn(0, "sw", "What about Craig? Has he been round, and is Pearl well?"),
    Turn(
        1,
        "mum",
        "Craig came, he stayed one night. Pearl rang, she can't walk. Craig's fine, he went off. Pearl said she'd come.",
    ),
    Turn(2, "sw", "Where do they sleep?"),
    Turn(3, "mum", "Max sleeps in the front. Nobody sleeps in the back room. I don't know what to tell the landlord."),
    Turn(4, "sw", "I'd tell the council. The meeting is the tenth of May at half five, and the review's the second of June."),
    Turn(5, "mum", "I want to move nearer the school. If the tablets work I'd go back to work."),
)


def found(sentence: str, *cites: int) -> set[Reason]:
    evidence = Evidence.of(cites, TURNS, people=PEOPLE, visit_date=date(2025, 3, 11), barred=frozenset())
    return {r.reason for r in check(sentence, evidence)}


@pytest.mark.parametrize(
    ("sentence", "cites"),
    [
        ("Joanne said that Max sleeps in the front and nobody sleeps in the back room.", (2, 3)),
        ("Joanne said that she does not know what to tell the landlord.", (3,)),
        ("Joanne said that she wants to move nearer the school.", (5,)),
        ("Joanne said that if the tablets work she would go back to work.", (5,)),
        ("Ann said that the meeting is the tenth of May at half five.", (4,)),
    ],
)
def test_what_was_said_stands(sentence: str, cites: tuple[int, ...]) -> None:
    assert found(sentence, *cites) == set()


@pytest.mark.parametrize(
    ("sentence", "cites", "reason"),
    [
        ("Joanne said that Max sleeps in the front and somebody sleeps in the back room.", (3,), Reason.NEGATION),
        ("Joanne said that nobody sleeps in the back room and she does know what to tell the landlord.", (3,), Reason.NEGATION),
        ("Joanne not to move nearer the school.", (5,), Reason.NEGATION),
        ("Joanne said that she is going to move nearer the school.", (5,), Reason.WISH),
        ("Joanne said that when the tablets work she goes back to work.", (5,), Reason.DOUBT),
        ("Ann said that the meeting is the tenth of May at 8.30pm.", (4,), Reason.NUMBER),
        ("Ann said that the meeting is on 10 June.", (4,), Reason.DAY),
        ("Ann said that nobody sleeps in the back room.", (3,), Reason.SPEAKER),
    ],
)
def test_one_change_is_refused_with_its_reason(sentence: str, cites: tuple[int, ...], reason: Reason) -> None:
    assert reason in found(sentence, *cites)


def test_how_the_talk_speaks_of_somebody_tells_whom_a_pronoun_means_and_nothing_is_guessed_of_others() -> None:
    counted = votes(TURNS, barred=frozenset())
    assert [sex_of(key, PEOPLE, counted) for key in ("dad", "nan", "mum")] == ["he", "she", None]
