"""The vault's folder: sound comes back as it went in, and a place that cannot be written is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from recorder.capture import decode_audio
from recorder.domain import Audio
from recorder.errors import Refused, StorageFailed
from recorder.vault import Vault, write_durably

SAMPLES = np.concatenate([np.sin(np.linspace(0, 2764, 16_000)), [2.0, -2.0]]).astype(np.float32)


def test_stored_sound_comes_back(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path, worker="A Worker")
    recording = vault.store_audio("v1", Audio(SAMPLES), source_sha256="a" * 64)
    assert recording.seconds == pytest.approx(1.0, abs=0.001)
    for samples in (vault.load_audio(recording).samples, decode_audio(tmp_path / "audio" / recording.file_name).samples):
        assert np.abs(samples - np.clip(SAMPLES, -1, 1)).max() < 1e-4
    assert [p.name for p in (tmp_path / "audio").iterdir()] == [recording.file_name]
    vault.close()


def test_only_the_owner_can_read_what_is_private(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault", worker="A Worker")
    vault.close()
    assert {p.name: p.stat().st_mode & 0o077 for p in (tmp_path / "vault").iterdir()} == {
        "audio": 0,
        "casescribe.db": 0,
        "identity.json": 0,
        "signing.key": 0,
    }


def test_the_signer_stays_the_same_person(tmp_path: Path) -> None:
    made = Vault.create(tmp_path, worker="A Worker")
    made.close()
    again = Vault.open(tmp_path)
    assert (again.signer.public_key, again.signer.name) == (made.signer.public_key, "A Worker")
    again.close()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageFailed, match="could not be made"):
        Vault.create(tmp_path / "file" / "vault", worker="A Worker")


def test_a_damaged_identity_is_said(tmp_path: Path) -> None:
    Vault.create(tmp_path, worker="A Worker").close()
    (tmp_path / "signing.key").write_bytes(b"short")
    with pytest.raises(StorageFailed, match="identity"):
        Vault.open(tmp_path)
    with pytest.raises(Refused, match="no vault"):
        Vault.open(tmp_path / "elsewhere")


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "note.md"
    write_durably(target, b"old")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_durably(target, b"new")
    assert target.read_bytes() == b"old"
