"""Deleted means gone: what is erased is found in no page of the database, by nobody, whatever keys they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from audit.events import ConsentGiven, ConsentWithdrawn, HoldLifted, HoldSet, VisitErased
from models.scripted import SteppingClock
from recorder.access.keys import RoleInVault
from recorder.bootstrap import OpenVault, open_vault
from recorder.config import Config
from recorder.domain import Status
from recorder.errors import Refused, StorageFailed
from recorder.keeping.certificates import SignedCertificate
from recorder.keeping.erasure import ErasureDesk
from recorder.keeping.lives import TABLES
from recorder.keeping.snapshot import take_snapshot_if_due
from tests.conftest import ROSTER, GivenSound, finish_note, heard, reopen, scripted_engines
from tests.flow.test_lifecycle import as_supervisor

PAGE, SALT, IV, RESERVED = 4096, 16, 16, 80  # SQLCipher 4: AES-256-CBC, HMAC-SHA512, both at the end of each page


def whole_disk(opened: OpenVault) -> bytes:
    """All that lies in the vault's folder, the database's pages and its log's opened with the key, free ones too."""
    key = opened.vault.secrets.database_key
    opened_pages = []
    for path in (p for p in opened.vault.folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if path.name.endswith("db-wal"):
            pages = [data[at + 24 : at + 24 + PAGE] for at in range(32, len(data), 24 + PAGE)]
        else:
            pages = [data[at : at + PAGE] for at in range(0, len(data), PAGE)] if path.suffix == ".db" else []
        opened_pages.append(data)
        for number, page in enumerate(p for p in pages if any(p)):
            start = SALT if number == 0 and path.suffix == ".db" else 0
            opening = Cipher(algorithms.AES(key), modes.CBC(page[-RESERVED : IV - RESERVED])).decryptor()
            opened_pages.append(opening.update(page[start:-RESERVED]))
    return b"\n".join(opened_pages)


def seen(opened: OpenVault, *words: str) -> list[str]:
    """Which of the words can be read on the disk with the database's key."""
    disk = whole_disk(opened).lower()
    return [w for w in words if w.lower().encode() in disk]


def another_visit(opened: OpenVault, *, title: str) -> str:
    """A drafted visit of the same case."""
    recorder = opened.recorder
    visit = recorder.plan_visit("CASE-1", title=title, template="child_in_need_visit", held_on=date(2026, 3, 18))
    for person in ROSTER:
        recorder.record_consent(visit.id, person.key, agreed=True, told_how="in_person")
    recorder.import_sound(visit.id, GivenSound())
    recorder.process(visit.id)
    return visit.id


def only(certificates: tuple[SignedCertificate, ...]) -> SignedCertificate:
    (one,) = certificates
    return one


def test_what_is_erased_is_nowhere_on_the_disk_even_with_the_key(
    drafted: OpenVault, drafted_visit: str, config: Config
) -> None:
    recorder = drafted.recorder
    section = recorder.working_note(drafted_visit).human_sections[0][0]
    kept = another_visit(drafted, title="Second visit")
    recorder.edit_statement(kept, "s1", "Wobbleberry is what stays.")
    recorder.edit_statement(drafted_visit, "s1", "Zanzibrackle was typed first.")
    recorder.edit_statement(drafted_visit, "s1", "Quexolotl was typed after it.")
    recorder.write_section(drafted_visit, section, "Frumiousband, thought by a person. " * 300)
    finish_note(drafted, drafted_visit)
    with as_supervisor(drafted, config) as supervisor:
        supervisor.supervision.return_note(drafted_visit, reason="unclear", comment="Snickersnaggle, says the supervisor.")
    recorder.approve(drafted_visit)
    drafted.search.search("frumious")
    markers = ("zanzibrackle", "quexolotl", "frumiousband", "snickersnaggle", "Home visit")
    assert seen(drafted, *markers) == list(markers)
    copied = take_snapshot_if_due(drafted.vault.folder, drafted.vault.db, drafted.vault.secrets.database_key, now=1e12)
    assert copied
    key, folder = drafted.store.wrapped_key(drafted_visit), drafted.vault.folder

    done = drafted.erasure.erase(drafted_visit)

    assert done.said == ()
    assert seen(drafted, *markers, key.hex()) == []
    assert key not in whole_disk(drafted)
    assert seen(drafted, "wobbleberry", "hide when") == ["wobbleberry", "hide when"]
    assert drafted.search.search("quexolotl").total == 0
    assert drafted.search.search("wobbleberry").total == 1
    assert [p.name for p in (folder / "audio").iterdir()] == [f"{kept}.sound"]
    left = drafted.store.visit(drafted_visit)
    assert (left.status, left.title, left.held_on) == (Status.ERASED, "", date(2026, 3, 11))
    drafted.close()
    again = open_vault(config, drafted.vault.unlocked, engines=scripted_engines())
    assert seen(again, *markers) == []
    assert again.said == ()
    with pytest.raises(Refused, match="was erased already"):
        again.erasure.erase(drafted_visit)
    with pytest.raises(Refused, match="was erased"):
        again.recorder.record_consent(drafted_visit, "mum", agreed=True, told_how="in_person")
    again.vault.close()


def test_the_certificate_says_what_went_and_the_log_holds_its_hash(drafted: OpenVault, drafted_visit: str) -> None:
    case = drafted.recorder.visit(drafted_visit).case_id
    with drafted.store.transaction():
        drafted.store.save_stand_ins(case, {"Tyler": "Child A", "Hilltop Primary": "School A"})
    finish_note(drafted, drafted_visit)
    note = drafted.recorder.signed_note(drafted_visit)
    signed = only(drafted.erasure.erase(drafted_visit).certificates)
    told = signed.certificate()
    counts = dict(told.destroyed)
    assert (told.visit, told.by, told.reason, told.note_sha256) == (drafted_visit, "Priya Nair", "asked", note.sha256)
    assert (counts["turns"], counts["statements"], counts["notes"], counts["visit_keys"]) == (5, 3, 1, 1)
    assert "5 turns of the transcript" in "\n".join(told.sentences())
    assert signed.genuine()
    assert not replace(signed, canonical=signed.canonical.replace(b"Priya", b"Prixa")).genuine()
    assert drafted.erasure.certificates(drafted_visit) == (signed,)
    assert drafted.store.stand_ins(case) == {"Tyler": "Child A"}
    entry = drafted.recorder.history(drafted_visit)[-1].event
    assert entry == VisitErased(
        visit=drafted_visit,
        reason="asked",
        sound=True,
        transcript=True,
        draft=True,
        note=True,
        certificate_sha256=signed.sha256,
    )


def test_every_table_about_visits_is_destroyed_with_them(opened: OpenVault) -> None:
    rows = opened.vault.db.conn.execute(
        "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'visit_id'"
    )
    by_triggers, kept = {"search_entries"}, {"erasure_certificates"}
    assert {r[0] for r in rows} - by_triggers - kept == {table for tables in TABLES.values() for table in tables}


def test_the_last_visit_of_a_case_can_take_its_people_along(drafted: OpenVault, drafted_visit: str) -> None:
    other = another_visit(drafted, title="Second visit")
    with pytest.raises(Refused, match="has other visits"):
        drafted.erasure.erase(drafted_visit, with_case=True)
    drafted.erasure.erase(drafted_visit)
    done = drafted.erasure.erase(other)
    assert any("last visit of case CASE-1" in sentence for sentence in done.said)
    assert seen(drafted, "Donna Ashby", "Tyler") == ["Donna Ashby", "Tyler"]
    signed = only(drafted.erasure.erase(other, with_case=True).certificates)
    assert dict(signed.certificate().destroyed)["people"] == len(ROSTER)
    assert seen(drafted, "Donna", "Tyler", "CASE-1", "shout") == []


def test_a_held_visit_is_erased_by_nobody_until_the_hold_is_lifted(
    drafted: OpenVault, drafted_visit: str, config: Config
) -> None:
    with as_supervisor(drafted, config) as supervisor:
        supervisor.erasure.hold(drafted_visit, reason="court")
        for attempt in (drafted.erasure.erase, supervisor.erasure.erase):
            with pytest.raises(Refused, match="held by Ngozi Eze"):
                attempt(drafted_visit)
        with pytest.raises(Refused, match="held by Ngozi Eze"):
            drafted.erasure.withdraw(drafted_visit, "mum", drop=True)
        with pytest.raises(Refused, match="they or a supervisor lift it"):
            drafted.erasure.lift(drafted_visit)
        later = at(drafted, timedelta(days=4000))
        assert [len(later.due().held), len(later.due().overdue)] == [2, 0]
        assert later.erase_due().certificates == ()
        assert all(c.agreed for c in drafted.store.consents(drafted_visit))
        supervisor.erasure.lift(drafted_visit)
    entries = [e.event for e in drafted.recorder.history(drafted_visit)]
    assert [type(e) for e in entries[-2:]] == [HoldSet, HoldLifted]
    assert only(at(drafted, timedelta(days=4000)).erase_due().certificates).certificate().whole


def at(opened: OpenVault, later: timedelta, **rules: timedelta) -> ErasureDesk:
    """The desk so much later, under other limits."""
    return ErasureDesk(
        vault=opened.vault,
        store=opened.store,
        log=opened.log,
        clock=SteppingClock(opened.clock.now() + later),
        policy=replace(opened.policy, **rules),  # type: ignore[arg-type]
    )


def test_sound_and_words_of_a_filed_note_go_each_in_its_time(drafted: OpenVault, drafted_visit: str) -> None:
    finish_note(drafted, drafted_visit)
    assert at(drafted, timedelta(days=4000)).due().to_file == (drafted_visit,)
    assert at(drafted, timedelta(days=4000)).erase_due().certificates == ()
    drafted.supervision.file(drafted_visit)
    limits = {"keep_sound": timedelta(hours=36), "keep_transcript": timedelta(days=28)}
    assert at(drafted, timedelta(hours=35), **limits).erase_due().certificates == ()
    key = drafted.store.wrapped_key(drafted_visit)

    first = only(at(drafted, timedelta(hours=37), **limits).erase_due().certificates).certificate()
    assert (first.whole, first.reason, dict(first.destroyed)) == (False, "retention", {"recordings": 1})
    assert not drafted.vault.sound_file(drafted_visit).exists()
    assert key not in whole_disk(drafted)
    assert drafted.recorder.visit(drafted_visit).status is Status.FILED
    assert drafted.recorder.signed_note(drafted_visit)

    second = only(at(drafted, timedelta(days=29), **limits).erase_due().certificates).certificate()
    assert second.whole
    assert drafted.recorder.visit(drafted_visit).status is Status.ERASED
    assert at(drafted, timedelta(days=4000)).due().overdue == ()


def test_withdrawn_consent_stops_the_work_and_can_drop_what_was_made(opened: OpenVault, recorded_visit: str) -> None:
    assert opened.erasure.withdraw(recorded_visit, "mum").certificates == ()
    with pytest.raises(Refused, match="took back their consent"):
        opened.recorder.process(recorded_visit)
    with pytest.raises(Refused, match="had not agreed"):
        opened.erasure.withdraw(recorded_visit, "mum")
    events = [e.event for e in opened.recorder.history(recorded_visit)]
    gone = events[-1]
    assert isinstance(gone, ConsentWithdrawn)
    assert gone.person in {e.person for e in events if isinstance(e, ConsentGiven)}
    opened.recorder.record_consent(recorded_visit, "mum", agreed=True, told_how="in_person")
    opened.recorder.process(recorded_visit)
    opened.erasure.withdraw(recorded_visit, "child")
    with pytest.raises(Refused, match="took back their consent"):
        opened.recorder.edit_statement(recorded_visit, "s1", "Anything.")
    opened.recorder.record_consent(recorded_visit, "child", agreed=True, told_how="in_person")
    dropped = only(opened.erasure.withdraw(recorded_visit, "child", drop=True).certificates).certificate()
    assert (dropped.reason, dropped.whole) == ("consent_withdrawn", True)
    assert seen(opened, "hide when") == []


def test_a_signed_note_outlives_a_withdrawal_until_it_is_filed(drafted: OpenVault, drafted_visit: str, config: Config) -> None:
    finish_note(drafted, drafted_visit)
    dropped = only(drafted.erasure.withdraw(drafted_visit, "mum", drop=True).certificates).certificate()
    assert not dropped.whole
    assert drafted.recorder.transcript(drafted_visit) is None
    assert drafted.recorder.signed_note(drafted_visit)
    with as_supervisor(drafted, config) as supervisor, pytest.raises(Refused, match="nothing to go back to"):
        supervisor.supervision.return_note(drafted_visit, reason="facts")
    assert drafted.supervision.file(drafted_visit).status is Status.FILED


def test_an_erasure_that_cannot_be_audited_erases_nothing(drafted: OpenVault, drafted_visit: str) -> None:
    before = drafted.recorder.working_note(drafted_visit)
    drafted.vault.db.conn.execute("CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(StorageFailed, match="audit log"):
        drafted.erasure.erase(drafted_visit)
    assert drafted.recorder.working_note(drafted_visit) == before
    assert len(heard(drafted, drafted_visit)) > 0
    assert drafted.erasure.certificates(drafted_visit) == ()


def test_the_next_opening_ends_an_erasure_that_was_cut_off(opened: OpenVault, recorded_visit: str, config: Config) -> None:
    sound = opened.vault.sound_file(recorded_visit)
    sealed = sound.read_bytes()
    opened.erasure.erase(recorded_visit)
    sound.write_bytes(sealed)  # as a power cut just after the transaction leaves it
    stranger = sound.with_name("0badcafe.sound")  # of a visit that an older copy of the database does not know yet
    stranger.write_bytes(sealed)
    opened.vault.db.conn.execute("UPDATE erasure_certificates SET finished = 0")
    opened.vault.close()
    again = reopen(config)
    assert any("cut off was brought to its end" in sentence for sentence in again.said)
    assert (sound.exists(), stranger.exists()) == (False, True)
    again.vault.close()
    last = reopen(config)
    assert last.said == ()
    last.vault.close()


def test_only_a_lifted_hold_is_lifted_once_and_a_worker_lifts_their_own(drafted: OpenVault, drafted_visit: str) -> None:
    assert drafted.vault.role is RoleInVault.WORKER
    with pytest.raises(Refused, match="is not held"):
        drafted.erasure.lift(drafted_visit)
    drafted.erasure.hold(drafted_visit, reason="complaint")
    with pytest.raises(Refused, match="held by Priya Nair"):
        drafted.erasure.hold(drafted_visit, reason="court")
    drafted.erasure.lift(drafted_visit)
    drafted.erasure.erase(drafted_visit)
    with pytest.raises(Refused, match="nothing to hold"):
        drafted.erasure.hold(drafted_visit, reason="court")
