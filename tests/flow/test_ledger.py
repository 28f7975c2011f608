"""Governance sees what was done, from a copy that is sealed to it, and with its keys nothing of what was said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.record import export_lines, read_export
from audit.verify import verify
from recorder.access.keys import Keyring, RoleInVault, Secrets, Unlocked, unseal_with
from recorder.bootstrap import OpenVault, open_vault
from recorder.cli import main
from recorder.config import Config
from recorder.database import DatabaseError, open_encrypted
from recorder.errors import CasescribeError, Refused, StorageFailed
from recorder.ledger import entries_in, ledger_file, read_ledger
from recorder.sound.sealed_audio import SealedAudioReader
from recorder.vault import DATABASE, Vault, read_keyring, unlock
from tests.conftest import PASSPHRASE, ROSTER, SCRIPT, scripted_engines

WORDS = "governance opens nothing"


def by_worker(config: Config) -> OpenVault:
    """The vault, opened by its worker, now that somebody else signs in to it as well."""
    return open_vault(config, unlock(config.vault_dir, PASSPHRASE, person="Priya Nair"), engines=scripted_engines())


@pytest.fixture
def lead(opened: OpenVault, recorded_visit: str, config: Config) -> Unlocked:
    """A governance lead's keys, after a visit was drafted and the vault closed."""
    opened.custodian.add_person("Gwen Price", RoleInVault.GOVERNANCE, passphrase=WORDS)
    opened.recorder.process(recorded_visit)
    assert opened.close() == ()
    return unlock(config.vault_dir, WORDS, person="Gwen Price")


def test_the_lead_reads_and_verifies_the_whole_log(lead: Unlocked, config: Config) -> None:
    again = by_worker(config)
    key, size = again.vault.head_signer.public_key, again.log.size
    again.vault.close()
    verdict = verify(read_ledger(config.vault_dir, lead), expected_key=key)
    assert (verdict.ok, verdict.size) == (True, size)
    assert entries_in(ledger_file(config.vault_dir, lead.person)) == size
    said = b"".join(export_lines(read_ledger(config.vault_dir, lead))).decode()
    assert "draft_made" in said
    assert not [w for w in [t.text for t in SCRIPT] + [n for p in ROSTER for n in (p.name, *p.also)] if w in said]


def test_the_copy_grows_with_the_log_and_is_not_written_without_need(lead: Unlocked, config: Config) -> None:
    file = ledger_file(config.vault_dir, lead.person)
    before = file.read_bytes()
    by_worker(config).close()
    assert file.read_bytes() == before
    again = by_worker(config)
    again.recorder.open_case("C-2", ())
    again.close()
    assert entries_in(file) == (entries_in_bytes(before) or 0) + 1


def entries_in_bytes(data: bytes) -> int:
    return int(data.split(b", ")[1].split()[0])


def test_a_lead_s_keys_open_nothing_else(lead: Unlocked, config: Config) -> None:
    """Whatever lies in the vault, tried with everything that a lead holds."""
    folder = config.vault_dir
    assert lead.secrets == ()
    with pytest.raises(Refused, match="holds no key"):
        Vault.open(folder, lead)
    held = (lead.sign_seed, lead.open_seed)
    for seed in held:
        with pytest.raises(DatabaseError):
            open_encrypted(folder / DATABASE, seed)
        for sound in (folder / "audio").iterdir():
            with pytest.raises(CasescribeError), SealedAudioReader.open(sound, seed) as reader:
                reader.verify()
        for slot in read_keyring(folder)[0].slots:
            for sealed in slot.sealed:
                with pytest.raises(StorageFailed):
                    unseal_with(seed, sealed, info=f"casescribe/{read_keyring(folder)[0].vault_id}/{slot.id}")
    slots = {slot.id: slot for slot in read_keyring(folder)[0].slots}
    assert len(slots[lead.person].sealed) == 0
    assert all(slot.sealed for slot in slots.values() if slot.id != lead.person)


