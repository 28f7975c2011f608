"""One visit from sound to a signed note, on a real database with scripted engines."""

from __future__ import annotations

import io
import json
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from audit.events import DraftMade, ModelRan, NoteApproved
from models.evidence.grounding import advise
from models.scripted import ScriptedDrafter
from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import DraftNote, Origin, Status
from recorder.errors import IllegalMove, ModelUnavailable, Refused, StorageFailed, UsageError
from recorder.export import FORMATS
from recorder.ports import Transcriber
from tests.conftest import ROSTER, SCRIPT, GivenSound, finish_note, reopen, scripted_engines

SCRIPT_DAY = date(2026, 3, 11)


def test_a_visit_goes_from_sound_to_a_signed_note(drafted: OpenVault, drafted_visit: str, tmp_path: Path) -> None:
    recorder = drafted.recorder
    recorder.edit_statement(drafted_visit, "s1", "Donna said that Tyler missed two days of school.")
    finish_note(drafted, drafted_visit)
    recorder.export(drafted_visit, form="md", render=FORMATS["md"], destination=tmp_path / "note.md")

    text = (tmp_path / "note.md").read_text(encoding="utf-8")
    assert "Tyler missed two days of school. [0:04] (edited)" in text
    assert "I hide when they shout." in text
    assert "How this note was made." in text
    stored = recorder.signed_note(drafted_visit)
    assert f"log size {stored.log_size}, root {stored.log_root.hex()}" in text
    assert recorder.visit(drafted_visit).status is Status.APPROVED
    assert verify_vault(drafted).ok


def test_the_log_tells_whose_words_a_note_is_in(drafted: OpenVault, drafted_visit: str) -> None:
    drafted.recorder.edit_statement(drafted_visit, "s1", "Five words of my own.")
    finish_note(drafted, drafted_visit)
    note = drafted.recorder.working_note(drafted_visit)
    approval = next(e.event for e in drafted.recorder.history() if isinstance(e.event, NoteApproved))
    reported = sum(len(s.text.split()) for s in note.statements if not s.edited)
    assert (approval.words_edited, approval.words_reported, approval.words_writer) == (5, reported, 0)
    assert approval.words_own == 3 * len(note.human_sections)
    assert approval.policy_sha256 is not None


def test_the_word_document_says_the_same(drafted: OpenVault, drafted_visit: str, tmp_path: Path) -> None:
    finish_note(drafted, drafted_visit)
    drafted.recorder.export(drafted_visit, form="docx", render=FORMATS["docx"], destination=tmp_path / "note.docx")
    document = docx.Document(io.BytesIO((tmp_path / "note.docx").read_bytes()))
    body = "\n".join(p.text for p in document.paragraphs)
    assert "I hide when they shout." in body
    assert "Written by the worker." in body
    assert drafted.recorder.signed_note(drafted_visit).log_root.hex() in document.sections[0].footer.paragraphs[0].text


