"""Who holds the keys of an open vault: more people, other passphrases, new keys, a lost one recovered in the open.

Each act writes the key file inside the transaction of its log entry; if either fails, the old one stands. Rotation changes
the database's key and the key over the visits' keys. It can be cut off at any point: until its end the key file holds old
and new, and the next opening finishes it or goes back, so that no moment has a database without its key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from audit import events
from audit.errors import AuditError
from audit.log import AuditLog
from recorder.access.keys import (
    COUNCIL,
    RECOVERY,
    Keyring,
    RoleInVault,
    Secrets,
    Slot,
    Unlocked,
    actor_id,
    key_slot,
    new_person,
    unwrap_visit_key,
    wrap_person,
    wrap_visit_key,
)
from recorder.access.recovery import new_recovery_key, opening_seed
from recorder.database import open_encrypted
from recorder.errors import Refused, StorageFailed, UsageError
from recorder.keeping.snapshot import forget_snapshot
from recorder.ports import Clock
from recorder.store import Store
from recorder.vault import DATABASE, Vault, read_keyring, write_keyring

SHORTEST_PASSPHRASE = 12  # characters; three random words, as the National Cyber Security Centre advises


def require_good_passphrase(passphrase: str) -> None:
    """Raise `UsageError` for one that is too easily guessed."""
    if len(passphrase) < SHORTEST_PASSPHRASE or len(set(passphrase)) < 5:
        raise UsageError(
            f"That passphrase is too short: it needs at least {SHORTEST_PASSPHRASE} characters.",
            "Three words that have nothing to do with each other are easy to keep and hard to guess.",
        )


class KeyCustodian:
    """Acts on the keys of an open vault."""

    def __init__(self, *, vault: Vault, store: Store, log: AuditLog, clock: Clock) -> None:
        self._vault, self._store, self._log, self._clock = vault, store, log, clock

    def people(self) -> tuple[Slot, ...]:
        """Who can sign in."""
        return self._keyring().people

    def note_unlocked(self) -> None:
        """Write in the log that the vault was opened with a passphrase, and how many were wrong before it."""
        who = self._vault.unlocked
        self.note(events.VaultUnlocked(person=who.person, role=who.role.value, failed_before=who.failed_before))

    def note(self, event: events.Event) -> None:
        """Write something about the vault itself in the log."""
        with self._store.transaction():
            self._audit(event)

    def change_passphrase(self, new: str) -> None:
        """Give the person at the keyboard another passphrase. Old copies of the key file still open with the old one."""
        require_good_passphrase(new)
        who, keyring = self._vault.unlocked, self._keyring()
        slot = wrap_person(who.name, who.role, who.sign_seed, who.open_seed, passphrase=new, cost=keyring.cost)
        with self._keys_change(keyring.with_slot(slot, who.secrets)):
            self._audit(events.PassphraseChanged(person=who.person))

    def add_person(self, name: str, role: RoleInVault, *, passphrase: str, team: str | None = None) -> Slot:
        """Let another person sign in; `team` is a code for reports. Raises `UsageError` when somebody has that name."""
        require_good_passphrase(passphrase)
        keyring = self._keyring()
        if name in {p.name for p in keyring.people}:
            raise UsageError(f"Somebody here is called {name} already.", "Nothing was changed.")
        slot, _, _ = new_person(name, role, passphrase=passphrase, cost=keyring.cost)
        with self._keys_change(keyring.with_slot(slot, self._vault.unlocked.secrets)):
            self._audit(events.PersonAdded(person=slot.id, role=role.value, public_key=slot.sign_public.hex(), team=team))
        return slot

    def remove_person(self, name: str) -> Unlocked:
        """Take a person's key away and rotate, so that an old copy of the key file opens nothing new."""
        keyring = self._keyring()
        slot = keyring.person(name)
        if slot.id == self._vault.unlocked.person:
            raise Refused("You cannot take your own key away.", "Somebody else who may read the vault can do it.")
        with self._keys_change(keyring.without_slot(slot.id, self._vault.unlocked.secrets)):
            self._audit(events.PersonRemoved(person=slot.id, reason="removed"))
        return self.rotate()

    def seal_to_council(self, public_key: bytes) -> None:
        """Let the council's key (X25519, 32 bytes, from its policy) open the vault, if its people cannot."""
        with self._keys_change(
            self._keyring().with_slot(key_slot(COUNCIL, open_public=public_key), self._vault.unlocked.secrets)
        ):
            self._audit(events.PersonAdded(person=actor_id(public_key), role=COUNCIL, public_key=public_key.hex()))

    def forget_council(self) -> None:
        """Take the council's key away. An old copy of the key file still opens with it, until keys are rotated."""
        slot = next(s for s in self._keyring().slots if s.id == COUNCIL)
        with self._keys_change(self._keyring().without_slot(COUNCIL, self._vault.unlocked.secrets)):
            self._audit(events.PersonRemoved(person=actor_id(slot.open_public), reason="removed"))

    def new_recovery_key(self) -> str:
        """Another recovery key in the place of the old one, to be written down. Rotates nothing."""
        written = new_recovery_key()
        slot = key_slot(RECOVERY, open_seed=opening_seed(written))
        with self._keys_change(self._keyring().with_slot(slot, self._vault.unlocked.secrets)):
            self._audit(events.PersonAdded(person=actor_id(slot.open_public), role=RECOVERY, public_key=slot.open_public.hex()))
        return written

    def note_recovered(self, keyring: Keyring, *, means: str) -> None:
        """Put a recovered keyring in place, and in the log who opened the vault without the passphrase and holds it now."""
        who = self._vault.unlocked
        with self._keys_change(keyring):
            self._audit(events.VaultRecovered(means=f"{means}-key", person=who.person))
            self._audit(
                events.PersonAdded(person=who.person, role=who.role.value, public_key=self._vault.signer.public_key.hex())
            )

    def mend_key_files(self) -> None:
        """Write the whole one of the two key files in the place of its damaged twin."""
        with suppress(Refused), rotation_lock(self._vault.folder):  # another program at work on them will do it
            self._write(self._keyring())

    # Rotation

    def rotate(self) -> Unlocked:
        """New keys for the database and over every visit's key; returns the keys to open the vault with from now on.

        The open vault must be closed afterwards. Raises `Refused` while another program has keys in hand.
        """
        old = self._vault.secrets
        new = Secrets.new(log_seed=old.log_seed)
        with rotation_lock(self._vault.folder):
            self._write(self._keyring().sealed_anew(old, new))
            self._vault.scrub()
            self._vault.db.conn.execute(f"PRAGMA rekey = \"x'{new.database_key.hex()}'\"")
            self._finish(old, new)
        return replace(self._vault.unlocked, secrets=(new,))

    def finish_rotation(self) -> Unlocked:
        """Bring to its end what a power cut interrupted: forward if the database took its new key, else back."""
        other, fitting = self._vault.unlocked.secrets
        with rotation_lock(self._vault.folder):
            written = self._keyring()
            if self._rekeyed(written, fitting):
                self._finish(other, fitting)
            else:
                self._write(written.sealed_anew(fitting))
        return replace(self._vault.unlocked, secrets=(fitting,))

    def _rekeyed(self, written: Keyring, fitting: Secrets) -> bool:
        slot = written.person(self._vault.unlocked.person)
        in_order = written.recover(slot.id, self._vault.unlocked.open_seed)
        return len(in_order) > 1 and in_order[-1] == fitting

    def _finish(self, old: Secrets, new: Secrets) -> None:
        open_encrypted(self._vault.folder / DATABASE, new.database_key).conn.close()  # the proof, before the old key goes
        content_keys = (new.content_key, old.content_key)
        with self._store.transaction():
            rewrapped = [
                (visit, wrap_visit_key(new.content_key, visit, unwrap_visit_key(content_keys, visit, wrapped)))
                for visit, wrapped in self._store.wrapped_keys()
            ]
            self._store.rewrap_keys(rewrapped)
            self._audit(events.KeysRotated(visits=len(rewrapped)))
        self._write(self._keyring().sealed_anew(new))
        forget_snapshot(self._vault.folder)  # it opens with the old key

    # Helpers

    def _keyring(self) -> Keyring:
        return read_keyring(self._vault.folder)[0]

    def _write(self, keyring: Keyring) -> None:
        try:
            write_keyring(self._vault.folder, keyring)
        except OSError as exc:
            raise StorageFailed(f"The key file could not be written: {exc.strerror}.", "The old one stands.") from exc

    @contextmanager
    def _keys_change(self, keyring: Keyring) -> Iterator[None]:
        before = self._keyring()
        try:
            with self._store.transaction():
                yield
                self._write(keyring)
        except StorageFailed:
            self._write(before)
            raise

    def _audit(self, event: events.Event) -> None:
        try:
            self._log.append(event, at=self._clock.now(), actor=self._vault.signer.actor_id)
        except AuditError as exc:
            raise StorageFailed(exc.message, exc.next_step) from exc


