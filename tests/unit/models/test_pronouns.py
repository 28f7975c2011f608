"""Who is “she”, and whom a “he” means: from what is said alone."""

from __future__ import annotations

import pytest

from models.people import People
from models.pronouns import Pronouns
from recorder.domain import Person, Role, Turn

PEOPLE = People(
    (
        Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER),
        Person("jo", "Joanne Day", ("Jo",), Role.PARENT),
        Person("lee", "Lee Marsh", role=Role.PARTNER),
        Person("max", "Max Day", role=Role.CHILD),
        Person("pip", "Pip Day", role=Role.CHILD),
    )
)


def talk(*said: tuple[str, str]) -> Pronouns:
    return Pronouns([Turn(i, who, text) for i, (who, text) in enumerate(said)], PEOPLE, barred=frozenset())


@pytest.mark.parametrize(
    ("said", "key", "pronoun"),
    [
        ((("sw", "And Max?"), ("max", "Mum, can I go out?"), ("jo", "No.")), "jo", "she"),
        ((("jo", "Lee came round and he fixed the boiler."),), "lee", "he"),
        ((("sw", "Do you feel safe with Lee?"), ("jo", "Yeah. He's soft.")), "lee", "he"),
        ((("sw", "How does being a dad feel, then?"), ("lee", "Good.")), "lee", "he"),
        ((("jo", "Lee said so."), ("jo", "She said so.")), "lee", ""),
        ((("jo", "Lee! Lee, look, he's got out of his ball!"),), "lee", ""),
        ((("jo", "Lee came and he sat down. Then Lee said she was tired. Lee rang and she cried."),), "lee", ""),
        ((("sw", "Hello."),), "jo", ""),
    ],
)
def test_a_pronoun_comes_from_the_talk_or_not_at_all(said: tuple[tuple[str, str], ...], key: str, pronoun: str) -> None:
    assert talk(*said).of(key) == pronoun


def test_he_is_somebody_only_where_nobody_else_can_be_meant() -> None:
    before = (("jo", "Lee came round and he fixed the boiler."), ("jo", "He's been trying."))
    assert talk(*before).meant("he", "", 1, but=frozenset({"jo"})) == "lee"
    two = (("jo", "Lee came round and he fixed the boiler. Max went to his dad's."), ("jo", "He's been trying."))
    assert talk(*two).meant("he", "", 1, but=frozenset({"jo"})) == ""


def test_a_deed_is_never_put_on_whoever_was_named_in_between() -> None:
    said = (
        ("max", "Lee was shouting and he threw the keys."),
        ("max", "I got Pip and he hid under my bed."),
        ("sw", "Did anybody get hurt?"),
        ("max", "No. He punched the door."),
    )
    assert talk(*said).of("lee") == talk(*said).of("pip") == "he"
    assert talk(*said).meant("he", "", 3, but=frozenset({"max"})) == ""


def test_whose_brother_is_not_the_brother() -> None:
    spoken = (("jo", "Lee came and he stayed."), ("jo", "Lee's cousin did it."), ("jo", "He went to Hull."))
    assert talk(*spoken).meant("he", "", 2, but=frozenset({"jo"})) == ""


def test_private_words_teach_nothing() -> None:
    turns = [Turn(0, "jo", "Lee came round and he fixed the boiler.")]
    assert Pronouns(turns, PEOPLE, barred=frozenset({0})).of("lee") == ""
