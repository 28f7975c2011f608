"""A vault comes back whole from one encrypted file, or not at all, and never in silence older than it was."""

from __future__ import annotations

import io
import os
import tarfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from audit.events import BackupMade, BackupRestored, VisitErased
from models.scripted import SteppingClock
from recorder.access.keys import WrongPassphrase
from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault, open_vault
from recorder.cli import main
from recorder.config import Config
from recorder.database import DatabaseError, open_encrypted
from recorder.domain import Status
from recorder.errors import BadInput, Refused, StorageFailed, UsageError
from recorder.keeping.archive import ArchiveWriter, read_archive
from recorder.keeping.backup import Backup, open_backup
from recorder.keeping.restore import Wishes, restore_backup, restore_snapshot
from recorder.keeping.snapshot import forget_snapshot
from recorder.vault import DATABASE, unlock
from tests.conftest import PASSPHRASE, SCRIPT, heard, make_vault, reopen, scripted_engines

CLOCK = SteppingClock(datetime(2026, 4, 1, 12, 0, tzinfo=UTC))
HERE = Wishes(in_place=True)


def restored(config: Config, file: Path, wishes: Wishes = HERE) -> tuple[str, ...]:
    archive, keyring = open_backup(file)
    return restore_backup(config, archive, keyring.unlock(PASSPHRASE), wishes=wishes, clock=CLOCK)


@pytest.fixture
def backup(drafted: OpenVault, tmp_path: Path) -> Backup:
    return drafted.backups.make(tmp_path / "vault.backup")


def elsewhere(config: Config, tmp_path: Path) -> Config:
    return replace(config, vault_dir=tmp_path / "new/vault")


def test_a_backup_brings_everything_back(
    drafted: OpenVault, drafted_visit: str, backup: Backup, config: Config, tmp_path: Path
) -> None:
    assert [e.event for e in drafted.recorder.history()][-1] == BackupMade(file_sha256=backup.sha256, log_size=backup.log_size)
    note, sound = drafted.recorder.working_note(drafted_visit), heard(drafted, drafted_visit)
    new = elsewhere(config, tmp_path)
    said = restored(new, backup.path)
    assert f"with {backup.log_size} log entries" in said[-1]
    there = reopen(new)
    assert there.recorder.working_note(drafted_visit) == note
    assert (heard(there, drafted_visit) == sound).all()
    assert there.recorder.history()[-1].event == BackupRestored(file_sha256=backup.sha256, log_size=backup.log_size)
    assert verify_vault(there).ok
    there.vault.close()


def test_nothing_in_a_backup_is_in_plain(backup: Backup) -> None:
    data = backup.path.read_bytes()
    words = [t.text for t in SCRIPT] + ["Tyler", "Ashby", "SQLite format", "CREATE TABLE"]
    assert not [w for w in words if w.encode() in data]
    with tarfile.open(backup.path) as tar:
        assert tar.getnames()[0] == "keys.json"  # any tar lists it, none reads it
    assert not list(backup.path.parent.glob("*.partial"))


def test_what_lies_about_in_the_vault_does_not_travel(drafted: OpenVault, config: Config, tmp_path: Path) -> None:
    (config.vault_dir / "my notes.txt").write_text("Tyler hides.", encoding="utf-8")
    made = drafted.backups.make(tmp_path)
    assert b"Tyler hides" not in made.path.read_bytes()
    assert made.path.name.startswith(f"casescribe-{drafted.vault.id}-2026-03-11")


def test_a_backup_goes_to_a_new_place_outside_the_vault(backup: Backup, drafted: OpenVault, config: Config) -> None:
    before = drafted.log.size
    for place in (backup.path, config.vault_dir / "x.backup", backup.path.parent / "no/such/x.backup"):
        with pytest.raises(UsageError):
            drafted.backups.make(place)
    assert drafted.log.size == before


def test_a_vault_in_place_is_not_overwritten(backup: Backup, config: Config) -> None:
    before = (config.vault_dir / DATABASE).read_bytes()
    with pytest.raises(Refused, match=r"There is a vault .* already"):
        restored(config, backup.path, Wishes())
    assert (config.vault_dir / DATABASE).read_bytes() == before


