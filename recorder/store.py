"""The only SQL about cases: every value the domain knows goes in and comes out here.

Writes happen inside `transaction()` (`recorder.rows`). What happens to a visit after its note is signed is in
`recorder.keeping.lives`. Nothing here decides anything: the pipeline asks `recorder.status` what is allowed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from recorder.domain import (
    Case,
    Consent,
    Contradiction,
    Differs,
    Doubt,
    DraftNote,
    Gap,
    HeardPiece,
    ModelRun,
    Origin,
    Person,
    Recording,
    RedactedTranscript,
    RedactedTurn,
    Span,
    Statement,
    StatementKind,
    Status,
    Template,
    Transcript,
    Turn,
    Visit,
    VoicePiece,
    Word,
    WorkingNote,
)
from recorder.errors import Refused, UsageError
from recorder.interchange import people_to_json, read_people
from recorder.rows import Rows


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A signed note as it was stored: the signed bytes, not a re-making of them."""

    visit_id: str
    canonical: bytes  # `ApprovedNote.canonical()`
    sha256: str
    signature: bytes  # Ed25519 over `canonical`
    public_key: bytes
    log_entry: int  # the audit log's entry of the approval
    log_size: int  # entries in the log just after it
    log_root: bytes  # its Merkle root then


class Store(Rows):
    """Cases, visits and notes in one database."""

    def council_policy(self) -> tuple[str, bytes] | None:
        """The council's policy as it was given, and the public key that signed it (empty: nobody)."""
        rows = self._rows("SELECT text, signed_by FROM council_policy")
        return (rows[0]["text"], bytes(rows[0]["signed_by"])) if rows else None

    def save_council_policy(self, text: str, *, signature: str, signed_by: bytes) -> None:
        """Put a council's policy in force."""
        self._run("DELETE FROM council_policy")
        self._insert("council_policy", {"id": 1, "text": text, "signature": signature, "signed_by": signed_by})

    def council_templates(self) -> dict[str, str]:
        """The text of each note template of the council, by its name."""
        return {row["name"]: row["text"] for row in self._rows("SELECT name, text FROM council_templates ORDER BY name")}

    def add_council_template(self, name: str, text: str) -> None:
        """Keep a note template under a name that no other has."""
        self._insert("council_templates", {"name": name, "text": text})

    # Cases and visits

    def add_case(self, case: Case) -> None:
        """Store a new case with its people."""
        if self._rows("SELECT 1 FROM cases WHERE reference = ?", case.reference):
            raise UsageError(f"There is a case {case.reference} already.", "Nothing was changed.")
        self._insert("cases", {"id": case.id, "reference": case.reference})
        self.replace_roster(case.id, case.roster)

    def replace_roster(self, case_id: str, roster: Sequence[Person]) -> None:
        """Store the people around the child anew."""
        self._run("DELETE FROM people WHERE case_id = ?", case_id)
        for position, details in enumerate(people_to_json(roster)):
            row = {"case_id": case_id, "key": details["key"], "position": position, "details": _json(details)}
            self._insert("people", row)

    def cases(self) -> tuple[Case, ...]:
        """All cases by reference."""
        rosters: dict[str, list[Any]] = {}
        for row in self._rows("SELECT case_id, details FROM people ORDER BY case_id, position"):
            rosters.setdefault(row["case_id"], []).append(json.loads(row["details"]))
        rows = self._rows("SELECT id, reference FROM cases ORDER BY reference")
        return tuple(Case(r["id"], r["reference"], read_people(rosters.get(r["id"], []))) for r in rows)

    def references(self) -> dict[str, str]:
        """Each case's reference by its id, in their order."""
        return {row["id"]: row["reference"] for row in self._rows("SELECT id, reference FROM cases ORDER BY reference")}

    def case(self, name: str) -> Case:
        """A case by id or reference. Raises `UsageError` when there is none."""
        rows = self._rows("SELECT id, reference FROM cases WHERE id = ? OR reference = ?", name, name)
        if not rows:
            raise UsageError(f"There is no case {name}.", "“casescribe case list” shows the cases.")
        return Case(rows[0]["id"], rows[0]["reference"], self._roster(rows[0]["id"]))

    def _roster(self, case_id: str) -> tuple[Person, ...]:
        rows = self._rows("SELECT details FROM people WHERE case_id = ? ORDER BY position", case_id)
        return read_people([json.loads(r["details"]) for r in rows])

    def add_visit(self, visit: Visit, *, wrapped_key: bytes) -> None:
        """Store a planned visit with its own key, wrapped."""
        row = {"id": visit.id, "case_id": visit.case_id, "title": visit.title, "template": visit.template}
        row |= {"held_on": visit.held_on.isoformat(), "status": visit.status.value, "created_at": visit.created_at.isoformat()}
        self._insert("visits", row)
        self._insert("visit_keys", {"visit_id": visit.id, "wrapped": wrapped_key})

    def wrapped_key(self, visit_id: str) -> bytes:
        """A visit's own key, wrapped. Raises `Refused` once it was destroyed."""
        rows = self._rows("SELECT wrapped FROM visit_keys WHERE visit_id = ?", visit_id)
        if not rows:
            raise Refused("This visit was erased: its key is destroyed.", "Only the log still tells that it was held.")
        return bytes(rows[0]["wrapped"])

    def wrapped_keys(self) -> tuple[tuple[str, bytes], ...]:
        """Every visit that has a key, with it."""
        return tuple((r["visit_id"], bytes(r["wrapped"])) for r in self._rows("SELECT visit_id, wrapped FROM visit_keys"))

    def rewrap_keys(self, wrapped: Sequence[tuple[str, bytes]]) -> None:
        """Put newly wrapped keys in the place of the old ones."""
        self._db.conn.executemany(
            "UPDATE visit_keys SET wrapped = ? WHERE visit_id = ?", [(key, visit) for visit, key in wrapped]
        )

    def recording_unfinished(self) -> bool:
        """Whether a visit is being recorded, or was when a program ended."""
        return bool(self._rows("SELECT 1 FROM visits WHERE status = ? LIMIT 1", Status.RECORDING.value))

    def erasure_unfinished(self) -> bool:
        """Whether an erasure was cut off before its leftovers on the disk were overwritten."""
        return bool(self._rows("SELECT 1 FROM erasure_certificates WHERE NOT finished LIMIT 1"))

    def visits(self) -> tuple[Visit, ...]:
        """All visits, the newest day first."""
        return tuple(map(_visit, self._rows("SELECT * FROM visits ORDER BY held_on DESC, created_at DESC")))

    def visit(self, visit_id: str) -> Visit:
        """A visit by id. Raises `UsageError` when there is none."""
        rows = self._rows("SELECT * FROM visits WHERE id = ?", visit_id)
        if not rows:
            raise UsageError(f"There is no visit {visit_id}.", "“casescribe visit list” shows the visits.")
        return _visit(rows[0])

    def set_status(self, visit_id: str, status: Status) -> None:
        """Move a visit on; whether it may is the caller's question to `recorder.status`."""
        self._run("UPDATE visits SET status = ? WHERE id = ?", status.value, visit_id)

    def note_work(self, visit_id: str, *, at: datetime) -> None:
        """Keep when somebody last did something with a visit: what retention counts a draft's days from."""
        self._run("UPDATE visits SET worked_at = ? WHERE id = ?", at.isoformat(), visit_id)

    def note_approved(self, visit_id: str, *, at: datetime) -> None:
        """Keep when a visit's note was approved."""
        self._run("UPDATE visits SET approved_at = ? WHERE id = ?", at.isoformat(), visit_id)

    # Consent and sound

    def save_consent(self, consent: Consent) -> None:
        """Store one person's answer; a later answer replaces the earlier (the log keeps both)."""
        row = {"visit_id": consent.visit_id, "person": consent.person, "agreed": int(consent.agreed)}
        self._run("DELETE FROM consents WHERE visit_id = ? AND person = ?", consent.visit_id, consent.person)
        self._insert("consents", row | {"told_how": consent.told_how, "at": consent.at.isoformat()})

    def consents(self, visit_id: str) -> tuple[Consent, ...]:
        """What each person answered."""
        rows = self._rows("SELECT * FROM consents WHERE visit_id = ? ORDER BY at", visit_id)
        return tuple(
            Consent(visit_id, r["person"], bool(r["agreed"]), r["told_how"], datetime.fromisoformat(r["at"])) for r in rows
        )

    def add_recording(self, recording: Recording) -> None:
        """Store where a visit's sound lies."""
        row = asdict(recording)
        moments = {"marks": _json(row["marks"]), "private": _json(row["private"])}
        gaps = _json([[gap.at, gap.seconds] for gap in recording.missing])
        self._insert("recordings", row | moments | {"missing": gaps})

    def put_recording(self, recording: Recording) -> None:
        """Store where a visit's sound lies, in the place of what was known of it before."""
        self._run("DELETE FROM recordings WHERE visit_id = ?", recording.visit_id)
        self.add_recording(recording)

    def drop_recording(self, visit_id: str) -> None:
        """Forget a visit's sound, and what was heard of it."""
        self._run("DELETE FROM recordings WHERE visit_id = ?", visit_id)
        self._forget_pieces(visit_id)

    def recording(self, visit_id: str) -> Recording | None:
        """Where a visit's sound lies, if it has any."""
        rows = self._rows("SELECT * FROM recordings WHERE visit_id = ?", visit_id)
        if not rows:
            return None
        row = rows[0]
        moments = {kind: tuple(json.loads(row[kind])) for kind in ("marks", "private")}
        return Recording(**row | moments | {"missing": tuple(Gap(*gap) for gap in json.loads(row["missing"]))})

    # Transcript

    def keep_piece(self, visit_id: str, piece: HeardPiece) -> None:
        """Store a piece in the place of whatever was heard of the same stretch."""
        self._run("DELETE FROM heard_pieces WHERE visit_id = ? AND start < ? AND end > ?", visit_id, piece.end, piece.start)
        row = {"visit_id": visit_id, "start": piece.start, "end": piece.end, "sha256": piece.sha256}
        row |= {"settings": piece.settings, "segments": _json([_word_rows(s) for s in piece.segments])}
        self._insert("heard_pieces", row | {"seconds": piece.seconds, "cpu_seconds": piece.cpu_seconds, "joules": piece.joules})

    def pieces(self, visit_id: str) -> tuple[HeardPiece, ...]:
        """What was heard so far of a visit that has no transcript yet, in order."""
        rows = self._rows("SELECT * FROM heard_pieces WHERE visit_id = ? ORDER BY start", visit_id)
        return tuple(
            HeardPiece(
                start=r["start"],
                end=r["end"],
                sha256=r["sha256"],
                settings=r["settings"],
                segments=tuple(tuple(_word(*w) for w in segment) for segment in json.loads(r["segments"])),
                seconds=r["seconds"],
                cpu_seconds=r["cpu_seconds"],
                joules=r["joules"],
            )
            for r in rows
        )

    def keep_voice_piece(self, visit_id: str, piece: VoicePiece) -> None:
        """Store what tells voices apart, in the place of whatever was kept of the same stretch."""
        self._run("DELETE FROM voice_pieces WHERE visit_id = ? AND start < ? AND end > ?", visit_id, piece.end, piece.start)
        self._insert("voice_pieces", {"visit_id": visit_id} | asdict(piece))

    def voice_pieces(self, visit_id: str) -> tuple[VoicePiece, ...]:
        """What tells voices apart so far in a visit that has no transcript yet, in order."""
        columns = "start, end, sha256, settings, prints, seconds, cpu_seconds, joules"
        rows = self._rows(f"SELECT {columns} FROM voice_pieces WHERE visit_id = ? ORDER BY start", visit_id)  # noqa: S608
        return tuple(VoicePiece(**row) for row in rows)

    def _forget_pieces(self, visit_id: str) -> None:
        for table in ("heard_pieces", "voice_pieces"):
            self._run(f"DELETE FROM {table} WHERE visit_id = ?", visit_id)  # noqa: S608 - our names

    def save_transcript(self, visit_id: str, transcript: Transcript) -> str:
        """Store a transcript, which takes the place of all pieces; returns the SHA-256 of its stored form."""
        self._forget_pieces(visit_id)
        sha256 = _turns_sha256(visit_id, transcript.turns)
        row = {"visit_id": visit_id, "language": transcript.language, "model": transcript.model}
        self._insert("transcripts", row | {"seconds": transcript.seconds, "sha256": sha256})
        for turn in transcript.turns:
            self._insert("turns", _turn_row(visit_id, turn))
        return sha256

    def correct_turns(self, visit_id: str, turns: Iterable[Turn]) -> None:
        """Put turns, by voice and not by person, in the place of those of their numbers.

        What must not be named is to be found anew, and what people decided about it with the old words is forgotten.
        """
        for turn in turns:
            row = _turn_row(visit_id, turn)
            columns = ", ".join(f"{column} = ?" for column in row)
            self._run(f"UPDATE turns SET {columns} WHERE visit_id = ? AND i = ?", *row.values(), visit_id, turn.i)  # noqa: S608
        self._run("UPDATE turns SET spans = NULL WHERE visit_id = ?", visit_id)
        self._run("DELETE FROM redaction_reviews WHERE visit_id = ? AND audience LIKE 'transcript/%'", visit_id)
        now = self.transcript(visit_id, named=False)
        if now is None:
            raise RuntimeError("a transcript was corrected that is not there")
        self._run("UPDATE transcripts SET sha256 = ? WHERE visit_id = ?", _turns_sha256(visit_id, now.turns), visit_id)

    def transcript_sha256(self, visit_id: str) -> str:
        """The hash given when the transcript was stored."""
        rows = self._rows("SELECT sha256 FROM transcripts WHERE visit_id = ?", visit_id)
        return str(rows[0]["sha256"]) if rows else ""

    def transcript(self, visit_id: str, *, named: bool = True) -> Transcript | None:
        """A visit's transcript, with the people's keys where the voices are `named`."""
        head = self._rows("SELECT * FROM transcripts WHERE visit_id = ?", visit_id)
        if not head:
            return None
        people = self.speakers(visit_id) if named else {}
        rows = self._rows("SELECT * FROM turns WHERE visit_id = ? ORDER BY i", visit_id)
        turns = tuple(_turn(row, people) for row in rows)
        return Transcript(visit_id, turns, head[0]["language"], head[0]["model"], head[0]["seconds"])

    def turns(self, visit_id: str, numbers: Iterable[int]) -> tuple[Turn, ...]:
        """Some turns of a transcript, in order, with the people's keys: of a long one much quicker than all of it."""
        wanted = "SELECT * FROM turns WHERE visit_id = ? AND i IN (SELECT value FROM json_each(?)) ORDER BY i"
        people = self.speakers(visit_id)
        return tuple(_turn(row, people) for row in self._rows(wanted, visit_id, _json(list(numbers))))

    def save_speakers(self, visit_id: str, named: Mapping[str, str]) -> None:
        """Store who each voice is: label → Person.key."""
        self._run("DELETE FROM speakers WHERE visit_id = ?", visit_id)
        for label, person in named.items():
            self._insert("speakers", {"visit_id": visit_id, "label": label, "person": person})

    def speakers(self, visit_id: str) -> dict[str, str]:
        """Label → Person.key, as far as named."""
        rows = self._rows("SELECT label, person FROM speakers WHERE visit_id = ?", visit_id)
        return {r["label"]: r["person"] for r in rows}

    def speaker_labels(self, visit_id: str) -> tuple[str, ...]:
        """The voices heard, in order of first appearance."""
        rows = self._rows("SELECT speaker FROM turns WHERE visit_id = ? GROUP BY speaker ORDER BY min(i)", visit_id)
        return tuple(r["speaker"] for r in rows)

    def save_redaction(self, visit_id: str, redacted: RedactedTranscript) -> str:
        """Store found personal data; returns the SHA-256 of its stored form."""
        hashed = hashlib.sha256()
        for turn in redacted.turns:
            spans = _json([[s.start, s.end, s.type, s.score, s.person] for s in turn.spans])
            hashed.update(f"{turn.i} {spans}\n".encode())
            self._run("UPDATE turns SET spans = ? WHERE visit_id = ? AND i = ?", spans, visit_id, turn.i)
        return hashed.hexdigest()

    def redaction(self, visit_id: str) -> RedactedTranscript | None:
        """Found personal data, None before the visit was redacted."""
        rows = self._rows("SELECT i, text, spans FROM turns WHERE visit_id = ? ORDER BY i", visit_id)
        if not rows or any(r["spans"] is None for r in rows):
            return None
        turns = (RedactedTurn(r["i"], r["text"], tuple(Span(*s) for s in json.loads(r["spans"]))) for r in rows)
        return RedactedTranscript(visit_id, tuple(turns))

    def stand_ins(self, case_id: str) -> dict[str, str]:
        """A case's stable stand-ins: name or number as written → stand-in."""
        rows = self._rows("SELECT name, stand_in FROM case_stand_ins WHERE case_id = ? ORDER BY rowid", case_id)
        return {r["name"]: r["stand_in"] for r in rows}

    def save_stand_ins(self, case_id: str, stand_ins: Mapping[str, str]) -> None:
        """Store a case's stand-ins anew."""
        self._run("DELETE FROM case_stand_ins WHERE case_id = ?", case_id)
        for name, stand_in in stand_ins.items():
            self._insert("case_stand_ins", {"case_id": case_id, "name": name, "stand_in": stand_in})

    def review_decisions(self, visit_id: str, audience: str) -> dict[str, Any] | None:
        """What people decided about the redactions for an audience (`recorder.views.decisions_to_json`), if they did."""
        rows = self._rows("SELECT decisions FROM redaction_reviews WHERE visit_id = ? AND audience = ?", visit_id, audience)
        return dict(json.loads(rows[0]["decisions"])) if rows else None

    def save_review_decisions(self, visit_id: str, audience: str, decisions: Mapping[str, Any]) -> None:
        """Store what people decided."""
        self._run("DELETE FROM redaction_reviews WHERE visit_id = ? AND audience = ?", visit_id, audience)
        self._insert("redaction_reviews", {"visit_id": visit_id, "audience": audience, "decisions": _json(decisions)})

    def save_model_run(self, visit_id: str, run: ModelRun) -> None:
        """Store which models did a stage and what it took."""
        self._run("DELETE FROM model_runs WHERE visit_id = ? AND stage = ?", visit_id, run.stage)
        self._insert("model_runs", {"visit_id": visit_id} | asdict(run))

    def model_runs(self, visit_id: str) -> tuple[ModelRun, ...]:
        """The stages that models did, in the order they ran."""
        rows = self._rows(
            "SELECT stage, models, seconds, cpu_seconds, peak_memory, joules FROM model_runs WHERE visit_id = ? ORDER BY rowid",
            visit_id,
        )
        return tuple(ModelRun(**r) for r in rows)

    # Draft and note

    def save_draft(self, visit_id: str, draft: DraftNote) -> str:
        """Store a first draft; returns the SHA-256 of its stored form."""
        rows = [_statement_row(visit_id, position, s) for position, s in enumerate(draft.statements)]
        for row in rows:
            self._insert("statements", row)
        for section in draft.blank_sections:
            self._insert("human_sections", {"visit_id": visit_id, "section": section, "text": ""})
        for turn in draft.unused_disclosures:
            self._insert("disclosures", {"visit_id": visit_id, "turn": turn, "acknowledged": 0})
        for one in draft.contradictions:
            self._insert("contradictions", {"visit_id": visit_id} | asdict(one) | {"seen": int(one.seen)})
        return hashlib.sha256(_json(rows).encode()).hexdigest()

    def drop_draft(self, visit_id: str) -> None:
        """Throw a draft away, its edits too."""
        for table in ("statements", "statement_edits", "human_sections", "disclosures", "contradictions", "note_steps"):
            self._run(f"DELETE FROM {table} WHERE visit_id = ?", visit_id)  # noqa: S608 - the names stand in the line above

    def working_note(self, visit_id: str, template: Template) -> WorkingNote:
        """The draft as it is now."""
        rows = self._rows("SELECT * FROM statements WHERE visit_id = ? ORDER BY position", visit_id)
        statements = tuple(map(_statement, rows))
        theirs = {i for s in statements if s.text and (s.evidence_chosen or s.origin is Origin.PERSON) for i in s.cites}
        written = self._rows("SELECT section, text FROM human_sections WHERE visit_id = ? ORDER BY rowid", visit_id)
        found = self._rows("SELECT turn, acknowledged FROM disclosures WHERE visit_id = ? ORDER BY turn", visit_id)
        return WorkingNote(
            visit_id=visit_id,
            template=template,
            statements=statements,
            human_sections=tuple((r["section"], r["text"]) for r in written),
            unused_disclosures=tuple(r["turn"] for r in found if not r["acknowledged"] and r["turn"] not in theirs),
            acknowledged_disclosures=tuple(r["turn"] for r in found if r["acknowledged"]),
            contradictions=self._contradictions(visit_id),
        )

    def _contradictions(self, visit_id: str) -> tuple[Contradiction, ...]:
        rows = self._rows("SELECT * FROM contradictions WHERE visit_id = ? ORDER BY first, second", visit_id)
        return tuple(Contradiction(r["first"], r["second"], Differs(r["differs"]), r["about"], bool(r["seen"])) for r in rows)

    def has_human_work(self, visit_id: str) -> bool:
        """Whether a person changed, confirmed or wrote anything in the draft."""
        edits = self._rows("SELECT 1 FROM statement_edits WHERE visit_id = ? LIMIT 1", visit_id)
        theirs = "SELECT 1 FROM statements WHERE visit_id = ? AND (confirmed OR evidence_chosen OR origin = 'person') LIMIT 1"
        confirmed = self._rows(theirs, visit_id)
        return bool(
            edits or confirmed or self._rows("SELECT 1 FROM human_sections WHERE visit_id = ? AND text != ''", visit_id)
        )

    def statement(self, visit_id: str, statement_id: str) -> Statement:
        """One sentence of the draft. Raises `UsageError` when there is none."""
        rows = self._rows("SELECT * FROM statements WHERE visit_id = ? AND id = ?", visit_id, statement_id)
        if not rows:
            raise UsageError(f"The note has no sentence {statement_id}.", "“casescribe show” prints them with their ids.")
        return _statement(rows[0])

    def edit_statement(self, visit_id: str, statement_id: str, text: str, *, at: datetime) -> Statement:
        """Change a sentence, keeping what it was. Returns it as it is now."""
        after = replace(self.statement(visit_id, statement_id), text=text, confirmed=False)
        self.put_statement(visit_id, after, at=at)
        return after

    def put_statement(self, visit_id: str, after: Statement, *, at: datetime) -> None:
        """Put a sentence's text, evidence and confirmation in the place of what they were; an earlier text is kept."""
        before = self.statement(visit_id, after.id)
        if after.text != before.text:
            row = {"visit_id": visit_id, "statement": after.id, "before": before.text, "after": after.text}
            self._insert("statement_edits", row | {"at": at.isoformat()})
        self._run(
            "UPDATE statements SET text = ?, cites = ?, evidence_chosen = ?, confirmed = ? WHERE visit_id = ? AND id = ?",
            *(after.text, _json(after.cites), int(after.evidence_chosen), int(after.confirmed), visit_id, after.id),
        )

    def add_statement(self, visit_id: str, statement: Statement) -> str:
        """Store a sentence of the worker's own at the end of its section; returns its id."""
        place = self._rows("SELECT count(*) AS n FROM statements WHERE visit_id = ?", visit_id)[0]["n"]
        self._insert("statements", _statement_row(visit_id, int(place), statement))
        return f"s{place + 1}"

    def confirm_statement(self, visit_id: str, statement_id: str) -> None:
        """Mark a sentence as confirmed by the worker."""
        self._run("UPDATE statements SET confirmed = 1 WHERE visit_id = ? AND id = ?", visit_id, statement_id)

    def section(self, visit_id: str, section: str) -> str:
        """A person's own section as it stands. Raises `UsageError` when the note has no such section for people."""
        rows = self._rows("SELECT text FROM human_sections WHERE visit_id = ? AND section = ?", visit_id, section)
        if not rows:
            raise UsageError(f"The note has no section {section} for you to write.", "Nothing was changed.")
        return str(rows[0]["text"])

    def write_section(self, visit_id: str, section: str, text: str) -> None:
        """Store a person's own section, which the note has."""
        self._run("UPDATE human_sections SET text = ? WHERE visit_id = ? AND section = ?", text, visit_id, section)

    def acknowledge_disclosure(self, visit_id: str, turn: int, *, reason: str) -> bool:
        """Mark a listed disclosure as read and put aside for a reason, or, without one, as unread; whether that is a change.

        Raises `UsageError` when the turn is not listed.
        """
        rows = self._rows("SELECT acknowledged, reason FROM disclosures WHERE visit_id = ? AND turn = ?", visit_id, turn)
        if not rows:
            raise UsageError(f"Turn {turn} is not on the list of possible disclosures.", "Nothing was changed.")
        self._run(
            "UPDATE disclosures SET acknowledged = ?, reason = ? WHERE visit_id = ? AND turn = ?",
            *(int(bool(reason)), reason, visit_id, turn),
        )
        return bool(rows[0]["acknowledged"]) is not bool(reason) or rows[0]["reason"] != reason

    def see_contradiction(self, visit_id: str, first: int, second: int, *, seen: bool) -> bool:
        """Mark two passages that do not agree as compared, or as not yet; whether that is a change. Raises `UsageError`."""
        if (first, second) not in {(c.first, c.second) for c in self._contradictions(visit_id)}:
            raise UsageError(f"Turns {first} and {second} are not listed as not agreeing.", "Nothing was changed.")
        changed = self._run(
            "UPDATE contradictions SET seen = ?1 WHERE visit_id = ?2 AND first = ?3 AND second = ?4 AND seen != ?1",
            *(int(seen), visit_id, first, second),
        )
        return bool(changed)

    def keep_typing(self, visit_id: str, field: str, text: str, *, at: datetime) -> None:
        """Keep words that are being typed; an empty text forgets them."""
        self._run("DELETE FROM unsaved_typing WHERE visit_id = ? AND field = ?", visit_id, field)
        if text:
            self._insert("unsaved_typing", {"visit_id": visit_id, "field": field, "text": text, "at": at.isoformat()})

    def typing(self, visit_id: str) -> dict[str, str]:
        """Field → words that were typed and not saved."""
        rows = self._rows("SELECT field, text FROM unsaved_typing WHERE visit_id = ? ORDER BY at", visit_id)
        return {r["field"]: r["text"] for r in rows}

    def keep_case_words(self, case_id: str, field: str, text: str, *, at: datetime) -> None:
        """Keep words that are being typed about a case, '' for one that is not there yet; an empty text forgets them."""
        self._run("DELETE FROM unsaved_case_words WHERE case_id = ? AND field = ?", case_id, field)
        if text:
            self._insert("unsaved_case_words", {"case_id": case_id, "field": field, "text": text, "at": at.isoformat()})

    def case_words(self, case_id: str) -> dict[str, str]:
        """Field → words that were typed about a case and not saved."""
        rows = self._rows("SELECT field, text FROM unsaved_case_words WHERE case_id = ? ORDER BY at", case_id)
        return {r["field"]: r["text"] for r in rows}

    def save_note(self, note: StoredNote) -> None:
        """Store a signed note."""
        self._insert("notes", asdict(note))

    def note(self, visit_id: str) -> StoredNote | None:
        """The signed note, if the visit has one."""
        rows = self._rows("SELECT * FROM notes WHERE visit_id = ?", visit_id)
        return StoredNote(**rows[0]) if rows else None

    # Search

    def search(self, query: str, *, mark: str, limit: int) -> tuple[int, list[dict[str, Any]]]:
        """How many places an FTS5 query finds, and the best: case_id, visit_id, place, ref, snippet with marked words."""
        total = self._rows("SELECT count(*) AS n FROM search_words WHERE search_words MATCH ?", query)[0]["n"]
        rows = self._rows(
            """SELECT coalesce(e.case_id, v.case_id) AS case_id, e.visit_id, e.place, e.ref,
                snippet(search_words, 0, ?1, ?1, '…', 16) AS snippet
            FROM search_words JOIN search_entries e ON e.id = search_words.rowid LEFT JOIN visits v ON v.id = e.visit_id
            WHERE search_words MATCH ?2 ORDER BY search_words.rank, e.id LIMIT ?3""",
            *(mark, query, limit),
        )
        return int(total), rows


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _visit(row: Mapping[str, Any]) -> Visit:
    return Visit(
        id=row["id"],
        case_id=row["case_id"],
        title=row["title"],
        template=row["template"],
        held_on=date.fromisoformat(row["held_on"]),
        status=Status(row["status"]),
        created_at=datetime.fromisoformat(row["created_at"]),
    )


