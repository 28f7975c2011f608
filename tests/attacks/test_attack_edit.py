"""The attacker has the database file and writes into it what they like; they do not have the key.

Every column of every row of every audit table is changed, in every byte and in its type. Each change must be found, and
the entry concerned named.
"""

# ruff: noqa: S608 - the names of tables and columns are this file's own

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.log import TABLES
from audit.merkle import Frontier, leaf_hash
from audit.scripted import ScriptedSigner, scripted_log
from audit.verify import Verdict, verify

KEY = ScriptedSigner().public_key
COLUMNS = {
    "audit_log": ("id", "format", "origin", "key_name", "public_key", "head"),
    "audit_entry": ("seq", "visit", "leaf", "leaf_hash", "root"),
    "audit_node": ("level", "place", "hash"),
}
CLAIMS = {
    "test_a_changed_byte_in_any_column_of_any_row_is_found_and_its_entry_named": (
        "the database",
        "the true key",
        "caught, and the entry named",
    ),
    "test_a_whole_tree_made_to_fit_is_caught_by_the_signature": (
        "the database, and makes every unsigned hash fit",
        "the true key",
        "caught; only the head tells, so no place is named",
    ),
}
Cell = tuple[str, tuple[object, ...], str, object]  # table, row's key, column, value


def weakened_log() -> sqlite3.Connection:
    """A log whose tables were rebuilt without types and constraints, as anybody with the file can do."""
    conn = scripted_log()
    for table, columns in COLUMNS.items():
        conn.execute(f"CREATE TABLE loose AS SELECT {', '.join(columns)} FROM {table}")
        conn.execute(f"DROP TABLE {table}")
        bare = ", ".join(columns)  # columns without a type keep whatever is put into them
        conn.execute(f"CREATE TABLE {table} ({bare})")
        conn.execute(f"INSERT INTO {table} SELECT {bare} FROM loose")
        conn.execute("DROP TABLE loose")
    return conn


@pytest.fixture(scope="module")
def conn() -> Iterator[sqlite3.Connection]:
    conn = weakened_log()
    yield conn
    conn.close()


def cells(conn: sqlite3.Connection) -> list[tuple[str, int, str, object]]:
    return [
        (table, row[0], column, value)
        for table, columns in COLUMNS.items()
        for row in conn.execute(f"SELECT rowid, {', '.join(columns)} FROM {table}").fetchall()
        for column, value in zip(columns, row[1:], strict=True)
    ]


def attacked(conn: sqlite3.Connection, table: str, row: int, column: str, value: object) -> Verdict:
    conn.execute("BEGIN")
    try:
        conn.execute(
            f"UPDATE {table} SET {column} = {'?' if not isinstance(value, Text) else 'CAST(? AS TEXT)'} WHERE rowid = ?",
            (bytes(value) if isinstance(value, Text) else value, row),
        )
        return verify(conn, expected_key=KEY)
    finally:
        conn.execute("ROLLBACK")


class Text(bytes):
    """Bytes to be stored as text, even where they are no UTF-8."""


def flipped(value: object, place: int, flip: int) -> object:
    """The value with one byte of it changed, its type kept."""
    if isinstance(value, int):
        return value ^ (flip << 8 * (place % 4))
    raw = bytearray(value.encode() if isinstance(value, str) else value if isinstance(value, bytes) else b"\x00")
    raw[place % len(raw)] ^= flip
    return bytes(raw) if isinstance(value, bytes) else Text(raw)


def test_the_log_under_attack_is_fine_before_it(conn: sqlite3.Connection) -> None:
    assert verify(conn, expected_key=KEY).ok
    declared = {line.split()[0] for table in TABLES for line in table.splitlines()[1:-1]} - {"PRIMARY"}
    assert declared == {column for columns in COLUMNS.values() for column in columns}


def test_a_changed_byte_in_any_column_of_any_row_is_found_and_its_entry_named(conn: sqlite3.Connection) -> None:
    for table, row, column, value in cells(conn):
        for place in (0, 5, -1):
            verdict = attacked(conn, table, row, column, flipped(value, place, 1))
            assert not verdict.ok, (table, row, column, place)
            named = {finding.entry for finding in verdict.findings}
            if table == "audit_entry" and column != "seq":
                assert named == {row}, (row, column, verdict.findings)
            assert named - {None}, (table, row, column, verdict.findings)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_change_of_any_byte_is_found(data: st.DataObject) -> None:
    table, row, column, value = data.draw(st.sampled_from(ALL_CELLS))
    changed = flipped(value, data.draw(st.integers(0, 600)), data.draw(st.integers(1, 255)))
    verdict = attacked(SHARED, table, row, column, changed)
    assert not verdict.ok
    assert any(finding.entry for finding in verdict.findings)


