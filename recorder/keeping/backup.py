"""The whole vault in one file, encrypted as it lies, to be kept away from this laptop.

    manifest.json   what is in it, each file's hash, the log's size and head; sealed with a key from the vault's secrets
    keys.json       who can open it, with the passphrases in force now
    casescribe.db   one moment's copy under the same key      audio/…   sealed sound      governance-….log   sealed logs

The backup gets its name only after it was read back: every hash, the database opened from the copy, its log verified. Only
files that the vault itself seals are taken, so that a note somebody left in the folder does not travel in plain. It refuses
to overwrite a file, and to lie inside the vault that it is a copy of.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from audit import events
from audit.errors import AuditError
from audit.log import AuditLog
from audit.verify import verify
from recorder.access.keys import Keyring, Secrets, Unlocked, derive
from recorder.database import DatabaseError, NotEncrypted, open_encrypted
from recorder.durable import sync_folder
from recorder.errors import BadInput, Refused, StorageFailed, UsageError
from recorder.keeping.archive import Archive, ArchiveWriter, read_archive
from recorder.keeping.snapshot import copy_database, working_copy
from recorder.ports import Clock
from recorder.store import Store
from recorder.vault import DATABASE, KEY_FILES, SAMPLE_PASSPHRASE, Vault, read_keyring, write_keyring

ENDING = ".casescribe-backup"
_SEALED = ("governance-*.log", "audio/*.sound")
_LARGEST_KEYRING = 4 << 20
_KEYS = KEY_FILES[0]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and read back."""

    path: Path
    sha256: str  # of the whole file
    log_size: int  # entries in its log
    recordings: int
    size: int  # bytes
    missing: tuple[str, ...]  # recordings that the vault should hold and does not


class BackupDesk:
    """Makes backups of an open vault."""

    def __init__(self, *, vault: Vault, store: Store, log: AuditLog, clock: Clock) -> None:
        self._vault, self._store, self._log, self._clock = vault, store, log, clock

    def make(self, destination: Path) -> Backup:
        """Back the vault up into a file, or into a new file in a folder; verified, then put in place and logged.

        Raises `UsageError` for a place that cannot be, `StorageFailed` when the copy cannot be made or is not whole.
        """
        path = self._place(destination)
        partial = path.with_name(path.name + ".partial")
        try:
            self._write(partial)
            _forget_cached(partial)
            made = self._check(partial)
            with self._store.transaction():
                self._audit(events.BackupMade(file_sha256=made.sha256, log_size=made.log_size))
                partial.replace(path)
            sync_folder(path.parent)
        except OSError as exc:
            raise StorageFailed(f"The backup could not be written: {exc.strerror}.", "The vault is whole. Try again.") from exc
        finally:
            partial.unlink(missing_ok=True)
        return replace(made, path=path)

    def _place(self, destination: Path) -> Path:
        path = destination.absolute()
        if path.is_dir():
            path /= f"casescribe-{self._vault.id}-{self._clock.now():%Y-%m-%d-%H%M%S}{ENDING}"
        if path.exists():
            raise UsageError(f"There is a file {path.name} already.", "Nothing was changed. Choose another name.")
        if not path.parent.is_dir():
            raise UsageError(f"There is no folder {path.parent}.", "Nothing was changed. Make it first, or choose another.")
        if self._vault.folder.resolve() in path.resolve().parents:
            raise UsageError("A backup inside the vault would be lost with it.", "Choose a place outside, best another disk.")
        return path

    def _write(self, partial: Path) -> None:
        folder = self._vault.folder
        with (
            working_copy(folder) as copy,
            os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
        ):
            copy_database(self._vault.db, self._vault.secrets.database_key, copy)
            size, head = _log_of(copy, self._vault.secrets)
            keyring = read_keyring(folder)[0]
            writer = ArchiveWriter(file)
            data = keyring.to_bytes()
            writer.add(_KEYS, BytesIO(data), len(data))
            for name, place in ((DATABASE, copy), *_sealed_files(folder, keyring)):
                with place.open("rb") as source:
                    writer.add(name, source, os.fstat(source.fileno()).st_size)  # a recording may go on growing
            facts = {"vault": self._vault.id, "made_at": self._clock.now().isoformat(), "log_size": size, "head": head}
            writer.finish(facts, seal_key(self._vault.secrets))
            file.flush()
            os.fsync(file.fileno())

    def _check(self, partial: Path) -> Backup:
        """Read the backup back as a restore would."""
        try:
            archive = read_archive(partial)
            archive.require_seal(seal_key(self._vault.secrets))
        except BadInput as exc:
            raise StorageFailed("The backup could not be read back, so it was thrown away.", "Try another disk.") from exc
        keyring = keyring_of(archive)
        with working_copy(self._vault.folder) as copy:
            archive.extract(DATABASE, copy)
            wrong, missing = _look_into(copy, self._vault, archive)
        if keyring.recover(self._vault.unlocked.person, self._vault.unlocked.open_seed) != self._vault.unlocked.secrets:
            wrong.append("The keys were changed while it was made.")
        if wrong:
            raise StorageFailed(f"No backup was made: {wrong[0]}", "Run “casescribe audit verify” and “casescribe doctor”.")
        recordings = sum(name.startswith("audio/") for name in archive.members)
        return Backup(partial, archive.sha256, int(archive.facts["log_size"]), recordings, partial.stat().st_size, missing)

    def _audit(self, event: events.Event) -> None:
        try:
            self._log.append(event, at=self._clock.now(), actor=self._vault.signer.actor_id)
        except AuditError as exc:
            raise StorageFailed(exc.message, exc.next_step) from exc


