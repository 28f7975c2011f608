"""The story of one visit: consent → sound → transcript → redaction → draft → edit → approve → export.

Read this page to know the system. Each act is one method; each changes the visit and writes its audit entry in ONE
transaction, so that an act which cannot be audited does not happen, and a kill at any moment leaves the visit before
the act or after it. Engines arrive as functions that build them, so that listing visits never loads a model.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from audit import events
from audit.checkpoint import Checkpoint
from audit.log import AuditLog
from recorder import __version__
from recorder.access.keys import derive
from recorder.domain import (
    Advice,
    ApprovedNote,
    Case,
    Consent,
    Gap,
    HeardPiece,
    ModelRun,
    Origin,
    Person,
    RedactedTranscript,
    Status,
    Transcript,
    Turn,
    Visit,
    VoicePiece,
    WorkingNote,
)
from recorder.durable import write_durably
from recorder.errors import Refused, StorageFailed, UsageError
from recorder.footprint import Footprint, Measured
from recorder.interchange import note_from_canonical
from recorder.note_work import NoteWork
from recorder.policy import Policy, consent_enough, may_record, require_allowed_model
from recorder.ports import (
    Adviser,
    AudioSource,
    Clock,
    Diariser,
    Drafter,
    Namer,
    PseudonymMaker,
    Redactor,
    Transcriber,
)
from recorder.rules.file import sha256_in_force
from recorder.stages import StageProgress, timed
from recorder.status import require_move
from recorder.store import Store, StoredNote
from recorder.transcription.cuts import cut_at_gaps
from recorder.transcription.hearing import with_earlier
from recorder.transcription.listening import Listening
from recorder.transcription.live import LiveTranscript
from recorder.vault import Vault

if TYPE_CHECKING:
    from recorder.sound.sealed_audio import SealedAudioReader

Render = Callable[[ApprovedNote, StoredNote, tuple[Person, ...]], bytes]


def _no_advice(_text: str, _cited: Sequence[Turn], _people: Sequence[Person], /, *, visit_date: date) -> tuple[Advice, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Engines:
    """What listens and writes, each built on first use."""

    transcriber: Callable[[], Transcriber]
    diariser: Callable[[], Diariser]
    namer: Namer
    redactor: Callable[[], Redactor]
    pseudonyms: PseudonymMaker
    drafter: Callable[[], Drafter]
    adviser: Adviser = _no_advice


class CaseRecorder(NoteWork):
    """Everything a person can do with a visit."""

    def __init__(self, *, vault: Vault, store: Store, log: AuditLog, engines: Engines, clock: Clock, policy: Policy) -> None:
        super().__init__(vault=vault, store=store, log=log, clock=clock, policy=policy, adviser=engines.adviser)
        self._engines = engines
        self._listening = Listening(
            store,
            transcriber=engines.transcriber,
            diariser=engines.diariser,
            allow=self._require_allowed,
            require_consent=self._require_nobody_withdrew,
        )

    # Before the visit

    def open_case(self, reference: str, roster: Sequence[Person]) -> Case:
        """Begin a case with the people around the child."""
        case = Case(secrets.token_hex(4), reference, tuple(roster))
        with self._store.transaction():
            self._store.add_case(case)
            self._audit(events.CaseCreated(case=case.id, people=len(roster)))
        return case

    def plan_visit(self, case_name: str, *, title: str, template: str, held_on: date) -> Visit:
        """Note that a visit will be, or was, made."""
        self.template_called(template)
        case = self._store.case(case_name)
        visit = Visit(secrets.token_hex(4), case.id, title, template, held_on, Status.PLANNED, self._clock.now())
        with self._store.transaction():
            self._store.add_visit(visit, wrapped_key=self._vault.new_visit_key(visit.id))
            self._audit(events.VisitPlanned(visit=visit.id, case=case.id, template=template))
        return visit

    def record_consent(self, visit_id: str, person: str, *, agreed: bool, told_how: str) -> None:
        """Note what one person answered when told about the recording."""
        visit = self._store.visit(visit_id)
        self._person(visit, person)
        with self._store.transaction():
            person_id = events.keyed_id(derive(self._key(visit_id), "log"), person)
            self._store.save_consent(Consent(visit_id, person, agreed, told_how, self._clock.now()))
            self._audit(events.ConsentGiven(visit=visit_id, person=person_id, agreed=agreed, how=told_how))

    # Sound

    def import_sound(self, visit_id: str, source: AudioSource) -> Visit:
        """Take a finished recording into the vault.

        Raises `Refused` when the council's policy does not allow it or wants consent that is missing, `NotSound` or
        `BadInput` for a file without usable sound.
        """
        visit = self._store.visit(visit_id)
        require_move(visit.status, Status.RECORDED)
        self.require_consent(visit_id)
        stored = self._vault.store_audio(visit_id, source.blocks(), key=self._key(visit_id), source_sha256=source.sha256)
        recording = replace(stored, channels=source.channels)
        with self._store.transaction():
            self._move(visit_id, Status.RECORDED)
            self._store.add_recording(recording)
            self._audit(
                events.SoundImported(
                    visit=visit_id, audio_sha256=recording.sha256, source_sha256=source.sha256, seconds=recording.seconds
                )
            )
        return self._store.visit(visit_id)

    def sound(self, visit_id: str) -> SealedAudioReader:
        """A visit's sound, open to be read stretch by stretch. Raises `StorageFailed` when it is gone or damaged."""
        recording = self._store.recording(visit_id)
        if recording is None:
            raise StorageFailed("This visit's recording is not in the vault.", "Restore the vault from a backup.")
        return self._vault.open_sound(recording, key=self._key(visit_id))

    def missing(self, visit_id: str) -> tuple[Gap, ...]:
        """Where a visit's recording has no sound because the microphone gave none."""
        recording = self._store.recording(visit_id)
        return recording.missing if recording else ()

    def listen(self, visit_id: str) -> LiveTranscript:
        """Write down what is said while a visit is recorded; `process` goes on with what is left. Raises `Refused`."""
        return self._listening.begin(visit_id)

    # From sound to draft

    def process(self, visit_id: str, *, on_progress: StageProgress | None = None) -> Visit:
        """Do whatever is still missing between sound and draft. Safe to repeat after a kill: nothing is done twice."""
        progress = on_progress or (lambda _stage, _share: None)
        if self._store.visit(visit_id).status in (Status.PLANNED, Status.RECORDING):
            raise Refused(
                "This visit has no recording yet.",
                f"Record it: casescribe record {visit_id}. Or bring a file in: casescribe import {visit_id} FILE",
            )
        if self._store.visit(visit_id).status is Status.RECORDED:
            self.transcribe(visit_id, on_progress=progress)
        if self._store.visit(visit_id).status is Status.TRANSCRIBED:
            if self._store.redaction(visit_id) is None:
                self.redact(visit_id, on_progress=progress)
            self.draft(visit_id, on_progress=progress)
        elif (heard := self._store.transcript(visit_id)) and heard.turns and self._store.redaction(visit_id) is None:
            self.redact(visit_id, on_progress=progress)  # words were corrected after the draft was made
        return self._store.visit(visit_id)

    def transcribe(self, visit_id: str, *, on_progress: StageProgress) -> Transcript:
        """Turn the sound into words, as far as they are not heard yet, tell the voices apart, propose who each is."""
        visit = self._store.visit(visit_id)
        require_move(visit.status, Status.TRANSCRIBED)
        self._require_nobody_withdrew(visit_id)
        recording, roster = self._store.recording(visit_id), self.roster(visit_id)
        with self.sound(visit_id) as sound:
            if recording is None or sound.verify().sha256 != recording.sha256:
                raise StorageFailed("The visit's recording is not the one that was stored.", "Restore it from a backup.")
            with timed("transcribe", on_progress) as (heard_time, share):
                heard = self._listening.finish(visit_id, sound, progress=share)
            with timed("speakers", on_progress) as (voices_time, share):
                voices = self._listening.tell_apart(heard.transcript, sound, progress=share)
                transcript = cut_at_gaps(heard.transcriber.mark_languages(voices.transcript, sound), recording)
        named = self._engines.namer(transcript, roster)
        with self._store.transaction():
            self._move(visit_id, Status.TRANSCRIBED)
            sha256 = self._store.save_transcript(visit_id, transcript)
            self._store.save_speakers(visit_id, named)
            self._ran(
                visit_id,
                "transcribe",
                models=heard.transcriber.model,
                spent=heard_time,
                output_sha256=sha256,
                earlier=heard.earlier,
            )
            self._ran(
                visit_id,
                "speakers",
                models=voices.model,
                spent=voices_time,
                output_sha256=sha256,
                earlier=voices.earlier,
            )
        return self._need_transcript(visit_id)

    def name_speakers(self, visit_id: str, named: Mapping[str, str]) -> None:
        """Say who each voice is. A draft that nobody has worked on yet is thrown away, to be made anew.

        Raises `UsageError` for a voice or person that is not there, `Refused` once people have worked on the draft.
        """
        visit = self._store.visit(visit_id)
        labels = self._store.speaker_labels(visit_id)
        for label, person in named.items():
            if label not in labels:
                raise UsageError(f"Nobody is called {label} in this transcript.", f"The voices are {', '.join(labels)}.")
            self._person(visit, person)
        if visit.status not in (Status.TRANSCRIBED, Status.DRAFTED) or self._store.has_human_work(visit_id):
            raise Refused("The note has been worked on, so the voices keep their names.", "Correct the sentences instead.")
        with self._store.transaction():
            if visit.status is Status.DRAFTED:
                self._move(visit_id, Status.TRANSCRIBED)
                self._store.drop_draft(visit_id)
                self._audit(events.DraftDropped(visit=visit_id, reason="speakers-renamed"))
            self._store.save_speakers(visit_id, self._store.speakers(visit_id) | dict(named))
            self._audit(events.SpeakersNamed(visit=visit_id, count=len(named)))

    def redact(self, visit_id: str, *, on_progress: StageProgress) -> RedactedTranscript:
        """Find what must not be named."""
        self._require_nobody_withdrew(visit_id)
        transcript = self._need_transcript(visit_id)
        with timed("redact", on_progress) as (spent, _):
            redactor = self._engines.redactor()
            self._require_allowed(redactor.model)
            redacted = redactor.redact(transcript, self.roster(visit_id))
        with self._store.transaction():
            sha256 = self._store.save_redaction(visit_id, redacted)
            self._ran(visit_id, "redact", models=redactor.model, spent=spent, output_sha256=sha256)
        return redacted

    def draft(self, visit_id: str, *, on_progress: StageProgress) -> WorkingNote:
        """Make the first draft: every sentence cites, human sections stay blank."""
        visit, transcript = self._store.visit(visit_id), self._need_transcript(visit_id)
        require_move(visit.status, Status.DRAFTED)
        self._require_nobody_withdrew(visit_id)
        roster, redacted = self.roster(visit_id), self._store.redaction(visit_id)
        earlier = self._store.stand_ins(visit.case_id)
        pseudonyms = self._engines.pseudonyms(redacted, roster, earlier=earlier) if redacted else None
        with timed("draft", on_progress) as (spent, _):
            drafter = self._engines.drafter()
            self._require_allowed(drafter.model)
            note = drafter.draft(
                transcript,
                roster=roster,
                template=self.template(visit_id),
                visit_date=visit.held_on,
                pseudonyms=pseudonyms,
            )
        with self._store.transaction():
            self._move(visit_id, Status.DRAFTED)
            sha256 = self._store.save_draft(visit_id, note)
            if pseudonyms:
                self._store.save_stand_ins(visit.case_id, pseudonyms.stand_ins)
            self._ran(visit_id, "draft", models=drafter.model, spent=spent, output_sha256=sha256)
            self._audit(
                events.DraftMade(
                    visit=visit_id,
                    draft_sha256=sha256,
                    reported=sum(s.origin is Origin.REPORTED for s in note.statements),
                    writer=sum(s.origin is Origin.WRITER for s in note.statements),
                    to_confirm=sum(s.confirm for s in note.statements),
                    unused_disclosures=len(note.unused_disclosures),
                    refused=note.refused,
                    contradictions=len(note.contradictions),
                )
            )
        return self.working_note(visit_id)

    # To sign and to hand on

    def approve(self, visit_id: str) -> ApprovedNote:
        """Sign the note. Raises `Refused`, saying what is missing, while anything waits for a person."""
        visit, working = self._require_draft(visit_id), self.working_note(visit_id)
        if to_do := working.to_do():
            raise Refused("The note cannot be approved yet. " + " ".join(to_do), "Nothing was changed.")
        with self._store.transaction():
            note = self._note_to_sign(visit, working)
            signature = self._signer.sign(note.canonical())
            self._move(visit_id, Status.APPROVED)
            entry = self._audit(
                events.NoteApproved(
                    visit=visit_id,
                    note_sha256=note.sha256(),
                    transcript_sha256=note.transcript_sha256,
                    audio_sha256=note.audio_sha256,
                    template=note.template.name,
                    models=note.models,
                    signature=signature.hex(),
                    public_key=self._signer.public_key.hex(),
                    policy_sha256=sha256_in_force(self._store.council_policy()),
                    **_words_by_origin(note),
                )
            )
            self._store.note_approved(visit_id, at=entry.at)
            head = self._head()
            self._store.save_note(
                StoredNote(
                    visit_id=visit_id,
                    canonical=note.canonical(),
                    sha256=note.sha256(),
                    signature=signature,
                    public_key=self._signer.public_key,
                    log_entry=entry.seq,
                    log_size=head.size,
                    log_root=head.root,
                )
            )
        return note

    def export(self, visit_id: str, *, form: str, render: Render, destination: Path) -> None:
        """Write an approved note to a file. Raises `Refused` for one that is not approved."""
        stored = self.signed_note(visit_id)
        data = render(note_from_canonical(stored.canonical), stored, self.roster(visit_id))
        with self._store.transaction():
            self._audit(
                events.NoteExported(
                    visit=visit_id, note_sha256=stored.sha256, format=form, file_sha256=hashlib.sha256(data).hexdigest()
                )
            )
            try:
                write_durably(destination, data)
            except OSError as exc:
                raise StorageFailed(f"{destination.name} could not be written: {exc.strerror}.", "The note is safe.") from exc

    # Helpers

    def _key(self, visit_id: str) -> bytes:
        return self._vault.visit_key(visit_id, self._store.wrapped_key(visit_id))

    def _head(self) -> Checkpoint:
        head = self._log.head()
        if head is None:
            raise StorageFailed("The audit log is empty.", "Nothing was changed. Restore the vault from a backup.")
        return head

    def _move(self, visit_id: str, status: Status) -> None:
        self._require_nobody_withdrew(visit_id)
        require_move(self._store.visit(visit_id).status, status)
        self._store.set_status(visit_id, status)

    def _ran(
        self,
        visit_id: str,
        stage: str,
        *,
        models: str,
        spent: Measured,
        output_sha256: str,
        earlier: Sequence[HeardPiece | VoicePiece] = (),
    ) -> None:
        """Record a stage; its settings are what this version of the program does with the visit's own numbers."""
        settings = f"{__version__} {stage} template={self._store.visit(visit_id).template} people={len(self.roster(visit_id))}"
        cost = with_earlier(spent.footprint or Footprint(stage, 0.0, 0.0, None, 0.0, "not-measured"), earlier)
        self._store.save_model_run(
            visit_id, ModelRun(stage, models, cost.seconds, cost.cpu_seconds, cost.peak_memory, cost.joules)
        )
        self._audit(
            events.ModelRan(
                visit=visit_id,
                stage=stage,
                models=tuple(m.strip() for m in models.split(",") if m.strip()),
                seconds=cost.seconds,
                cpu_seconds=cost.cpu_seconds,
                peak_memory=cost.peak_memory,
                joules=cost.joules,
                energy_method=cost.method,
                output_sha256=output_sha256,
                settings_sha256=hashlib.sha256(settings.encode()).hexdigest(),
            )
        )

    def require_consent(self, visit_id: str) -> None:
        """Raise `Refused` when the council's policy does not allow sound of this visit, or not yet."""
        visit = self._store.visit(visit_id)
        may_record(self._policy, visit.template)
        verdict = consent_enough(self._policy, self._store.consents(visit_id), self.roster(visit_id))
        if not verdict.enough:
            waits = verdict.waiting[0] if verdict.waiting else "PERSON"
            raise Refused(
                f"{' '.join(verdict.reasons)} So nothing was taken in.",
                f"If they agreed, note it with “casescribe visit consent {visit_id} {waits} --yes”.",
            )

    def _require_allowed(self, models: str) -> None:
        """Raise `Refused` unless the council allows every model that an engine names, before it hears or reads a word."""
        require_allowed_model(self._policy, ",".join(_models_alone(models)))

    def _note_to_sign(self, visit: Visit, working: WorkingNote) -> ApprovedNote:
        transcript, recording = self._need_transcript(visit.id), self._store.recording(visit.id)
        statements = tuple(s for s in working.statements if s.text)
        cited = sorted({c for s in statements for c in s.cites})
        turns = [transcript.turns[i] for i in cited]
        models = {m.strip() for run in self._store.model_runs(visit.id) for m in run.models.split(",") if m.strip()}
        return ApprovedNote(
            visit_id=visit.id,
            title=visit.title,
            held_on=visit.held_on,
            template=working.template,
            statements=statements,
            human_sections=working.human_sections,
            times=tuple((t.i, t.start) for t in turns if t.start is not None),
            approved_by=self._signer.name,
            approved_at=self._clock.now(),
            transcript_sha256=self._store.transcript_sha256(visit.id),
            audio_sha256=recording.sha256 if recording else "",
            models=tuple(sorted(models)),
            log_size=self._head().size,
            log_root=self._head().root.hex(),
        )


def _models_alone(engine: str) -> list[str]:
    """An engine's models without a writer's prompt, and how it was run, which follows the prompt (`models.language.writer`)."""
    parts = [part.strip() for part in engine.split(",")]
    aside = {n + after for n, part in enumerate(parts) if part.startswith("prompt.") for after in (0, 1)}
    return [part for n, part in enumerate(parts) if n not in aside]


def _words_by_origin(note: ApprovedNote) -> dict[str, int]:
    """How many words of the note the rules, the language model and people worded, for the log."""
    counted = {"words_reported": 0, "words_writer": 0, "words_edited": 0, "words_own": 0}
    for s in note.statements:
        origin = "edited" if s.edited else {Origin.REPORTED: "reported", Origin.WRITER: "writer"}.get(s.origin, "own")
        counted[f"words_{origin}"] += len(s.text.split())
    counted["words_own"] += sum(len(text.split()) for _, text in note.human_sections)
    return counted