def test_an_older_backup_says_what_it_lacks(drafted: OpenVault, drafted_visit: str, backup: Backup, config: Config) -> None:
    drafted.recorder.confirm_statement(drafted_visit, "s2")
    assert drafted.log.size == backup.log_size + 2  # the backup itself, too
    drafted.vault.close()
    said = f"the log had {backup.log_size + 2} entries, it has {backup.log_size}. 2 are missing"
    with pytest.raises(Refused, match=said):
        restored(config, backup.path)
    untouched = reopen(config)
    assert "s2" in [s.id for s in untouched.recorder.working_note(drafted_visit).statements if s.confirmed]
    untouched.vault.close()
    answer = restored(config, backup.path, replace(HERE, accept_older=True))
    assert said in answer[0]
    kept = [p for p in config.vault_dir.parent.iterdir() if p.name.startswith("vault.before-restore-2026-04-01")]
    assert len(kept) == 1
    assert str(kept[0]) in answer[-1]
    old, new = reopen(replace(config, vault_dir=kept[0])), reopen(config)
    assert (old.log.size, new.log.size) == (backup.log_size + 2, backup.log_size + 1)
    old.vault.close()
    new.vault.close()


def test_a_kept_head_shows_an_older_backup_where_there_is_no_vault(
    drafted: OpenVault, backup: Backup, config: Config, tmp_path: Path
) -> None:
    head = drafted.log.head_note() or ""
    new = elsewhere(config, tmp_path)
    with pytest.raises(Refused, match=f"the log had {backup.log_size + 1} entries, it has {backup.log_size}. One is missing"):
        restored(new, backup.path, Wishes(pinned=(head,)))
    assert not new.vault_dir.exists()
    assert list(new.vault_dir.parent.iterdir()) == []
    restored(new, backup.path, Wishes(pinned=(head,), accept_older=True))


def test_what_was_erased_since_is_erased_again(drafted: OpenVault, drafted_visit: str, backup: Backup, config: Config) -> None:
    drafted.erasure.erase(drafted_visit)
    drafted.vault.close()
    said = restored(config, backup.path, replace(HERE, accept_older=True))
    assert any(f"Visit {drafted_visit} was erased since and is erased again" in s for s in said)
    again = reopen(config)
    assert again.recorder.visit(drafted_visit).status is Status.ERASED
    assert again.recorder.transcript(drafted_visit) is None
    assert not list((config.vault_dir / "audio").iterdir())
    assert verify_vault(again).ok
    again.vault.close()


def test_what_was_erased_in_part_does_not_come_back_unasked(
    drafted: OpenVault, drafted_visit: str, backup: Backup, config: Config
) -> None:
    gone = VisitErased(
        visit=drafted_visit,
        reason="retention",
        sound=True,
        transcript=False,
        draft=False,
        note=False,
        certificate_sha256="0" * 64,
    )
    drafted.custodian.note(gone)
    drafted.vault.close()
    older = replace(HERE, accept_older=True)
    with pytest.raises(Refused, match=f"brings back a part that was erased since, of visit {drafted_visit}"):
        restored(config, backup.path, older)
    assert any("a part that was erased" in s for s in restored(config, backup.path, replace(older, accept_erased=True)))


def test_an_older_passphrase_and_older_keys_open_an_older_backup(drafted: OpenVault, backup: Backup, config: Config) -> None:
    drafted.custodian.change_passphrase("entirely new words")
    keys = drafted.custodian.rotate()
    drafted.vault.close()
    with pytest.raises(Refused, match="3 are missing"):  # the vault in place is read with its new keys
        restored(config, backup.path)
    restored(config, backup.path, replace(HERE, accept_older=True))
    with pytest.raises(WrongPassphrase):
        unlock(config.vault_dir, "entirely new words")
    again = reopen(config)
    assert keys.secrets[-1] != again.vault.secrets
    assert verify_vault(again).ok
    again.vault.close()


def test_another_vault_is_not_replaced(backup: Backup, config: Config, tmp_path: Path) -> None:
    other = elsewhere(config, tmp_path)
    make_vault(other)
    with pytest.raises(Refused, match="another one than this backup"):
        restored(other, backup.path)