def test_a_stolen_role_brings_no_keys(lead: Unlocked, config: Config) -> None:
    """Somebody writes "worker" over the lead's role in the key file."""
    keyring = read_keyring(config.vault_dir)[0]
    slots = tuple(replace(s, role=RoleInVault.WORKER) if s.id == lead.person else s for s in keyring.slots)
    forged = Keyring.from_bytes(replace(keyring, slots=slots).to_bytes())
    with pytest.raises(CasescribeError):
        Vault.open(config.vault_dir, forged.unlock(WORDS, person=lead.person))


def test_a_changed_or_foreign_copy_is_noticed(lead: Unlocked, config: Config) -> None:
    file = ledger_file(config.vault_dir, lead.person)
    whole = file.read_bytes()
    for changed in (
        whole.replace(b"%d entries" % entries_in_bytes(whole), b"%d entries" % (entries_in_bytes(whole) - 1)),
        whole[:-1] + bytes([whole[-1] ^ 1]),
        b"something else",
    ):
        file.write_bytes(changed)
        with pytest.raises(StorageFailed):
            read_ledger(config.vault_dir, lead)
    file.write_bytes(whole)
    stranger = replace(lead, open_seed=b"\7" * 32)
    with pytest.raises(StorageFailed):
        read_ledger(config.vault_dir, stranger)
    file.unlink()
    with pytest.raises(Refused, match="no copy of the log for you"):
        read_ledger(config.vault_dir, lead)


def test_who_is_no_longer_here_has_no_copy(lead: Unlocked, config: Config) -> None:
    again = by_worker(config)
    keys = again.custodian.remove_person("Gwen Price")
    again.vault.close()
    after = by_worker(config)
    after.close()
    assert isinstance(keys.secrets[-1], Secrets)
    assert not list(config.vault_dir.glob("governance-*.log"))


def test_a_copy_that_cannot_be_written_stops_nobody(lead: Unlocked, config: Config) -> None:
    file = ledger_file(config.vault_dir, lead.person)
    file.unlink()
    file.mkdir()
    again = by_worker(config)
    again.recorder.open_case("C-2", ())
    said = again.close()
    assert len(said) == 1
    assert "governance" in said[0]


def as_lead(config: Config, tmp_path: Path, *arguments: str) -> Result:
    words = tmp_path / "words"
    words.write_text(WORDS, encoding="utf-8")
    environ = {"CASESCRIBE_PASSPHRASE_FILE": str(words), "CASESCRIBE_VAULT": str(config.vault_dir)}
    return CliRunner().invoke(main, ["--as", "Gwen Price", *arguments], env=environ)


def test_the_lead_sees_verifies_and_exports_the_log_at_the_command_line(
    lead: Unlocked, config: Config, tmp_path: Path, recorded_visit: str
) -> None:
    shown = as_lead(config, tmp_path, "audit", "show", recorded_visit)
    assert shown.exit_code == 0, shown.output
    assert "draft" in shown.output
    assert len(shown.output.splitlines()) < len(as_lead(config, tmp_path, "audit", "show").output.splitlines())
    verified = as_lead(config, tmp_path, "audit", "verify")
    assert verified.exit_code == 0, verified.output
    assert "were not looked at" in verified.output
    assert as_lead(config, tmp_path, "audit", "export", str(tmp_path / "log.jsonl")).exit_code == 0
    with (tmp_path / "log.jsonl").open("rb") as lines:
        assert verify(read_export(lines)).ok
    report = as_lead(config, tmp_path, "audit", "report")
    assert report.exit_code == 0, report.output


@pytest.mark.parametrize("command", [("visit", "list"), ("case", "list"), ("show", "x"), ("backup", ".")])
def test_commands_that_show_content_refuse_a_lead(
    lead: Unlocked, config: Config, tmp_path: Path, command: tuple[str, ...]
) -> None:
    done = as_lead(config, tmp_path, *command)
    assert done.exit_code == 4, done.output
    assert "holds no key to what is in the visits" in done.output
