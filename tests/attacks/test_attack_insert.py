"""The attacker puts an entry in that nobody wrote: at the end, or in the middle with everything after it moved up."""

import sqlite3

import pytest

from audit import events as e
from audit.log import AuditLog
from audit.merkle import Frontier, leaf_hash
from audit.scripted import BEGAN, ORIGIN, ScriptedSigner, scripted_events, scripted_log
from audit.verify import verify

SIGNER = ScriptedSigner()
CLAIMS = {
    "test_an_entry_put_at_the_end_is_named": ("the database", "the true key", "caught, and the entry named"),
    "test_an_entry_put_in_the_middle_is_found": (
        "the database, and makes every unsigned hash fit",
        "the true key",
        "caught",
    ),
    "test_with_the_key_only_a_kept_head_tells": ("the database and the key", "a head over the place", "caught"),
}
FORGED = e.StatementConfirmed(visit="v1", statement="s4")


def refit(conn: sqlite3.Connection, leaves: list[bytes]) -> None:
    """Write these entries anew, with every unsigned hash made to fit them."""
    conn.execute("DELETE FROM audit_entry")
    conn.execute("DELETE FROM audit_node")
    frontier = Frontier()
    for seq, leaf in enumerate(leaves, start=1):
        frontier, nodes = frontier.append(leaf_hash(leaf))
        visit = e.read_leaf(leaf).visit
        conn.execute("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?)", (seq, visit, leaf, nodes[0].hash, frontier.root()))
        conn.executemany("INSERT INTO audit_node VALUES (?, ?, ?)", [(n.level, n.index, n.hash) for n in nodes[1:]])


def stored(conn: sqlite3.Connection) -> list[bytes]:
    return [leaf for (leaf,) in conn.execute("SELECT leaf FROM audit_entry ORDER BY seq").fetchall()]


def test_an_entry_put_at_the_end_is_named() -> None:
    conn = scripted_log()
    leaf = e.make_entry(FORGED, seq=13, at=BEGAN, actor="a1").leaf()
    conn.execute("INSERT INTO audit_entry VALUES (13, 'v1', ?, ?, ?)", (leaf, leaf_hash(leaf), leaf_hash(leaf)))
    for fitted in (False, True):
        if fitted:
            refit(conn, stored(conn))
        verdict = verify(conn, expected_key=SIGNER.public_key)
        assert any(f.sentence == "Entry 13 was added by hand: the signed head counts only 12." for f in verdict.findings)
    conn.close()


@pytest.mark.parametrize("seq", range(2, 13))
@pytest.mark.parametrize("renumbered", [False, True])
def test_an_entry_put_in_the_middle_is_found(seq: int, renumbered: bool) -> None:
    conn = scripted_log()
    leaves = stored(conn)
    leaves.insert(seq - 1, e.make_entry(FORGED, seq=seq, at=BEGAN, actor="a1").leaf())
    if renumbered:
        entries = [e.read_leaf(leaf) for leaf in leaves]
        leaves = [e.make_entry(one.event, seq=i, at=one.at, actor=one.actor).leaf() for i, one in enumerate(entries, start=1)]
    refit(conn, leaves)
    verdict = verify(conn, expected_key=SIGNER.public_key)
    assert not verdict.ok
    assert any("13 was added by hand" in f.sentence for f in verdict.findings)
    conn.close()


def test_with_the_key_only_a_kept_head_tells() -> None:
    conn = scripted_log()
    head = AuditLog(conn, origin=ORIGIN, signer=SIGNER).head_note() or ""
    conn.close()
    events = list(scripted_events())
    events.insert(8, FORGED)
    forged = scripted_log(events)
    assert verify(forged, expected_key=SIGNER.public_key).ok
    told = verify(forged, expected_key=SIGNER.public_key, pinned=[head])
    assert [f.sentence for f in told.findings] == [
        "Between entry 1 and entry 12 the history was rewritten: a kept head differs."
    ]
    forged.close()
