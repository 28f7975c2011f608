"""The ground that all case SQL stands on: one connection, one lock, whole changes.

Writes happen inside `transaction()`, which the audit log shares, so that an act and its entry stand or fall together. It
takes the write lock at once, so that a second program waits, not fails. It refuses nothing and decides nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from recorder.database import Database, DatabaseError
from recorder.errors import StorageFailed


class Rows:
    """Reading and writing rows of one database."""

    def __init__(self, db: Database, lock: threading.RLock | None = None) -> None:
        self._db = db
        self._lock = lock or threading.RLock()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One change, whole or not at all. Raises `StorageFailed` when the disk or the database refuses."""
        conn = self._db.conn
        with self._lock:
            try:
                conn.execute("BEGIN IMMEDIATE")
                try:
                    yield
                except BaseException:
                    conn.rollback()
                    raise
                conn.commit()
            except DatabaseError as exc:
                if conn.in_transaction:
                    conn.rollback()
                raise StorageFailed(
                    f"The change could not be stored ({exc}).",
                    "Nothing was changed and nothing was lost. Check the disk's free space and try again.",
                ) from exc

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        with self._lock:
            try:
                return list(self._db.query(sql, values))
            except DatabaseError as exc:
                raise StorageFailed(
                    f"A part of the vault's database casescribe.db cannot be read ({exc}).",
                    "The rest of it still opens. Restore this part from a backup: casescribe restore",
                ) from exc

    def _run(self, sql: str, *values: object) -> int:
        """Rows that were changed."""
        return int(self._db.execute(sql, values).rowcount)

    def _insert(self, table: str, row: Mapping[str, object]) -> None:
        self._db.table(table).insert(dict(row))
