"""A passphrase in the laptop's keyring: only where the council allows it, and never the only way."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from click.testing import CliRunner, Result
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError

from recorder.access import agent
from recorder.access.keys import Unlocked
from recorder.bootstrap import open_vault
from recorder.cli import main
from recorder.commands.settings import Settings
from recorder.config import load_config
from recorder.errors import Refused
from recorder.rules.council import put_policy_in_force
from recorder.rules.file import standard_policy_text
from recorder.vault import unlock
from tests.conftest import PASSPHRASE, make_vault


class MemoryKeyring(KeyringBackend):
    """What the system would keep."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def laptop(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    """A laptop with a keyring, a vault on it, and somebody who types the right passphrase."""
    before, ours = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(ours)
    make_vault(load_config())
    monkeypatch.setattr(agent, "start", lambda *_, **__: None)
    monkeypatch.setattr(Settings, "asked", lambda self: (unlock(self.config.vault_dir, PASSPHRASE), PASSPHRASE))
    yield ours
    keyring.set_keyring(before)


def allow(*, keyring_kept: bool) -> None:
    """The council's policy says so from now on."""
    config = load_config()
    opened = open_vault(config, unlock(config.vault_dir, PASSPHRASE))
    text = standard_policy_text().replace("[lock]", f"[lock]\nkeyring = {str(keyring_kept).lower()}")
    put_policy_in_force(opened, text, signature=None, clock=opened.clock)
    opened.vault.close()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["unlock", *arguments])


def nobody_types(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_: Settings) -> tuple[Unlocked, str]:
        raise Refused("The vault is locked.", "Somebody must type.")

    monkeypatch.setattr(Settings, "asked", locked)


def test_it_is_kept_only_where_the_council_allows_it(laptop: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = run("--remember")
    assert (refused.exit_code, "rules do not allow" in refused.output, laptop.kept) == (4, True, {})
    allow(keyring_kept=True)
    assert run("--remember").exit_code == 0
    assert list(laptop.kept.values()) == [PASSPHRASE]
    nobody_types(monkeypatch)
    assert "The vault is open, Priya Nair." in run().output
    allow(keyring_kept=False)
    taken = run()
    assert ("no longer in this laptop's keyring" in taken.output, laptop.kept) == (True, {})
    assert run().exit_code == 4


def test_one_that_no_longer_opens_is_taken_out_and_asked_for(laptop: MemoryKeyring) -> None:
    allow(keyring_kept=True)
    assert run("--remember").exit_code == 0
    laptop.kept = dict.fromkeys(laptop.kept, "an older passphrase")
    assert "The vault is open" in run().output
    assert laptop.kept == {}


@pytest.mark.usefixtures("laptop")
def test_a_laptop_without_a_keyring_says_so_and_works_as_before() -> None:
    allow(keyring_kept=True)
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    refused = run("--remember")
    assert (refused.exit_code, "no keyring that could keep" in refused.output) == (4, True)
    assert run().exit_code == 0
    assert run("--forget").exit_code == 0
