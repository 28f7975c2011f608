"""A passphrase in the operating system's keyring, for who asks for it where the council allows it.

A convenience, never the only way: whoever is signed in to this laptop's account can then open the vault, and on a laptop
without a keyring everything works as before. Only a keyring that the system itself guards is used; one that writes plain
files is refused.
"""

from __future__ import annotations

from recorder.errors import Refused

_SERVICE = "casescribe vault {}"
_UNGUARDED = ("keyrings.alt", "keyring.backends.null")


def remember(vault_id: str, person: str, passphrase: str) -> None:
    """Put the passphrase into the keyring. Raises `Refused` where there is none that guards it."""
    import keyring
    from keyring.errors import KeyringError

    if type(keyring.get_keyring()).__module__.startswith(_UNGUARDED):
        raise Refused("This laptop's keyring does not guard what is in it.", "Type your passphrase each time, as before.")
    try:
        keyring.set_password(_SERVICE.format(vault_id), person, passphrase)
    except KeyringError as exc:  # no keyring, or the person closed its window
        raise Refused(
            "This laptop has no keyring that could keep your passphrase.", "Type your passphrase each time, as before."
        ) from exc


def recall(vault_id: str, person: str) -> str | None:
    """The passphrase that was put there, or None: without a keyring, or when it stays closed."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE.format(vault_id), person)
    except KeyringError:
        return None


def forget(vault_id: str, person: str) -> bool:
    """Take the passphrase out of the keyring; whether one was there."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(_SERVICE.format(vault_id), person)
    except KeyringError:
        return False
    return True
