"""What was done to a draft, step by step, so that all of it can be taken back, after a restart too.

Before an act changes a line of the note, what the line was is kept here, in the act's own transaction. Taking back is an act
like any other: it is logged, and nothing that was written in between leaves the history. Part of the case SQL, on the store's
connection and lock; it decides nothing. The steps are destroyed with the draft.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from audit import events
from recorder.domain import Statement
from recorder.rows import Rows
from recorder.store import Store


@dataclass(frozen=True, slots=True)
class TakenBack:
    """One act that no longer stands."""

    line: str  # of the note: Statement.id or Section.key; "turn 4", "turns 4 and 9" for what was read
    events: tuple[events.Event, ...]  # for the log, at least one


class Steps(Rows):
    """The steps of all drafts of one vault."""

    def __init__(self, store: Store) -> None:
        super().__init__(store._db, store._lock)
        self._store = store

    def keep_sentence(self, visit_id: str, before: Statement) -> None:
        """A sentence is about to change; one with an empty text was not there, or was taken out."""
        was = {"text": before.text, "cites": before.cites, "chosen": before.evidence_chosen, "confirmed": before.confirmed}
        self._keep(visit_id, "sentence", before.id, was)

    def keep_section(self, visit_id: str, section: str) -> None:
        """A section that people write is about to change."""
        self._keep(visit_id, "section", section, {"text": self._store.section(visit_id, section)})

    def keep_reading(self, visit_id: str, *turns: int) -> None:
        """A possible disclosure (one turn), or two passages that do not agree, are about to be marked as read."""
        self._keep(visit_id, "reading", "", {"turns": turns})

    def take_back(self, visit_id: str, *, at: datetime) -> TakenBack | None:
        """Put the last line that was changed back; None when nothing is left to take back.

        A step that no longer makes a difference, for instance since a correction of the transcript, is passed over.
        """
        for step in self._rows("SELECT id, kind, line, before FROM note_steps WHERE visit_id = ? ORDER BY id DESC", visit_id):
            self._run("DELETE FROM note_steps WHERE id = ?", step["id"])
            put_back = {"sentence": self._sentence, "section": self._section, "reading": self._reading}[step["kind"]]
            taken = put_back(visit_id, step["line"], json.loads(step["before"]), at)
            if taken.events:
                return taken
        return None

    def _keep(self, visit_id: str, kind: str, line: str, before: dict[str, Any]) -> None:
        self._insert("note_steps", {"visit_id": visit_id, "kind": kind, "line": line, "before": json.dumps(before)})

    def _sentence(self, visit_id: str, line: str, was: dict[str, Any], at: datetime) -> TakenBack:
        now = self._store.statement(visit_id, line)
        old = replace(
            now,
            text=was["text"],
            cites=tuple(was["cites"]),
            evidence_chosen=was["chosen"],
            confirmed=was["confirmed"] and bool(was["text"]),
        )
        done: list[events.Event] = []
        if old.text != now.text:
            done.append(
                events.StatementEdited(visit=visit_id, statement=line, before=len(now.text), after=len(old.text)),
            )
        if old.cites != now.cites:
            done.append(
                events.EvidenceChosen(visit=visit_id, statement=line, before=len(now.cites), after=len(old.cites)),
            )
        if old.confirmed and (done or not now.confirmed):
            done.append(events.StatementConfirmed(visit=visit_id, statement=line))
        elif now.confirmed and not old.confirmed and not done:
            done.append(events.WorkTakenBack(visit=visit_id, act="confirmation", line=line))
        if old != now:
            self._store.put_statement(visit_id, old, at=at)
        return TakenBack(line, tuple(done))

    def _section(self, visit_id: str, line: str, was: dict[str, Any], _at: datetime) -> TakenBack:
        if self._store.section(visit_id, line) == was["text"]:
            return TakenBack(line, ())
        self._store.write_section(visit_id, line, was["text"])
        return TakenBack(line, (events.SectionWritten(visit=visit_id, section=line, size=len(was["text"])),))

    def _reading(self, visit_id: str, _line: str, was: dict[str, Any], _at: datetime) -> TakenBack:
        turns = was["turns"]
        if len(turns) == 1:
            act, changed = "disclosure", self._store.acknowledge_disclosure(visit_id, turns[0], reason="")
        else:
            act, changed = "contradiction", self._store.see_contradiction(visit_id, *turns, seen=False)
        said = " and ".join(map(str, turns))
        place = f"turn {said}" if len(turns) == 1 else f"turns {said}"
        done = (events.WorkTakenBack(visit=visit_id, act=act, line="-".join(map(str, turns))),) if changed else ()
        return TakenBack(place, done)
