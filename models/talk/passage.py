"""One speaker's words on one matter, and which turns of a talk may stand behind a note at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.talk import cues
from models.talk.people import People
from models.talk.privacy import private_turns
from recorder.domain import Turn


@dataclass(frozen=True, slots=True)
class Passage:
    """One speaker's words on one matter."""

    turn: int  # Turn.i of the words
    speaker: str  # Person.key or "S1" …
    said: tuple[str, ...]  # sentences, in order; a child's are verbatim
    asked: str = ""  # the question that the words answer, without its first "And, er"
    asked_turn: int | None = None  # Turn.i of the question; None when the words stand alone
    asked_by: str = ""
    to: str = ""  # whom a worker's "you" means, where that is certain
    asks_answerer: bool = False  # the question's "you" certainly means the one who answers
    told: bool = False  # `asked` is no question but a statement that the words answer
    gaps: tuple[int, ...] = ()  # places in `said` before which sentences were left out

    @property
    def cites(self) -> tuple[int, ...]:
        """The turns it rests on, ascending."""
        return (self.turn,) if self.asked_turn is None else (self.asked_turn, self.turn)


@dataclass(frozen=True, slots=True)
class Usable:
    """Which turns may be used, and how."""

    private: frozenset[int]
    machine: frozenset[int]  # orders given to the recording device
    doubtful: frozenset[int]  # perhaps such orders

    @classmethod
    def of(cls, turns: Sequence[Turn], people: People) -> Usable:
        """Look through a whole transcript."""
        private = private_turns(turns, people)
        machine = cues.machine_turns(turns) - private
        return cls(private, machine, cues.doubtful_machine_turns(turns) - private - machine)

    def evidence(self, i: int) -> bool:
        """Whether the turn may stand behind a statement."""
        return i not in self.private and i not in self.machine and i not in self.doubtful
