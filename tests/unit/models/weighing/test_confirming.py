"""What a worker must confirm one by one, and what may stand without."""

from __future__ import annotations

import pytest

from models.talk.passage import Passage
from models.talk.people import People
from models.weighing.confirming import must_confirm
from recorder.domain import Person, Role, Turn

PEOPLE = People(
    (Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER), Person("mum", "Jo Day"), Person("kid", "Max Day", role=Role.CHILD))
)


def asked_for(said: str, *, asked: str = "", who: str = "mum", step: bool = False) -> bool:
    turns = [Turn(0, "sw", asked or "Okay."), Turn(1, who, said)]
    passage = Passage(1, who, (said,), asked=asked, asked_turn=0 if asked else None, asked_by="sw" if asked else "")
    return must_confirm(passage, turns, PEOPLE, step=step)


@pytest.mark.parametrize(
    "said",
    [
        "He hit me last year.",
        "He put his hands on Mummy's neck and her face went red.",
        "One of them asked me to drop a bag off.",
        "I cut my legs when I was sixteen.",
        "He'd had a drink, you could tell.",
        "He knows where our Erin goes to school.",
        "He says he'll come and take the children.",
        "I make the toast and I do my sister's hair before school.",
        "I hide under my bed with my torch, I feel scared that he will come up the stairs.",
    ],
)
def test_harm_is_confirmed(said: str) -> None:
    assert asked_for(said, who="kid")


@pytest.mark.parametrize(
    "said",
    [
        "I had a nightmare once.",
        "My brother kicks in the bed, so I want my own.",
        "Is she going to be cross with me?",
        "We went to court for the house.",
        "I was scared of the dentist.",
        "I feel safe here, and she leaves the light on.",
    ],
)
def test_what_is_only_near_harm_is_not(said: str) -> None:
    assert not asked_for(said, who="kid")


def test_an_answer_about_harm_is_confirmed_and_a_workers_step_is_not() -> None:
    assert asked_for("Not since I was small.", asked="Have you ever hurt yourself?")
    assert asked_for("No.", asked="Any thoughts like that now?")
    assert asked_for("No, never.", asked="Are you ever frightened of your uncle?")
    assert not asked_for("I'll ring the police and my manager this afternoon.", who="sw", step=True)


def test_what_is_asked_on_about_harm_is_confirmed_too() -> None:
    turns = [
        Turn(0, "sw", "Have you ever thought of hurting yourself?"),
        Turn(1, "mum", "No. My sister did, she took tablets."),
        Turn(2, "sw", "Thank you. And if that ever changed?"),
        Turn(3, "mum", "I would tell Pearl next door."),
        Turn(4, "sw", "And how did you sleep?"),
        Turn(5, "mum", "Not much, with the heat."),
    ]
    asked_on = Passage(3, "mum", (turns[3].text,), asked="If that ever changed?", asked_turn=2, asked_by="sw")
    elsewhere = Passage(5, "mum", (turns[5].text,), asked="How did you sleep?", asked_turn=4, asked_by="sw")
    assert must_confirm(asked_on, turns, PEOPLE, step=False)
    assert not must_confirm(elsewhere, turns, PEOPLE, step=False)
