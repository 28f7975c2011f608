"""`casescribe backup` and `casescribe restore`: the whole vault in one encrypted file, and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recorder.commands.settings import Settings, first_line
from recorder.errors import BadInput, Refused, UsageError

if TYPE_CHECKING:
    from recorder.access.keys import Keyring, Unlocked
    from recorder.keeping.archive import Archive

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("place", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.pass_obj
def backup(settings: Settings, place: Path) -> None:
    """Copy the whole vault, encrypted as it is, into one new file."""
    with settings.opened() as opened:
        made = opened.backups.make(place)
    click.echo(
        f"Backed up to {made.path} and read back: {made.recordings} recordings, {made.log_size} log entries, "
        f"{made.size / 1e6:.1f} MB. SHA-256 {made.sha256}"
    )
    for name in made.missing:
        click.echo(f"The vault itself lacks the recording {name}, so the backup does too.", err=True)
    click.echo("It opens with the passphrases of today. Keep it away from this laptop.")


@click.command()
@click.argument("file", type=_FILE, required=False)
@click.option("--snapshot", is_flag=True, help="Use the vault's own copy of its database instead of a FILE.")
@click.option("--replace", "in_place", is_flag=True, help="Put it in the place of the vault that is there, which is kept.")
@click.option("--pinned", multiple=True, type=_FILE, help="A signed head of the log, kept elsewhere. Repeat for each.")
@click.option("--accept-older", is_flag=True, help="Go on though the log is known to have gone on since.")
@click.option("--accept-erased", is_flag=True, help="Go on though it brings back what was erased since.")
@click.pass_obj
def restore(
    settings: Settings,
    file: Path | None,
    snapshot: bool,
    in_place: bool,
    pinned: tuple[Path, ...],
    accept_older: bool,
    accept_erased: bool,
) -> None:
    """Put a vault back from a backup FILE; it needs a passphrase of the day on which that was made."""
    from recorder.access import agent
    from recorder.bootstrap import SystemClock
    from recorder.keeping.backup import open_backup
    from recorder.keeping.restore import Wishes, restore_backup, restore_snapshot
    from recorder.vault import read_keyring

    if snapshot is (file is not None):
        raise UsageError("Say either which backup FILE, or --snapshot.", "Nothing was changed.")
    if file is None:
        said = restore_snapshot(settings.config, settings.keys()[0], clock=SystemClock())
    else:
        heads = tuple(_text(path) for path in pinned)
        archive, keyring = open_backup(file)
        wishes = Wishes(in_place=in_place, accept_older=accept_older, accept_erased=accept_erased, pinned=heads)
        unlocked = _unlock(settings, archive, keyring)
        said = restore_backup(settings.config, archive, unlocked, wishes=wishes, clock=SystemClock())
    agent.lock(read_keyring(settings.config.vault_dir)[0].vault_id)  # it may hold keys that no longer fit
    for sentence in said:
        click.echo(sentence)


def _unlock(settings: Settings, archive: Archive, keyring: Keyring) -> Unlocked:
    """A person's keys out of the backup."""
    from recorder.vault import SAMPLE_PASSPHRASE

    person = settings.config.person
    keyring.person(person)
    if keyring.sample and SAMPLE_PASSPHRASE in archive.members:
        return keyring.unlock(archive.read(SAMPLE_PASSPHRASE, at_most=1000).decode().splitlines()[0], person=person)
    if settings.config.passphrase_file is not None:
        return keyring.unlock(first_line(settings.config.passphrase_file), person=person)
    if not sys.stdin.isatty():
        raise Refused("The backup is locked.", "Restore it in a terminal, where you can type the passphrase.")
    return keyring.unlock(click.prompt("Passphrase when the backup was made", hide_input=True, err=True), person=person)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, ValueError) as exc:
        raise BadInput(f"{path.name} cannot be read.", "Nothing was changed.") from exc
