"""Where a worker's cases lie on this laptop: one folder, nothing in it readable without a key.

    keys.json, keys.copy.json   who can open it (`recorder.access.keys`)     attempts.json   wrong passphrases
    casescribe.db               SQLCipher                             audio/          one sealed file a visit
    governance-ID.log           the audit log, sealed to a governance lead    snapshots/  yesterday's database

It opens with a person's unlocked keys and never asks for a passphrase itself. Making a vault, or changing who can open it,
is all or nothing at any power cut. It refuses a folder that is no vault, and a vault of the first version, which was not
encrypted.
"""

from __future__ import annotations

import secrets as random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from recorder.access.attempts import Attempts
from recorder.access.keys import (
    RECOVERY,
    STANDARD_COST,
    Cost,
    Keyring,
    RoleInVault,
    Secrets,
    Unlocked,
    WrongPassphrase,
    actor_id,
    key_slot,
    new_keyring,
    new_person,
    unwrap_visit_key,
    wrap_visit_key,
)
from recorder.access.recovery import new_recovery_key, opening_seed
from recorder.database import Database, DatabaseError, NotEncrypted, committed_frames, open_encrypted, taken_frames
from recorder.domain import Audio, Recording
from recorder.durable import sync_folder, write_durably
from recorder.errors import Refused, StorageFailed
from recorder.migrations import migrate

if TYPE_CHECKING:
    from recorder.sound.sealed_audio import SealedAudioReader

KEY_FILES = ("keys.json", "keys.copy.json")
DATABASE = "casescribe.db"
SAMPLE_PASSPHRASE = "sample-passphrase.txt"  # noqa: S105 - a file's name, in vaults of invented people only
_RESTORE = "Nothing was changed. Restore it from a backup: casescribe restore"


class VaultSigner:
    """Signs with an Ed25519 key (RFC 8032): in a person's name, or the log's heads in the vault's."""

    def __init__(self, name: str, seed: bytes, *, vault_id: str) -> None:
        self._name, self._key = name, Ed25519PrivateKey.from_private_bytes(seed)
        self._vault_id = vault_id
        self._public = self._key.public_key().public_bytes_raw()

    @property
    def name(self) -> str:
        """The person's name, as it stands under a note."""
        return self._name

    @property
    def actor_id(self) -> str:
        """The log's word for this person: 16 hexadecimal digits of a hash of the public key, never a name."""
        return actor_id(self._public)

    @property
    def public_key(self) -> bytes:
        """32 raw bytes."""
        return self._public

    @property
    def key_name(self) -> str:
        """The key's name in a signed head: this vault's id, never a person or a machine."""
        return f"casescribe/{self._vault_id}"

    def sign(self, message: bytes) -> bytes:
        """64 raw bytes."""
        return self._key.sign(message)


