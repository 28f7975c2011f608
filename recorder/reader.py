"""What there is to see of cases and visits: the reading half of `recorder.pipeline`, which changes nothing."""

from __future__ import annotations

from audit.events import Entry
from audit.log import AuditLog
from recorder.domain import Case, Consent, ModelRun, Person, RedactedTranscript, Template, Transcript, Visit, WorkingNote
from recorder.errors import Refused, UsageError
from recorder.store import Store, StoredNote
from recorder.templates import load_template, parse_template, template_names


class CaseReader:
    """Everything a person can look at."""

    def __init__(self, *, store: Store, log: AuditLog) -> None:
        self._store, self._log = store, log

    def cases(self) -> tuple[Case, ...]:
        """All cases."""
        return self._store.cases()

    def references(self) -> dict[str, str]:
        """Each case's reference by its id, in their order: for where the people are not wanted."""
        return self._store.references()

    def visits(self) -> tuple[Visit, ...]:
        """All visits, the newest first."""
        return self._store.visits()

    def visit(self, visit_id: str) -> Visit:
        """One visit."""
        return self._store.visit(visit_id)

    def roster(self, visit_id: str) -> tuple[Person, ...]:
        """The people around the child of a visit."""
        return self._store.case(self._store.visit(visit_id).case_id).roster

    def consents(self, visit_id: str) -> tuple[Consent, ...]:
        """What each person answered when told about the recording, the last answer of each."""
        return self._store.consents(visit_id)

    def heard_last(self, visit_id: str) -> str:
        """The last words that were written down of a recording under way; empty while there are none."""
        pieces = self._store.pieces(visit_id)
        return " ".join(word.text.strip() for segment in pieces[-1].segments for word in segment) if pieces else ""

    def transcript(self, visit_id: str, *, named: bool = True) -> Transcript | None:
        """What was said, by the people as far as named, or by voices "S1", "S2" … as heard."""
        return self._store.transcript(visit_id, named=named)

    def voices(self, visit_id: str) -> dict[str, str | None]:
        """Each voice heard and who it is, None while unnamed."""
        named = self._store.speakers(visit_id)
        return {label: named.get(label) for label in self._store.speaker_labels(visit_id)}

    def redaction(self, visit_id: str) -> RedactedTranscript | None:
        """Found personal data."""
        return self._store.redaction(visit_id)

    def working_note(self, visit_id: str) -> WorkingNote:
        """The draft as it is now."""
        return self._store.working_note(visit_id, self.template(visit_id))

    def template(self, visit_id: str) -> Template:
        """The template of a visit's note."""
        return self.template_called(self._store.visit(visit_id).template)

    def template_called(self, name: str) -> Template:
        """A note template, shipped or the council's own. Raises `UsageError` when there is none of that name."""
        text = self._store.council_templates().get(name)
        return load_template(name) if text is None else parse_template(name, text)

    def templates(self) -> tuple[Template, ...]:
        """Every kind of note: the council's own first."""
        own = [parse_template(name, text) for name, text in self._store.council_templates().items()]
        return (*own, *map(load_template, template_names()))

    def typing(self, visit_id: str) -> dict[str, str]:
        """Field → words that were typed into it and not saved when the program ended."""
        return self._store.typing(visit_id)

    def signed_note(self, visit_id: str) -> StoredNote:
        """The signed note as stored. Raises `Refused` while there is none."""
        stored = self._store.note(self._store.visit(visit_id).id)
        if stored is None:
            raise Refused("This note has not been approved.", "Approve it first; nothing was written.")
        return stored

    def model_runs(self, visit_id: str) -> tuple[ModelRun, ...]:
        """The stages that models did and what each took."""
        return self._store.model_runs(visit_id)

    def history(self, visit_id: str | None = None) -> tuple[Entry, ...]:
        """The audit log's entries, of one visit or of all."""
        return tuple(self._log.entries(visit=visit_id))

    def _need_transcript(self, visit_id: str) -> Transcript:
        transcript = self._store.transcript(visit_id)
        if transcript is None:
            raise Refused("This visit has no transcript yet.", f"Run “casescribe process {visit_id}”.")
        return transcript

    def _person(self, visit: Visit, key: str) -> Person:
        roster = self._store.case(visit.case_id).roster
        for person in roster:
            if person.key == key:
                return person
        raise UsageError(f"Nobody in this case has the key {key}.", f"The people are {', '.join(p.key for p in roster)}.")
