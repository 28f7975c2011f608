"""The end of a visit: consent withdrawn, held for a court, due by the council's rules, erased.

To erase is to destroy: the visit's key and every row that came of it go in one transaction with the log's entry and a
signed certificate; then the sound, which no key fits any more, is removed, and search index and database are written
anew, so that not even the database's key brings a word back. Cut off in between, the next opening goes on with it. What is
due is judged again at the moment of erasing. It refuses whatever is held, whoever asks, and what is being recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from audit import events
from recorder.access.keys import RoleInVault, derive
from recorder.acting import Acting
from recorder.domain import Consent, Status, Visit
from recorder.errors import Refused, StorageFailed, UsageError
from recorder.keeping.certificates import Certificate, SignedCertificate, message_of
from recorder.keeping.lives import Piece
from recorder.keeping.retention import Hold, Part, RetentionPlan, due_dates, plan_retention
from recorder.keeping.snapshot import forget_snapshot
from recorder.reasons import ASKED, CONSENT_WITHDRAWN, HOLD_REASONS, RETENTION
from recorder.rules.file import sha256_in_force
from recorder.status import require_move

_EVERYTHING = frozenset(Piece)
_WORDS = frozenset({Piece.TRANSCRIPT, Piece.DRAFT, Piece.NOTE})
_SIGNED = frozenset({Status.APPROVED, Status.COUNTERSIGNED, Status.FILED})
_UNCHANGED = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did."""

    certificates: tuple[SignedCertificate, ...]  # one a visit
    said: tuple[str, ...] = ()  # what is still to do or to know, as sentences


