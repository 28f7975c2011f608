from __future__ import annotations

from datetime import date

import pytest

from recorder.domain import Person, Role
from redaction.recognizers.roster_name import RosterRecognizer
from redaction.roster import RosterNames
from redaction.words import fold

ROSTER = (
    Person("mum", "Danielle Ashworth", ("Dani",), Role.PARENT),
    Person("kid", "William Ashworth", ("Will",), Role.CHILD, date_of_birth=date(2015, 8, 4)),
    Person("gran", "Bożena Kowalczyk", (), Role.RELATIVE),
    Person("aunt", "Mei-Lin Wong", (), Role.RELATIVE),
    Person("head", "Miss O'Rourke", (), Role.PROFESSIONAL),
)


def _mentions(text: str) -> list[tuple[str, str | None]]:
    return [(text[m.start : m.end], m.person) for m in RosterNames(ROSTER).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Danielle Ashworth", [("Danielle Ashworth", "mum")]),
        ("Dani's phone", [("Dani", "mum")]),
        ("dani said", [("dani", "mum")]),
        ("Mrs Ashworth rang", [("Mrs Ashworth", None)]),
        ("Bozena came", [("Bozena", "gran")]),
        ("Mei Lin came", [("Mei Lin", "aunt")]),
        ("ask Miss O'Rourke", [("Miss O'Rourke", "head")]),
        ("Is that Will? Will's dad", [("Will", "kid"), ("Will", "kid")]),
        ("Will Ashworth", [("Will Ashworth", "kid")]),
    ],
)
def test_every_way_of_naming_somebody_is_found(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert _mentions(text) == expected


@pytest.mark.parametrize("text", ["I will. Will you come? Will the bus wait?", "Danielson Daniel", "a missed call", "willow"])
def test_words_that_are_not_names_are_left(text: str) -> None:
    assert _mentions(text) == []


def test_a_birthday_of_the_roster_is_known_without_its_year() -> None:
    text = "Fourth of August, yeah, and the fifth of August."
    found = [f for f in RosterRecognizer(ROSTER).find(text) if f.type == "DATE_OF_BIRTH"]
    assert [(text[f.start : f.end], f.person) for f in found] == [("Fourth of August", "kid")]


def test_nobody_on_the_roster_finds_nobody() -> None:
    assert list(RosterNames(()).find("Dani")) == []


def test_folding_keeps_every_offset() -> None:
    text = "Bożena, Łukasz, Siân, Zoë, Bjørn, 李"
    assert len(fold(text)) == len(text)
    assert fold(text) == "Bozena, Lukasz, Sian, Zoe, Bjorn, 李"
