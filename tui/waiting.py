"""The notes that wait for a supervisor, the longest first, as the queue and the plain conversation show them."""

from __future__ import annotations

from recorder.domain import Status
from recorder.interchange import note_from_canonical
from recorder.pipeline import CaseRecorder
from tui.oversight_desks import ReviewDesk
from tui.review_words import QueueRow, queue_row


def waiting_notes(recorder: CaseRecorder, desk: ReviewDesk) -> list[QueueRow]:
    """Signed notes that nobody countersigned yet. Raises `StorageFailed`."""
    cases, now = recorder.cases(), desk.now()
    waiting = [v for v in recorder.visits() if v.status is Status.APPROVED]
    notes = {v.id: note_from_canonical(recorder.signed_note(v.id).canonical) for v in waiting}
    return [
        queue_row(
            v,
            notes[v.id],
            cases=cases,
            now=now,
            given_back=len(desk.supervision.returned(v.id)),
            mine=notes[v.id].approved_by == desk.me,
        )
        for v in sorted(waiting, key=lambda v: notes[v.id].approved_at)
    ]