class ErasureDesk(Acting):
    """Holds, withdrawals and erasures."""

    # Holds

    def hold(self, visit_id: str, *, reason: str) -> Hold:
        """Order that nothing of a visit be erased, for one of `HOLD_REASONS`. Raises `Refused` when it is held or erased."""
        if reason not in HOLD_REASONS:
            raise UsageError(f"“{reason}” is no reason for a hold.", f"The reasons are {', '.join(HOLD_REASONS)}.")
        with self._store.transaction():
            if self._store.visit(visit_id).status is Status.ERASED:
                raise Refused("This visit was erased, so there is nothing to hold.", _UNCHANGED)
            self._require_not_held(visit_id)
            order = Hold(visit_id=visit_id, reason=reason, by=self._signer.name, since=self._clock.now())
            self._lives.set_hold(order)
            self._audit(events.HoldSet(visit=visit_id, reason=reason))
        return order

    def lift(self, visit_id: str) -> None:
        """End a hold. Raises `Refused` when there is none, or when a worker would lift somebody else's."""
        with self._store.transaction():
            order = self._lives.hold(self._store.visit(visit_id).id)
            if order is None:
                raise Refused("This visit is not held.", _UNCHANGED)
            if order.by != self._signer.name and self._vault.role is not RoleInVault.SUPERVISOR:
                raise Refused(f"{order.by} holds this visit; they or a supervisor lift it.", _UNCHANGED)
            self._lives.lift_hold(visit_id)
            self._audit(events.HoldLifted(visit=visit_id, reason=order.reason))

    # Consent

    def withdraw(self, visit_id: str, person: str, *, drop: bool = False) -> Erased:
        """Note that a person took their consent back; nothing is made of the recording from now on.

        With `drop`, sound, transcript and draft are erased in the same step; a signed note, which the council must keep
        until it is filed, stays. Raises `Refused` when they had not agreed, or when a hold forbids the erasure.
        """
        certificates = []
        with self._store.transaction():
            visit = self._store.visit(visit_id)
            self._person(visit, person)
            key = self._vault.visit_key(visit_id, self._store.wrapped_key(visit_id))
            before = {c.person: c for c in self._store.consents(visit_id)}.get(person)
            if before is None or not before.agreed:
                raise Refused("This person had not agreed, so there is no consent to take back.", _UNCHANGED)
            self._store.save_consent(Consent(visit_id, person, agreed=False, told_how=before.told_how, at=self._clock.now()))
            self._audit(events.ConsentWithdrawn(visit=visit_id, person=events.keyed_id(derive(key, "log"), person)))
            if drop and self._has_anything(visit_id):
                kept = {Piece.NOTE, Piece.REST} if visit.status in _SIGNED else set()
                certificates.append(self._destroy(visit_id, _EVERYTHING - kept, reason=CONSENT_WITHDRAWN))
        if visit.status is Status.RECORDING:
            return Erased((), ("This visit is being recorded just now: stop it where it is recorded, with “withdraw”.",))
        return self._finish(certificates) if certificates else Erased(())

    # Erasure

    def due(self) -> RetentionPlan:
        """What the council's rules want erased, now and later; what is held; what should have been filed."""
        return plan_retention(self._lives.visit_times(), self._lives.holds(), self._policy, now=self._clock.now())

    def erase_due(self) -> Erased:
        """Erase what is due, each visit whole or not at all."""
        certificates = []
        for visit_id in dict.fromkeys(due.visit_id for due in self.due().overdue):
            with self._store.transaction():
                times, now = self._lives.visit_times(visit_id)[0], self._clock.now()
                parts = {d.part for d in due_dates(times, self._policy) if d.at <= now}
                if parts and self._lives.hold(visit_id) is None:
                    pieces = (_WORDS if Part.WORDS in parts else frozenset()) | {Piece(p) for p in parts & {Part.SOUND}}
                    certificates.append(self._destroy(visit_id, pieces, reason=RETENTION))
        return self._finish(certificates) if certificates else Erased(())

    def erase(self, visit_id: str, *, with_case: bool = False) -> Erased:
        """Erase a visit for good; `with_case` also the case's people, where this was its last visit.

        Raises `Refused` when it is held, is being recorded, is erased already, or the case has other visits.
        """
        with self._store.transaction():
            signed = self._destroy(visit_id, _EVERYTHING, reason=ASKED, with_case=with_case)
        return self._finish([signed])

    def certificates(self, visit_id: str) -> tuple[SignedCertificate, ...]:
        """The certificates of a visit's erasures, the oldest first."""
        return self._lives.certificates(self._store.visit(visit_id).id)

    def finish_interrupted(self) -> tuple[str, ...]:
        """Bring to its end what a power cut interrupted after the key was destroyed; what was done, as sentences.

        A sealed recording of a visit that this vault does not know is left alone: the database may be an older copy.
        """
        found = {path.name.partition(".")[0] for path in (self._vault.folder / "audio").glob("*.sound*")}
        left = [v for v in sorted(found) if self._lives.certificates(v) and self._store.recording(v) is None]
        return self._overwrite(left) or ("An erasure that had been cut off was brought to its end.",)

    # Helpers

    def _destroy(self, visit_id: str, pieces: Iterable[Piece], *, reason: str, with_case: bool = False) -> SignedCertificate:
        """Delete pieces of a visit within the open transaction, all of it if nothing else is left; the certificate."""
        visit = self._store.visit(visit_id)
        self._require_erasable(visit, with_case=with_case)
        recording, note = self._store.recording(visit_id), self._store.note(visit_id)
        key = None if visit.status is Status.ERASED else hashlib.sha256(self._store.wrapped_key(visit_id)).hexdigest()
        gone: dict[str, int] = {}
        for piece in pieces:
            if piece is not Piece.REST:
                gone |= self._lives.destroy(visit_id, piece)
        if whole := not self._has_anything(visit_id):
            gone |= self._end(visit)
        elif "recordings" in gone:
            self._store.rewrap_keys([(visit_id, self._vault.new_visit_key(visit_id))])
        case = self._store.case(visit.case_id)
        names = "\n".join(n for p in case.roster for n in (p.name, *p.also, *p.addresses))
        if "turns" in gone and (dropped := self._lives.drop_stand_ins(case.id, known=names)):
            gone["case_stand_ins"] = dropped
        if with_case:
            gone |= self._lives.destroy_case(case.id)
        certificate = Certificate(
            vault=self._vault.id,
            visit=visit_id,
            held_on=visit.held_on,
            at=self._clock.now(),
            by=self._signer.name,
            reason=reason,
            whole=whole,
            destroyed=tuple(sorted(gone.items())),
            sound_seconds=recording.seconds if recording and "recordings" in gone else None,
            key_sha256=key if whole or "recordings" in gone else None,
            note_sha256=note.sha256 if note and "notes" in gone else None,
            policy_sha256=sha256_in_force(self._store.council_policy()),
        )
        return self._certify(certificate, set(gone))

    def _end(self, visit: Visit) -> dict[str, int]:
        """Destroy the key and what is about the visit as a whole."""
        gone: dict[str, int] = {}
        for piece in Piece:
            gone |= self._lives.destroy(visit.id, piece)
        if visit.status is not Status.ERASED:
            require_move(visit.status, Status.ERASED)
            self._store.set_status(visit.id, Status.ERASED)
            self._lives.blank_title(visit.id)
        return gone

    def _certify(self, certificate: Certificate, gone: set[str]) -> SignedCertificate:
        canonical = certificate.canonical()
        signed = SignedCertificate(canonical, self._signer.sign(message_of(canonical)), self._signer.public_key)
        self._lives.save_certificate(certificate.visit, signed)
        self._audit(
            events.VisitErased(
                visit=certificate.visit,
                reason=certificate.reason,
                sound="recordings" in gone,
                transcript="transcripts" in gone,
                draft=bool(gone & {"statements", "human_sections"}),
                note=bool(gone & {"notes", "notes_history"}),
                certificate_sha256=signed.sha256,
            )
        )
        return signed

    def _finish(self, certificates: list[SignedCertificate]) -> Erased:
        told = [signed.certificate() for signed in certificates]
        said = self._overwrite(c.visit for c in told if c.sound_seconds is not None or c.whole)
        return Erased(tuple(certificates), (*said, *self._lone_cases(c.visit for c in told if c.whole)))

    def _overwrite(self, visits: Iterable[str]) -> tuple[str, ...]:
        """Remove sealed sound that no key fits and the database's copy, write the database anew; what failed, as sentences."""
        said = []
        for visit_id in visits:
            try:
                self._vault.destroy_sound(visit_id)
            except FileNotFoundError:
                continue  # another program opened the vault and was quicker
            except OSError as exc:
                said.append(f"The sealed recording of visit {visit_id} could not be removed ({exc.strerror}).")
        try:
            forget_snapshot(self._vault.folder)
            if not self._lives.overwrite_leftovers():
                said.append("Another program is reading the vault, so what was deleted could not be overwritten everywhere.")
        except StorageFailed as exc:
            said.append(exc.message)
        if said:
            return ("The key is destroyed, but this is left to do when the vault is next opened:", *said)
        self._lives.note_finished()
        return ()

    def _lone_cases(self, erased: Iterable[str]) -> tuple[str, ...]:
        said = []
        for visit_id in erased:
            case = self._store.case(self._store.visit(visit_id).case_id)
            others = [v for v in self._store.visits() if v.case_id == case.id and v.status is not Status.ERASED]
            if case.roster and not others:
                said.append(
                    f"That was the last visit of case {case.reference}; its people are still known here. "
                    f"To remove them too: casescribe erase {visit_id} --with-case"
                )
        return tuple(dict.fromkeys(said))

    def _has_anything(self, visit_id: str) -> bool:
        times = self._lives.visit_times(visit_id)[0]
        return times.has_sound or times.has_words

    def _require_erasable(self, visit: Visit, *, with_case: bool) -> None:
        if visit.status is Status.ERASED and not with_case:
            raise Refused("This visit was erased already.", _UNCHANGED)
        if visit.status is Status.RECORDING:
            raise Refused("This visit is being recorded.", f"{_UNCHANGED} Stop the recording first.")
        self._require_not_held(visit.id)
        others = [v for v in self._store.visits() if v.case_id == visit.case_id and v.id != visit.id]
        if with_case and any(v.status is not Status.ERASED for v in others):
            raise Refused("The case has other visits, so its people must stay.", f"{_UNCHANGED} Erase without --with-case.")

    def _require_not_held(self, visit_id: str) -> None:
        if order := self._lives.hold(visit_id):
            why = order.reason.replace("_", " ")
            raise Refused(
                f"This visit is held by {order.by} since {order.since:%d %B %Y} ({why}).",
                f"{_UNCHANGED} While it is held nobody can erase it; they or a supervisor can lift the hold.",
            )