def test_an_unapproved_note_is_not_exported(drafted: OpenVault, drafted_visit: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has not been approved"):
        drafted.recorder.export(drafted_visit, form="md", render=FORMATS["md"], destination=tmp_path / "note.md")
    assert not (tmp_path / "note.md").exists()


def test_approval_waits_for_every_human_part(drafted: OpenVault, drafted_visit: str) -> None:
    recorder = drafted.recorder
    note = recorder.working_note(drafted_visit)
    with pytest.raises(Refused, match="Confirm s2"):
        recorder.approve(drafted_visit)
    recorder.confirm_statement(drafted_visit, "s2")
    recorder.acknowledge_disclosure(drafted_visit, 4, reason="known")
    with pytest.raises(Refused, match="Write the section"):
        recorder.approve(drafted_visit)
    for section, _ in note.human_sections:
        recorder.write_section(drafted_visit, section, "By hand.")
    recorder.edit_statement(drafted_visit, "s2", "Tyler said he hides.")  # an edit asks for confirmation again
    with pytest.raises(Refused, match="Confirm s2"):
        recorder.approve(drafted_visit)
    assert recorder.visit(drafted_visit).status is Status.DRAFTED
    assert not any(isinstance(e.event, NoteApproved) for e in recorder.history())


def test_no_recording_without_consent_of_everybody_present(opened: OpenVault) -> None:
    recorder = opened.recorder
    recorder.open_case("C", ROSTER)
    visit = recorder.plan_visit("C", title="Home visit", template="child_in_need_visit", held_on=SCRIPT_DAY)
    recorder.record_consent(visit.id, "sw", agreed=True, told_how="in_person")
    recorder.record_consent(visit.id, "mum", agreed=True, told_how="in_person")
    with pytest.raises(Refused, match="Tyler Ashby has not been asked"):
        recorder.import_sound(visit.id, GivenSound())
    recorder.record_consent(visit.id, "child", agreed=False, told_how="in_person")
    with pytest.raises(Refused, match="Tyler Ashby said no"):
        recorder.import_sound(visit.id, GivenSound())
    assert recorder.visit(visit.id).status is Status.PLANNED
    recorder.record_consent(visit.id, "child", agreed=True, told_how="in_person")
    assert recorder.import_sound(visit.id, GivenSound()).status is Status.RECORDED
    with pytest.raises(IllegalMove):
        recorder.import_sound(visit.id, GivenSound())


def test_processing_twice_does_nothing_twice(drafted: OpenVault, drafted_visit: str) -> None:
    before = drafted.log.size
    drafted.recorder.process(drafted_visit)
    assert drafted.log.size == before
    assert len(drafted.recorder.working_note(drafted_visit).statements) == 3


def test_a_failing_stage_keeps_the_ones_before_it(opened: OpenVault, recorded_visit: str, config: Config) -> None:
    def no_model() -> Transcriber:
        raise ModelUnavailable("The model is not installed.", "casescribe models install")

    opened.vault.close()
    broken = reopen(config, engines=replace(scripted_engines(), drafter=no_model))  # type: ignore[arg-type]
    with pytest.raises(ModelUnavailable):
        broken.recorder.process(recorded_visit)
    assert broken.recorder.visit(recorded_visit).status is Status.TRANSCRIBED
    assert broken.recorder.transcript(recorded_visit) is not None
    broken.vault.close()
    whole = reopen(config)
    assert whole.recorder.process(recorded_visit).status is Status.DRAFTED
    assert [run.stage for run in whole.recorder.model_runs(recorded_visit)] == ["transcribe", "speakers", "redact", "draft"]
    whole.vault.close()


def test_renaming_a_voice_drafts_anew_but_never_over_a_persons_work(drafted: OpenVault, drafted_visit: str) -> None:
    recorder = drafted.recorder
    recorder.name_speakers(drafted_visit, {"S2": "child", "S3": "mum"})
    assert recorder.visit(drafted_visit).status is Status.TRANSCRIBED
    recorder.process(drafted_visit)
    assert recorder.working_note(drafted_visit).statements[0].text.startswith("Tyler said")
    recorder.edit_statement(drafted_visit, "s1", "Mine.")
    with pytest.raises(Refused, match="worked on"):
        recorder.name_speakers(drafted_visit, {"S2": "mum"})
    with pytest.raises(UsageError, match="Nobody is called S9"):
        recorder.name_speakers(drafted_visit, {"S9": "mum"})


def test_a_sentence_can_be_taken_out_and_one_of_ones_own_added(drafted: OpenVault, drafted_visit: str) -> None:
    recorder = drafted.recorder
    recorder.edit_statement(drafted_visit, "s2", "  ")
    added = recorder.add_statement(drafted_visit, recorder.template(drafted_visit).sections[0].key, "The kitchen was tidy.")
    finish_note(drafted, drafted_visit)
    note = json.loads(recorder.signed_note(drafted_visit).canonical)
    texts = [s["text"] for s in note["statements"]]
    assert "Tyler said: “I hide when they shout.”" not in texts
    own = [s for s in note["statements"] if s["id"] == added]
    assert [(s["text"], s["origin"], s["cites"]) for s in own] == [("The kitchen was tidy.", Origin.PERSON.value, [])]


def test_a_worker_is_told_what_their_wording_rests_on(drafted: OpenVault, drafted_visit: str, config: Config) -> None:
    drafted.vault.close()
    opened = reopen(config, engines=replace(scripted_engines(), adviser=advise))
    recorder = opened.recorder
    assert recorder.advice(drafted_visit, "s1") == ()  # the machine's own wording
    assert recorder.advice(drafted_visit, "s1", "") == ()
    said = {a.detail: a.worker_alone for a in recorder.advice(drafted_visit, "s1", "He missed Friday and looked tired.")}
    assert said["friday"] is False
    assert said["tired"] is True
    own = recorder.add_statement(drafted_visit, recorder.template(drafted_visit).sections[0].key, "The kitchen was tidy.")
    assert [a.worker_alone for a in recorder.advice(drafted_visit, own)] == [True]
    opened.vault.close()


def test_the_log_counts_the_sentences_that_their_evidence_refused(
    opened: OpenVault, recorded_visit: str, config: Config
) -> None:
    class Refusing(ScriptedDrafter):
        def draft(self, *given: Any, **named: Any) -> DraftNote:
            return replace(super().draft(*given, **named), refused=3)

    opened.vault.close()
    again = reopen(config, engines=replace(scripted_engines(), drafter=Refusing))
    again.recorder.process(recorded_visit)
    assert [e.event.refused for e in again.recorder.history(recorded_visit) if isinstance(e.event, DraftMade)] == [3]
    again.vault.close()


def test_an_act_that_cannot_be_audited_does_not_happen(drafted: OpenVault, drafted_visit: str) -> None:
    before = drafted.recorder.working_note(drafted_visit)
    drafted.vault.db.conn.execute("CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(StorageFailed, match="audit log"):
        drafted.recorder.edit_statement(drafted_visit, "s1", "Changed.")
    assert drafted.recorder.working_note(drafted_visit) == before


def test_a_note_swapped_in_the_database_is_found(drafted: OpenVault, drafted_visit: str) -> None:
    finish_note(drafted, drafted_visit)
    conn = drafted.vault.db.conn
    canonical = bytes(conn.execute("SELECT canonical FROM notes").fetchone()[0])
    conn.execute("UPDATE notes SET canonical = ?", (canonical.replace(b"hide", b"hits"),))
    answer = verify_vault(drafted)
    assert not answer.ok
    assert "was changed after it was signed" in answer.sentences[-1]


def test_a_note_removed_from_the_database_is_found(drafted: OpenVault, drafted_visit: str) -> None:
    finish_note(drafted, drafted_visit)
    drafted.vault.db.conn.execute("DELETE FROM notes")
    answer = verify_vault(drafted)
    assert not answer.ok
    assert "is gone" in answer.sentences[-1]


def test_sound_whose_bytes_changed_is_not_used(opened: OpenVault, recorded_visit: str) -> None:
    sound = next((opened.vault.folder / "audio").iterdir())
    data = bytearray(sound.read_bytes())
    data[-1] ^= 1
    sound.write_bytes(data)
    with pytest.raises(StorageFailed, match="damaged"):
        opened.recorder.process(recorded_visit)
    assert opened.recorder.visit(recorded_visit).status is Status.RECORDED


def test_the_log_holds_no_words_and_no_names(drafted: OpenVault, drafted_visit: str) -> None:
    finish_note(drafted, drafted_visit)
    rows = drafted.vault.db.conn.execute("SELECT leaf FROM audit_entry").fetchall()
    log = b"\n".join(bytes(r[0]) for r in rows).decode()
    words = (
        {p.name for p in ROSTER}
        | {n for p in ROSTER for n in p.also}
        | {t.text for t in SCRIPT}
        | {"CASE-1", "Written by hand"}
    )
    assert not [w for w in words if w in log]


def test_two_programs_writing_at_once_lose_nothing(drafted: OpenVault, drafted_visit: str, config: Config) -> None:
    other = reopen(config)
    for number in range(20):
        (drafted if number % 2 else other).recorder.edit_statement(drafted_visit, "s1", f"Version {number}.")
    assert drafted.recorder.working_note(drafted_visit).statements[0].text == "Version 19."
    assert verify_vault(drafted).ok
    other.vault.close()


def test_a_database_of_another_kind_is_refused(config: Config, opened: OpenVault) -> None:
    opened.vault.close()
    (config.vault_dir / "casescribe.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StorageFailed, match="cannot be opened"):
        reopen(config)


def test_every_table_is_strict(opened: OpenVault) -> None:
    conn: sqlite3.Connection = opened.vault.db.conn
    loose = conn.execute("SELECT name FROM pragma_table_list WHERE strict = 0 AND name NOT LIKE 'sqlite_%' AND type = 'table'")
    assert [r[0] for r in loose if r[0] != "_sqlite_migrations"] == []


def test_each_stage_says_what_it_took(drafted: OpenVault, drafted_visit: str) -> None:
    runs = drafted.recorder.model_runs(drafted_visit)
    assert [run.stage for run in runs] == ["transcribe", "speakers", "redact", "draft"]
    assert all(run.seconds >= 0 and run.joules >= 0 for run in runs)
    logged = [e.event for e in drafted.recorder.history(drafted_visit) if isinstance(e.event, ModelRan)]
    assert [(e.stage, e.cpu_seconds, e.joules) for e in logged] == [(r.stage, r.cpu_seconds, r.joules) for r in runs]


def test_what_was_being_typed_survives_until_it_is_saved(drafted: OpenVault, drafted_visit: str, config: Config) -> None:
    drafted.recorder.keep_typing(drafted_visit, "s1", "Half a sen")
    drafted.recorder.keep_typing(drafted_visit, "s1", "Half a sentence")
    drafted.recorder.keep_typing(drafted_visit, "analysis", "I think")
    after = reopen(config)
    assert after.recorder.typing(drafted_visit) == {"s1": "Half a sentence", "analysis": "I think"}
    after.recorder.edit_statement(drafted_visit, "s1", "A whole sentence.")
    after.recorder.keep_typing(drafted_visit, "analysis", "")
    assert after.recorder.typing(drafted_visit) == {}
    after.vault.close()
