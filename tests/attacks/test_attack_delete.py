"""The attacker has the database file and takes entries out of it; they do not have the key."""

# ruff: noqa: S608 - the names of tables and columns are this file's own

import sqlite3
from datetime import timedelta

import pytest

from audit import events as e
from audit.errors import AuditDamaged
from audit.log import AuditLog
from audit.merkle import Frontier, leaf_hash
from audit.scripted import BEGAN, ORIGIN, ScriptedSigner, scripted_log
from audit.verify import verify

SIGNER = ScriptedSigner()
CLAIMS = {
    "test_a_missing_entry_is_named": ("the database", "the true key", "caught, and the entry named"),
    "test_a_closed_gap_is_found": ("the database, and makes every unsigned hash fit", "the true key", "caught"),
    "test_an_emptied_log_is_found_and_not_begun_anew": ("the database, and empties it", "the log", "caught"),
}


def refit(conn: sqlite3.Connection) -> None:
    """Number the entries anew and make every unsigned hash fit them."""
    leaves = [leaf for (leaf,) in conn.execute("SELECT leaf FROM audit_entry ORDER BY seq").fetchall()]
    conn.execute("DELETE FROM audit_entry")
    conn.execute("DELETE FROM audit_node")
    frontier = Frontier()
    for seq, leaf in enumerate(leaves, start=1):
        frontier, nodes = frontier.append(leaf_hash(leaf))
        visit = e.read_leaf(leaf).visit
        conn.execute("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?)", (seq, visit, leaf, nodes[0].hash, frontier.root()))
        conn.executemany("INSERT INTO audit_node VALUES (?, ?, ?)", [(n.level, n.index, n.hash) for n in nodes[1:]])


@pytest.mark.parametrize("seq", range(1, 12))
def test_a_missing_entry_is_named(seq: int) -> None:
    conn = scripted_log()
    conn.execute("DELETE FROM audit_entry WHERE seq = ?", (seq,))
    verdict = verify(conn, expected_key=SIGNER.public_key)
    assert (verdict.findings[0].entry, verdict.findings[0].sentence) == (seq, f"Entry {seq} is missing.")
    conn.close()


def test_several_missing_entries_are_one_sentence() -> None:
    conn = scripted_log()
    conn.execute("DELETE FROM audit_entry WHERE seq BETWEEN 4 AND 9")
    verdict = verify(conn, expected_key=SIGNER.public_key)
    assert [finding.sentence for finding in verdict.findings] == ["Entries 4 to 9 are missing."]
    conn.close()


@pytest.mark.parametrize("seq", range(1, 13))
def test_a_closed_gap_is_found(seq: int) -> None:
    conn = scripted_log()
    conn.execute("DELETE FROM audit_entry WHERE seq = ?", (seq,))
    refit(conn)
    verdict = verify(conn, expected_key=SIGNER.public_key)
    assert not verdict.ok
    first = min(finding.entry for finding in verdict.findings if finding.entry)
    assert first == seq or (seq == 12 and first == 12)
    conn.close()


def test_an_emptied_log_is_found_and_not_begun_anew() -> None:
    conn = scripted_log()
    for table in ("audit_entry", "audit_node", "audit_log"):
        conn.execute(f"DELETE FROM {table}")
    assert not verify(conn).ok
    conn.execute("BEGIN")
    with pytest.raises(AuditDamaged):
        AuditLog(conn, origin=ORIGIN, signer=SIGNER).append(
            e.StatementConfirmed(visit="v1", statement="s1"), at=BEGAN + timedelta(hours=1), actor=SIGNER.actor_id
        )
    conn.execute("ROLLBACK")
    conn.close()