def test_a_vault_that_nobody_can_read_is_replaced_and_that_is_said(drafted: OpenVault, backup: Backup, config: Config) -> None:
    drafted.vault.close()
    (config.vault_dir / DATABASE).write_bytes(b"\0" * 8192)
    assert "cannot be read" in restored(config, backup.path)[0]
    whole = reopen(config)
    assert whole.log.size == backup.log_size + 1
    whole.vault.close()


def refused_without_a_trace(file: Path, config: Config, tmp_path: Path) -> str:
    new = elsewhere(config, tmp_path)
    with pytest.raises(BadInput) as refusal:
        restored(new, file)
    assert refusal.value.exit_code == 3
    assert not new.vault_dir.parent.exists() or list(new.vault_dir.parent.iterdir()) == []
    return refusal.value.message


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an empty vault."""
    folder = tmp_path_factory.mktemp("small")
    config = Config(vault_dir=folder / "vault", models_dir=folder / "models")
    make_vault(config)
    opened = reopen(config, clock=CLOCK)
    made = opened.backups.make(folder / "small.backup")
    opened.vault.close()
    return made.path


@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_a_changed_byte_anywhere_is_found(
    small: Path, tmp_path_factory: pytest.TempPathFactory, place: float, flip: int
) -> None:
    data = bytearray(small.read_bytes())
    data[int(place * len(data))] ^= flip
    changed = tmp_path_factory.getbasetemp() / "changed.backup"
    changed.write_bytes(data)
    try:
        archive, keyring = open_backup(changed)
        sealed_with = keyring.unlock(PASSPHRASE).secrets[-1]
    except (BadInput, StorageFailed, WrongPassphrase):
        return
    from recorder.keeping.backup import seal_key

    try:
        archive.require_seal(seal_key(sealed_with))
    except BadInput:
        return
    # What is left is dead space of the form: owner, mode and time of a member, which nothing reads.
    whole = read_archive(small)
    assert dict(archive.members) == dict(whole.members)
    assert archive.facts == whole.facts


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.999])
def test_a_truncated_backup_changes_nothing(small: Path, config: Config, tmp_path: Path, share: float) -> None:
    data = small.read_bytes()
    cut = tmp_path / "cut.backup"
    cut.write_bytes(data[: int(len(data) * share)])
    assert "cut.backup" in refused_without_a_trace(cut, config, tmp_path)


def hostile(kind: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(
        {"absolute": "/etc/passwd", "climbing": "../../evil", "dots": "audio/..", "deep": "a/b/c"}.get(kind, "x")
    )
    info.type = {"link": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE, "folder": tarfile.DIRTYPE, "device": tarfile.CHRTYPE}.get(
        kind, tarfile.REGTYPE
    )
    info.linkname = "/etc/passwd" if kind in ("link", "hard") else ""
    info.size = 1 << 32 if kind == "bomb" else 0
    return info


@pytest.mark.parametrize("kind", ["absolute", "climbing", "dots", "deep", "link", "hard", "folder", "device", "bomb"])
def test_a_hostile_archive_changes_nothing(kind: str, config: Config, tmp_path: Path) -> None:
    file = tmp_path / "hostile.backup"
    file.write_bytes(hostile(kind).tobuf(tarfile.USTAR_FORMAT) + b"\0" * 2048)
    assert "hostile.backup" in refused_without_a_trace(file, config, tmp_path)


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_extensions_of_the_form_are_not_read(form: int, config: Config, tmp_path: Path) -> None:
    info = tarfile.TarInfo("a" * 300)
    file = tmp_path / "long.backup"
    file.write_bytes(info.tobuf(form) + b"\0" * 1024)  # type: ignore[arg-type]
    refused_without_a_trace(file, config, tmp_path)


def test_a_list_by_somebody_else_is_not_believed(small: Path, config: Config, tmp_path: Path) -> None:
    whole = read_archive(small)
    forged = tmp_path / "forged.backup"
    with forged.open("wb") as file:
        writer = ArchiveWriter(file)
        for name in whole.members:
            data = whole.read(name, at_most=1 << 30)
            writer.add(name, io.BytesIO(data), len(data))
        writer.finish({**whole.facts, "log_size": 1}, os.urandom(32))
    assert "put together by somebody else" in refused_without_a_trace(forged, config, tmp_path)


# The vault's own copy of its database


def test_closing_keeps_a_copy_once_a_day(opened: OpenVault, config: Config) -> None:
    latest = config.vault_dir / "snapshots/latest.db"
    assert opened.close() == ()
    first = latest.read_bytes()
    assert b"SQLite format" not in first

    def use(day: int, hour: int) -> None:
        at = SteppingClock(datetime(2026, 3, day, hour, 0, tzinfo=UTC))
        again = open_vault(config, unlock(config.vault_dir, PASSPHRASE), engines=scripted_engines(), clock=at)
        again.recorder.open_case(f"C-{day}-{hour}", ())
        again.close()

    use(11, 20)
    assert latest.read_bytes() == first  # the same day
    use(13, 9)
    assert latest.read_bytes() != first
    assert forget_snapshot(config.vault_dir)
    assert list(latest.parent.iterdir()) == []


def test_a_damaged_database_is_replaced_by_the_copy(opened: OpenVault, recorded_visit: str, config: Config) -> None:
    before = opened.log.size
    opened.close()
    keys = unlock(config.vault_dir, PASSPHRASE)
    with pytest.raises(Refused, match="database opens"):
        restore_snapshot(config, keys, clock=CLOCK)
    (config.vault_dir / DATABASE).write_bytes(os.urandom(40_960))
    with pytest.raises(StorageFailed):
        open_vault(config, keys)
    said = restore_snapshot(config, keys, clock=CLOCK)
    assert f"with {before} log entries" in said[0]
    again = reopen(config)
    assert len(heard(again, recorded_visit)) == 16_000
    assert verify_vault(again).ok
    again.vault.close()


def test_without_a_copy_it_says_so(opened: OpenVault, config: Config) -> None:
    opened.vault.close()
    with pytest.raises(Refused, match="holds no copy"):
        restore_snapshot(config, unlock(config.vault_dir, PASSPHRASE), clock=CLOCK)


def test_new_keys_leave_no_copy_under_the_old_ones(opened: OpenVault, config: Config) -> None:
    opened.close()
    old = unlock(config.vault_dir, PASSPHRASE)
    again = reopen(config)
    again.custodian.rotate()
    assert again.close() == ()
    latest = config.vault_dir / "snapshots/latest.db"
    with pytest.raises(DatabaseError):
        open_encrypted(latest, old.secrets[-1].database_key)
    open_encrypted(latest, unlock(config.vault_dir, PASSPHRASE).secrets[-1].database_key).conn.close()


def test_at_the_command_line(config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_vault(config)
    (tmp_path / "words").write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv("CASESCRIBE_PASSPHRASE_FILE", str(tmp_path / "words"))
    monkeypatch.setenv("CASESCRIBE_VAULT", str(config.vault_dir))

    def run(*arguments: str) -> Result:
        done = CliRunner().invoke(main, list(arguments))
        assert "Traceback" not in done.output
        return done

    file = tmp_path / "a.backup"
    made = run("backup", str(file))
    assert made.exit_code == 0, made.output
    assert "read back" in made.output
    assert run("backup", str(file)).exit_code == 2
    assert run("restore", str(file)).exit_code == 4
    assert run("restore").exit_code == 2
    assert run("restore", str(tmp_path / "words")).exit_code == 3
    assert run("restore", str(tmp_path / "none")).exit_code == 3
    older = run("restore", str(file), "--replace")
    assert (older.exit_code, "This backup is older" in older.output) == (4, True)
    assert run("restore", str(file), "--replace", "--accept-older").exit_code == 0
    there = run("--vault", str(tmp_path / "there"), "restore", str(file))
    assert there.exit_code == 0, there.output
    (tmp_path / "words").write_text("wrong", encoding="utf-8")
    assert run("--vault", str(tmp_path / "elsewhere"), "restore", str(file)).exit_code == 4
    assert not (tmp_path / "elsewhere").exists()
