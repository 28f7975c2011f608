"""The vault's folder: nothing opens it but its keys, and what is damaged in it is said by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from recorder.access.attempts import Attempts
from recorder.access.keys import RECOVERY, SAMPLE_COST, RoleInVault, Unlocked, WrongPassphrase
from recorder.access.recovery import new_recovery_key, opening_seed
from recorder.bootstrap import OpenVault, recover
from recorder.config import Config
from recorder.domain import Audio
from recorder.durable import write_durably
from recorder.errors import BadInput, Refused, StorageFailed, UsageError
from recorder.vault import KEY_FILES, Vault, read_keyring, unlock
from tests.conftest import PASSPHRASE, heard, make_vault, reopen

SAMPLES = np.concatenate([np.sin(np.linspace(0, 2764, 16_000)), [2.0, -2.0]]).astype(np.float32)


@pytest.fixture
def vault(config: Config) -> Iterator[Vault]:
    make_vault(config)
    opened = Vault.open(config.vault_dir, unlock(config.vault_dir, PASSPHRASE))
    yield opened
    opened.close()


def test_stored_sound_comes_back(vault: Vault) -> None:
    key = vault.visit_key("v1", vault.new_visit_key("v1"))
    recording = vault.store_audio("v1", [Audio(SAMPLES)], key=key, source_sha256="a" * 64)
    assert recording.seconds == pytest.approx(1.0, abs=0.001)
    with vault.open_sound(recording, key=key) as sound:
        assert np.abs(sound.read(0, sound.seconds) - np.clip(SAMPLES, -1, 1)).max() < 1e-4
    assert [p.name for p in (vault.folder / "audio").iterdir()] == [recording.file_name]


def test_sound_that_fails_on_the_way_leaves_nothing(vault: Vault) -> None:
    def torn() -> Iterator[Audio]:
        yield Audio(SAMPLES)
        raise BadInput("part of it is not sound")

    with pytest.raises(BadInput):
        vault.store_audio("v1", torn(), key=bytes(32), source_sha256="a" * 64)
    assert list((vault.folder / "audio").iterdir()) == []


def test_only_the_owner_can_read_what_is_private(vault: Vault) -> None:
    vault.close()
    assert {p.name for p in vault.folder.iterdir() if p.stat().st_mode & 0o077} == set()
    assert {p.name for p in vault.folder.iterdir()} >= {"audio", "casescribe.db", *KEY_FILES}


def test_a_wrong_passphrase_opens_nothing_and_waits_grow(config: Config) -> None:
    make_vault(config)
    for _ in range(3):
        with pytest.raises(WrongPassphrase, match="not right"):
            unlock(config.vault_dir, "wrong horse battery")
    with pytest.raises(Refused, match="wrong 3 times, so the next try has to wait"):
        unlock(config.vault_dir, PASSPHRASE)


def test_the_wait_doubles_and_a_right_passphrase_tells_of_the_wrong_ones(tmp_path: Path) -> None:
    now = [1000.0]
    attempts = Attempts(tmp_path / "attempts.json", lambda: now[0])
    waits = []
    for _ in range(6):
        attempts.note_wrong()
        before = now[0]
        while True:
            try:
                attempts.require_turn()
                break
            except Refused:
                now[0] += 1.0
        waits.append(now[0] - before)
    assert waits == [0, 0, 2, 4, 8, 16]
    assert attempts.clear() == 6
    assert attempts.clear() == 0


def test_a_passphrase_too_short_is_refused(config: Config) -> None:
    from recorder.bootstrap import create_vault

    with pytest.raises(UsageError, match="at least 12"):
        create_vault(config, worker="A Worker", passphrase="short", cost=SAMPLE_COST)
    assert not config.vault_dir.exists()


def test_a_changed_passphrase_opens_and_the_old_one_does_not(opened: OpenVault, config: Config) -> None:
    opened.custodian.change_passphrase("another three words")
    assert isinstance(unlock(config.vault_dir, "another three words"), Unlocked)
    with pytest.raises(WrongPassphrase):
        unlock(config.vault_dir, PASSPHRASE)
    assert "passphrase_changed" in [e.event.kind for e in opened.recorder.history()]


def test_the_recovery_key_opens_what_the_lost_passphrase_does_not(config: Config) -> None:
    written = make_vault(config)
    recover(config, means=RECOVERY, open_seed=opening_seed(written.lower()), name=None, passphrase="found three words")
    after = reopen_with(config, "found three words")
    kinds = [e.event.kind for e in after.recorder.history()]
    assert kinds == ["vault_created", "person_added", "vault_recovered", "person_added"]
    after.vault.close()
    with pytest.raises(WrongPassphrase):
        unlock(config.vault_dir, PASSPHRASE)
    with pytest.raises(WrongPassphrase, match="not the recovery key"):
        recover(config, means=RECOVERY, open_seed=opening_seed(new_recovery_key()), name=None, passphrase="found three words")


def reopen_with(config: Config, passphrase: str, person: str | None = None) -> OpenVault:
    from recorder.bootstrap import open_vault

    return open_vault(config, unlock(config.vault_dir, passphrase, person=person))


def test_a_slip_of_the_pen_in_the_recovery_key_is_noticed() -> None:
    written = new_recovery_key()
    assert opening_seed(written.replace("0", "o").replace("1", "l").replace("-", " ")) == opening_seed(written)
    wrong = written[:-1] + ("A" if written[-1] != "A" else "B")
    with pytest.raises(BadInput, match="not a recovery key"):
        opening_seed(wrong)


def test_rotation_gives_every_visit_a_new_wrapping_and_loses_nothing(
    opened: OpenVault, recorded_visit: str, config: Config
) -> None:
    before = opened.store.wrapped_key(recorded_visit)
    recording = opened.store.recording(recorded_visit)
    opened.custodian.rotate()
    opened.vault.close()
    after = reopen(config)
    wrapped = after.store.wrapped_key(recorded_visit)
    assert wrapped != before
    assert recording is not None
    assert len(heard(after, recorded_visit)) == 16_000
    assert not after.vault.rotating
    after.vault.close()


def test_several_people_sign_in_and_governance_holds_no_key_to_content(opened: OpenVault, config: Config) -> None:
    opened.custodian.add_person("Sam Okoro", RoleInVault.SUPERVISOR, passphrase="supervising three words")
    opened.custodian.add_person("Grace Lee", RoleInVault.GOVERNANCE, passphrase="governing three words")
    with pytest.raises(UsageError, match="Say who you are"):
        unlock(config.vault_dir, PASSPHRASE)
    supervisor = reopen_with(config, "supervising three words", "Sam Okoro")
    assert (supervisor.vault.role, supervisor.vault.signer.name) == (RoleInVault.SUPERVISOR, "Sam Okoro")
    supervisor.vault.close()
    assert unlock(config.vault_dir, "governing three words", person="Grace Lee").secrets == ()
    with pytest.raises(Refused, match="holds no key"):
        reopen_with(config, "governing three words", "Grace Lee")


def test_a_person_taken_out_cannot_open_it_with_an_old_key_file(opened: OpenVault, config: Config) -> None:
    opened.custodian.add_person("Sam Okoro", RoleInVault.SUPERVISOR, passphrase="supervising three words")
    old = {name: (config.vault_dir / name).read_bytes() for name in KEY_FILES}
    opened.custodian.remove_person("Sam Okoro")
    opened.vault.close()
    now = {name: (config.vault_dir / name).read_bytes() for name in KEY_FILES}
    for name, data in old.items():
        (config.vault_dir / name).write_bytes(data)
    with pytest.raises(StorageFailed, match="cannot be opened"):
        reopen_with(config, "supervising three words", "Sam Okoro")
    for name, data in now.items():
        (config.vault_dir / name).write_bytes(data)
    reopen(config).vault.close()


@pytest.mark.parametrize("damage", ["missing", "flipped"])
def test_a_damaged_key_file_is_said_and_its_twin_used(vault: Vault, config: Config, damage: str) -> None:
    file = config.vault_dir / KEY_FILES[0]
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(data)
    again = Vault.open(config.vault_dir, unlock(config.vault_dir, PASSPHRASE))
    assert KEY_FILES[0] in again.said[0]
    again.close()
    (config.vault_dir / KEY_FILES[1]).write_bytes(data)
    file.write_bytes(data)
    with pytest.raises(StorageFailed, match="Both key files"):
        read_keyring(config.vault_dir)


def test_a_role_cannot_be_written_into_the_key_file(opened: OpenVault, config: Config) -> None:
    from dataclasses import replace

    from recorder.vault import write_keyring

    keyring = read_keyring(config.vault_dir)[0]
    forged = tuple(replace(s, role=RoleInVault.SUPERVISOR) if s.role else s for s in keyring.slots)
    write_keyring(config.vault_dir, replace(keyring, slots=forged))
    with pytest.raises(WrongPassphrase):
        unlock(config.vault_dir, PASSPHRASE)


def test_a_folder_without_a_vault_or_with_something_else_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no vault"):
        unlock(tmp_path / "elsewhere", PASSPHRASE)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "identity.json").write_text("{}", encoding="utf-8")
    with pytest.raises(Refused, match="did not encrypt"):
        unlock(tmp_path / "old", PASSPHRASE)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageFailed, match="could not be made"):
        Vault.create(tmp_path / "file" / "vault", worker="A Worker", passphrase=PASSPHRASE, cost=SAMPLE_COST)


def test_a_database_without_encryption_is_refused(vault: Vault, config: Config) -> None:
    import sqlite3

    vault.close()
    file = config.vault_dir / "casescribe.db"
    file.unlink()
    with sqlite3.connect(file) as plain:
        plain.execute("CREATE TABLE t (a)")
    with pytest.raises(StorageFailed, match="cannot be opened"):
        reopen(config)
    file.unlink()
    with pytest.raises(StorageFailed, match="is gone"):
        reopen(config)


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "note.md"
    write_durably(target, b"old")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_durably(target, b"new")
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["note.md"]
