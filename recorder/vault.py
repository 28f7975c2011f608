"""Where a worker's cases lie on this laptop: one folder with a database, the recorded sound and a signing key.

Everything is written so that a power cut leaves the old state or the new one, and the folder is closed to other users
of the machine. It refuses to open a folder that is not a vault. NOT YET: encryption. Until the vault issue lands, whoever
can read the disk can read the vault; README and docs/threat-model.md say so in their first lines.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import sqlite3
import sys
import wave
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from recorder.database import Database
from recorder.domain import Audio, Recording
from recorder.errors import Refused, StorageFailed
from recorder.migrations import migrate

_BUSY_SECONDS = 20


class VaultSigner:
    """Signs in the worker's name with the key that lies in the vault (Ed25519, RFC 8032)."""

    def __init__(self, name: str, key: Ed25519PrivateKey, *, vault_id: str) -> None:
        self._name, self._key = name, key
        self._vault_id = vault_id
        self._public = key.public_key().public_bytes_raw()

    @property
    def name(self) -> str:
        """The worker's name, as it stands under a note."""
        return self._name

    @property
    def actor_id(self) -> str:
        """The log's word for this worker: 16 hexadecimal digits of a hash of the public key, never a name."""
        return hashlib.sha256(self._public).hexdigest()[:16]

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
    """An open vault."""

    folder: Path
    id: str  # 16 hexadecimal digits
    db: Database
    signer: VaultSigner

    @classmethod
    def create(cls, folder: Path, *, worker: str) -> Vault:
        """Make a new vault for one worker. Raises `Refused` if there is one, `StorageFailed` if the disk will not."""
        if (folder / "identity.json").exists():
            raise Refused(f"There is a vault in {folder} already.", "Nothing was changed. Choose another folder with --vault.")
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (folder / "audio").mkdir(exist_ok=True, mode=0o700)
            key = Ed25519PrivateKey.generate()
            identity = {"format": 1, "vault": secrets.token_hex(8), "worker": worker}
            write_durably(folder / "signing.key", key.private_bytes_raw())
            write_durably(folder / "identity.json", json.dumps(identity).encode())
        except OSError as exc:
            raise StorageFailed(f"The vault could not be made in {folder}: {exc.strerror}.", "Check the disk.") from exc
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Vault:
        """Open a vault. Raises `Refused` when there is none, `StorageFailed` when its files are damaged."""
        try:
            identity = json.loads((folder / "identity.json").read_bytes())
            key = Ed25519PrivateKey.from_private_bytes((folder / "signing.key").read_bytes())
            vault_id = str(identity["vault"])
            signer = VaultSigner(str(identity["worker"]), key, vault_id=vault_id)
        except FileNotFoundError as exc:
            raise Refused(
                f"There is no vault in {folder} yet.", "Make one with “casescribe init”, or try “casescribe demo”."
            ) from exc
        except (OSError, ValueError, KeyError) as exc:
            raise StorageFailed(
                f"The vault's identity in {folder} cannot be read.", "Nothing was changed. Restore it from a backup."
            ) from exc
        return cls(folder, vault_id, _open_database(folder / "casescribe.db"), signer)

    def store_audio(self, visit_id: str, audio: Audio, *, source_sha256: str) -> Recording:
        """Write a visit's sound (16-bit PCM, mono) to the disk and force it there before returning."""
        buffer = io.BytesIO()
        with wave.open(buffer, "wb") as w:
            w.setnchannels(1)
            w.setsampwidth(2)
            w.setframerate(audio.sample_rate)
            w.writeframes((audio.samples.clip(-1, 1) * 32767).astype("<i2").tobytes())
        data = buffer.getvalue()
        sha256 = hashlib.sha256(data).hexdigest()
        name = f"{visit_id}.wav"
        try:
            write_durably(self.folder / "audio" / name, data)
        except OSError as exc:
            raise StorageFailed(
                f"The recording could not be stored: {exc.strerror}.",
                "The file you gave is untouched. Make room and try again.",
            ) from exc
        return Recording(visit_id, name, sha256, source_sha256, audio.seconds)

    def load_audio(self, recording: Recording) -> Audio:
        """A visit's sound. Raises `StorageFailed` when it is gone or a byte of it changed."""
        import numpy as np

        try:
            data = (self.folder / "audio" / recording.file_name).read_bytes()
        except OSError as exc:
            raise StorageFailed("The visit's recording cannot be read.", "Restore it from a backup.") from exc
        if hashlib.sha256(data).hexdigest() != recording.sha256:
            raise StorageFailed(
                "The visit's recording is not the one that was stored: its bytes changed.",
                "It was not used. Restore it from a backup.",
            )
        with wave.open(io.BytesIO(data)) as w:
            samples = np.frombuffer(w.readframes(w.getnframes()), "<i2").astype(np.float32) / np.float32(32767)
            return Audio(samples, w.getframerate())

    def close(self) -> None:
        """Close the database."""
        self.db.conn.close()


def write_durably(path: Path, data: bytes) -> None:
    """Write a private file so that after a crash it is whole or not there: temporary, fsync, rename, fsync of the folder."""
    temporary = path.with_name(path.name + ".partial")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as f:
        f.write(data)
        f.flush()
        os.fsync(f.fileno())
    temporary.replace(path)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _open_database(path: Path) -> Database:
    try:
        created = not path.exists()
        conn = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        if created:
            path.chmod(0o600)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            conn.execute(f"PRAGMA {pragma}")
        db = Database(conn, execute_plugins=False)
        migrate(db)
    except sqlite3.DatabaseError as exc:
        raise StorageFailed(
            f"The vault's database cannot be opened ({exc}).", "Nothing was changed. Check the disk, or restore from a backup."
        ) from exc
    return db
