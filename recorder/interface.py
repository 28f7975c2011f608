"""Opens the interface for whoever is at the keyboard: at the door, or at once where keys are at hand.

Here the desks of the pages are wired: a worker begins with visits, a supervisor with the notes that wait, a governance lead
with the log. The vault is opened by the interface's own door, so that a browser can do it too, and closed here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recorder.commands.settings import Settings
from recorder.config import Config
from recorder.errors import CasescribeError, UsageError
from recorder.page_desks import desks_of, review_desk

if TYPE_CHECKING:
    from textual.screen import Screen

    from recorder.access.keys import Unlocked
    from recorder.bootstrap import OpenVault
    from tui.app import CasescribeApp, Entrance
    from tui.desks import Desks, Team
    from tui.door import Check, Door
    from tui.garbage import GarbageInPauses


@dataclass
class Session:
    """What one run of the interface holds open."""

    config: Config
    opened: OpenVault | None = None
    vault_id: str = ""
    wants_sample: bool = field(default=False, init=False)

    def sign_in(self, passphrase: str, person: str | None) -> Entrance:
        """Open the vault with a passphrase. Raises `WrongPassphrase`, `Refused`, `StorageFailed`."""
        from recorder.vault import unlock

        return self.come_in(unlock(self.config.vault_dir, passphrase, person=person), freshly=True)

    def come_in(self, keys: Unlocked, *, freshly: bool) -> Entrance:
        """Open what these keys open."""
        from recorder.vault import read_keyring

        self.vault_id = read_keyring(self.config.vault_dir)[0].vault_id
        if not keys.secrets:
            from recorder.oversight import governance_entrance

            return governance_entrance(self.config, keys)
        from recorder.bootstrap import open_vault

        self.opened = open_vault(self.config, keys)
        if freshly:
            self.opened.custodian.note_unlocked()
        return entrance_to(self.opened)

    def make_vault(self, name: str, passphrase: str) -> str:
        """Make a vault; returns the recovery key."""
        from recorder.bootstrap import create_vault

        return create_vault(self.config, worker=name, passphrase=passphrase)

    def ask_for_sample(self) -> None:
        """Show the sample visit once the interface has closed."""
        self.wants_sample = True

    def close(self) -> None:
        """Close the vault, and say what could not be done."""
        if self.opened is not None:
            for sentence in self.opened.close():
                click.echo(sentence, err=True)


def open_interface(settings: Settings) -> None:
    """Run the interface, from the door where there is no vault or no keys are at hand."""
    from tui.garbage import collected_in_pauses

    with collected_in_pauses() as garbage, _session(settings.config) as session:
        keys = keys_at_hand(settings)
        if keys is not None:
            entrance = session.come_in(keys, freshly=settings.config.passphrase_file is not None)
            run(session, make_app(settings.config, entrance, garbage=garbage))
        else:
            run(session, make_app(settings.config, door=door_of(session), garbage=garbage))
    if session.wants_sample:
        from recorder.commands.demo import run_demo

        with run_demo(settings.config, stop_at_draft=True) as opened:
            run_on(settings.config, opened)


def open_plain(settings: Settings) -> None:
    """Talk in plain lines, for screen readers, about what is somebody's to do; the passphrase is asked for as ever."""
    from recorder.access.keys import RoleInVault
    from tui.plain_talk import LeftPlain

    def ask(question: str) -> str:
        try:
            return str(click.prompt(question, default="", show_default=False, prompt_suffix=""))
        except click.Abort as exc:
            raise LeftPlain from exc

    given = settings.keys()
    if not given[0].secrets:
        from recorder.oversight import governance_desk
        from tui.plain_log import PlainLog

        PlainLog(governance_desk(settings.config, given[0]), say_line=click.echo, ask=ask).run()
        return
    with settings.opened(given) as opened:
        recorder, said = opened.recorder, opened.said
        if opened.vault.role is RoleInVault.SUPERVISOR:
            from tui.plain_review import PlainReview

            PlainReview(recorder, review_desk(opened), say_line=click.echo, ask=ask, said=said).run()
        else:
            from tui.plain import PlainMode

            PlainMode(recorder, desks_of(opened), say_line=click.echo, ask=ask, said=said).run()


def run_on(config: Config, opened: OpenVault) -> None:
    """Run the interface on a vault that is open; whoever opened it closes it."""
    from tui.garbage import collected_in_pauses

    with collected_in_pauses() as garbage:
        run(Session(config, opened, opened.vault.id), make_app(config, entrance_to(opened), garbage=garbage))


def run(session: Session, app: CasescribeApp) -> None:
    """Run it; when it locks, the keys that are kept between commands go too."""
    from audit.events import VaultLocked
    from recorder.access import agent

    app.run()
    if app.locked and session.vault_id:
        agent.lock(session.vault_id)
        if session.opened is not None:
            session.opened.custodian.note(VaultLocked(reason=app.locked))