def _turn(row: Mapping[str, Any], people: Mapping[str, str]) -> Turn:
    return Turn(
        i=row["i"],
        speaker=people.get(row["speaker"], row["speaker"]),
        text=row["text"],
        start=row["start"],
        end=row["end"],
        words=tuple(_word(*w) for w in json.loads(row["words"])),
        language=row["language"],
        translation=row["translation"],
        speaker_doubtful=bool(row["speaker_doubtful"]),
    )


def _turn_row(visit_id: str, turn: Turn) -> dict[str, Any]:
    row: dict[str, Any] = {"visit_id": visit_id, "i": turn.i, "speaker": turn.speaker, "start": turn.start, "end": turn.end}
    row |= {"text": turn.text, "words": _json(_word_rows(turn.words))}
    return row | {"language": turn.language, "translation": turn.translation, "speaker_doubtful": int(turn.speaker_doubtful)}


def _turns_sha256(visit_id: str, turns: Iterable[Turn]) -> str:
    return hashlib.sha256(_json([_turn_row(visit_id, t) for t in turns]).encode()).hexdigest()


def _word_rows(words: Sequence[Word]) -> list[list[Any]]:
    return [[w.start, w.end, w.text, round(w.probability, 4), *filter(None, [w.doubt.value])] for w in words]


