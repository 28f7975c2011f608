"""Measures how long the evidence of each sentence was on the screen, for the audit log.

A note that was signed without being read is what governance must be able to see, so the count errs downwards: a stay below
`SHORTEST` is scrolling past and counts nothing, and after `LONGEST_PAUSE` without a key the person is taken to be elsewhere.
It knows no widgets and writes nothing itself; it refuses to guess whether somebody understood what they saw.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from recorder.domain import Statement
from recorder.reading import EvidenceRead
from tui.presenter import About

SHORTEST = 0.5  # seconds of a stay that counts
LONGEST_PAUSE = 60.0  # seconds that count from one sign of the person to the next

Write = Callable[[Sequence[EvidenceRead]], object]


class Reading:
    """The reading of one note. `show`, `covered` and the like belong to the page's thread, `keep` to any."""

    def __init__(self, steady: Callable[[], float]) -> None:
        """`steady` tells seconds since any fixed moment and is never set back."""
        self._steady = steady
        self._shown: tuple[str, int] | None = None  # the sentence whose evidence is on the page, and how many words that is
        self._on_top = True
        self._counted = self._sign = steady()  # up to when the stay is counted; the person's last sign
        self._stay, self._played = 0.0, False
        self._read: list[EvidenceRead] = []  # not written yet; only ever longer, but for `keep`
        self._writing = threading.Lock()

    def show(self, statement: str | None, words: int = 0) -> None:
        """The page shows a sentence's evidence now, or none (None). The same sentence again goes on with its stay."""
        if statement is None or self._shown is None or statement != self._shown[0]:
            self._end()
            self._sign = self._counted
        self._shown = None if statement is None else (statement, words)

    def used(self) -> None:
        """The person gave a sign: a key, a click, scrolling."""
        self._count()
        self._sign = self._counted

    def played(self, *, is_heard: bool = True) -> None:
        """The sound behind the sentence that is shown is being heard, or could not be after all."""
        self.used()
        self._played = is_heard

    def covered(self) -> None:
        """Something else lies over the page, or it is left."""
        self._end()
        self._on_top = False

    def uncovered(self) -> None:
        """The page is on top again."""
        self.used()
        self._on_top = True

    def settle(self) -> None:
        """Let the stay so far be written; one that is too short yet goes on. No sign of the person."""
        self._count()
        if self._stay >= SHORTEST:
            self._end()

    @property
    def behind(self) -> bool:
        """Whether something was read that is not written."""
        return bool(self._read)

    def keep(self, write: Write) -> None:
        """Let `write` store all that was read since the last time, each sentence once; if it raises, all waits for the next."""
        with self._writing:
            if batch := self._read[:]:
                write(_each_once(batch))
                del self._read[: len(batch)]

    def _count(self) -> None:
        now = self._steady()
        if self._on_top and self._shown:
            self._stay += max(min(now, self._sign + LONGEST_PAUSE) - self._counted, 0.0)
        self._counted = now

    def _end(self) -> None:
        self._count()
        if self._shown and self._stay >= SHORTEST:
            statement, words = self._shown
            self._read.append(EvidenceRead(statement, round(self._stay, 1), words, self._played))
        self._stay, self._played = 0.0, False


def words_shown(statement: Statement, about: About) -> int:
    """How many words a sentence and the turns it rests on are; what was said before and after does not count."""
    return sum(len(text.split()) for text in (statement.text, *(turn.text for turn in about.turns if turn.cited)))


def _each_once(batch: Sequence[EvidenceRead]) -> tuple[EvidenceRead, ...]:
    sentences = {one.statement: one for one in batch}  # as last shown, in the order first seen
    seconds, played = dict.fromkeys(sentences, 0.0), {one.statement for one in batch if one.played}
    for one in batch:
        seconds[one.statement] += one.seconds
    return tuple(EvidenceRead(key, round(seconds[key], 1), one.words, key in played) for key, one in sentences.items())
