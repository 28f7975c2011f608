"""Events of the vault: who may open it, who did, its keys, its rules, its copies and its witnesses."""

from __future__ import annotations

from audit.events_base import Event, event
from audit.forms import Actor, Code, Id, Model, PublicKey, Sha256


@event
class VaultCreated(Event):
    """A vault was made on this device. Always the first entry, and never another."""

    kind = "vault_created"
    vault: Id
    public_key: PublicKey  # that signs the log's heads


@event
class PersonAdded(Event):
    """Somebody was given a key of their own to this vault."""

    kind = "person_added"
    person: Actor  # first 16 hexadecimal digits of the SHA-256 of their public key
    role: Code  # e.g. "worker", "supervisor", "governance"
    public_key: PublicKey  # that they sign notes with
    team: Code | None = None  # for reports by team


@event
class PersonRemoved(Event):
    """Somebody’s key to this vault was taken away."""

    kind = "person_removed"
    person: Actor
    reason: Code  # e.g. "left", "lost_key"


@event
class PassphraseChanged(Event):
    """Somebody chose a new passphrase; their key stayed the same."""

    kind = "passphrase_changed"
    person: Actor


@event
class VaultUnlocked(Event):
    """Somebody opened the vault."""

    kind = "vault_unlocked"
    person: Actor
    role: Code
    failed_before: int  # wrong passphrases since the last time that it was opened


@event
class VaultLocked(Event):
    """The vault was closed."""

    kind = "vault_locked"
    reason: Code  # e.g. "asked", "idle"


@event
class VaultRecovered(Event):
    """The vault was opened without a passphrase and a person got a new one: seen by everybody, never done in secret."""

    kind = "vault_recovered"
    means: Code  # e.g. "recovery-key", "council-key"
    person: Actor


@event
class KeysRotated(Event):
    """The vault’s keys were made anew."""

    kind = "keys_rotated"
    visits: int  # whose keys were wrapped anew


@event
class TemplateAdded(Event):
    """A kind of note of the council's own can be used on this device."""

    kind = "template_added"
    template: Code
    template_sha256: Sha256


@event
class PolicyChanged(Event):
    """Other rules of the council came into force on this device."""

    kind = "policy_changed"
    policy_sha256: Sha256
    signed_by: PublicKey | None  # None for rules that nobody signed


@event
class BackupMade(Event):
    """A backup left the vault."""

    kind = "backup_made"
    file_sha256: Sha256
    log_size: int  # entries in it


@event
class BackupRestored(Event):
    """The vault was put back from a backup."""

    kind = "backup_restored"
    file_sha256: Sha256
    log_size: int  # entries that the backup held


@event
class HeadCosigned(Event):
    """Somebody else signed the log’s head, which makes them its witness."""

    kind = "head_cosigned"
    size: int  # entries under the head
    public_key: PublicKey  # of who cosigned


@event
class Searched(Event):
    """Somebody searched the vault. What for is not kept."""

    kind = "searched"
    found: int


@event
class BiasMeasured(Event):
    """Visits were drafted again with sexes, names or roles exchanged, to see what changes beyond the exchange."""

    kind = "bias_measured"
    worded_by: Code  # "rules" or "language_model"
    models: tuple[Model, ...]  # that drafted
    compared: int  # drafts made after an exchange
    identical: int  # of which nothing else differed


@event
class WordsListed(Event):
    """The team's list of words for the recogniser was changed. Which words is not kept."""

    kind = "words_listed"
    added: int
    removed: int