def seal_key(secrets_: Secrets) -> bytes:
    """The key over a backup's list: the same after a rotation, and known to nobody outside the vault."""
    return derive(secrets_.log_seed, "backup")


def open_backup(path: Path) -> tuple[Archive, Keyring]:
    """A backup, read to its end, and who can open it. Raises `BadInput` for one that is damaged or no backup."""
    archive = read_archive(path)
    if DATABASE not in archive.members:
        raise BadInput(f"{path.name} holds no vault.", "Nothing was changed.")
    return archive, keyring_of(archive)


def keyring_of(archive: Archive) -> Keyring:
    """Who can open a backup. Raises `BadInput`."""
    try:
        return Keyring.from_bytes(archive.read(_KEYS, at_most=_LARGEST_KEYRING))
    except StorageFailed as exc:
        raise BadInput(f"The keys in {archive.path.name} are damaged.", "Nothing was changed. Use another backup.") from exc


def unpack(archive: Archive, unlocked: Unlocked, folder: Path) -> None:
    """Write a backup's files into a new folder. Raises `BadInput` for one that somebody else put together."""
    if not unlocked.secrets:
        raise Refused("A governance lead cannot restore a vault.", "Its worker or a supervisor can.")
    archive.require_seal(seal_key(unlocked.secrets[-1]))
    keyring = keyring_of(archive)
    try:
        (folder / "audio").mkdir(parents=True, mode=0o700)
        folder.chmod(0o700)
        for name in archive.members:
            if name != _KEYS:
                (folder / name).parent.mkdir(mode=0o700, exist_ok=True)
                archive.extract(name, folder / name)
        write_keyring(folder, keyring)
        for one in (folder / "audio", folder):
            sync_folder(one)
    except OSError as exc:
        raise StorageFailed(f"The backup could not be unpacked: {exc.strerror}.", "Nothing was changed. Make room.") from exc


def _sealed_files(folder: Path, keyring: Keyring) -> Iterator[tuple[str, Path]]:
    patterns = (*_SEALED, *((SAMPLE_PASSPHRASE,) if keyring.sample else ()))
    for pattern in patterns:
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix(), path


def _log_of(copy: Path, secrets_: Secrets) -> tuple[int, str]:
    """Size and signed head of the log in a copy of the database."""
    conn = open_encrypted(copy, secrets_.database_key).conn
    try:
        row = conn.execute("SELECT (SELECT max(seq) FROM audit_entry), head FROM audit_log").fetchone()
    finally:
        conn.close()
    if row is None:
        raise StorageFailed("The audit log is empty.", "No backup was made. Run “casescribe audit verify”.")
    return int(row[0]), str(row[1])


def _look_into(copy: Path, vault: Vault, archive: Archive) -> tuple[list[str], tuple[str, ...]]:
    """What is wrong with a database as it came back out of the backup, and the recordings that it speaks of in vain."""
    try:
        db = open_encrypted(copy, vault.secrets.database_key)
    except (DatabaseError, NotEncrypted):
        return ["its database does not open with the vault’s key."], ()
    try:
        verdict = verify(db.conn, expected_key=vault.head_signer.public_key)
        recordings = [str(r["file_name"]) for r in db.query("SELECT file_name FROM recordings")]
        pages = [r[0] for r in db.conn.execute("PRAGMA quick_check").fetchall()]
    finally:
        db.conn.close()
    wrong = [*verdict.sentences()[1:]] if not verdict.ok else []
    if pages != ["ok"]:
        wrong.append("a part of the database is damaged.")
    return wrong, tuple(name for name in recordings if f"audio/{name}" not in archive.members)


def _forget_cached(path: Path) -> None:
    """Let the next reading come from the disk, where the system can be asked for that."""
    if not hasattr(os, "posix_fadvise"):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
