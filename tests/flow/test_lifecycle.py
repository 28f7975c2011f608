"""A signed note on its way out: returned, countersigned by somebody else, filed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.events import HeadCosigned, NoteApproved, NoteFiled, NoteReturned
from recorder.access.keys import RoleInVault
from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault, open_vault
from recorder.cli import main
from recorder.config import Config
from recorder.domain import Status
from recorder.errors import IllegalMove, Refused, StorageFailed
from recorder.keeping.lives import countersigned_bytes
from recorder.signed_notes import wrong_notes
from recorder.supervision import SupervisionDesk
from recorder.vault import VaultSigner, unlock
from tests.conftest import finish_note as finish
from tests.conftest import scripted_engines

SUPERVISOR_PASSPHRASE = "another horse battery"


@contextmanager
def as_supervisor(worker: OpenVault, config: Config, *, name: str = "Ngozi Eze") -> Iterator[OpenVault]:
    """The same vault in the hands of a supervisor."""
    if name not in {p.name for p in worker.custodian.people()}:
        worker.custodian.add_person(name, RoleInVault.SUPERVISOR, passphrase=SUPERVISOR_PASSPHRASE)
    keys = unlock(config.vault_dir, SUPERVISOR_PASSPHRASE, person=name)
    opened = open_vault(config, keys, engines=scripted_engines(), clock=worker.clock)
    yield opened
    opened.vault.close()


def where_it_is_required(opened: OpenVault) -> SupervisionDesk:
    """The desk of a council that wants a countersignature."""
    policy = replace(opened.policy, countersignature=True)
    return SupervisionDesk(vault=opened.vault, store=opened.store, log=opened.log, clock=opened.clock, policy=policy)


def test_a_note_is_countersigned_by_the_supervisor_and_then_filed(
    drafted: OpenVault, drafted_visit: str, config: Config
) -> None:
    finish(drafted, drafted_visit)
    with pytest.raises(Refused, match="Only a supervisor may countersign"):
        drafted.supervision.countersign(drafted_visit)
    with pytest.raises(Refused, match="wants a supervisor’s countersignature"):
        where_it_is_required(drafted).file(drafted_visit)
    with as_supervisor(drafted, config) as supervisor:
        assert supervisor.supervision.countersign(drafted_visit).status is Status.COUNTERSIGNED
        with pytest.raises(IllegalMove):
            supervisor.supervision.return_note(drafted_visit, reason="facts")
        public_key = supervisor.vault.signer.public_key
    given = drafted.supervision.countersignature(drafted_visit)
    assert given is not None
    assert (given.name, given.public_key) == ("Ngozi Eze", public_key)
    note = drafted.recorder.signed_note(drafted_visit)
    Ed25519PublicKey.from_public_bytes(public_key).verify(given.signature, countersigned_bytes(note.canonical))

    assert where_it_is_required(drafted).file(drafted_visit).status is Status.FILED
    assert not drafted.supervision.was_exported(drafted_visit)
    filed = [e for e in drafted.recorder.history(drafted_visit) if isinstance(e.event, NoteFiled)]
    assert [e.event.note_sha256 for e in filed if isinstance(e.event, NoteFiled)] == [note.sha256]
    assert {d.rule.split(" ", 2)[2] for d in drafted.erasure.due().upcoming} == {"after filing"}


def test_a_returned_note_is_a_draft_again_and_what_was_signed_stays(
    drafted: OpenVault, drafted_visit: str, config: Config
) -> None:
    finish(drafted, drafted_visit)
    first = drafted.recorder.signed_note(drafted_visit)
    with pytest.raises(Refused, match="Only a supervisor may give a note back"):
        drafted.supervision.return_note(drafted_visit, reason="facts")
    with as_supervisor(drafted, config) as supervisor:
        supervisor.supervision.return_note(drafted_visit, reason="evidence", comment="Who told you about Monday?")
        with pytest.raises(IllegalMove):
            supervisor.supervision.countersign(drafted_visit)
    with pytest.raises(Refused, match="has not been approved"):
        drafted.recorder.signed_note(drafted_visit)
    told = drafted.supervision.returned(drafted_visit)
    assert [(r.note, r.comment, r.by) for r in told] == [(first, "Who told you about Monday?", "Ngozi Eze")]
    drafted.recorder.edit_statement(drafted_visit, "s1", "Donna said that he missed two days.")
    drafted.recorder.approve(drafted_visit)

    entries = [e.event for e in drafted.recorder.history(drafted_visit)]
    approved = [e.note_sha256 for e in entries if isinstance(e, NoteApproved)]
    assert approved == [first.sha256, drafted.recorder.signed_note(drafted_visit).sha256]
    assert [e.note_sha256 for e in entries if isinstance(e, NoteReturned)] == [first.sha256]
    assert "Monday" not in repr(entries)


def test_nobody_countersigns_what_they_approved_not_even_with_a_new_key(
    drafted: OpenVault, drafted_visit: str, config: Config
) -> None:
    with as_supervisor(drafted, config) as supervisor:
        finish(supervisor, drafted_visit)
        with pytest.raises(Refused, match="You approved this note yourself"):
            supervisor.supervision.countersign(drafted_visit)
        vault = supervisor.vault
        recovered = replace(vault, signer=VaultSigner("Ngozi Eze", os.urandom(32), vault_id=vault.id))
        same_person = SupervisionDesk(
            vault=recovered, store=supervisor.store, log=supervisor.log, clock=supervisor.clock, policy=supervisor.policy
        )
        with pytest.raises(Refused, match="You approved this note yourself"):
            same_person.countersign(drafted_visit)
    with as_supervisor(drafted, config, name="Sam Hill") as other:
        assert other.supervision.countersign(drafted_visit).status is Status.COUNTERSIGNED


def test_where_the_council_asks_for_no_countersignature_the_worker_files(drafted: OpenVault, drafted_visit: str) -> None:
    with pytest.raises(Refused, match="no approved note to file"):
        drafted.supervision.file(drafted_visit)
    finish(drafted, drafted_visit)
    drafted.vault.db.conn.execute("CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(StorageFailed, match="audit log"):
        drafted.supervision.file(drafted_visit)
    assert drafted.recorder.visit(drafted_visit).status is Status.APPROVED
    drafted.vault.db.conn.execute("DROP TRIGGER full")
    assert drafted.supervision.file(drafted_visit).status is Status.FILED


def test_every_signed_note_is_held_against_the_log_the_returned_ones_too(
    drafted: OpenVault, drafted_visit: str, config: Config
) -> None:
    def wrong() -> list[str]:
        return wrong_notes(drafted.store, drafted.recorder.history())

    conn = drafted.vault.db.conn
    finish(drafted, drafted_visit)
    with as_supervisor(drafted, config) as supervisor:
        supervisor.supervision.return_note(drafted_visit, reason="facts")
        assert wrong() == []
        drafted.recorder.approve(drafted_visit)
        supervisor.supervision.countersign(drafted_visit)
    assert wrong() == []
    for change, said in (
        (
            "UPDATE notes_history SET canonical = CAST(replace(CAST(canonical AS TEXT), 'hide', 'hits') AS BLOB)",
            "changed after",
        ),
        ("DELETE FROM notes_history", "is gone"),
        ("INSERT INTO notes_history SELECT *, 'facts', '', 'x', '2026-01-01' FROM notes", "nobody returned it"),
        ("UPDATE countersignatures SET signature = zeroblob(64)", "not the one that the log tells of"),
        ("DELETE FROM countersignatures", "countersignature of visit"),
        ("UPDATE notes SET canonical = CAST(replace(CAST(canonical AS TEXT), 'hide', 'hits') AS BLOB)", "changed after"),
    ):
        conn.execute("BEGIN")
        conn.execute(change)
        assert said in " ".join(wrong()), change
        conn.rollback()
    drafted.erasure.erase(drafted_visit)
    assert wrong() == []


def test_countersigning_at_the_command_line_makes_a_witness(
    drafted: OpenVault, drafted_visit: str, config: Config, tmp_path: Path
) -> None:
    finish(drafted, drafted_visit)
    drafted.custodian.add_person("Ngozi Eze", RoleInVault.SUPERVISOR, passphrase=SUPERVISOR_PASSPHRASE)
    (tmp_path / "words").write_text(SUPERVISOR_PASSPHRASE, encoding="utf-8")
    environ = {"CASESCRIBE_PASSPHRASE_FILE": str(tmp_path / "words"), "CASESCRIBE_VAULT": str(config.vault_dir)}
    asked = ["--as", "Ngozi Eze", "countersign", drafted_visit, "--head", str(tmp_path / "head.txt")]
    done = CliRunner().invoke(main, asked, env=environ)
    assert done.exit_code == 0, done.output
    assert "Keep it outside this laptop" in done.output
    head = (tmp_path / "head.txt").read_text(encoding="utf-8")
    cosigned = verify_vault(drafted, pinned=[head])
    assert cosigned.ok
    assert head.count("\u2014 ") == 2, "the log's own signature and the supervisor's"
    assert isinstance(list(drafted.recorder.history())[-1].event, HeadCosigned)
