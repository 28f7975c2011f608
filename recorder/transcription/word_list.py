"""The team's own words, and what people corrected in transcripts: kept in the vault, encrypted like all of it.

Schools, places, services, acronyms, medicines: a recogniser that knows them hears them. Words come onto the list by hand or
by a correction. What came by a correction belongs to its visit and is destroyed with it; what was added by hand stays until
it is removed. Part of the case SQL, on the store's connection and lock; it decides nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from recorder.rows import Rows
from recorder.store import Store

_MOST = 60  # words that a recogniser can be told at once, names of people aside


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that a person put right in a transcript. The sound between `start` and `end` stands behind it."""

    turn: int  # Turn.i
    kind: str  # "word" or "speaker"
    before: str  # the words, or the voice, as they were
    after: str  # the words, or Person.key, as a person says they are
    start: float | None  # seconds of the recording; None when the transcript never had sound
    end: float | None
    by: str  # who corrected it
    at: datetime  # UTC


class WordList(Rows):
    """Corrections and team words of one vault."""

    def __init__(self, store: Store) -> None:
        super().__init__(store._db, store._lock)

    # The list

    def words(self) -> tuple[str, ...]:
        """The words on the list, in order of the alphabet."""
        rows = self._rows(
            "SELECT word FROM team_words UNION SELECT after FROM transcript_corrections WHERE listed ORDER BY 1 COLLATE NOCASE"
        )
        return tuple(r["word"] for r in rows)

    def names(self) -> tuple[str, ...]:
        """The words to tell a recogniser, the newest first, no more than it can take."""
        rows = self._rows(
            """SELECT word, max(at) AS newest FROM
            (SELECT word, added_at AS at FROM team_words UNION ALL SELECT after, at FROM transcript_corrections WHERE listed)
            GROUP BY word ORDER BY newest DESC, word LIMIT ?""",
            _MOST,
        )
        return tuple(r["word"] for r in rows)

    def add(self, word: str, *, at: datetime) -> bool:
        """Put a word on the list; whether it was not on it before."""
        new = word not in self.words()
        self._run("INSERT OR REPLACE INTO team_words (word, added_at) VALUES (?, ?)", word, at.isoformat())
        return new

    def remove(self, word: str) -> bool:
        """Take a word off the list, however it came there; whether it was on it. Corrections stay."""
        gone = self._run("DELETE FROM team_words WHERE word = ?", word)
        return bool(gone + self._run("UPDATE transcript_corrections SET listed = 0 WHERE after = ? AND listed", word))

    # Corrections

    def keep(self, visit_id: str, correction: Correction, *, listed: bool) -> None:
        """Store a correction; `listed` puts its words on the list."""
        row = asdict(correction) | {"visit_id": visit_id, "at": correction.at.isoformat(), "listed": int(listed)}
        self._insert("transcript_corrections", row)

    def corrections(self, visit_id: str) -> tuple[Correction, ...]:
        """All that was put right in a visit's transcript, the oldest first."""
        rows = self._rows("SELECT * FROM transcript_corrections WHERE visit_id = ? ORDER BY id", visit_id)
        return tuple(
            Correction(
                turn=r["turn"],
                kind=r["kind"],
                before=r["before"],
                after=r["after"],
                start=r["start"],
                end=r["end"],
                by=r["by"],
                at=datetime.fromisoformat(r["at"]),
            )
            for r in rows
        )

    def ask_again(self, visit_id: str, turns: Sequence[int]) -> int:
        """Make every sentence that cites one of the turns wait for a person's word; returns how many there are.

        Possible disclosures and contradictions among the turns must be read anew, too, and no undoing confirms them again.
        """
        places = json.dumps(list(turns))
        asked = self._run(
            """UPDATE statements SET confirm = 1, confirmed = 0 WHERE visit_id = ?1 AND text != '' AND EXISTS
            (SELECT 1 FROM json_each(cites) c JOIN json_each(?2) t ON t.value = c.value)""",
            *(visit_id, places),
        )
        self._run(
            "UPDATE disclosures SET acknowledged = 0 WHERE visit_id = ? AND turn IN (SELECT value FROM json_each(?))",
            *(visit_id, places),
        )
        self._run(
            """UPDATE contradictions SET seen = 0 WHERE visit_id = ?1 AND EXISTS
            (SELECT 1 FROM json_each(?2) t WHERE t.value IN (first, second))""",
            *(visit_id, places),
        )
        self._run(
            """UPDATE note_steps SET before = json_set(before, '$.confirmed', json('false'))
            WHERE visit_id = ?1 AND kind = 'sentence' AND EXISTS
            (SELECT 1 FROM json_each(before, '$.cites') c JOIN json_each(?2) t ON t.value = c.value)""",
            *(visit_id, places),
        )
        return asked