def keys_at_hand(settings: Settings) -> Unlocked | None:
    """Keys for which nobody needs to be asked: of the agent, of a sample vault, by the passphrase file."""
    from recorder.access import agent
    from recorder.vault import KEY_FILES, read_keyring

    config = settings.config
    if not any((config.vault_dir / name).exists() for name in KEY_FILES):
        return None
    keyring = read_keyring(config.vault_dir)[0]
    held = agent.ask(keyring.vault_id)
    if keyring.sample or config.passphrase_file or (held and config.person in (None, held.name, held.person)):
        return settings.keys()[0]
    return None


def make_app(
    config: Config, entrance: Entrance | None = None, *, door: Door | None = None, garbage: GarbageInPauses | None = None
) -> CasescribeApp:
    """The interface at a door or past it."""
    from tui.app import CasescribeApp

    home = entrance.home if entrance else None
    if door is not None:
        from tui.screens.first_run import WelcomePage
        from tui.screens.sign_in import SignInPage

        home = partial(SignInPage if door.people else WelcomePage, door)
    return CasescribeApp(
        home=home,
        idle_seconds=entrance.idle_seconds if entrance else None,
        colours=remembered_colours(config),
        remember_colours=partial(remember_colours, config),
        garbage=garbage,
    )


def door_of(session: Session) -> Door:
    """How to come in to the vault of this configuration, or to make it. Raises `StorageFailed` for a damaged key file."""
    from recorder.vault import KEY_FILES, read_keyring
    from tui.door import Door

    config = session.config
    from tui.desks import ROLES_OF_TEAM

    known: tuple[tuple[str, str], ...] = ()
    if any((config.vault_dir / name).exists() for name in KEY_FILES):
        people = read_keyring(config.vault_dir)[0].people
        known = tuple((slot.name, ROLES_OF_TEAM[slot.role]) for slot in people if slot.role)
        if config.person and config.person not in {name for name, _ in known}:
            known_names = ", ".join(name for name, _ in known)
            raise UsageError(f"Nobody here is called {config.person}.", f"Known: {known_names}.")
    return Door(
        folder=config.vault_dir,
        people=known,
        person=config.person,
        sign_in=session.sign_in,
        make_vault=session.make_vault,
        checks=partial(checks, config),
        sample=session.ask_for_sample if sys.stdin.isatty() else None,  # a browser's window ends with the interface
    )


def checks(config: Config) -> tuple[Check, ...]:
    """What this laptop has of what a visit needs, in plain sentences."""
    from recorder.bootstrap import model_store
    from tui.door import Check

    store = model_store(config)
    missing = [name for name in store.catalogue.embedded if not store.status(name).installed]
    models = (
        Check(
            good=False, sentence=f"{len(missing)} models are not installed yet. Once, with a network: casescribe models install"
        )
        if missing
        else Check(good=True, sentence="All models are here; from now on no network is needed.")
    )
    return (_microphone(), models)


def _microphone() -> Check:
    from recorder.sound.microphone import SystemMicrophones
    from tui.door import Check

    try:
        names = SystemMicrophones().names()
    except CasescribeError as exc:
        return Check(good=False, sentence=exc.sentence())
    if not names:
        return Check(good=False, sentence="No microphone was found. Plug one in, or bring in a phone’s recording instead.")
    return Check(good=True, sentence=f"A microphone is there: {names[0]}")


# What is behind the door


def entrance_to(opened: OpenVault, desks: Desks | None = None) -> Entrance:
    """The first page of a worker or a supervisor; `desks` are theirs, those of this vault if not given."""
    from recorder.access.keys import RoleInVault
    from tui.app import Entrance
    from tui.screens.visits import VisitsPage

    said, idle = opened.said, opened.policy.idle_lock.total_seconds()
    desks = desks or desks_of(opened)
    if opened.vault.role is RoleInVault.SUPERVISOR:
        from tui.screens.queue import QueuePage

        return Entrance(partial(QueuePage, opened.recorder, desk=review_desk(opened), desks=desks, said=said), idle)
    home, team = partial(VisitsPage, opened.recorder, desks=desks, said=said), desks.team
    return Entrance(home, idle, partial(_first_day, team) if team else None)


def _first_day(team: Team) -> Screen[None]:
    from tui.screens.team import TeamPage

    return TeamPage(team, first_day=True)


# Colours


def remembered_colours(config: Config) -> str:
    """The set of colours chosen last, or by `CASESCRIBE_COLOURS`: dark, light or contrast."""
    if chosen := os.environ.get("CASESCRIBE_COLOURS"):
        return chosen
    try:
        return _colours_file(config).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return "dark"


def remember_colours(config: Config, name: str) -> None:
    """Keep the choice for the next time; where that cannot be written, it holds for this time only."""
    with suppress(OSError):
        _colours_file(config).write_text(f"{name}\n", encoding="utf-8")


def _colours_file(config: Config) -> Path:
    return config.vault_dir.parent / "colours"  # beside the vault, not in it: it is read before the vault is open


@contextmanager
def _session(config: Config) -> Iterator[Session]:
    session = Session(config)
    try:
        yield session
    finally:
        session.close()
