"""Grounding, rule by rule: people, answers, doubt, time, quantity, reasons, judgements, places, figures, dates, advice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from models.evidence.figures import spoken
from models.evidence.grounding import Evidence, Reason, advise, check
from models.language.embeddings import Vectors
from models.talk.people import People
from recorder.domain import Advice, Person, Role, Turn

PEOPLE = People(
    (
        Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER),
        Person("mum", "Joanne Day", ("Jo",), Role.PARENT),
        Person("kid", "Max Day", role=Role.CHILD),
        Person("dad", "Will Day", role=Role.PARENT, present=False),
        Person("nan", "Pearl Moss", role=Role.RELATIVE, present=False),
    )
)
TURNS = (
    Turn(0, "sw", "Has Will stayed here at all?"),
    Turn(1, "mum", "No. Not a night. He used to ring every day and he might come at Easter."),
    Turn(2, "sw", "And the rent?"),
    Turn(3, "mum", "It's six twenty-five, er, on the Monday, no, sorry, the Tuesday. I sometimes pay late."),
    Turn(4, "kid", "No. He's never hit me. He punched the door, he's got a big voice."),
    Turn(5, "sw", "I'll ring the school on Friday. Could you fill the form in?"),
    Turn(6, "mum", "Yeah. I want to move to the flat. If he comes I'll ring you."),
    Turn(7, "sw", "Max, are you frightened?"),
    Turn(8, "kid", "A bit."),
)


def found(sentence: str, *cites: int) -> set[Reason]:
    evidence = Evidence.of(cites, TURNS, people=PEOPLE, visit_date=date(2025, 3, 11), barred=frozenset())
    return {r.reason for r in check(sentence, evidence)}


@pytest.mark.parametrize(
    ("sentence", "cites"),
    [
        ("Joanne said that Will had not stayed a night.", (0, 1)),
        ("Joanne said that he used to ring every day.", (1,)),
        ("Joanne said that he might come at Easter.", (1,)),
        ("Joanne said that it is 625 on the Tuesday.", (2, 3)),
        ("Joanne said that she sometimes pays late.", (3,)),
        ("Max said: “He's never hit me.”", (4,)),
        ("Ann to ring the school on Friday [14 March 2025].", (5,)),
        ("Joanne to fill the form in.", (5, 6)),
        ("Joanne said that she wants to move to the flat.", (6,)),
        ("Joanne said that if he comes she will ring.", (6,)),
        ("Asked whether Max was frightened, Max said: “A bit.”", (7, 8)),
        ("Joanne Day and Max Day were present.", (1, 4)),
        ("Joanne said: “It's six twenty-five, on the Monday, no, sorry, the Tuesday.”", (3,)),
        ("Asked whether Will had stayed here at all, Joanne said: “Not a night.”", (0, 1)),
    ],
)
def test_what_was_said_stands(sentence: str, cites: tuple[int, ...]) -> None:
    assert found(sentence, *cites) == set()


@pytest.mark.parametrize(
    ("sentence", "cites", "reason"),
    [
        ("Joanne said that Will had stayed a night.", (0, 1), Reason.NEGATION),
        ("Joanne said that he never used to ring every day.", (1,), Reason.NEGATION),
        ("Joanne said that he rings every day.", (1,), Reason.TIME),
        ("Joanne said that he will come at Easter.", (1,), Reason.DOUBT),
        ("Joanne said that perhaps it is 625 on the Tuesday.", (3,), Reason.DOUBT),
        ("Joanne said that it is 652 on the Tuesday.", (2, 3), Reason.NUMBER),
        ("Joanne said that it is 625 on the Monday.", (2, 3), Reason.DAY),
        ("Joanne said that she always pays late.", (3,), Reason.QUANTITY),
        ("Joanne said that she pays late because of the rent.", (2, 3), Reason.CAUSE),
        ("Joanne said that she sometimes pays late and is hostile.", (3,), Reason.EVALUATION),
        ("Joanne said that she sometimes pays late at the hospital.", (3,), Reason.PLACE),
        ("Max said: “He's hit me.”", (4,), Reason.QUOTE),
        ("Max said: “hit me.”", (4,), Reason.QUOTE),
        ("Joanne said: “He's never hit me.”", (3, 4), Reason.QUOTE),
        ("Joanne to ring the school on Friday [14 March 2025].", (5,), Reason.SPEAKER),
        ("Ann to fill the form in.", (5, 6), Reason.SPEAKER),
        ("Joanne said that she is moving to the flat.", (6,), Reason.WISH),
        ("Joanne said that he comes and she will ring.", (6,), Reason.DOUBT),
        ("Asked whether Pearl was frightened, Max said: “A bit.”", (7, 8), Reason.NAME),
        ("Ann said to Pearl: “I'll ring the school on Friday.”", (5,), Reason.NAME),
        ("Joanne Day and Will Day were present.", (1, 4), Reason.SPEAKER),
        ("Joanne Day and Max Day were not present.", (1, 4), Reason.NEGATION),
        ("Ann Moss to ring the school on Friday.", (5,), Reason.NAME),
    ],
)
def test_one_change_is_refused_with_its_reason(sentence: str, cites: tuple[int, ...], reason: Reason) -> None:
    assert reason in found(sentence, *cites)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("six twenty-five", 625),
        ("eighty-six", 86),
        ("twenty fifteen", 2015),
        ("a hundred and five", 105),
        ("two thousand", 2000),
        ("nought point four", 4),
    ],
)
def test_figures_are_known_in_spoken_form(said: str, value: int) -> None:
    assert value in spoken(said.replace("-", " ").split())


class Alike:
    """Takes every text for alike (or for unlike): the two ends of what an embedder may find."""

    def __init__(self, likeness: float) -> None:
        self._likeness = likeness

    def embed(self, texts: Sequence[str]) -> Vectors:
        rest = (1 - self._likeness**2) ** 0.5
        rows = [[1.0, 0.0], *([self._likeness, rest] for _ in texts[1:])]
        return np.array(rows[: len(texts)], dtype=np.float32)


def test_other_words_may_stand_only_where_an_embedder_finds_them_near() -> None:
    evidence = Evidence.of((3,), TURNS, people=PEOPLE, visit_date=date(2025, 3, 11), barred=frozenset())
    sentence = "Joanne said that rental payments arrive behind schedule sometimes."
    assert Reason.INVENTED in {r.reason for r in check(sentence, evidence)}
    assert not check(sentence, evidence, embedder=Alike(0.9))
    assert Reason.DISTANT in {r.reason for r in check(sentence, evidence, embedder=Alike(0.1))}


def test_advice_tells_what_differs_from_what_rests_on_the_worker_alone() -> None:
    def advice(text: str) -> tuple[Advice, ...]:
        return advise(text, [TURNS[3]], PEOPLE.roster, visit_date=date(2025, 3, 11))

    assert advice("Joanne said that she sometimes pays late.") == ()
    found = advice("Joanne, who looked exhausted, said that the rent is 700.")
    assert "exhausted" in {a.detail for a in found if a.worker_alone}
    assert [a.detail for a in found if not a.worker_alone] == ["700"]
    text = " ".join(a.as_text() for a in found)
    assert "Rests on you alone" in text
    assert "a number that was not said (700)" in text


def test_a_sentence_that_cites_nothing_rests_on_the_worker_alone() -> None:
    [advice] = advise("The house was tidy.", [], PEOPLE.roster, visit_date=date(2025, 3, 11))
    assert advice.worker_alone
    assert advice.detail == "The house was tidy."
