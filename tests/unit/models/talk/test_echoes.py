"""What a talk takes up again."""

from __future__ import annotations

from models.bias import exchange_names
from models.talk.echoes import Echoes
from models.talk.people import People
from recorder.domain import Person, Role, Transcript, Turn
from recorder.interchange import VisitFile

ROSTER = (Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER), Person("mum", "Jo Day", role=Role.PARENT))
SAID = (
    "The boiler broke on Monday, Jo.",
    "Did the boiler leak?",
    "The kitchen flooded.",
    "I'll ring Jo about the boiler and Monday.",
)
TURNS = tuple(Turn(i, ("mum", "sw")[i % 2], text) for i, text in enumerate(SAID))


def test_words_that_the_next_turn_or_a_later_one_takes_up_are_counted() -> None:
    found = Echoes.of(TURNS, People(ROSTER)).around(SAID[0], 0)
    assert found == {"echoed_next": 1, "echoed_later": 2, "new": 1.0}
    assert Echoes.of(TURNS, People(ROSTER)).around(SAID[1], 1)["new"] == 0.5


def test_a_name_that_comes_back_counts_for_nothing() -> None:
    visit = VisitFile(Transcript("v", TURNS), ROSTER, "child_in_need_visit", None)
    other = exchange_names(visit, "Polish")
    told = other.transcript.turns[0].text
    assert told != SAID[0]
    assert Echoes.of(other.transcript.turns, People(other.roster)).around(told, 0)["echoed_later"] == 2
