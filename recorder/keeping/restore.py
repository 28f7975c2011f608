"""A vault put back: from a backup into its place, or from the copy of its database that it keeps itself.

Everything happens in a folder beside the vault's place first: every hash is checked, the database opened, its log verified,
and the restoring written into it. Only then is it put in place, by renaming; an old vault is renamed, never removed. It says
how much of the log a backup lacks and goes on only when told so, because whoever restores an old copy could make an approval
undone. Visits that the vault in place shows as erased are erased again; where that cannot be, it refuses.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import secrets as random
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from audit import events
from audit.checkpoint import VerifierKey, check_signature, parse_checkpoint, parse_note
from audit.log import read_entries
from audit.verify import verify
from recorder.access.keys import Unlocked, WrongPassphrase
from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault, open_vault
from recorder.config import Config
from recorder.database import Database, DatabaseError, NotEncrypted, open_encrypted
from recorder.domain import Status
from recorder.durable import sync_folder
from recorder.errors import BadInput, Refused, StorageFailed
from recorder.keeping.archive import Archive
from recorder.keeping.backup import unpack
from recorder.keeping.snapshot import FOLDER, LATEST
from recorder.ledger import entries_in
from recorder.ports import Clock
from recorder.store import Store
from recorder.vault import DATABASE, KEY_FILES, read_keyring

_UNTOUCHED = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person said about a restore."""

    in_place: bool = False  # put it in the place of a vault that is there
    accept_older: bool = False  # though the log is known to have gone on since
    accept_erased: bool = False  # though it brings back something that was erased since
    pinned: tuple[str, ...] = ()  # signed heads of the log that were kept elsewhere


@dataclass(frozen=True, slots=True)
class _Since:
    """What is known to have happened after the copy was made."""

    log_size: int  # entries that the log had, 0 when nothing is known
    parted: bool = False  # the vault in place tells another history than the copy
    erased: tuple[str, ...] = ()  # visits of the copy that were erased whole
    partly: tuple[str, ...] = ()  # visits of the copy of which something was erased
    unknown: str = ""  # why it cannot be known, as a sentence


