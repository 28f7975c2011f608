"""Who is “she”, and whom a “he” means: from what is said alone."""

from __future__ import annotations

import pytest

from models.talk.people import People
from models.talk.pronouns import Pronouns
from recorder.domain import Person, Role, Turn

PEOPLE = People(
    (
        Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER),
        Person("jo", "Joanne Day", ("Jo",), Role.PARENT),
        Person("lee", "Lee Marsh", role=Role.PARTNER),
        Person("max", "Max Day", role=Role.CHILD),
        Person("pip", "Pip Day", role=Role.CHILD),
        Person("gran", "Viv Day", role=Role.RELATIVE),
        Person("orr", "Miss Orr", role=Role.PROFESSIONAL, present=False),
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
        ((("sw", "Anybody else come round? Girlfriend, mates?"), ("lee", "No.")), "lee", ""),
        ((("jo", "Is anything from her dad? Lee? He's in Hull."),), "lee", "he"),
        ((("max", "Loud."), ("sw", "I need to talk to Mum now. Okay?"), ("max", "Yes."), ("jo", "Well?")), "jo", "she"),
        ((("sw", "Is it Mr Marsh?"), ("lee", "Lee, yes.")), "lee", "he"),
        ((("sw", "Hello, Mr Day."), ("jo", "He's out.")), "jo", "he"),
        ((("sw", "Hello, Mr Day."), ("jo", "He's out."), ("gran", "Who's that?")), "jo", ""),
        ((("jo", "I'm their mum, I should know."),), "jo", "she"),
        ((("jo", "A boy called Max hit him."),), "max", "he"),
    ],
)
def test_a_pronoun_comes_from_the_talk_or_not_at_all(said: tuple[tuple[str, str], ...], key: str, pronoun: str) -> None:
    assert talk(*said).of(key) == pronoun


def test_a_title_says_it() -> None:
    assert talk(("sw", "Hello.")).of("orr") == "she"


LEE_IS_HE = ("jo", "Lee came round and he fixed the boiler.")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ((LEE_IS_HE, ("sw", "Did he stay?")), "lee"),
        (
            (LEE_IS_HE, ("sw", "And school?"), ("jo", "Fine."), ("sw", "The heating?"), ("jo", "Off."), ("sw", "Did he ring?")),
            "",
        ),
        ((LEE_IS_HE, ("sw", "And the cough?"), ("jo", "Pip's got it worse."), ("sw", "Did he sleep?")), ""),
        ((("max", "Mum, look!"), ("jo", "Lee came and he sat down."), ("max", "Mum!"), ("sw", "Did he stay?")), "lee"),
        ((LEE_IS_HE, ("max", "Can I go?"), ("sw", "Did he stay?")), ""),  # for all that was said, Jo may be “he”
        ((LEE_IS_HE, ("jo", "Lee says he missed it.")), ""),  # perhaps somebody else missed it
        ((LEE_IS_HE, ("sw", "The doctor rang."), ("jo", "Did he?")), ""),
        ((("max", "Mum, where's Pip?"), LEE_IS_HE, ("max", "Can I go?"), ("sw", "Did he tidy up?")), ""),  # Pip, or Lee
        ((LEE_IS_HE, ("sw", "Max has to tidy up."), ("max", "Why?"), ("sw", "Did he shout?")), ""),
        ((LEE_IS_HE, ("lee", "I did."), ("jo", "He never did it.")), "lee"),
    ],
)
def test_he_is_whoever_alone_is_in_mind(said: tuple[tuple[str, str], ...], meant: str) -> None:
    last = said[-1][1]
    assert talk(*said).meant("he", last, len(said) - 1, but=frozenset()) == meant


def test_one_who_only_sits_there_is_in_the_way_but_never_named() -> None:
    said = (LEE_IS_HE, ("gran", "Tea?"), ("sw", "Please."), ("gran", "Milk?"), ("sw", "Yes."), ("jo", "She never sleeps."))
    assert talk(*said).meant("she", "She never sleeps.", 5, but=frozenset()) == ""


def test_he_is_somebody_only_where_nobody_else_can_be_meant() -> None:
    before = (("jo", "Lee came round and he fixed the boiler."), ("jo", "He's been trying."))
    assert talk(*before).meant("he", "He's been trying.", 1, but=frozenset({"jo"})) == "lee"
    two = (("jo", "Lee came round and he fixed the boiler. Max went to his dad's."), ("jo", "He's been trying."))
    assert talk(*two).meant("he", "He's been trying.", 1, but=frozenset({"jo"})) == ""


def test_a_deed_is_never_put_on_whoever_was_named_in_between() -> None:
    said = (
        ("max", "Lee was shouting and he threw the keys."),
        ("max", "I got Pip and he hid under my bed."),
        ("sw", "Did anybody get hurt?"),
        ("max", "No. He punched the door."),
    )
    assert talk(*said).of("lee") == talk(*said).of("pip") == "he"
    assert talk(*said).meant("he", "He punched the door.", 3, but=frozenset({"max"})) == ""


def test_whose_brother_is_not_the_brother() -> None:
    spoken = (("jo", "Lee came and he stayed."), ("jo", "Lee's cousin did it."), ("jo", "He went to Hull."))
    assert talk(*spoken).meant("he", "He went to Hull.", 2, but=frozenset({"jo"})) == ""


def test_private_words_teach_nothing() -> None:
    turns = [Turn(0, "jo", "Lee came round and he fixed the boiler.")]
    assert Pronouns(turns, PEOPLE, barred=frozenset({0})).of("lee") == ""
