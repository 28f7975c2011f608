"""A paraphrase weighed: who fits a name's place, and what no weighing excuses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from models.evidence.claims import CLAIMS, claims
from models.evidence.grounding import Evidence, Reason, check, outside_of
from models.evidence.weighed import unlikely
from models.evidence.weights import BIAS, SIGNS, WHO
from models.evidence.who import FEATURES, PLACES, slots
from models.language.embeddings import Vectors
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
    Turn(0, "sw", "How is Max getting on at school?"),
    Turn(1, "mum", "He was late five times. I took him to the doctor on Monday and he's got tablets."),
    Turn(2, "sw", "And Craig?"),
    Turn(3, "mum", "He rang on Friday, he wants to see Max. I told him not yet."),
    Turn(4, "sw", "I'll ring the nurse tomorrow."),
)


class Near:
    """Takes every text for near, so that only the words decide."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), 1), dtype=np.float32)


def evidence(*cites: int) -> Evidence:
    return Evidence.of(cites, TURNS, people=PEOPLE, visit_date=date(2025, 3, 11), barred=frozenset())


def by(sentence: str, name: str, *cites: int) -> float:
    """How much better somebody else fits than the one named."""
    return next(u.by for u in unlikely(outside_of(sentence), evidence(*cites)) if u.slot.printed == name)


def test_names_are_found_with_the_part_they_play() -> None:
    found = slots("Joanne said that Craig rang about Max; Ann Lee to ring the nurse.", PEOPLE)
    assert [(s.printed, s.place) for s in found] == [
        ("Joanne", "reporter"),
        ("Craig", "subject"),
        ("Max", "other"),
        ("Ann Lee", "actor"),
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "cites"),
    [
        ("Craig wants to see Max.", "Pearl wants to see Max.", (2, 3)),
        ("Joanne took Max to the doctor on Monday.", "Pearl took Max to the doctor on Monday.", (0, 1)),
        ("Ann to ring the nurse tomorrow.", "Pearl to ring the nurse tomorrow.", (4,)),
    ],
)
def test_whom_the_words_mean_fits_better_than_another(right: str, wrong: str, cites: tuple[int, ...]) -> None:
    assert by(right, right.split(maxsplit=1)[0], *cites) < by(wrong, "Pearl", *cites)


@pytest.mark.parametrize(
    ("sentence", "cites"),
    [
        ("Joanne said that Max had been late five times and is on tablets.", (0, 1)),
        ("Craig rang on Friday and would like to see Max.", (2, 3)),
    ],
)
def test_a_true_paraphrase_stands(sentence: str, cites: tuple[int, ...]) -> None:
    assert check(sentence, evidence(*cites), embedder=Near()) == ()


@pytest.mark.parametrize(
    ("sentence", "cites", "reason"),
    [
        ("Joanne said that Max had been late nine times and is on tablets.", (0, 1), Reason.NUMBER),
        ("Joanne said that Max had been late five times and is hostile.", (0, 1), Reason.EVALUATION),
        ("Joanne said that Max had been late five times because of tablets at the hospital.", (0, 1), Reason.PLACE),
        ("Joanne said that Kyle had been late five times and is on tablets.", (0, 1), Reason.NAME),
        ("Joanne said that Max had been late “six times”.", (0, 1), Reason.QUOTE),
    ],
)
def test_what_nobody_said_is_refused_however_near_the_rest_is(sentence: str, cites: tuple[int, ...], reason: Reason) -> None:
    assert reason in {r.reason for r in check(sentence, evidence(*cites), embedder=Near())}


def test_what_is_told_otherwise_shows_as_figures() -> None:
    found = claims("Joanne told him yet.", evidence(2, 3))
    assert found["nots fewer"] == 1
    assert tuple(found) == CLAIMS
    assert claims("Joanne told him not yet.", evidence(2, 3))["nots fewer"] == 0


def test_no_finding_excuses_another() -> None:
    assert BIAS < 0
    assert min(SIGNS.values()) >= 0
    assert WHO.keys() == set(PLACES)
    assert {len(weights) for weights in WHO.values()} == {len(FEATURES)}