def test_a_value_of_another_type_is_found(conn: sqlite3.Connection) -> None:
    for table, row, column, value in cells(conn):
        if isinstance(value, int):
            others: tuple[object, ...] = (str(value), float(value), None)
        elif isinstance(value, str):
            others = (value.encode(), None)
        elif isinstance(value, bytes):
            others = (Text(value), value.hex(), None)
        else:
            others = ("", b"", 0, Text(b"\xff"))
        for other in others:
            verdict = attacked(conn, table, row, column, other)
            assert not verdict.ok, (table, row, column, other)
            assert any(finding.entry for finding in verdict.findings), (table, row, column, other)


def test_an_entry_whose_hash_was_made_to_fit_is_still_named(conn: sqlite3.Connection) -> None:
    for seq in range(2, 13):
        conn.execute("BEGIN")
        (leaf,) = conn.execute("SELECT leaf FROM audit_entry WHERE seq = ?", (seq,)).fetchone()
        changed = leaf.replace(b"2026", b"2025")
        conn.execute("UPDATE audit_entry SET leaf = ?, leaf_hash = ? WHERE seq = ?", (changed, leaf_hash(changed), seq))
        verdict = verify(conn, expected_key=KEY)
        conn.execute("ROLLBACK")
        assert verdict.findings[0].entry == seq or any(f"Entry {seq} was changed" in f.sentence for f in verdict.findings)


def test_a_whole_tree_made_to_fit_is_caught_by_the_signature(conn: sqlite3.Connection) -> None:
    conn.execute("BEGIN")
    conn.execute(
        "UPDATE audit_entry SET leaf = CAST(replace(leaf, '\"agreed\":true', '\"agreed\":false') AS BLOB) WHERE seq = 4"
    )
    rebuild(conn)
    verdict = verify(conn, expected_key=KEY)
    conn.execute("ROLLBACK")
    assert [finding.sentence for finding in verdict.findings] == [
        "Entry 12, or one before it, was changed after it was written, and what is stored to prove it was changed with it."
    ]


def rebuild(conn: sqlite3.Connection) -> None:
    """Make every hash but the signed head fit the entries that are there."""
    frontier = Frontier()
    conn.execute("DELETE FROM audit_node")
    for seq, leaf in conn.execute("SELECT seq, leaf FROM audit_entry ORDER BY seq").fetchall():
        frontier, nodes = frontier.append(leaf_hash(leaf))
        conn.execute("UPDATE audit_entry SET leaf_hash = ?, root = ? WHERE seq = ?", (nodes[0].hash, frontier.root(), seq))
        conn.executemany("INSERT INTO audit_node VALUES (?, ?, ?)", [(n.level, n.index, n.hash) for n in nodes[1:]])


@pytest.fixture(scope="module")
def database_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("attack") / "audit.db"
    conn, on_disk = scripted_log(), sqlite3.connect(path)
    conn.backup(on_disk)
    on_disk.close()
    conn.close()
    return path


def test_a_byte_changed_in_the_file_itself_is_found_wherever_it_can_be_read(database_file: Path) -> None:
    whole, chance = database_file.read_bytes(), Random(7)  # noqa: S311 - the same attacks every time
    honest, found = audit_tables(database_file), 0
    for place in chance.sample(range(len(whole)), 250):
        database_file.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])
        with closing(sqlite3.connect(database_file)) as conn:
            verdict = verify(conn, expected_key=KEY)
        if verdict.ok:  # nothing that the log's readers see has changed: free space, or a hint of SQLite's own
            assert audit_tables(database_file) == honest, place
        found += not verdict.ok
    database_file.write_bytes(whole)
    assert found > 25


def audit_tables(path: Path) -> list[object]:
    with closing(sqlite3.connect(path)) as conn:
        return [
            conn.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1, 2").fetchall()
            for table, columns in COLUMNS.items()
        ]


SHARED = weakened_log()
ALL_CELLS = cells(SHARED)