@dataclass(frozen=True, slots=True)
class Vault:
    """An open vault, in the hands of one person who may read its content."""

    folder: Path
    keyring: Keyring
    unlocked: Unlocked
    db: Database
    signer: VaultSigner  # the person
    head_signer: VaultSigner  # the vault's own key over the log's heads
    said: tuple[str, ...] = field(default=())  # what opening it had to mend, as sentences

    @property
    def id(self) -> str:
        """16 hexadecimal digits."""
        return self.keyring.vault_id

    @property
    def role(self) -> RoleInVault:
        """What the person at the keyboard may do."""
        return self.unlocked.role

    @property
    def secrets(self) -> Secrets:
        """The newest keys."""
        return self.unlocked.secrets[-1]

    @property
    def rotating(self) -> bool:
        """Whether a rotation of keys was begun and not finished."""
        return len(self.unlocked.secrets) > 1

    @classmethod
    def create(
        cls, folder: Path, *, worker: str, passphrase: str, cost: Cost = STANDARD_COST, sample: bool = False
    ) -> tuple[Vault, str]:
        """A new vault for one worker, open, and its recovery key. It counts only once `publish` has put it in place.

        Raises `Refused` if there is one, `StorageFailed` if the disk will not.
        """
        require_no_vault(folder)
        being_made = folder.with_name(f".{folder.name}-{random.token_hex(4)}")
        secrets, written = Secrets.new(), new_recovery_key()
        slot, _, _ = new_person(worker, RoleInVault.WORKER, passphrase=passphrase, cost=cost)
        recovery = key_slot(RECOVERY, open_seed=opening_seed(written))
        keyring = new_keyring(random.token_hex(8), cost=cost, sample=sample, person=slot, recovery=recovery, secrets=secrets)
        try:
            (being_made / "audio").mkdir(parents=True, mode=0o700)
            being_made.chmod(0o700)
            write_keyring(being_made, keyring)
        except OSError as exc:
            raise StorageFailed(f"The vault could not be made in {folder}: {exc.strerror}.", "Check the disk.") from exc
        return cls.open(being_made, keyring.unlock(passphrase), create=True), written

    def publish(self, folder: Path) -> None:
        """Close a vault that `create` made and put it in its place, in one step."""
        self.close()
        try:
            if folder.exists():
                folder.rmdir()
            self.folder.rename(folder)
            sync_folder(folder.parent)
        except OSError as exc:
            raise StorageFailed(f"The vault could not be put in {folder}: {exc.strerror}.", "Check the disk.") from exc

    @classmethod
    def open(cls, folder: Path, unlocked: Unlocked, *, create: bool = False) -> Vault:
        """Open a vault. Raises `Refused` when there is none or the person holds no keys to its content."""
        keyring, said = read_keyring(folder)
        if not unlocked.secrets:
            raise Refused(
                "A governance lead holds no key to what is in the visits.", "See the log with “casescribe audit”, as yourself."
            )
        salt, committed = committed_frames(folder / DATABASE)
        db, secrets = _open_database(folder / DATABASE, unlocked.secrets, create=create)
        if committed and committed_frames(folder / DATABASE)[0] == salt and committed != taken_frames(db):
            said += (
                f"The end of {DATABASE}-wal is damaged: the last changes before a power cut may be missing. Check the log.",
            )
        fitting = replace(unlocked, secrets=secrets)
        signer = VaultSigner(unlocked.name, unlocked.sign_seed, vault_id=keyring.vault_id)
        head_signer = VaultSigner("vault", secrets[-1].log_seed, vault_id=keyring.vault_id)
        return cls(folder, keyring, fitting, db, signer, head_signer, said)

    # A visit's own key

    def new_visit_key(self, visit_id: str) -> bytes:
        """A fresh key for a visit, wrapped: 60 bytes for the database."""
        return wrap_visit_key(self.secrets.content_key, visit_id, random.token_bytes(32))

    def visit_key(self, visit_id: str, wrapped: bytes) -> bytes:
        """A visit's key. Raises `StorageFailed` when it is damaged."""
        return unwrap_visit_key([s.content_key for s in reversed(self.unlocked.secrets)], visit_id, wrapped)

    # Sound

    def sound_file(self, visit_id: str) -> Path:
        """Where a visit's sealed sound lies."""
        return self.folder / "audio" / f"{visit_id}.sound"

    def store_audio(self, visit_id: str, blocks: Iterable[Audio], *, key: bytes, source_sha256: str) -> Recording:
        """Seal a visit's sound and force it to the disk before returning; nothing is kept of one that fails on the way."""
        from recorder.sound.sealed_audio import SealedAudioWriter

        path = self.sound_file(visit_id)
        with SealedAudioWriter.create(path, key, sync_each_chunk=False) as writer:
            for block in blocks:
                writer.append(block.samples)
            sealed = writer.finish()
        return Recording(visit_id, path.name, sealed.sha256, source_sha256, sealed.seconds)

    def open_sound(self, recording: Recording, *, key: bytes) -> SealedAudioReader:
        """A visit's sound, to be read stretch by stretch and closed.

        Raises `StorageFailed` when it is gone or cut off; a changed byte is noticed when its stretch is read.
        """
        from recorder.sound.sealed_audio import SealedAudioReader

        reader = SealedAudioReader.open(self.folder / "audio" / recording.file_name, key)
        if not reader.finished:
            reader.close()
            raise StorageFailed(f"The end of the recording {recording.file_name} is missing or damaged.", _RESTORE)
        return reader

    def destroy_sound(self, visit_id: str) -> bool:
        """Overwrite and remove a visit's sound; returns whether there was any. Its key, once gone, is what makes it final."""
        found = False
        for path in (self.sound_file(visit_id), self.sound_file(visit_id).with_suffix(".sound.partial")):
            if path.exists():
                found = True
                with path.open("r+b") as file:
                    file.write(b"\0" * min(path.stat().st_size, 4096))  # the header, without which no key fits
                    file.flush()
                path.unlink()
        sync_folder(self.folder / "audio")
        return found

    def scrub(self) -> None:
        """Let nothing that was deleted linger in the write-ahead log."""
        self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the database."""
        self.db.conn.close()


def require_no_vault(folder: Path) -> None:
    """Raise `Refused` when a vault, or anything else, is in the folder."""
    if any((folder / name).exists() for name in (*KEY_FILES, "identity.json")):
        raise Refused(f"There is a vault in {folder} already.", "Nothing was changed. Choose another folder with --vault.")
    if folder.is_dir() and any(folder.iterdir()):
        raise Refused(f"The folder {folder} is not empty.", "Nothing was changed. Choose another with --vault.")


def unlock(folder: Path, passphrase: str, *, person: str | None = None) -> Unlocked:
    """A person's keys. Raises `WrongPassphrase`, and `Refused` while the next try must wait or there is no vault."""
    keyring, _ = read_keyring(folder)
    keyring.person(person)
    attempts = Attempts(folder / "attempts.json", time.time)
    attempts.require_turn()
    try:
        unlocked = keyring.unlock(passphrase, person=person)
    except WrongPassphrase:
        attempts.note_wrong()
        raise
    return replace(unlocked, failed_before=attempts.clear())


