"""Which of the statements that could stand are worth the room of a note.

A passage can be told whole or in part, so each has several statements of different lengths. The note is filled step by step
with what adds most worth for each word: a new statement, or a longer one in the place of a shorter one of the same passage.
What says the same stands once. Self-harm comes before all else, and some of the room is for agreed steps alone.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.talk.neutral import neutral
from models.talk.people import People
from models.talk.speech import content, tokens
from models.weighing.selector import Weighed
from recorder.domain import Statement

_LEAST_WEIGHT = 0.15  # below this chance a passage is not worth reading, however much room is left
_STEPS_SHARE = 0.3  # of the room, for agreed steps before anything else: a step that is lost is not done
_HARM = 1.15  # how much more what speaks of harm is worth
_FIXED_COST = 8  # words that each statement costs a reader beside its own


@dataclass(frozen=True, slots=True)
class Option:
    """A statement that could stand, and what it comes to, whoever it is about."""

    weighed: Weighed
    statement: Statement
    meaning: frozenset[str]  # words of meaning, names as marks
    length: int  # words

    @classmethod
    def of(cls, weighed: Weighed, statement: Statement, people: People) -> Option:
        """The option for a passage and its statement."""
        said = re.sub(r"\[[^\]]*\]", " ", statement.text)
        return cls(weighed, statement, frozenset(content(neutral(said, people))), length_of(statement.text, people))

    @property
    def worth(self) -> float:
        """Its weight, harm counting more."""
        return self.weighed.weight * (_HARM if self.weighed.harm else 1.0)


def length_of(text: str, people: People) -> int:
    """Words, a name of several counting as one, so that nobody's note is shorter for a longer name."""
    return len(tokens(neutral(text, people)))


def choose(options: Sequence[Option], room: int, *, grave: frozenset[tuple[int, ...]]) -> list[Statement]:
    """The statements to keep, within `room` words; those that cite the turns of `grave` come first."""
    options = [o for o in options if o.weighed.weight >= _LEAST_WEIGHT or o.weighed.step or o.statement.cites in grave]
    filling = _Filling()
    filling.add((o for o in options if o.statement.cites in grave), room)
    filling.add((o for o in options if o.weighed.step), filling.used + int(_STEPS_SHARE * room))
    filling.add(options, room)
    return [o.statement for o in filling.kept.values()]


class _Filling:
    """A note while it is filled."""

    def __init__(self) -> None:
        self.kept: dict[int, Option] = {}  # by the turn of the passage
        self.used = 0  # words

    def add(self, options: Iterable[Option], room: int) -> None:
        """Add what is worth most for each word until `used` reaches `room`."""
        by_turn: dict[int, list[Option]] = {}
        for option in options:
            by_turn.setdefault(option.weighed.passage.turn, []).append(option)
        heap: list[tuple[float, int, int, Option | None, Option]] = []
        for turn, of_turn in by_turn.items():
            self._offer(heap, turn, of_turn)
        while heap:
            _, turn, _, instead_of, option = heapq.heappop(heap)
            if self.kept.get(turn) is not instead_of or not self._take(option, instead_of, room):
                continue
            self._offer(heap, turn, by_turn[turn])

    def _offer(self, heap: list[tuple[float, int, int, Option | None, Option]], turn: int, options: Sequence[Option]) -> None:
        now = self.kept.get(turn)
        for number, option in enumerate(options):
            gain = _gain(option, now)
            if gain > 0:
                heapq.heappush(heap, (-gain, turn, -number, now, option))

    def _take(self, option: Option, instead_of: Option | None, room: int) -> bool:
        others = {turn: o for turn, o in self.kept.items() if o is not instead_of}
        if any(_repeats(option, o) or _within(option, o) for o in others.values()):
            return False
        inside = [turn for turn, o in others.items() if _within(o, option)]
        freed = sum(others[turn].length for turn in inside) + (instead_of.length if instead_of else 0)
        if self.used - freed + option.length > room:
            return False
        for turn in inside:
            del self.kept[turn]
        self.kept[option.weighed.passage.turn] = option
        self.used += option.length - freed
        return True


def _gain(option: Option, now: Option | None) -> float:
    """What the option adds for its words: to the note, or to the shorter telling of its passage that stands now."""
    if now is None:
        return option.worth / (option.length + _FIXED_COST)
    if option is now or not set(now.weighed.passage.said) <= set(option.weighed.passage.said) or option.length <= now.length:
        return 0.0
    return (option.worth - now.worth) / (option.length - now.length)


def _repeats(one: Option, other: Option) -> bool:
    """Whether two statements say the same in nearly the same words."""
    a, b = one.meaning, other.meaning
    return bool(a and b) and len(a & b) / len(a | b) > 0.8


def _within(one: Option, other: Option) -> bool:
    """Whether nearly all that one says is said by the other, from the same turn."""
    if len(one.statement.text) > len(other.statement.text) or one.statement.cites[-1] not in other.statement.cites:
        return False
    return len(one.meaning & other.meaning) >= 0.6 * len(one.meaning)
