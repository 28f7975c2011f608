"""Opening and closing the vault, and who may: `unlock`, `lock`, `recover`, `passphrase`, `person`, `rotate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from recorder.commands.settings import Settings, team_code
from recorder.errors import Refused, UsageError

if TYPE_CHECKING:
    from recorder.access.keys import Unlocked

_DEFAULT_MINUTES = 15.0


@click.command()
@click.option("--minutes", type=click.FloatRange(0.01, 720), help="Lock again after so long without use; the policy's if less.")
@click.option("--remember/--forget", default=None, help="Keep the passphrase in the laptop's keyring, or take it out again.")
@click.pass_obj
def unlock(settings: Settings, minutes: float | None, remember: bool | None) -> None:
    """Open the vault for the commands that follow, until it was not used for a while."""
    from recorder.access import agent
    from recorder.bootstrap import open_vault
    from recorder.vault import read_keyring

    keys, typed = _keys_for(settings, remember=remember)
    vault_id = read_keyring(settings.config.vault_dir)[0].vault_id
    idle = minutes or _DEFAULT_MINUTES
    allowed = False
    if keys.secrets:
        opened = open_vault(settings.config, keys)
        try:
            opened.custodian.note_unlocked()
            keys, allowed = opened.vault.unlocked, opened.policy.keyring
            idle = min(idle, opened.policy.idle_lock.total_seconds() / 60)
        finally:
            for sentence in opened.close():
                click.echo(sentence, err=True)
    if remember is not None or (typed is None and not allowed):
        _keep(vault_id, keys.person, typed if remember else None, allowed=allowed)
    agent.start(vault_id, keys, idle_minutes=idle)
    click.echo(f"The vault is open, {keys.name}. It locks after {idle:g} minutes without use, or with: casescribe lock")


def _keys_for(settings: Settings, *, remember: bool | None) -> tuple[Unlocked, str | None]:
    """A person's keys, and their passphrase where they typed it so that it is kept."""
    if remember:
        return settings.asked()
    if settings.config.passphrase_file is None and remember is None and (keys := settings.remembered()) is not None:
        return keys, None
    return settings.fresh_keys(), ""


def _keep(vault_id: str, person: str, passphrase: str | None, *, allowed: bool) -> None:
    """Put a passphrase into the laptop's keyring, or take it out where it is not wanted or not allowed."""
    from recorder.access import remembered

    if passphrase is not None and allowed:
        remembered.remember(vault_id, person, passphrase)
        click.echo("Your passphrase is in this laptop's keyring. Take it out with: casescribe unlock --forget")
    elif passphrase is not None:
        raise Refused("Your council's rules do not allow a passphrase in the keyring.", "Type it each time, as before.")
    elif remembered.forget(vault_id, person):
        click.echo("Your passphrase is no longer in this laptop's keyring.")


@click.command()
@click.pass_obj
def lock(settings: Settings) -> None:
    """Close the vault now; the next command asks for the passphrase."""
    from audit import events
    from recorder.access import agent
    from recorder.bootstrap import open_vault
    from recorder.vault import read_keyring

    vault_id = read_keyring(settings.config.vault_dir)[0].vault_id
    held = agent.ask(vault_id)
    if held is not None and held.secrets:
        opened = open_vault(settings.config, held)
        try:
            opened.custodian.note(events.VaultLocked(reason="asked"))
        finally:
            for sentence in opened.close():
                click.echo(sentence, err=True)
    click.echo("The vault is locked." if agent.lock(vault_id) else "The vault was locked already.")


@click.command()
@click.option("--key-file", type=click.Path(path_type=Path), help="The council's private key, where it comes to help.")
@click.pass_obj
def recover(settings: Settings, key_file: Path | None) -> None:
    """Open the vault with the recovery key when the passphrase is lost, and choose a new one."""
    from recorder.access.keys import COUNCIL, RECOVERY
    from recorder.access.recovery import opening_seed
    from recorder.bootstrap import recover as recover_with
    from recorder.commands.settings import first_line

    if key_file is not None:
        means, seed = COUNCIL, bytes.fromhex(first_line(key_file))
    else:
        means, seed = RECOVERY, opening_seed(click.prompt("Recovery key", err=True))
    passphrase = settings.new_passphrase("Your new passphrase")
    recover_with(settings.config, means=means, open_seed=seed, name=settings.config.person, passphrase=passphrase)
    click.echo("The vault opens with your new passphrase. The log tells that it was recovered, and your notes carry a new key.")


@click.command()
@click.pass_obj
def passphrase(settings: Settings) -> None:
    """Change your passphrase."""
    from recorder.bootstrap import open_vault

    keys = settings.ask_for_keys()
    opened = open_vault(settings.config, keys)
    try:
        opened.custodian.change_passphrase(settings.new_passphrase("Your new passphrase"))
    finally:
        for sentence in opened.close():
            click.echo(sentence, err=True)
    click.echo("Your passphrase is changed. Backups made before still open with the old one.")


@click.command()
@click.pass_obj
def rotate(settings: Settings) -> None:
    """Give the database and every visit a new key."""
    from recorder.access import agent

    with settings.opened() as opened:
        opened.custodian.rotate()
        vault_id = opened.vault.id
    agent.lock(vault_id)
    click.echo("All keys are new. The vault is locked; your passphrase is the same.")


@click.group()
def person() -> None:
    """Manage who can sign in to this vault."""


@person.command("list")
@click.pass_obj
def person_list(settings: Settings) -> None:
    """List who can sign in, as what."""
    from recorder.vault import read_keyring

    for slot in read_keyring(settings.config.vault_dir)[0].people:
        click.echo(f"{slot.id}  {slot.role:<10}  {slot.name}")


@person.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(["worker", "supervisor", "governance"]), required=True)
@click.option("--team", callback=team_code, help="Their team, as a short code such as north-1, for reports by team.")
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="Its first line is their passphrase.")
@click.pass_obj
def person_add(settings: Settings, name: str, role: str, team: str | None, passphrase_file: Path | None) -> None:
    """Let NAME sign in, with a passphrase of their own that they type here."""
    from recorder.access.keys import RoleInVault
    from recorder.commands.settings import first_line

    with settings.opened() as opened:
        chosen = first_line(passphrase_file) if passphrase_file else settings.new_passphrase(f"Passphrase of {name}")
        slot = opened.custodian.add_person(name, RoleInVault(role), passphrase=chosen, team=team)
    click.echo(f"{name} can sign in as {role} ({slot.id}): casescribe --as “{name}”")


@person.command("remove")
@click.argument("name")
@click.pass_obj
def person_remove(settings: Settings, name: str) -> None:
    """Take NAME's key away, and give the vault new keys."""
    from recorder.access import agent

    with settings.opened() as opened:
        if name == opened.vault.unlocked.name:
            raise UsageError("You cannot take your own key away.", "Somebody else who may read the vault can do it.")
        opened.custodian.remove_person(name)
        vault_id = opened.vault.id
    agent.lock(vault_id)
    click.echo(f"{name} can no longer sign in. The vault is locked.")
