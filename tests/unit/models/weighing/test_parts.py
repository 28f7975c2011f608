"""Which parts of a passage may stand alone, and that none of them says more than was said."""

from __future__ import annotations

from models.talk.passage import Passage
from models.talk.people import People
from models.weighing.parts import parts
from recorder.domain import Person, Role

PEOPLE = People((Person("sw", "Ann Lee", role=Role.SOCIAL_WORKER), Person("mum", "Jo Day", role=Role.PARENT),
                 Person("kid", "Max Day", role=Role.CHILD)))  # fmt: skip
LIKELY, DULL = 0.9, 0.001


def told(speaker: str, *said: str, chances: tuple[float, ...] = (), asked: str = "") -> set[str]:
    passage = Passage(4, speaker, said, asked=asked)
    return {" ".join(p.said) for _, p in parts(passage, chances or (LIKELY,) * len(said), PEOPLE)}


def test_a_long_turn_may_be_told_in_part() -> None:
    found = told("mum", "The dentist pulled two teeth.", "Grandma made a cake for Sunday.", "Band C came from the council.")
    assert {"The dentist pulled two teeth.", "Band C came from the council."} <= found


def test_no_part_begins_with_words_that_point_back() -> None:
    found = told("mum", "Mark drinks in the evenings.", "He sleeps at the flat on Sundays.")
    assert "He sleeps at the flat on Sundays." not in found


def test_what_turns_the_words_round_is_never_cut_off() -> None:
    found = told("mum", "Mark hit the boy in the garden.", "That was never proved by the police.")
    assert found == {"Mark hit the boy in the garden. That was never proved by the police."}
    assert told("kid", "I like staying with Mark.", "But I hide when he drinks.", chances=(LIKELY, DULL)) == {
        "I like staying with Mark. But I hide when he drinks."
    }


def test_a_childs_words_lose_only_what_nobody_would_miss() -> None:
    said = ("Mark shouted and I hid under my bed.", "Look at my tower of bricks.")
    assert told("kid", *said) == {" ".join(said)}
    assert said[0] in told("kid", *said, chances=(LIKELY, DULL))


def test_the_answer_stays_with_its_question() -> None:
    found = told("mum", "Every Sunday at noon.", "Grandma cooks a roast dinner then.", asked="When do you see Mark?")
    assert all(part.startswith("Every Sunday") for part in found)


def test_a_part_of_a_promise_promises() -> None:
    found = told("sw", "The school nurse is back from leave.", "I'll ring the school on Friday about the eczema cream.")
    assert "The school nurse is back from leave." not in found
