"""The attacker has the database file and changes the order of entries; they do not have the key."""

# ruff: noqa: S608 - the names of tables and columns are this file's own

import sqlite3
from itertools import combinations

from audit.log import read_record
from audit.record import export_lines, read_export
from audit.scripted import ScriptedSigner, scripted_log
from audit.verify import verify

KEY = ScriptedSigner().public_key
CLAIMS = {"test_any_two_swapped_entries_are_named": ("the database", "the true key", "caught, and both entries named")}


def swap(conn: sqlite3.Connection, one: int, other: int, columns: tuple[str, ...]) -> None:
    names = ", ".join(columns)
    rows = [conn.execute(f"SELECT {names} FROM audit_entry WHERE seq = ?", (seq,)).fetchone() for seq in (one, other)]
    setters = ", ".join(f"{column} = ?" for column in columns)
    for seq, row in ((one, rows[1]), (other, rows[0])):
        conn.execute(f"UPDATE audit_entry SET {setters} WHERE seq = ?", (*row, seq))


def test_any_two_swapped_entries_are_named() -> None:
    conn = scripted_log()
    for columns in (("leaf",), ("leaf", "leaf_hash"), ("visit", "leaf", "leaf_hash", "root")):
        for one, other in combinations(range(1, 13), 2):
            conn.execute("BEGIN")
            swap(conn, one, other, columns)
            verdict = verify(conn, expected_key=KEY)
            conn.execute("ROLLBACK")
            assert {one, other} <= {finding.entry for finding in verdict.findings}, (columns, one, other)
    conn.close()


def test_swapped_lines_of_an_export_are_named() -> None:
    conn = scripted_log()
    lines = list(export_lines(read_record(conn)))
    conn.close()
    lines[3], lines[8] = lines[8], lines[3]
    verdict = verify(read_export(lines), expected_key=KEY)
    assert {3, 8} <= {finding.entry for finding in verdict.findings}