def _word(start: float, end: float, text: str, probability: float, doubt: str = "") -> Word:
    """A stored word; those without doubt, and all of the first versions, have four parts."""
    return Word(start, end, text, probability, Doubt(doubt))


def _statement_row(visit_id: str, position: int, s: Statement) -> dict[str, Any]:
    row: dict[str, Any] = {"visit_id": visit_id, "id": f"s{position + 1}", "position": position, "section": s.section}
    row |= {"text": s.text, "cites": _json(list(s.cites)), "kind": s.kind.value, "confirm": int(s.confirm)}
    drafted = "" if s.origin is Origin.PERSON else s.text
    row |= {"origin": s.origin.value, "drafted_text": drafted, "confirmed": int(s.confirmed)}
    return row | ({"evidence_chosen": 1} if s.evidence_chosen else {})


def _statement(row: Mapping[str, Any]) -> Statement:
    return Statement(
        section=row["section"],
        text=row["text"],
        cites=tuple(json.loads(row["cites"])),
        kind=StatementKind(row["kind"]),
        confirm=bool(row["confirm"]),
        origin=Origin(row["origin"]),
        id=row["id"],
        drafted_text=row["drafted_text"],
        confirmed=bool(row["confirmed"]),
        evidence_chosen=bool(row["evidence_chosen"]),
    )
