"""What is kept when the room of a note is short."""

from __future__ import annotations

import pytest

from models.talk.passage import Passage
from models.talk.people import People
from models.weighing.choosing import Option, choose
from models.weighing.selector import Weighed
from recorder.domain import Statement, StatementKind

PEOPLE = People(())


def option(turn: int, said: str, weight: float, *, step: bool = False, harm: bool = False) -> Option:
    weighed = Weighed(
        Passage(turn, "S1", tuple(s + "." for s in said.rstrip(".").split(". "))), weight, "home", harm, step, 0.0, {}
    )
    kind = StatementKind.ACTION if step else StatementKind.STATEMENT
    return Option.of(weighed, Statement("home", f"Jo said: “{said}”", (turn,), kind), PEOPLE)


SHORT = option(1, "The boiler broke.", 0.5)
LONG = option(1, "The boiler broke. Snow fell on every roof of that long street.", 0.52)
RICH = option(1, "The boiler broke. Rent arrears reached ninety pounds.", 0.95)
OTHER = option(2, "Pasta cooked slowly in a large pan.", 0.4)
STEP = option(3, "Ann rings the landlord tomorrow.", 0.2, step=True)
GRAVE = option(4, "Tablets hidden under mattress, thoughts of dying every night.", 0.01)


def kept(options: list[Option], room: int, *, grave: frozenset[tuple[int, ...]] = frozenset()) -> set[str]:
    return {s.text for s in choose(options, room, grave=grave)}


def test_a_longer_telling_stands_only_where_it_adds_enough_for_its_words() -> None:
    assert kept([SHORT, LONG, OTHER], SHORT.length + OTHER.length) == {SHORT.statement.text, OTHER.statement.text}
    assert kept([SHORT, RICH, OTHER], RICH.length + 2) == {RICH.statement.text}


def test_a_passage_is_told_once() -> None:
    assert kept([SHORT, LONG, RICH], 1000) <= {LONG.statement.text, RICH.statement.text}
    assert len(kept([SHORT, LONG, RICH], 1000)) == 1


def test_steps_and_thoughts_of_self_harm_have_room_before_all_else() -> None:
    options = [SHORT, OTHER, STEP, GRAVE]
    assert GRAVE.statement.text in kept(options, GRAVE.length, grave=frozenset({(4,)}))
    assert STEP.statement.text in kept(options, 4 * STEP.length)


@pytest.mark.parametrize("room", [0, 5, 12, 20, 40])
def test_the_room_is_never_exceeded(room: int) -> None:
    options = [SHORT, LONG, RICH, OTHER, STEP, GRAVE]
    assert sum(o.length for o in options if o.statement.text in kept(options, room)) <= room


def test_of_two_that_weigh_the_same_the_one_of_harm_is_kept() -> None:
    harm = option(5, "Mark broke the kitchen window again.", 0.4, harm=True)
    assert kept([OTHER, harm], harm.length) == {harm.statement.text}