def read_keyring(folder: Path) -> tuple[Keyring, tuple[str, ...]]:
    """Who can open the vault, and what had to be mended to know it. Raises `Refused` when there is no vault."""
    found: list[Keyring] = []
    problems: list[str] = []
    for name in KEY_FILES:
        try:
            found.append(Keyring.from_bytes((folder / name).read_bytes()))
        except StorageFailed:
            problems.append(f"The key file {name} is damaged, so its twin was used.")
        except FileNotFoundError:
            problems.append(f"The key file {name} is missing, so its twin was used.")
        except OSError as exc:
            raise StorageFailed(f"The key file {name} cannot be read: {exc.strerror}.", _RESTORE) from exc
    if found:
        return found[0], tuple(problems)
    if any("damaged" in p for p in problems):
        raise StorageFailed(f"Both key files of the vault in {folder} are damaged.", _RESTORE)
    if (folder / "identity.json").exists():
        raise Refused(
            f"The vault in {folder} was made by the first version, which did not encrypt.",
            "Nothing was changed. Make a new one: casescribe --vault FOLDER init",
        )
    raise Refused(f"There is no vault in {folder} yet.", "Make one with “casescribe init”, or try “casescribe demo”.")


def write_keyring(folder: Path, keyring: Keyring) -> None:
    """Put the keyring and its twin in place, one after the other, so that one of them is whole at any moment."""
    data = keyring.to_bytes()
    for name in KEY_FILES:
        write_durably(folder / name, data)


def _open_database(path: Path, secrets: tuple[Secrets, ...], *, create: bool) -> tuple[Database, tuple[Secrets, ...]]:
    """The database by whichever key fits; the secrets come back with the one that fits last."""
    if not create and not path.exists():
        raise StorageFailed(f"The vault's database {path.name} is gone.", _RESTORE)
    failed: Exception | None = None
    for n, one in reversed(list(enumerate(secrets))):
        try:
            db = open_encrypted(path, one.database_key)
            migrate(db)
        except NotEncrypted as exc:
            raise StorageFailed("The vault's database is not encrypted, so it was not used.", _RESTORE) from exc
        except DatabaseError as exc:
            failed = exc
            continue
        return db, (*secrets[:n], *secrets[n + 1 :], one)
    raise StorageFailed(f"The vault's database {path.name} cannot be opened ({failed}): it is damaged.", _RESTORE) from failed
