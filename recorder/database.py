"""sqlite-utils over SQLCipher, loaded lean: the one place that imports either.

SQLCipher is slipped under sqlite-utils where it would take pysqlite3, so every page that reaches the disk, the
write-ahead log and the search index too, is encrypted and authenticated. Temporary tables stay in memory. sqlite-utils
would also load numpy for column types that we never use, at a fifth of a second before every command; hidden from it, it
does without. Refuses a file that is not encrypted, because the standard library's SQLite ignores a key without a word.
"""

from __future__ import annotations

import sys
from pathlib import Path

import sqlcipher3

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)
_numpy = sys.modules.get("numpy")
sys.modules["numpy"] = None  # type: ignore[assignment]  # an import of it fails, which sqlite-utils expects
try:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations
finally:
    if _numpy is None:
        del sys.modules["numpy"]
    else:
        sys.modules["numpy"] = _numpy

__all__ = ["Database", "DatabaseError", "Migrations", "NotEncrypted", "committed_frames", "open_encrypted", "taken_frames"]

DatabaseError: type[Exception] = sqlcipher3.dbapi2.Error  # not sqlite3.Error: an encrypted database brings its own classes
_BUSY_SECONDS = 20
_PLAIN = b"SQLite format 3\0"


class NotEncrypted(Exception):
    """The file is a plain database."""


def open_encrypted(path: Path, key: bytes) -> Database:
    """Open or make a database under a raw 32-byte key.

    Raises `DatabaseError` when the key is wrong or the file damaged, `NotEncrypted` when it is a plain database.
    """
    made = not path.exists()
    conn = sqlcipher3.dbapi2.connect(str(path), timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        conn.execute("PRAGMA cipher_log_level = NONE")  # else a wrong key writes to the terminal
        conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in (
            "temp_store = MEMORY",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            conn.execute(f"PRAGMA {pragma}")
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if made:
            path.chmod(0o600)
        _require_encrypted(path)
    except BaseException:
        conn.close()
        raise
    return Database(conn, execute_plugins=False)


def _require_encrypted(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_PLAIN)) == _PLAIN:
            raise NotEncrypted(path.name)


def committed_frames(path: Path) -> tuple[bytes, int]:
    """How many frames the write-ahead log beside a database claims to have committed, and the salt of that claim.

    SQLite passes over everything after a damaged frame without a word; held against what it did take (`taken_frames`),
    this tells. Layout: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
    """
    try:
        with path.with_name(path.name + "-wal").open("rb") as log:
            header = log.read(32)
            if len(header) < 32:
                return b"", 0
            salt, page = header[16:24], int.from_bytes(header[8:12], "big")
            if not 512 <= page <= 65536:
                return salt, -1
            last = number = 0
            while len(frame := log.read(24)) == 24:
                number += 1
                if frame[8:16] == salt and any(frame[4:8]):  # of this log, and the end of a transaction
                    last = number
                log.seek(page, 1)
            return salt, last
    except FileNotFoundError:
        return b"", 0


def taken_frames(db: Database) -> int:
    """How many frames of the write-ahead log the open database holds valid."""
    return int(db.conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1])
