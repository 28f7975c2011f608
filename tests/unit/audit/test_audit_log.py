import sqlite3
from collections.abc import Iterator
from datetime import timedelta

import pytest

from audit import events as e
from audit.checkpoint import VerifierKey, open_checkpoint
from audit.errors import AuditDamaged, AuditStorageFailed, EventRefused, OutsideTransaction
from audit.log import AuditLog, create_tables, read_entries
from audit.merkle import leaf_hash, root_of
from audit.scripted import BEGAN, ORIGIN, ScriptedSigner, scripted_events, scripted_log
from audit.verify import verify

SIGNER = ScriptedSigner()
KEY = VerifierKey(SIGNER.key_name, SIGNER.public_key)
NEXT = e.StatementConfirmed(visit="v1", statement="s9")


@pytest.fixture
def conn() -> Iterator[sqlite3.Connection]:
    conn = scripted_log()
    yield conn
    conn.close()


def audit_log(conn: sqlite3.Connection, signer: ScriptedSigner = SIGNER, origin: str = ORIGIN) -> AuditLog:
    return AuditLog(conn, origin=origin, signer=signer)


def append(conn: sqlite3.Connection, event: e.Event = NEXT, signer: ScriptedSigner = SIGNER) -> e.Entry:
    conn.execute("BEGIN IMMEDIATE")
    try:
        entry = audit_log(conn, signer).append(event, at=BEGAN + timedelta(hours=1), actor=signer.actor_id)
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT")
    return entry


def test_what_is_appended_reads_back_and_verifies(conn: sqlite3.Connection) -> None:
    entry = append(conn)
    log = audit_log(conn)
    assert (entry.seq, log.size) == (13, 13)
    assert log.entries()[-1] == entry
    assert [one.event for one in log.entries()[:12]] == list(scripted_events())
    assert verify(conn, expected_key=SIGNER.public_key).ok


def test_one_visits_entries_are_found(conn: sqlite3.Connection) -> None:
    append(conn, e.StatementConfirmed(visit="v2", statement="s1"))
    assert [one.seq for one in read_entries(conn, visit="v2")] == [13]
    assert [one.seq for one in read_entries(conn, visit="v1")] == list(range(3, 13))


def test_the_head_is_a_signed_checkpoint_over_all_entries(conn: sqlite3.Connection) -> None:
    note = audit_log(conn).head_note()
    assert note is not None
    head = open_checkpoint(note, KEY)
    assert head == audit_log(conn).head()
    assert (head.origin, head.size) == (ORIGIN, 12)
    assert head.root == root_of(leaf_hash(entry.leaf()) for entry in read_entries(conn))


def test_an_entry_and_its_act_are_one(conn: sqlite3.Connection) -> None:
    conn.execute("CREATE TABLE act (what TEXT)")
    before = "\n".join(conn.iterdump())
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("INSERT INTO act VALUES ('confirmed')")
    audit_log(conn).append(NEXT, at=BEGAN, actor=SIGNER.actor_id)
    assert conn.in_transaction
    conn.execute("ROLLBACK")
    assert "\n".join(conn.iterdump()) == before


def test_outside_a_transaction_nothing_is_written(conn: sqlite3.Connection) -> None:
    with pytest.raises(OutsideTransaction):
        audit_log(conn).append(NEXT, at=BEGAN, actor=SIGNER.actor_id)
    assert audit_log(conn).size == 12


def test_tables_are_made_within_the_callers_transaction() -> None:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.execute("BEGIN")
    create_tables(conn)
    assert conn.in_transaction
    conn.execute("ROLLBACK")
    assert conn.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    conn.close()


def test_a_log_begins_with_its_vault_and_only_once(conn: sqlite3.Connection) -> None:
    empty = sqlite3.connect(":memory:", isolation_level=None)
    create_tables(empty)
    with pytest.raises(AuditDamaged):
        append(empty)
    assert audit_log(empty).head() is None
    assert not verify(empty).ok
    empty.close()
    with pytest.raises(AuditDamaged):
        append(conn, scripted_events()[0])


