"""Letting somebody else read: the review of what is hidden from them, and the export of what is left.

For a transcript or an approved note, per audience and, for subject access, per person who asks. What people decide is
kept in the vault and audited as counts; the words themselves leave only as a view that no longer holds what was hidden.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from audit import events
from audit.errors import AuditError
from audit.events import Event
from audit.log import AuditLog
from recorder.domain import RedactedTranscript, Transcript
from recorder.durable import write_durably
from recorder.errors import Refused, StorageFailed, UsageError
from recorder.interchange import note_from_canonical
from recorder.ports import Clock, Redactor, Signer
from recorder.reader import CaseReader
from recorder.store import Store
from recorder.views import (
    HarmCheck,
    Review,
    Rule,
    State,
    View,
    add,
    checked_for_harm,
    confirm,
    decisions_to_json,
    make_view,
    note_as_transcript,
    open_review,
    take_back,
    with_decisions,
)

SOURCES = ("transcript", "note")


class SharingDesk(CaseReader):
    """Reviews and exports of one vault."""

    def __init__(self, *, store: Store, log: AuditLog, signer: Signer, clock: Clock, redactor: Callable[[], Redactor]) -> None:
        super().__init__(store=store, log=log)
        self._signer, self._clock, self._redactor = signer, clock, redactor

    def review(self, visit_id: str, rule: Rule, *, of: str = "transcript") -> Review:
        """The list of redactions with what was decided so far. Raises `Refused` while there is nothing to redact."""
        transcript, redacted = self._redacted(visit_id, of)
        opened = open_review(redacted, transcript, roster=self.roster(visit_id), rule=rule)
        kept = self._store.review_decisions(visit_id, _place(rule, of))
        return with_decisions(opened, kept) if kept else opened

    def decide(self, review: Review, *, of: str = "transcript", hide: Sequence[int] = (), show: Sequence[int] = ()) -> Review:
        """Confirm some redactions and take others back, by number. Raises `UsageError` for a number not on the list."""
        decided = take_back(confirm(review, hide, by=self._signer.name), show, by=self._signer.name)
        self._keep(decided, of, confirmed=len(hide), taken_back=len(show))
        return decided

    def hide_more(self, review: Review, *, of: str = "transcript", turn: int, words: str, reason: str) -> Review:
        """Hide words that the software missed, wherever they are said. Raises `UsageError` when they are not there."""
        grown = add(review, turn=turn, words=words, type="ADDED", reason=reason, by=self._signer.name)
        self._keep(grown, of, added=1)
        return grown

    def check_for_harm(self, review: Review, *, of: str = "transcript", harmful: bool) -> Review:
        """Record the serious-harm check."""
        checked = checked_for_harm(review, HarmCheck(self._signer.name, self._clock.now(), harmful))
        visit_id = review.source.id
        with self._store.transaction():
            self._store.save_review_decisions(visit_id, _place(review.rule, of), decisions_to_json(checked))
            self._audit(events.HarmChecked(visit=visit_id, audience=review.rule.name, harmful=harmful))
        return checked

    def export(self, review: Review, *, form: str, render: Callable[[View], bytes], destination: Path) -> View:
        """Write the view to a file. Raises `Refused` while the audience's conditions are not met."""
        view = make_view(review)
        data = render(view)
        with self._store.transaction():
            self._audit(
                events.ViewExported(
                    visit=review.source.id,
                    audience=review.rule.name,
                    format=form,
                    hidden=len(view.removed),
                    file_sha256=hashlib.sha256(data).hexdigest(),
                )
            )
            try:
                write_durably(destination, data)
            except OSError as exc:
                raise StorageFailed(f"{destination.name} could not be written: {exc.strerror}.", "Nothing left.") from exc
        return view

    def _redacted(self, visit_id: str, of: str) -> tuple[Transcript, RedactedTranscript]:
        if of == "note":
            note = note_as_transcript(note_from_canonical(self.signed_note(visit_id).canonical))
            return note, self._redactor().redact(note, self.roster(visit_id))
        if of != "transcript":
            raise UsageError(f"There is no {of} to make a view of.", f"Choose one of: {', '.join(SOURCES)}.")
        redacted = self.redaction(visit_id)
        if redacted is None:
            raise Refused("This visit has not been redacted yet.", f"Run: casescribe process {visit_id}")
        return self._need_transcript(visit_id), redacted

    def _keep(self, review: Review, of: str, *, confirmed: int = 0, taken_back: int = 0, added: int = 0) -> None:
        visit_id, rule = review.source.id, review.rule
        with self._store.transaction():
            self._store.save_review_decisions(visit_id, _place(rule, of), decisions_to_json(review))
            self._audit(
                events.RedactionsReviewed(
                    visit=visit_id, audience=rule.name, confirmed=confirmed, taken_back=taken_back, added=added
                )
            )

    def _audit(self, event: Event) -> None:
        try:
            self._log.append(event, at=self._clock.now(), actor=self._signer.actor_id)
        except AuditError as exc:
            raise StorageFailed(exc.message, exc.next_step) from exc


def waiting_numbers(review: Review) -> tuple[int, ...]:
    """The numbers of the redactions that nobody has looked at."""
    return tuple(r.id for r in review.redactions if r.state is State.PROPOSED)


def _place(rule: Rule, of: str) -> str:
    """Where decisions are kept: one list for each source, audience and, for subject access, person who asks."""
    return f"{of}/{rule.name}/{rule.subject or ''}"
