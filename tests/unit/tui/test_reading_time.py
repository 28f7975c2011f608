"""How long a sentence was read: what counts, and what only looks like reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from recorder.domain import Origin, Statement, StatementKind
from recorder.errors import StorageFailed
from recorder.reading import EvidenceRead
from tui.presenter import About, EvidenceLine
from tui.reading import Reading, words_shown


@dataclass
class Steady:
    """A clock that goes on only when it is told to."""

    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def reading(steady: Steady) -> Reading:
    return Reading(steady)


def written(reading: Reading) -> list[tuple[str, float]]:
    """What would go into the log now."""
    batch: list[EvidenceRead] = []
    reading.settle()
    reading.keep(batch.extend)
    return [(one.statement, one.seconds) for one in batch]


def test_each_sentence_has_its_own_time_and_scrolling_past_none(reading: Reading, steady: Steady) -> None:
    for statement, seconds in (("s1", 3.0), ("s2", 0.4), ("s3", 10.0), ("s1", 2.0), ("s2", 0.4)):
        reading.show(statement, 20)
        steady.seconds += seconds
    assert written(reading) == [("s1", 5.0), ("s3", 10.0)]
    assert written(reading) == [], "written once"


def test_showing_the_same_sentence_again_goes_on_with_its_stay(reading: Reading, steady: Steady) -> None:
    for _ in range(4):
        reading.show("s1", 20)
        steady.seconds += 0.2
    assert written(reading) == [("s1", 0.8)]


def test_nobody_reads_for_longer_than_a_minute_without_a_sign(reading: Reading, steady: Steady) -> None:
    reading.show("s1", 20)
    steady.seconds += 40
    reading.used()
    steady.seconds += 1800
    assert written(reading) == [("s1", 100.0)]


def test_writing_every_half_minute_is_no_sign_of_anybody(reading: Reading, steady: Steady) -> None:
    reading.show("s1", 20)
    total = 0.0
    for _ in range(10):
        steady.seconds += 30
        total += sum(seconds for _, seconds in written(reading))
    assert total == 60.0
    steady.seconds += 30
    reading.used()
    steady.seconds += 5
    assert written(reading) == [("s1", 5.0)], "back from the walk, from the key on"


def test_a_stay_still_too_short_to_write_is_not_lost(reading: Reading, steady: Steady) -> None:
    reading.show("s1", 20)
    steady.seconds += 0.4
    assert written(reading) == []
    steady.seconds += 0.4
    assert written(reading) == [("s1", 0.8)]


def test_time_under_a_dialogue_does_not_count(reading: Reading, steady: Steady) -> None:
    reading.show("s1", 20)
    steady.seconds += 2
    reading.covered()
    steady.seconds += 50
    reading.show("s1", 20)  # the page shows itself anew while it is covered
    reading.uncovered()
    steady.seconds += 1
    reading.show(None)
    steady.seconds += 50
    assert written(reading) == [("s1", 3.0)]


def test_what_could_not_be_written_waits(reading: Reading, steady: Steady) -> None:
    reading.show("s1", 20)
    steady.seconds += 3
    reading.show("s2", 20)

    def full_disk(_batch: Sequence[EvidenceRead]) -> None:
        raise StorageFailed("The disk is full.", "Make room.")

    with pytest.raises(StorageFailed):
        reading.keep(full_disk)
    assert reading.behind
    steady.seconds += 4
    assert written(reading) == [("s1", 3.0), ("s2", 4.0)]
    assert not reading.behind


def test_words_are_those_of_the_sentence_and_of_what_it_rests_on() -> None:
    about = About(
        "s1 rests on turn 1",
        "AI-drafted.",
        (
            EvidenceLine("turn 0", "Priya", "How was it at school?", cited=False, after_gap=False),
            EvidenceLine("turn 1", "Donna", "He missed Monday and Tuesday.", cited=True, after_gap=False),
        ),
    )
    statement = Statement(section="school", text="Donna said Tyler missed two days.", cites=(1,), kind=StatementKind.STATEMENT)
    assert statement.origin is not Origin.PERSON
    assert words_shown(statement, about) == 6 + 5
