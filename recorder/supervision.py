"""What a supervisor does with a signed note, and the way of a note out of this vault: returned, countersigned, filed.

Only a supervisor returns and countersigns, and nobody countersigns a note that they approved themselves, whichever of
their keys they hold today. A returned note keeps its place in the history, so that everything the log tells of can still
be looked at. It refuses to file before the council's rules are met, and to give back a note whose draft is erased.
"""

from __future__ import annotations

from audit import events
from recorder.access.keys import RoleInVault
from recorder.acting import Acting
from recorder.domain import Status, Visit
from recorder.errors import Refused, UsageError
from recorder.interchange import note_from_canonical
from recorder.keeping.lives import Countersignature, ReturnedNote, countersigned_bytes
from recorder.policy import may_file
from recorder.reasons import RETURN_REASONS
from recorder.status import require_move
from recorder.store import StoredNote

_UNCHANGED = "Nothing was changed."


class SupervisionDesk(Acting):
    """Acts on signed notes."""

    def return_note(self, visit_id: str, *, reason: str, comment: str = "") -> Visit:
        """Give an approved note back to its writer, with one of `RETURN_REASONS` and words of the supervisor's own.

        Raises `Refused` for anybody but a supervisor, and for a note that is not approved or already countersigned.
        """
        self._require_supervisor("give a note back")
        if reason not in RETURN_REASONS:
            raise UsageError(f"“{reason}” is no reason to return a note.", f"The reasons are {', '.join(RETURN_REASONS)}.")
        with self._store.transaction():
            note = self._note_to_judge(visit_id, Status.DRAFTED)
            if self._store.transcript_sha256(visit_id) == "":
                raise Refused("What this note was drafted from is erased, so there is nothing to go back to.", _UNCHANGED)
            now = self._clock.now()
            self._store.set_status(visit_id, Status.DRAFTED)
            self._lives.put_back(visit_id, reason=reason, comment=comment.strip(), by=self._signer.name, at=now)
            self._store.note_work(visit_id, at=now)
            self._audit(events.NoteReturned(visit=visit_id, note_sha256=note.sha256, reason=reason))
        return self._store.visit(visit_id)

    def countersign(self, visit_id: str) -> Visit:
        """Sign an approved note as its supervisor.

        Raises `Refused` for anybody but a supervisor, for the one who approved it, and for a note that is not approved.
        """
        self._require_supervisor("countersign a note")
        with self._store.transaction():
            note = self._note_to_judge(visit_id, Status.COUNTERSIGNED)
            if self._is_mine(visit_id, note):
                raise Refused("You approved this note yourself, so somebody else must countersign it.", _UNCHANGED)
            signature, now = self._signer.sign(countersigned_bytes(note.canonical)), self._clock.now()
            given = Countersignature(note.sha256, signature, self._signer.public_key, self._signer.name, now)
            self._store.set_status(visit_id, Status.COUNTERSIGNED)
            self._lives.save_countersignature(visit_id, given)
            self._store.note_work(visit_id, at=now)
            self._audit(
                events.NoteCountersigned(
                    visit=visit_id,
                    note_sha256=note.sha256,
                    signature=signature.hex(),
                    public_key=self._signer.public_key.hex(),
                )
            )
        return self._store.visit(visit_id)

    def file(self, visit_id: str) -> Visit:
        """Say that the note is in the council's record system; from now on the days of its erasure are counted.

        Raises `Refused` while the council's rules want a countersignature that it has not.
        """
        with self._store.transaction():
            may_file(self._policy, self._store.visit(visit_id).status)
            note = self._note_to_judge(visit_id, Status.FILED)
            now = self._clock.now()
            self._store.set_status(visit_id, Status.FILED)
            self._lives.note_filed(visit_id, at=now)
            self._audit(events.NoteFiled(visit=visit_id, note_sha256=note.sha256))
        return self._store.visit(visit_id)

    def was_exported(self, visit_id: str) -> bool:
        """Whether the note as it is signed now ever left as a file: what is filed should be somewhere."""
        sha256 = self.signed_note(visit_id).sha256
        told = (e.event for e in self.history(visit_id))
        return any(isinstance(e, events.NoteExported) and e.note_sha256 == sha256 for e in told)

    def returned(self, visit_id: str) -> tuple[ReturnedNote, ...]:
        """The notes that were given back, the oldest first, with why."""
        return self._lives.returned_notes(visit_id)

    def countersignature(self, visit_id: str) -> Countersignature | None:
        """The supervisor's signature, if there is one."""
        return self._lives.countersignature(visit_id)

    def _note_to_judge(self, visit_id: str, then: Status) -> StoredNote:
        note = self._store.note(self._store.visit(visit_id).id)
        require_move(self._store.visit(visit_id).status, then)
        if note is None:
            raise Refused("This visit has no approved note.", "Nothing was changed. Its worker approves it first.")
        return note

    def _is_mine(self, visit_id: str, note: StoredNote) -> bool:
        """Whether this person approved it: by key, by the log, or by name, which a recovery of keys does not change."""
        approvals = [e for e in self.history(visit_id) if isinstance(e.event, events.NoteApproved)]
        return (
            note.public_key == self._signer.public_key
            or any(e.actor == self._signer.actor_id for e in approvals if e.seq == note.log_entry)
            or note_from_canonical(note.canonical).approved_by == self._signer.name
        )

    def _require_supervisor(self, act: str) -> None:
        if self._vault.role is not RoleInVault.SUPERVISOR:
            raise Refused(
                f"Only a supervisor may {act}.", f"{_UNCHANGED} Supervisors sign in with --as and their own passphrase."
            )
