"""The log on disk: an entry is written in the transaction of the act that it records, or the act does not happen.

Each append checks the newest head's signature and that the stored tree leads to it, so that a tampered log is never
signed anew (a head that the same object proved or wrote before is not proven twice); then it adds the entry, the tree's
new nodes and the new head, at O(log n). Only the newest head is kept: an older one would let somebody without the key cut
the log back to it. This module never commits, never begins and never rolls back: on any error the caller must roll back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from audit.checkpoint import Checkpoint, HeadSigner, VerifierKey, open_checkpoint, parse_checkpoint, parse_note, sign
from audit.errors import AuditDamaged, AuditStorageFailed, BadCheckpoint, OutsideTransaction
from audit.events import Entry, Event, VaultCreated, make_entry, read_leaf
from audit.merkle import Frontier, Subtree, inclusion_proof, leaf_hash, peak_places
from audit.proof import Proof
from audit.record import FORMAT, EntryRow, LogRow, NodeRow, Record, Unreadable

TABLES = (
    """CREATE TABLE audit_log (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        format INTEGER NOT NULL,
        origin TEXT NOT NULL,
        key_name TEXT NOT NULL,
        public_key BLOB NOT NULL,
        head TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE audit_entry (
        seq INTEGER PRIMARY KEY,
        visit TEXT,
        leaf BLOB NOT NULL,
        leaf_hash BLOB NOT NULL,
        root BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE audit_node (
        level INTEGER NOT NULL,
        place INTEGER NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (level, place)
    ) STRICT, WITHOUT ROWID""",
)
_VERIFY = "Nothing was changed. Run “casescribe audit verify” and show the answer to whoever looks after this laptop."


def create_tables(conn: sqlite3.Connection) -> None:
    """Make the audit tables within the caller's transaction."""
    for statement in TABLES:
        conn.execute(statement)


class AuditLog:
    """One device's log. `origin` names it in every head: an id such as "casescribe/3f9a12", never a person or a host."""

    def __init__(self, conn: sqlite3.Connection, *, origin: str, signer: HeadSigner) -> None:
        self._conn = conn
        self._origin = origin
        self._signer = signer
        self._proven: tuple[str, Frontier] = ("", Frontier())  # a head that this object proved or wrote, and its tree

    @property
    def size(self) -> int:
        """Number of entries; 0 before the first."""
        head = self.head()
        return head.size if head else 0

    def head_note(self) -> str | None:
        """The newest signed head, a C2SP checkpoint to be kept elsewhere; None before the first entry."""
        with _storage(self._conn):
            row = self._conn.execute("SELECT head FROM audit_log").fetchone()
        return None if row is None else str(row[0])

    def head(self) -> Checkpoint | None:
        """The newest head, its signature not checked. Raises `AuditDamaged` when it cannot be read."""
        note = self.head_note()
        try:
            return None if note is None else parse_checkpoint(parse_note(note).text)
        except BadCheckpoint as exc:
            raise AuditDamaged("The head of the audit log cannot be read.", _VERIFY) from exc

    def entries(self, *, visit: str | None = None) -> tuple[Entry, ...]:
        """All entries, or one visit's, in order. Raises `AuditDamaged` for one that cannot be read."""
        return read_entries(self._conn, visit=visit)

    def append(self, event: Event, *, at: datetime, actor: str) -> Entry:
        """Write one entry and the new head within the caller's open transaction.

        Raises `OutsideTransaction`, `EventRefused`, `AuditDamaged` or `AuditStorageFailed`; the caller then rolls back.
        The very first entry of a log must be `VaultCreated`, and no other may be: a log that was emptied is not begun anew.
        """
        if not self._conn.in_transaction:
            raise OutsideTransaction("An audit entry was to be written apart from its act; nothing was changed.")
        with _storage(self._conn):
            frontier = self._frontier()
            if isinstance(event, VaultCreated) != (frontier.size == 0):
                raise AuditDamaged("The audit log does not begin with the making of this vault, and only with it.", _VERIFY)
            entry = make_entry(event, seq=frontier.size + 1, at=at, actor=actor)
            self._write(entry, frontier)
        return entry

    def _frontier(self) -> Frontier:
        """The tree under the newest signed head: as stored, proven against it, or as this object proved it before."""
        row = self._conn.execute("SELECT origin, key_name, public_key, head FROM audit_log").fetchone()
        last = self._conn.execute("SELECT coalesce(max(seq), 0) FROM audit_entry").fetchone()[0]
        if row is None and last == 0:
            return Frontier()
        key = VerifierKey(self._signer.key_name, self._signer.public_key)
        if row is None or tuple(row[:3]) != (self._origin, key.name, key.public_key):
            raise AuditDamaged("The audit log belongs to another vault or key.", _VERIFY)
        proven, frontier = self._proven
        if row[3] == proven and last == frontier.size:
            return frontier
        try:
            head = open_checkpoint(row[3], key)
        except BadCheckpoint as exc:
            raise AuditDamaged("The signed head of the audit log is not the one that was written.", _VERIFY) from exc
        peaks = [_stored_hash(self._conn, level, place) for level, place in peak_places(head.size)]
        frontier = Frontier(head.size, tuple(peaks))
        if head.origin != self._origin or last != head.size or frontier.root() != head.root:
            raise AuditDamaged("The audit log does not fit its signed head.", _VERIFY)
        self._proven = row[3], frontier
        return frontier

    def _write(self, entry: Entry, frontier: Frontier) -> None:
        leaf = entry.leaf()
        grown, nodes = frontier.append(leaf_hash(leaf))
        root, execute = grown.root(), self._conn.execute
        note = sign(Checkpoint(self._origin, grown.size, root).text(), self._signer).render()
        execute(
            "INSERT INTO audit_entry (seq, visit, leaf, leaf_hash, root) VALUES (?, ?, ?, ?, ?)",
            (entry.seq, entry.visit, leaf, nodes[0].hash, root),
        )
        for node in nodes[1:]:
            execute("INSERT INTO audit_node (level, place, hash) VALUES (?, ?, ?)", (node.level, node.index, node.hash))
        execute(
            "INSERT INTO audit_log (id, format, origin, key_name, public_key, head) VALUES (1, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET head = excluded.head",
            (FORMAT, self._origin, self._signer.key_name, self._signer.public_key, note),
        )
        self._proven = note, grown  # of no use after a rollback, when the stored head is another


def read_entries(conn: sqlite3.Connection, *, visit: str | None = None) -> tuple[Entry, ...]:
    """All entries, or one visit's, in order; needs no key. Raises `AuditDamaged` for one that cannot be read."""
    with _storage(conn):
        if visit is None:
            rows = conn.execute("SELECT leaf FROM audit_entry ORDER BY seq").fetchall()
        else:
            rows = conn.execute("SELECT leaf FROM audit_entry WHERE visit = ? ORDER BY seq", (visit,)).fetchall()
    return tuple(read_leaf(row[0]) for row in rows)


def stored_subtree(conn: sqlite3.Connection) -> Subtree:
    """The stored tree as `audit.merkle` asks for it: a proof from a million entries reads a few dozen hashes.

    Nothing in it is believed: a proof made of it either leads to the signed head or does not.
    """

    def subtree(start: int, end: int) -> bytes:
        places = [(level, (start >> level) + place) for level, place in peak_places(end - start)]
        return Frontier(end - start, tuple(_stored_hash(conn, level, place) for level, place in places)).root()

    def within(start: int, end: int) -> bytes:
        with _storage(conn):
            return subtree(start, end)

    return within


def _stored_hash(conn: sqlite3.Connection, level: int, place: int) -> bytes:
    if level:
        found = conn.execute("SELECT hash FROM audit_node WHERE level = ? AND place = ?", (level, place))
    else:
        found = conn.execute("SELECT leaf_hash FROM audit_entry WHERE seq = ?", (place + 1,))
    row = found.fetchone()
    if row is None:
        raise AuditDamaged("A part of the audit log's tree is missing.", _VERIFY)
    return bytes(row[0])


def prove_entry(conn: sqlite3.Connection, seq: int) -> Proof:
    """Proof that an entry is under the newest head. Raises `AuditDamaged` for one that is not there."""
    with _storage(conn):
        head = conn.execute("SELECT head FROM audit_log").fetchone()
        row = conn.execute("SELECT leaf FROM audit_entry WHERE seq = ?", (seq,)).fetchone()
    try:
        size = parse_checkpoint(parse_note(head[0]).text).size if head else 0
    except BadCheckpoint as exc:
        raise AuditDamaged("The head of the audit log cannot be read.", _VERIFY) from exc
    if row is None or not 0 < seq <= size:
        raise AuditDamaged(f"The log holds no entry {seq}.", _VERIFY)
    return Proof(bytes(row[0]), seq - 1, inclusion_proof(seq - 1, size, stored_subtree(conn)), str(head[0]))


def read_record(conn: sqlite3.Connection) -> Record:
    """The stored log as it is, one moment's picture, for `audit.verify` and exports. Raises `AuditStorageFailed`."""
    with _storage(conn), _snapshot(conn):
        return Record(
            logs=tuple(
                LogRow(*row) for row in _raw(conn, "audit_log", ("id", "format", "origin", "key_name", "public_key", "head"))
            ),
            entries=tuple(
                EntryRow(*row) for row in _raw(conn, "audit_entry", ("seq", "visit", "leaf", "leaf_hash", "root"), order="seq")
            ),
            nodes=tuple(NodeRow(*row) for row in _raw(conn, "audit_node", ("level", "place", "hash"), order="level, place")),
        )


def _raw(conn: sqlite3.Connection, table: str, columns: tuple[str, ...], *, order: str = "1") -> Iterator[tuple[object, ...]]:
    """Each value with the type it is really stored in, so that a changed type is seen and broken UTF-8 does not stop us."""
    wanted = ", ".join(f"typeof({column}), CAST({column} AS BLOB)" for column in columns)
    query = f"SELECT {wanted} FROM {table} ORDER BY {order}"  # noqa: S608 - only our own column names
    for row in conn.execute(query):
        yield tuple(_value(kind, raw) for kind, raw in zip(row[::2], row[1::2], strict=True))


def _value(kind: str, raw: Any) -> object:
    match kind:
        case "integer":
            return int(raw)
        case "text":
            try:
                return bytes(raw).decode()
            except UnicodeDecodeError:
                return Unreadable(bytes(raw))
        case "blob":
            return bytes(raw)
        case "real":
            return float(raw)
        case _:
            return None


@contextmanager
def _snapshot(conn: sqlite3.Connection) -> Iterator[None]:
    """Keep a writer elsewhere from making three reads look like tampering."""
    if conn.in_transaction:
        yield
        return
    conn.execute("BEGIN")
    try:
        yield
    finally:
        conn.execute("ROLLBACK")


@contextmanager
def _storage(conn: sqlite3.Connection) -> Iterator[None]:
    """Wrap the database's own errors; `conn.Error`, because an encrypted database brings its own classes."""
    try:
        yield
    except conn.Error as exc:
        raise AuditStorageFailed(
            "The audit log could not be read or written, so nothing was changed.",
            "Check that the disk has room, then try again.",
        ) from exc
