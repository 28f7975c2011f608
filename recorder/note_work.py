"""The worker's part in a note: edit, choose evidence, confirm, write, put aside, compare, take back.

What a person does to a draft between the machine's last word and their signature (`recorder.pipeline` tells the whole story).
Each act keeps a step by which it can be taken back (`recorder.steps`), and forgets what was typed for it. It refuses
to work on anything but a draft, and on the words of anybody who took back their consent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audit import events
from audit.events import Entry, Event
from audit.log import AuditLog
from recorder.acting import Acting
from recorder.domain import Advice, Origin, Statement, Status, Visit
from recorder.errors import Refused, UsageError
from recorder.policy import Policy
from recorder.ports import Adviser, Clock
from recorder.reading import EvidenceRead
from recorder.reasons import DISCLOSURE_REASONS
from recorder.steps import Steps
from recorder.store import Store
from recorder.vault import Vault

_NO_WORK = (events.NoteExported, events.VisitOpened, events.EvidenceSeen)  # looking at a visit keeps nothing of it longer


class NoteWork(Acting):
    """Acts on a draft; `CaseRecorder` is one, with everything before and after."""

    def __init__(self, *, vault: Vault, store: Store, log: AuditLog, clock: Clock, policy: Policy, adviser: Adviser) -> None:
        super().__init__(vault=vault, store=store, log=log, clock=clock, policy=policy)
        self._adviser, self._steps = adviser, Steps(store)

    def edit_statement(self, visit_id: str, statement_id: str, text: str) -> Statement:
        """Reword a sentence; an empty text takes it out. What it was is kept."""
        self._require_draft(visit_id)
        with self._store.transaction():
            before = self._store.statement(visit_id, statement_id)
            self._steps.keep_sentence(visit_id, before)
            after = self._store.edit_statement(visit_id, statement_id, text.strip(), at=self._clock.now())
            self._store.keep_typing(visit_id, statement_id, "", at=self._clock.now())
            self._audit(
                events.StatementEdited(visit=visit_id, statement=statement_id, before=len(before.text), after=len(after.text))
            )
        return after

    def choose_evidence(self, visit_id: str, statement_id: str, turns: Sequence[int]) -> Statement:
        """Let a sentence rest on other turns; a confirmation of it is withdrawn. `advice` says what they do not hold.

        Raises `UsageError` for a turn that is not there, and where a drafted sentence would rest on none.
        """
        self._require_draft(visit_id)
        chosen = tuple(sorted(set(turns)))
        if len(self._store.turns(visit_id, chosen)) < len(chosen):
            raise UsageError("The transcript has no such turn.", "Nothing was changed.")
        with self._store.transaction():
            before = self._store.statement(visit_id, statement_id)
            if not chosen and before.origin is not Origin.PERSON:
                raise UsageError(
                    "A sentence that the machine drafted must rest on what was said.",
                    "Choose at least one turn, or take the sentence out and write your own.",
                )
            after = replace(before, cites=chosen, evidence_chosen=True, confirmed=False)
            if chosen == before.cites:
                return before
            self._steps.keep_sentence(visit_id, before)
            self._store.put_statement(visit_id, after, at=self._clock.now())
            self._audit(
                events.EvidenceChosen(visit=visit_id, statement=statement_id, before=len(before.cites), after=len(after.cites))
            )
        return after

    def advice(
        self, visit_id: str, statement_id: str, text: str | None = None, *, turns: Sequence[int] | None = None
    ) -> tuple[Advice, ...]:
        """What the cited turns do not hold of a worker's wording: `text`, or the sentence as it stands; `turns`, or its own.

        It forbids nothing, changes nothing and is not logged. Empty for the machine's own wording of its own evidence, which
        was checked as it was drafted, and for a sentence taken out.
        """
        statement = self._store.statement(visit_id, statement_id)
        wording = statement.text if text is None else text.strip()
        cites = statement.cites if turns is None else tuple(turns)
        as_drafted = wording == statement.drafted_text and cites == statement.cites and not statement.evidence_chosen
        if not wording or as_drafted:
            return ()
        cited = self._store.turns(visit_id, cites)
        held_on = self._store.visit(visit_id).held_on
        return self._adviser(wording, cited, self.roster(visit_id), visit_date=held_on)

    def add_statement(self, visit_id: str, section: str, text: str, *, cites: Sequence[int] = ()) -> str:
        """Add a sentence of the worker's own, marked as theirs, with the turns they say it rests on; returns its id."""
        self._require_draft(visit_id)
        if section not in {s.key for s in self.template(visit_id).sections}:
            raise UsageError(f"The note has no section {section}.", "Nothing was changed.")
        if not text.strip():
            raise UsageError("The sentence is empty.", "Nothing was changed.")
        with self._store.transaction():
            new = Statement(section=section, text=text.strip(), cites=tuple(cites), origin=Origin.PERSON)
            statement_id = self._store.add_statement(visit_id, new)
            self._steps.keep_sentence(visit_id, replace(new, id=statement_id, text=""))
            self._store.keep_typing(visit_id, f"own:{section}", "", at=self._clock.now())
            self._audit(events.StatementEdited(visit=visit_id, statement=statement_id, before=0, after=len(new.text)))
        return statement_id

    def confirm_statement(self, visit_id: str, statement_id: str) -> None:
        """Say that a sentence about harm is what was said."""
        self._require_draft(visit_id)
        with self._store.transaction():
            self._steps.keep_sentence(visit_id, self._store.statement(visit_id, statement_id))
            self._store.confirm_statement(visit_id, statement_id)
            self._audit(events.StatementConfirmed(visit=visit_id, statement=statement_id))

    def write_section(self, visit_id: str, section: str, text: str) -> None:
        """Write one of the sections that only people write."""
        self._require_draft(visit_id)
        with self._store.transaction():
            self._steps.keep_section(visit_id, section)
            self._store.write_section(visit_id, section, text)
            self._store.keep_typing(visit_id, section, "", at=self._clock.now())
            self._audit(events.SectionWritten(visit=visit_id, section=section, size=len(text)))

    def acknowledge_disclosure(self, visit_id: str, turn: int, *, reason: str) -> None:
        """Put aside a possible disclosure that the note does not use, for a reason of `recorder.reasons`, having read it."""
        self._require_draft(visit_id)
        if reason not in DISCLOSURE_REASONS:
            raise UsageError(f"“{reason}” is no reason to put a disclosure aside.", "Nothing was changed.")
        with self._store.transaction():
            self._store.acknowledge_disclosure(visit_id, turn, reason=reason)
            self._steps.keep_reading(visit_id, turn)
            self._audit(events.DisclosureAcknowledged(visit=visit_id, turn=turn, reason=reason))

    def see_contradiction(self, visit_id: str, first: int, second: int) -> None:
        """Say that two passages that do not agree were compared; both stay as they are."""
        self._require_draft(visit_id)
        with self._store.transaction():
            if self._store.see_contradiction(visit_id, first, second, seen=True):
                self._steps.keep_reading(visit_id, first, second)
                self._audit(events.ContradictionSeen(visit=visit_id, first=first, second=second))

    def undo(self, visit_id: str) -> str:
        """Take back what was done to the draft last; returns the line that it was about, empty when nothing is left."""
        self._require_draft(visit_id)
        with self._store.transaction():
            taken = self._steps.take_back(visit_id, at=self._clock.now())
            for event in taken.events if taken else ():
                self._audit(event)
        return taken.line if taken else ""

    def keep_typing(self, visit_id: str, field: str, text: str) -> None:
        """Keep what is being typed into a field ("s3", "analysis"), so that a crash takes a second of it at most.

        No act yet: it changes nothing in the note and is not logged. Saving the field, or an empty text, forgets it.
        """
        with self._store.transaction():
            self._store.keep_typing(self._store.visit(visit_id).id, field, text, at=self._clock.now())

    def open_visit(self, visit_id: str) -> Visit:
        """Note that somebody looks at a visit's note. Raises `StorageFailed`, upon which it must not be shown."""
        with self._store.transaction():
            visit = self._store.visit(visit_id)
            self._audit(events.VisitOpened(visit=visit.id))
        return visit

    def saw_evidence(self, visit_id: str, seen: Sequence[EvidenceRead]) -> None:
        """Note how long the evidence of sentences was on the screen; once the note is no draft, that is not reviewing it."""
        with self._store.transaction():
            if self._store.visit(visit_id).status is not Status.DRAFTED:
                return
            for one in seen:
                self._audit(
                    events.EvidenceSeen(
                        visit=visit_id, statement=one.statement, seconds=one.seconds, played=one.played, words=one.words
                    )
                )

    def _audit(self, event: Event) -> Entry:
        """As every desk does; what is done to a visit also puts off when it must go."""
        entry = super()._audit(event)
        if entry.visit is not None and not isinstance(event, _NO_WORK):
            self._store.note_work(entry.visit, at=entry.at)
        return entry

    def _require_nobody_withdrew(self, visit_id: str) -> None:
        if any(c.agreed is False for c in self._store.consents(visit_id)):
            raise Refused(
                "Somebody took back their consent, so nothing more is made of this recording.",
                f"Erase what there is of it with “casescribe erase {visit_id}”, and write the note by hand.",
            )

    def _require_draft(self, visit_id: str) -> Visit:
        visit = self._store.visit(visit_id)
        self._require_nobody_withdrew(visit_id)
        if visit.status is not Status.DRAFTED:
            raise Refused(f"This visit is {visit.status}, so there is no draft to work on.", "Nothing was changed.")
        return visit