@contextmanager
def rotation_lock(folder: Path) -> Iterator[None]:
    """One program at a time may change keys. Raises `Refused` when another does."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(str(folder / "keys.lock"), timeout=0, mode=0o600):
            yield
    except Timeout as exc:
        raise Refused(
            "Another program is changing the keys of this vault.", "Nothing was changed. Wait a moment and try again."
        ) from exc


def recover_vault(folder: Path, *, means: str, open_seed: bytes, name: str | None, passphrase: str) -> tuple[Keyring, Unlocked]:
    """The keyring and keys after a recovery; nothing is written yet, the caller does when the log has taken it.

    The person whose passphrase is lost gets a new signing key in the place of the old: notes signed before keep the old
    one's signature, and the log tells of the change. Raises `WrongPassphrase` and `UsageError`.
    """
    require_good_passphrase(passphrase)
    keyring, _ = read_keyring(folder)
    secrets = keyring.recover(means, open_seed)
    lost = keyring.person(name)
    role = lost.role if lost.role is not None and lost.role.reads_content else RoleInVault.WORKER
    slot, sign_seed, opening = new_person(lost.name, role, passphrase=passphrase, cost=keyring.cost)
    after = replace(keyring, slots=tuple(slot if s.id == lost.id else s for s in keyring.slots)).sealed_anew(*secrets)
    return after, Unlocked(slot.id, slot.name, role, sign_seed, opening, secrets)
