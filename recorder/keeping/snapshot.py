"""A copy of the vault's database beside it, for the day on which the database cannot be opened any more.

It is made when a vault is closed, at most once a day, under the database's own key, and put in place in one step. Whatever
is erased must be gone from it as well: whoever erases, or changes the database's key, calls `forget_snapshot` once that is
committed. Nothing here refuses an act of a person: a copy that cannot be made is said, and tried again at the next closing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recorder.database import Database, DatabaseError, open_encrypted
from recorder.durable import sync_folder
from recorder.errors import StorageFailed

FOLDER, LATEST = "snapshots", "latest.db"
_A_DAY = 24 * 3600.0  # seconds
_LONGEST_WAIT = 120.0  # seconds for another program that makes or removes a copy


def copy_database(db: Database, key: bytes, target: Path) -> None:
    """A copy of one moment, in one file, under the same key, whole but for voice prints. Raises `StorageFailed`."""
    try:
        copy = open_encrypted(target, key).conn
        try:
            db.conn.backup(copy)  # page by page, encrypted again on the way; writers elsewhere make it begin anew
            copy.execute("DELETE FROM voice_pieces")  # nobody needs them twice: they can be made anew from the sound
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        with target.open("rb+") as file:
            os.fsync(file.fileno())
    except (DatabaseError, OSError) as exc:
        raise StorageFailed(f"The database could not be copied ({exc}).", "The vault itself is whole.") from exc


def take_snapshot_if_due(folder: Path, db: Database, key: bytes, *, now: float) -> bool:
    """Make the copy when there is none, or when it is older than a day (`now`: seconds) and the database changed since."""
    latest = folder / FOLDER / LATEST
    if latest.exists():
        age = now - latest.stat().st_mtime
        if 0 <= age < _A_DAY or _changed_at(folder) <= latest.stat().st_mtime:
            return False
    with _one_at_a_time(folder):
        with working_copy(folder) as partial:
            copy_database(db, key, partial)
            os.utime(partial, (now, now))
            partial.replace(latest)
        sync_folder(latest.parent)
    return True


def forget_snapshot(vault_folder: Path) -> bool:
    """Overwrite and remove every copy of the database in the vault; returns whether there was any.

    To be called after the erasure or the new key is committed: a copy that is being made meanwhile is waited for.
    """
    found = False
    folder = vault_folder / FOLDER
    if folder.is_dir():
        with _one_at_a_time(vault_folder):
            for path in folder.iterdir():
                shred(path)
                found = True
            sync_folder(folder)
    return found


def shred(path: Path) -> None:
    """Overwrite a file with nothing and remove it. On flash storage the old cells may outlive that; the disk decides."""
    try:
        with path.open("r+b") as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(b"\0" * min(left, 1 << 20))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except OSError as exc:
        raise StorageFailed(f"A copy of the database could not be removed ({exc.strerror}).", f"Remove {path.name}.") from exc


@contextmanager
def working_copy(vault_folder: Path) -> Iterator[Path]:
    """A name for a copy of the database that is gone afterwards, also when something failed on the way."""
    folder = vault_folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"copy-{os.getpid()}-{os.urandom(4).hex()}.partial"
    try:
        yield path
    finally:
        for left in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
            if left.exists():
                shred(left)


def _changed_at(folder: Path) -> float:
    """When the database was last written to, in seconds."""
    files = [p for p in (folder / "casescribe.db", folder / "casescribe.db-wal") if p.exists()]
    return max((p.stat().st_mtime for p in files), default=0.0)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(str(folder / "snapshots.lock"), timeout=_LONGEST_WAIT, mode=0o600):
            yield
    except Timeout as exc:
        raise StorageFailed("Another program is busy with the copy of the database.", "Try again in a moment.") from exc
