"""What every command is handed: the configuration, and a way to open the vault for as long as it is needed.

The keys come from the unlock agent, else from a passphrase that is asked for; never from an argument, which other programs
of the machine could read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recorder.config import Config
from recorder.errors import BadInput, Refused

if TYPE_CHECKING:
    from recorder.access.keys import Unlocked
    from recorder.assurance import ReadableLog
    from recorder.bootstrap import OpenVault

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person gave before the command's name."""

    config: Config

    @contextmanager
    def opened(self, given: tuple[Unlocked, bool] | None = None) -> Iterator[OpenVault]:
        """The vault, open, with the keys that `keys` gave. Raises `Refused` when there is none or it stays locked."""
        from recorder.bootstrap import open_vault

        unlocked, freshly = given or self.keys()
        vault = open_vault(self.config, unlocked)
        try:
            for sentence in vault.said:
                click.echo(sentence, err=True)
            if freshly:
                vault.custodian.note_unlocked()
            yield vault
        finally:
            for sentence in vault.close():
                click.echo(sentence, err=True)

    @contextmanager
    def log(self) -> Iterator[ReadableLog]:
        """The audit log for whoever signs in: of the open vault, or the copy that is sealed to a governance lead."""
        from audit.log import read_record
        from recorder.assurance import ReadableLog, verify_copy, verify_vault
        from recorder.ledger import read_ledger

        given = self.keys()
        if given[0].secrets:
            with self.opened(given) as opened:
                yield ReadableLog(read_record(opened.vault.db.conn), partial(verify_vault, opened))
        else:
            record = read_ledger(self.config.vault_dir, given[0])
            yield ReadableLog(record, partial(verify_copy, record))

    def keys(self) -> tuple[Unlocked, bool]:
        """A person's keys, and whether a passphrase was given for them just now."""
        from recorder.access import agent
        from recorder.vault import SAMPLE_PASSPHRASE, read_keyring

        keyring, _ = read_keyring(self.config.vault_dir)
        held = agent.ask(keyring.vault_id)
        if held is not None and self.config.person in (None, held.name, held.person):
            return held, False
        if keyring.sample:
            return self._from_file(self.config.vault_dir / SAMPLE_PASSPHRASE), False
        return self.fresh_keys(), True

    def fresh_keys(self) -> Unlocked:
        """A person's keys by their passphrase: from the file in the environment, else asked for."""
        if self.config.passphrase_file is not None:
            return self._from_file(self.config.passphrase_file)
        return self.ask_for_keys()

    def ask_for_keys(self) -> Unlocked:
        """Ask at the keyboard. Raises `Refused` where there is none."""
        return self.asked()[0]

    def asked(self) -> tuple[Unlocked, str]:
        """The same, with the passphrase that was typed."""
        from recorder.access.keys import WrongPassphrase
        from recorder.vault import unlock

        if not sys.stdin.isatty():
            raise Refused("The vault is locked.", "Open it in a terminal first: casescribe unlock")
        for left in reversed(range(_TRIES)):
            passphrase = click.prompt("Passphrase", hide_input=True, err=True)
            try:
                return unlock(self.config.vault_dir, passphrase, person=self.config.person), passphrase
            except WrongPassphrase as exc:
                if not left:
                    raise
                click.echo(exc.sentence(), err=True)
        raise AssertionError

    def remembered(self) -> Unlocked | None:
        """A person's keys by the passphrase in the laptop's keyring; one that no longer opens is taken out of it."""
        from recorder.access import remembered
        from recorder.access.keys import WrongPassphrase
        from recorder.vault import read_keyring, unlock

        keyring, _ = read_keyring(self.config.vault_dir)
        who = keyring.person(self.config.person).id
        passphrase = remembered.recall(keyring.vault_id, who)
        if passphrase is None:
            return None
        try:
            return unlock(self.config.vault_dir, passphrase, person=who)
        except WrongPassphrase:
            remembered.forget(keyring.vault_id, who)
            return None

    def _from_file(self, path: Path) -> Unlocked:
        from recorder.vault import unlock

        return unlock(self.config.vault_dir, first_line(path), person=self.config.person)

    def new_passphrase(self, whose: str) -> str:
        """A passphrase to be used from now on: asked for twice, or the first line of the file in the environment."""
        if not sys.stdin.isatty() and self.config.passphrase_file is not None:
            return first_line(self.config.passphrase_file)
        if not sys.stdin.isatty():
            raise Refused("A passphrase is needed, and there is no keyboard to ask at.", "Run this in a terminal.")
        click.echo("Three words that have nothing to do with each other are easy to keep and hard to guess.", err=True)
        answer: str = click.prompt(whose, hide_input=True, confirmation_prompt="Once more", err=True)
        return answer


def first_line(path: Path) -> str:
    """A passphrase from a file. Raises `BadInput`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as exc:
        raise BadInput(f"The passphrase file {path.name} cannot be read.", "Nothing was changed.") from exc
    return lines[0] if lines else ""


def team_code(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The value of `--team`: the log keeps codes, never words that could be somebody's name."""
    from audit.forms import is_code

    if value is None or is_code(value):
        return value
    raise click.BadParameter("Use a short code in small letters, such as north-1 or duty_team, with no spaces.")


def write_file(path: Path, text: str) -> None:
    """A file that a person asked for. Raises `BadInput` when it cannot be written."""
    try:
        path.write_bytes(text.encode())
    except OSError as exc:
        raise BadInput(f"{path.name} cannot be written: {exc.strerror}.", "Choose another folder.") from exc
