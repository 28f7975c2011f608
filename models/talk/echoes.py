"""What a talk takes up again: words of meaning that the next turn repeats, or that come back later.

Whoever asks on, or comes back to a matter at the end, tells that it counts. Names are left out, so that nothing hangs on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from models.evidence.cited import stem
from models.talk.neutral import neutral
from models.talk.people import People
from models.talk.speech import content
from recorder.domain import Turn

_NOBODY = "…"  # stands for every name
_MOST_NEXT, _MOST_LATER = 3, 4


class Around(TypedDict):
    """See the fields of the same names of `models.weighing.salience.Setting`."""

    echoed_next: int
    echoed_later: int
    new: float


@dataclass(frozen=True, slots=True)
class Echoes:
    """Where each word of meaning of a talk was first said and last said."""

    words: tuple[frozenset[str], ...]  # of each turn
    first: dict[str, int]  # place of the turn
    last: dict[str, int]
    people: People

    @classmethod
    def of(cls, turns: Sequence[Turn], people: People) -> Echoes:
        """Read the talk once."""
        words = tuple(_meant(t.text, people) for t in turns)
        last = {w: place for place, of_turn in enumerate(words) for w in of_turn}
        first = {w: place for place in range(len(words) - 1, -1, -1) for w in words[place]}
        return cls(words, first, last, people)

    def around(self, sentence: str, place: int) -> Around:
        """What becomes of the words of a sentence said in the turn at `place`."""
        said = _meant(sentence, self.people)
        after = self.words[place + 1] if place + 1 < len(self.words) else frozenset()
        return {
            "echoed_next": min(_MOST_NEXT, len(said & after)),
            "echoed_later": min(_MOST_LATER, sum(self.last.get(w, 0) > place + 1 for w in said)),
            "new": sum(self.first.get(w, place) >= place for w in said) / max(1, len(said)),
        }


def _meant(text: str, people: People) -> frozenset[str]:
    return frozenset(stem(w) for w in content(neutral(text, people, named=_NOBODY)))