def restore_backup(config: Config, archive: Archive, unlocked: Unlocked, *, wishes: Wishes, clock: Clock) -> tuple[str, ...]:
    """Put a backup in place; `unlocked` comes from the keyring within it. Returns what happened, as sentences.

    Raises `BadInput` for a backup that is not whole, `Refused` for what the person has not agreed to; nothing is then
    changed.
    """
    folder = config.vault_dir
    there = folder.exists() and any(folder.iterdir())
    if there and not wishes.in_place:
        raise Refused(
            f"There is a vault in {folder} already.",
            f"{_UNTOUCHED} Restore into another folder with --vault, or put the backup in its place with --replace.",
        )
    for left in folder.parent.glob(f".{glob.escape(folder.name)}-restore-*"):  # of a restore that was cut off
        shutil.rmtree(left, ignore_errors=True)
    staged = folder.with_name(f".{folder.name}-restore-{random.token_hex(4)}")
    try:
        unpack(archive, unlocked, staged)
        opened = open_vault(replace(config, vault_dir=staged), unlocked, clock=clock)
        try:
            size = _require_whole(opened, wishes)
            since = _since(folder, opened, size) if there else _Since(0)
            said = _agree(replace(since, log_size=max(since.log_size, _newest(opened, wishes))), size, wishes)
            opened.custodian.note(events.BackupRestored(file_sha256=archive.sha256, log_size=size))
            said += _erase_again(opened, since, wishes)
        finally:
            opened.vault.close()
        kept = _put_in_place(staged, folder, clock.now()) if there else _publish(staged, folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return (*said, f"The vault of {str(archive.facts.get('made_at', ''))[:10]} is in {folder}, with {size} log entries.", *kept)


def restore_snapshot(config: Config, unlocked: Unlocked, *, clock: Clock) -> tuple[str, ...]:
    """Put the vault's own copy of its database in place. Raises `Refused` when there is none or the database still opens."""
    folder = config.vault_dir
    latest = folder / FOLDER / LATEST
    if not latest.exists():
        raise Refused("This vault holds no copy of its database.", f"{_UNTOUCHED} Use a backup: casescribe restore FILE")
    if _opens(folder / DATABASE, unlocked):
        raise Refused("The vault’s database opens, so its older copy was not put in its place.", _UNTOUCHED)
    if not _opens(latest, unlocked):
        raise BadInput("The copy of the database is damaged too.", f"{_UNTOUCHED} Use a backup: casescribe restore FILE")
    taken = datetime.fromtimestamp(latest.stat().st_mtime, UTC)
    with latest.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    _put_database_in_place(folder, clock.now())
    opened = open_vault(config, unlocked, clock=clock)
    try:
        size = opened.log.size
        assured = verify_vault(opened)
        known = max((entries_in(p) or 0 for p in folder.glob("governance-*.log")), default=0)
        opened.custodian.note(events.BackupRestored(file_sha256=sha256, log_size=size))
        visits = {v.id for v in opened.recorder.visits()}
    finally:
        opened.vault.close()
    lost = sorted(p.stem for p in (folder / "audio").glob("*.sound") if p.stem not in visits)
    said = [f"The database is the copy of {taken:%d %B %Y at %H:%M} UTC, with {size} log entries."]
    if known > size:
        said.append(f"The log had at least {known} entries: {known - size} are lost.")
    if lost:
        said.append(f"The recordings of {len(lost)} visits made since cannot be opened any more: {', '.join(lost)}.")
    return (*said, *assured.sentences, "The damaged database was kept in the folder “snapshots” of the vault.")


def _require_whole(opened: OpenVault, wishes: Wishes) -> int:
    """The number of entries in a log that is as it was written. Raises `BadInput`, `Refused` for another history."""
    size = opened.log.size
    older = tuple(p for p in wishes.pinned if parse_checkpoint(parse_note(p).text).size <= size)
    if not (assured := verify_vault(opened)).ok:
        raise BadInput(f"The log in the backup is not as it was written. {assured.sentences[1]}", _UNTOUCHED)
    if older and not (assured := verify_vault(opened, pinned=older)).ok:
        raise Refused(f"The backup tells another history than the head that was kept. {assured.sentences[1]}", _UNTOUCHED)
    return size


def _newest(opened: OpenVault, wishes: Wishes) -> int:
    """The size of the longest pinned head. Raises `audit.errors.BadSignature` for one that is not of this log."""
    signer = opened.vault.head_signer
    sizes = [0]
    for pinned in wishes.pinned:
        note = parse_note(pinned)
        check_signature(note, VerifierKey(signer.key_name, signer.public_key))
        sizes.append(parse_checkpoint(note.text).size)
    return max(sizes)


def _since(folder: Path, copy: OpenVault, size: int) -> _Since:
    """What the vault in place knows more than the copy. Raises `Refused` when it is another vault, or knows us no more."""
    known = max((entries_in(p) or 0 for p in folder.glob("governance-*.log")), default=0)
    unread = _Since(known, unknown="The vault in place cannot be read, so nobody can say what this backup lacks, erasures too.")
    if not any((folder / name).exists() for name in KEY_FILES):
        return unread
    try:
        keyring = read_keyring(folder)[0]
    except StorageFailed:
        return unread
    if keyring.vault_id != copy.vault.id:
        raise Refused(f"The vault in {folder} is another one than this backup’s.", f"{_UNTOUCHED} Choose another --vault.")
    who = copy.vault.unlocked
    if who.person not in {p.id for p in keyring.people}:
        raise Refused(f"{who.name} can no longer sign in to the vault in {folder}.", f"{_UNTOUCHED} Ask somebody who can.")
    try:
        secrets = keyring.recover(who.person, who.open_seed)
        db = _open_any(folder / DATABASE, replace(who, secrets=secrets))
        now = {v.id: v.status for v in Store(db).visits()}
    except (StorageFailed, WrongPassphrase, DatabaseError):
        return unread
    try:
        head = copy.log.head_note() or ""
        verdict = verify(db.conn, expected_key=copy.vault.head_signer.public_key, pinned=[head])
        gone = {e.event.visit for e in read_entries(db.conn)[size:] if isinstance(e.event, events.VisitErased)}
    finally:
        db.conn.close()
    here = gone & {v.id for v in copy.recorder.visits()}
    whole = {visit for visit in here if now.get(visit, Status.ERASED) is Status.ERASED}
    return _Since(
        max(verdict.size, known), parted=not verdict.ok, erased=tuple(sorted(whole)), partly=tuple(sorted(here - whole))
    )


def _agree(since: _Since, size: int, wishes: Wishes) -> tuple[str, ...]:
    """What is to be said about a copy. Raises `Refused` for what the person has not agreed to."""
    said = [since.unknown] if since.unknown else []
    if since.log_size > size:
        missing = since.log_size - size
        said.append(
            f"This backup is older: the log had {since.log_size} entries, it has {size}. "
            f"{'One is' if missing == 1 else f'{missing} are'} missing, and the work that they tell of."
        )
    if since.parted:
        said.append("The vault in place tells another history than this backup.")
    if (since.log_size > size or since.parted) and not wishes.accept_older:
        raise Refused(" ".join(said), f"{_UNTOUCHED} If that is what you want, say --accept-older.")
    if since.partly:
        said.append(f"It brings back a part that was erased since, of visit {', '.join(since.partly)}.")
        if not wishes.accept_erased:
            raise Refused(" ".join(said), f"{_UNTOUCHED} If it cannot be helped, say --accept-erased, and erase at once.")
    return tuple(said)


def _erase_again(opened: OpenVault, since: _Since, wishes: Wishes) -> tuple[str, ...]:
    """Erase in the copy what the vault in place shows as erased. Raises `Refused` where it cannot be and nobody agreed."""
    said: list[str] = []
    for visit in since.erased:
        try:
            said += opened.erasure.erase(visit).said
            said.append(f"Visit {visit} was erased since and is erased again. The backup file itself still holds it.")
        except Refused as exc:
            told = f"Visit {visit} was erased since, and cannot be erased again in this backup: {exc.message}"
            if not wishes.accept_erased:
                raise Refused(told, f"{_UNTOUCHED} If it cannot be helped, say --accept-erased.") from exc
            said.append(told)
    return tuple(said)


def _publish(staged: Path, folder: Path) -> tuple[str, ...]:
    try:
        if folder.exists():
            folder.rmdir()
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged.rename(folder)
        sync_folder(folder.parent)
    except OSError as exc:
        raise StorageFailed(f"The vault could not be put in {folder}: {exc.strerror}.", _UNTOUCHED) from exc
    return ()


def _put_in_place(staged: Path, folder: Path, now: datetime) -> tuple[str, ...]:
    """Two renames; if the second fails, the first is taken back. A power cut between them leaves both folders whole."""
    kept = folder.with_name(f"{folder.name}.before-restore-{now:%Y-%m-%d-%H%M%S}")
    try:
        folder.rename(kept)
        try:
            staged.rename(folder)
        except OSError:
            kept.rename(folder)
            raise
        sync_folder(folder.parent)
    except OSError as exc:
        raise StorageFailed(f"The vault could not be put in {folder}: {exc.strerror}.", _UNTOUCHED) from exc
    return (f"The vault that was there is kept in {kept}. Remove it when you are sure: it holds what was in it.",)


def _put_database_in_place(folder: Path, now: datetime) -> None:
    """The damaged database moves beside the copy, where an erasure finds it; the copy becomes the database."""
    database, latest = folder / DATABASE, folder / FOLDER / LATEST
    being_made = folder / f"{DATABASE}.partial"
    try:
        shutil.copyfile(latest, being_made)
        for end in ("-wal", "-shm", ""):
            part = database.with_name(database.name + end)
            if part.exists():
                part.rename(folder / FOLDER / f"damaged-{now:%Y-%m-%d-%H%M%S}.db{end}")
        being_made.rename(database)
        database.chmod(0o600)
        sync_folder(folder)
    except OSError as exc:
        raise StorageFailed(f"The copy could not be put in place: {exc.strerror}.", "It lies in “snapshots”.") from exc


def _opens(path: Path, unlocked: Unlocked) -> bool:
    with contextlib.suppress(StorageFailed):
        conn = _open_any(path, unlocked).conn
        try:
            return bool(conn.execute("PRAGMA quick_check").fetchone()[0] == "ok")
        except DatabaseError:
            return False
        finally:
            conn.close()
    return False


def _open_any(path: Path, unlocked: Unlocked) -> Database:
    """A database by whichever of a person's keys fits. Raises `StorageFailed`."""
    failed: Exception | None = None
    for one in reversed(unlocked.secrets) if path.exists() else ():
        try:
            db = open_encrypted(path, one.database_key)
        except (DatabaseError, NotEncrypted) as exc:
            failed = exc
        else:
            return db
    raise StorageFailed(f"{path.name} cannot be opened.", _UNTOUCHED) from failed