def test_an_actor_that_is_a_name_is_refused(conn: sqlite3.Connection) -> None:
    conn.execute("BEGIN")
    with pytest.raises(EventRefused):
        audit_log(conn).append(NEXT, at=BEGAN, actor="Dana Okafor")
    conn.execute("ROLLBACK")
    assert audit_log(conn).size == 12


def test_another_key_or_another_log_cannot_append(conn: sqlite3.Connection) -> None:
    with pytest.raises(AuditDamaged):
        append(conn, signer=ScriptedSigner("stranger"))
    conn.execute("BEGIN")
    with pytest.raises(AuditDamaged):
        audit_log(conn, origin="casescribe/other").append(NEXT, at=BEGAN, actor=SIGNER.actor_id)
    conn.execute("ROLLBACK")


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_log SET head = replace(head, '12', '11')",
        "UPDATE audit_node SET hash = zeroblob(32) WHERE level = 3",
        "DELETE FROM audit_node WHERE level = 2",
        "DELETE FROM audit_entry WHERE seq = 12",
        "DELETE FROM audit_log",
        "DELETE FROM audit_entry",
        "DROP TABLE audit_entry",
    ],
)
def test_a_log_that_does_not_add_up_is_never_signed_anew(conn: sqlite3.Connection, tampering: str) -> None:
    conn.execute(tampering)
    before = list(conn.iterdump())
    with pytest.raises((AuditDamaged, AuditStorageFailed)):
        append(conn)
    assert list(conn.iterdump()) == before


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_node SET hash = zeroblob(32) WHERE level = 3",
        "UPDATE audit_entry SET leaf = CAST(replace(leaf, 'true', 'false') AS BLOB), leaf_hash = zeroblob(32) WHERE seq = 4",
    ],
)
def test_what_a_log_proved_once_it_never_takes_from_the_tables_again(conn: sqlite3.Connection, tampering: str) -> None:
    log = audit_log(conn)
    for statement in ("", tampering):
        if statement:
            conn.execute(statement)
        conn.execute("BEGIN IMMEDIATE")
        log.append(NEXT, at=BEGAN + timedelta(hours=1), actor=SIGNER.actor_id)
        conn.execute("COMMIT")
    leaves = [leaf for (leaf,) in conn.execute("SELECT leaf FROM audit_entry ORDER BY seq")]
    true = [leaf.replace(b'"agreed":false', b'"agreed":true') for leaf in leaves]
    head = log.head()
    assert head is not None
    assert head.root == root_of(leaf_hash(leaf) for leaf in true)  # the honest history was signed, not the forged one
    assert not verify(conn, expected_key=SIGNER.public_key).ok


def test_after_a_rollback_a_log_goes_on_from_what_is_stored(conn: sqlite3.Connection) -> None:
    log = audit_log(conn)
    for ending in ("COMMIT", "ROLLBACK", "COMMIT"):
        conn.execute("BEGIN IMMEDIATE")
        log.append(NEXT, at=BEGAN + timedelta(hours=1), actor=SIGNER.actor_id)
        conn.execute(ending)
    assert log.size == 14
    assert verify(conn, expected_key=SIGNER.public_key).ok


def test_a_database_that_refuses_is_told_in_a_sentence(conn: sqlite3.Connection) -> None:
    conn.execute("PRAGMA query_only = ON")
    conn.execute("BEGIN")
    with pytest.raises(AuditStorageFailed) as failure:
        audit_log(conn).append(NEXT, at=BEGAN, actor=SIGNER.actor_id)
    assert "nothing was changed" in failure.value.sentence()
    assert isinstance(failure.value.__cause__, sqlite3.Error)
    conn.execute("ROLLBACK")


def test_a_long_log_grows_and_verifies() -> None:
    events = (scripted_events()[0], *(e.StatementConfirmed(visit="v1", statement=f"s{i}") for i in range(299)))
    conn = scripted_log(events)
    verdict = verify(conn, expected_key=SIGNER.public_key)
    assert verdict.ok
    assert verdict.size == 300
    conn.close()
