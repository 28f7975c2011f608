import sqlite3

from audit.log import read_entries, read_record
from audit.record import EntryRow, LogRow, NodeRow, Record
from audit.scripted import ScriptedSigner, scripted_log
from audit.verify import Verdict, verify

SIGNER = ScriptedSigner()


def stored() -> Record:
    conn = scripted_log()
    record = read_record(conn)
    conn.close()
    return record


def test_an_untouched_log_is_fine_and_its_root_is_told() -> None:
    verdict = verify(stored(), expected_key=SIGNER.public_key)
    assert verdict.ok
    assert verdict.key_expected
    assert verdict.findings == ()
    assert verdict.root.hex() in verdict.sentences()[0]


def test_without_a_key_of_the_callers_the_verdict_says_so() -> None:
    verdict = verify(stored())
    assert verdict.ok
    assert not verdict.key_expected
    assert any("give the key you know" in sentence for sentence in verdict.sentences())


def test_a_database_without_audit_tables_is_no_untouched_log() -> None:
    conn = sqlite3.connect(":memory:")
    verdict = verify(conn)
    assert not verdict.ok
    assert "cannot be read" in verdict.findings[0].sentence
    conn.close()


def test_reading_leaves_the_database_as_it_was() -> None:
    conn = scripted_log()
    before = list(conn.iterdump())
    for begun in (False, True):
        if begun:
            conn.execute("BEGIN")
        verify(conn)
        assert conn.in_transaction is begun
    conn.execute("ROLLBACK")
    assert list(conn.iterdump()) == before
    assert len(read_entries(conn)) == 12
    conn.close()


def test_nonsense_in_every_place_is_told_and_never_crashes() -> None:
    record = stored()
    entries, nodes = tuple(record.entries), record.nodes or ()
    log = record.logs[0]
    for nonsense in (None, -1, 1 << 62, 1.5, "", "\x1b[2J", b"", object()):
        worlds = [
            *(Record((_with(log, i, nonsense),), entries, nodes) for i in range(6)),
            *(Record(record.logs, (*entries[:4], _entry_with(entries[4], i, nonsense), *entries[5:]), nodes) for i in range(5)),
            *(Record(record.logs, entries, (*nodes[:2], _node_with(nodes[2], i, nonsense), *nodes[3:])) for i in range(3)),
        ]
        for world in worlds:
            verdict = verify(world, expected_key=SIGNER.public_key)
            assert not verdict.ok
            assert_plain(verdict)


def assert_plain(verdict: Verdict) -> None:
    assert all(sentence.isprintable() and sentence.endswith(".") for sentence in verdict.sentences())


def _with(row: LogRow, place: int, value: object) -> LogRow:
    told = [row.id, row.format, row.origin, row.key_name, row.public_key, row.head]
    told[place] = value
    return LogRow(*told)


def _entry_with(row: EntryRow, place: int, value: object) -> EntryRow:
    told = [row.seq, row.visit, row.leaf, row.leaf_hash, row.root]
    told[place] = value
    return EntryRow(*told)


def _node_with(row: NodeRow, place: int, value: object) -> NodeRow:
    told = [row.level, row.index, row.hash]
    told[place] = value
    return NodeRow(*told)
