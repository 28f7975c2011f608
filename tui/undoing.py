"""Takes back what was done to a note, step by step, as far as the page has been open.

Each step is the note as it stood before an act. To go back is an act like any other: it is stored and logged, and nothing of
what was written in between is removed from the history. What was read stays read.
"""

from __future__ import annotations

from dataclasses import replace

from recorder.domain import Statement, WorkingNote
from recorder.pipeline import CaseRecorder

_MOST = 200  # steps


class Undoing:
    """The steps of one note."""

    def __init__(self) -> None:
        self._before: list[WorkingNote] = []
        self._now: WorkingNote | None = None

    def saw(self, note: WorkingNote) -> None:
        """The note as it is stored now; if it changed, what it was becomes a step to go back to."""
        if self._now is not None and _words(self._now) != _words(note):
            self._before = [*self._before[-_MOST + 1 :], self._now]
        self._now = note

    @property
    def can(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    def go_back(self, recorder: CaseRecorder) -> str:
        """Store the note as it was one step before; returns the line that changed. From any thread. Raises `StorageFailed`."""
        if not self._before or self._now is None:
            return ""
        was, now = self._before[-1], self._now
        changed = _restore(recorder, was, now)
        self._before.pop()
        self._now = recorder.working_note(was.visit_id)
        return changed


def _words(note: WorkingNote) -> object:
    return note.statements, note.human_sections


def _restore(recorder: CaseRecorder, was: WorkingNote, now: WorkingNote) -> str:
    """The key of the last line that was changed back."""
    visit_id, changed = was.visit_id, ""
    before, sections = {s.id: s for s in was.statements}, dict(now.human_sections)
    for statement in now.statements:
        if statement != (old := before.get(statement.id, replace(statement, text="", confirmed=False))):
            _restore_sentence(recorder, visit_id, old, statement)
            changed = statement.id
    for key, text in was.human_sections:
        if sections.get(key) != text:
            recorder.write_section(visit_id, key, text)
            changed = key
    return changed


def _restore_sentence(recorder: CaseRecorder, visit_id: str, old: Statement, now: Statement) -> None:
    if old.text != now.text or (now.confirmed and not old.confirmed):  # an edit takes a confirmation back
        recorder.edit_statement(visit_id, now.id, old.text)
    if old.confirmed and old.text and (old.text != now.text or not now.confirmed):
        recorder.confirm_statement(visit_id, now.id)
