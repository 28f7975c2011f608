"""Finding words again: in transcripts, drafts, sections that people wrote, titles, and the people of cases.

What is typed is never taken as a language of queries: each word is looked for as it stands, the last as the beginning of a
word. The log learns that somebody searched and how much was found, never for what. What comes back is text with the
found words marked apart from it, so that nothing in a recording can pretend to be a mark.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from audit import events
from recorder.acting import Acting
from recorder.errors import UsageError

SHOWN = 50
_MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One place where the words are."""

    case: str  # the case's reference
    visit_id: str | None  # None for the case itself and its people
    place: str  # turn, sentence, section, title, person or case
    ref: str  # the turn's number, the sentence's id, the section's or person's key, else empty
    snippet: tuple[tuple[str, bool], ...]  # pieces of text, and whether each is a found word


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What was found."""

    total: int
    shown: tuple[Found, ...]  # the best first, at most `SHOWN`


class SearchDesk(Acting):
    """Looks for words in one vault."""

    def search(self, words: str) -> SearchAnswer:
        """Every place that holds all the words. Raises `UsageError` when there is no word in what was typed."""
        query, mark = as_query(words), f"\x02{secrets.token_hex(8)}\x03"
        with self._store.transaction():
            total, rows = self._store.search(query, mark=mark, limit=SHOWN)
            self._audit(events.Searched(found=total))
        references = {case.id: case.reference for case in self._store.cases()}
        shown = (
            Found(references[r["case_id"]], r["visit_id"], r["place"], r["ref"], _pieces(r["snippet"], mark)) for r in rows
        )
        return SearchAnswer(total, tuple(shown))


def as_query(words: str) -> str:
    """What was typed as an FTS5 query of quoted words, the last of them a prefix (https://sqlite.org/fts5.html, section 3)."""
    clean = "".join(c if c.isprintable() else " " for c in words)
    found = [w for w in clean.split() if any(c.isalnum() for c in w)][:_MOST_WORDS]
    if not found:
        raise UsageError("There is no word to search for.", "Type at least one: casescribe search WORDS")
    return " ".join('"' + w.replace('"', '""') + '"' for w in found) + "*"


def _pieces(snippet: str, mark: str) -> tuple[tuple[str, bool], ...]:
    """The snippet cut at the marks: every second piece was found."""
    return tuple((piece, bool(n % 2)) for n, piece in enumerate(snippet.split(mark)) if piece)
