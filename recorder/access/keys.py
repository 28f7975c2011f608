"""Who can open a vault, and with what.

    passphrase ──argon2id──▶ a person's own two keys: Ed25519 to sign, X25519 to open
    a person's opening key, the recovery key, the council's key ──HPKE──▶ the vault's secrets
    the vault's secrets: the database's key, the key over each visit's own key, the key that signs the log's heads

Because the secrets are sealed to public keys, they can be changed without anybody's passphrase, and a passphrase can be
changed without touching a visit. A governance lead has keys of their own but no sealed secrets: they can sign, and read
the log that is sealed to them, and no content. Everything lies in one small file, written durably, with a twin beside it;
a changed byte in it is found. It refuses to be read as anything but what it was written as.

Sources: RFC 9106 (argon2id), RFC 9180 (HPKE), RFC 8439 (ChaCha20-Poly1305), RFC 8032 (Ed25519), RFC 5869 (HKDF).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets as random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from recorder.errors import Refused, StorageFailed, UsageError

FORMAT = 2  # 1 was the first, unencrypted, version's
_SEALING = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
RECOVERY, COUNCIL = "recovery", "council"


class WrongPassphrase(Refused):
    """The passphrase does not open this person's keys."""


class RoleInVault(StrEnum):
    """What a person may do in this vault."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    GOVERNANCE = "governance"

    @property
    def reads_content(self) -> bool:
        """Whether the person holds the keys of the visits; a governance lead does not."""
        return self is not RoleInVault.GOVERNANCE


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear one try of a passphrase is (argon2id, RFC 9106)."""

    passes: int
    memory_kib: int
    lanes: int


STANDARD_COST = Cost(passes=3, memory_kib=256 * 1024, lanes=4)  # 0.5 to 0.8 s on 2 cores
SAMPLE_COST = Cost(passes=1, memory_kib=32, lanes=1)  # for vaults whose passphrase is no secret


@dataclass(frozen=True, slots=True)
class Secrets:
    """What opens everything. Never written but sealed."""

    database_key: bytes = field(repr=False)  # 32 bytes, SQLCipher's raw key
    content_key: bytes = field(repr=False)  # 32 bytes, over each visit's key
    log_seed: bytes = field(repr=False)  # 32 bytes, Ed25519: signs the log's heads

    @classmethod
    def new(cls, *, log_seed: bytes | None = None) -> Secrets:
        """Fresh keys; rotation keeps the log's, whose public half others have pinned."""
        return cls(random.token_bytes(32), random.token_bytes(32), log_seed or random.token_bytes(32))

    def pack(self) -> bytes:
        """96 bytes."""
        return self.database_key + self.content_key + self.log_seed

    @classmethod
    def unpack(cls, data: bytes) -> Secrets:
        """The inverse of `pack`."""
        return cls(data[:32], data[32:64], data[64:96])


@dataclass(frozen=True, slots=True)
class Slot:
    """One key that the vault knows: a person's, the recovery key or the council's."""

    id: str  # a person's actor id (16 hexadecimal digits), "recovery" or "council"
    open_public: bytes  # X25519, 32 bytes
    sealed: tuple[bytes, ...] = ()  # the secrets, HPKE; two while a rotation is under way, none for governance
    name: str = ""  # the person's, as it will stand under notes
    role: RoleInVault | None = None  # None for a key that is no person
    sign_public: bytes = b""  # Ed25519, 32 bytes
    salt: bytes = b""
    wrapped: bytes = b""  # both private keys under the passphrase

    def bound(self) -> bytes:
        """What the wrapped keys are bound to, so that no role or name can be put on them later."""
        return json.dumps([self.id, self.name, self.role, self.open_public.hex(), self.sign_public.hex()]).encode()


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A person's keys, open in memory."""

    person: str  # Slot.id
    name: str
    role: RoleInVault
    sign_seed: bytes = field(repr=False)  # Ed25519
    open_seed: bytes = field(repr=False)  # X25519
    secrets: tuple[Secrets, ...] = field(repr=False)  # the newest last; two while a rotation is under way, none for governance
    failed_before: int = 0  # wrong passphrases since the last right one

    def to_bytes(self) -> bytes:
        """For the unlock agent's memory."""
        packed = [s.pack().hex() for s in self.secrets]
        return json.dumps([self.person, self.name, self.role, self.sign_seed.hex(), self.open_seed.hex(), packed]).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Unlocked:
        """The inverse of `to_bytes`."""
        person, name, role, sign_seed, open_seed, packed = json.loads(data)
        opened = tuple(Secrets.unpack(bytes.fromhex(p)) for p in packed)
        return cls(person, name, RoleInVault(role), bytes.fromhex(sign_seed), bytes.fromhex(open_seed), opened)


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of a vault, wrapped: what `keys.json` holds."""

    vault_id: str  # 16 hexadecimal digits
    cost: Cost
    slots: tuple[Slot, ...]
    sample: bool = False  # a throwaway vault of invented people, whose passphrase is no secret
    seal: bytes = b""  # HMAC-SHA256 over the rest, under a key from `Secrets.log_seed`

    @property
    def people(self) -> tuple[Slot, ...]:
        """The persons, in the order in which they were added."""
        return tuple(s for s in self.slots if s.role is not None)

    def person(self, name: str | None) -> Slot:
        """A person by name or id; without a name, the only one there is. Raises `UsageError`."""
        found = [p for p in self.people if name is None or name in (p.name, p.id)]
        if len(found) != 1:
            names = ", ".join(p.name for p in self.people)
            raise UsageError(
                "Say who you are with --as." if name is None else f"Nobody here is called {name}.", f"Known: {names}."
            )
        return found[0]

    def unlock(self, passphrase: str, *, person: str | None = None) -> Unlocked:
        """A person's keys. Raises `WrongPassphrase`, or `StorageFailed` when the file was changed."""
        slot = self.person(person)
        try:
            kek = _stretch(passphrase, slot.salt, self.cost)
            seeds = ChaCha20Poly1305(kek).decrypt(slot.wrapped[:12], slot.wrapped[12:], slot.bound())
        except InvalidTag as exc:
            raise WrongPassphrase("That passphrase is not right.", "Nothing was changed. Try again.") from exc
        unlocked = Unlocked(slot.id, slot.name, slot.role or RoleInVault.WORKER, seeds[:32], seeds[32:], ())
        return replace(unlocked, secrets=self._unseal(slot, seeds[32:]))

    def recover(self, means: str, open_seed: bytes) -> tuple[Secrets, ...]:
        """The secrets by the recovery key or the council's. Raises `WrongPassphrase`."""
        slot = next((s for s in self.slots if s.id == means), None)
        if slot is None:
            raise Refused(f"This vault has no {means} key.", "Nothing was changed.")
        try:
            return self._unseal(slot, open_seed)
        except StorageFailed as exc:
            raise WrongPassphrase(f"That is not the {means} key of this vault.", "Nothing was changed.") from exc

    def _unseal(self, slot: Slot, open_seed: bytes) -> tuple[Secrets, ...]:
        key = X25519PrivateKey.from_private_bytes(open_seed)
        try:
            found = tuple(Secrets.unpack(_SEALING.decrypt(s, key, self._info(slot))) for s in slot.sealed)
        except InvalidTag as exc:
            raise _damaged() from exc
        if found and not hmac.compare_digest(self.seal, self._seal_under(found[-1])):
            raise _damaged()
        return found

    def _info(self, slot: Slot) -> bytes:
        return f"casescribe/{self.vault_id}/{slot.id}".encode()

    def _seal_under(self, secrets: Secrets) -> bytes:
        key = HKDF(hashes.SHA256(), 32, None, b"casescribe key file").derive(secrets.log_seed)
        return hmac.new(key, _canonical(_to_json(replace(self, seal=b""))), hashlib.sha256).digest()

    def sealed_anew(self, *secrets: Secrets) -> Keyring:
        """The same keyring with these secrets, the newest last, sealed to everybody who reads content."""
        slots = tuple(
            replace(
                s,
                sealed=tuple(
                    _SEALING.encrypt(one.pack(), X25519PublicKey.from_public_bytes(s.open_public), self._info(s))
                    for one in secrets
                )
                if s.role is None or s.role.reads_content
                else (),
            )
            for s in self.slots
        )
        unsealed = replace(self, slots=slots, seal=b"")
        return replace(unsealed, seal=unsealed._seal_under(secrets[-1]))

    def with_slot(self, slot: Slot, secrets: Sequence[Secrets]) -> Keyring:
        """A keyring with a slot added, or put in the place of the one with its id."""
        kept = [slot if s.id == slot.id else s for s in self.slots]
        if slot.id not in {s.id for s in self.slots}:
            kept.append(slot)
        return replace(self, slots=tuple(kept)).sealed_anew(*secrets)

    def without_slot(self, slot_id: str, secrets: Sequence[Secrets]) -> Keyring:
        """A keyring that no longer opens for this slot. Its old sealed secrets stay true until keys are rotated."""
        return replace(self, slots=tuple(s for s in self.slots if s.id != slot_id)).sealed_anew(*secrets)

    def to_bytes(self) -> bytes:
        """As it is written."""
        content = _to_json(self)
        return json.dumps(content | {"checksum": _checksum(content)}, indent=1, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Keyring:
        """The inverse of `to_bytes`. Raises `StorageFailed` for anything else."""
        try:
            content = json.loads(data)
            if content.pop("checksum") != _checksum(content):  # chance damage; the seal is there for what is no chance
                raise _damaged()
            return _from_json(content)
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            raise _damaged() from exc


def new_keyring(vault_id: str, *, cost: Cost, sample: bool, person: Slot, recovery: Slot, secrets: Secrets) -> Keyring:
    """The keyring of a new vault."""
    return Keyring(vault_id, cost, (person, recovery), sample).sealed_anew(secrets)


def new_person(name: str, role: RoleInVault, *, passphrase: str, cost: Cost) -> tuple[Slot, bytes, bytes]:
    """A person's slot with fresh keys, and the private seeds (signing, opening)."""
    sign_seed, open_seed = random.token_bytes(32), random.token_bytes(32)
    return wrap_person(name, role, sign_seed, open_seed, passphrase=passphrase, cost=cost), sign_seed, open_seed


def wrap_person(name: str, role: RoleInVault, sign_seed: bytes, open_seed: bytes, *, passphrase: str, cost: Cost) -> Slot:
    """A person's slot around keys that exist, under a passphrase."""
    sign_public = Ed25519PrivateKey.from_private_bytes(sign_seed).public_key().public_bytes_raw()
    slot = Slot(actor_id(sign_public), _open_public(open_seed), (), name, role, sign_public, random.token_bytes(16))
    nonce = random.token_bytes(12)
    kek = _stretch(passphrase, slot.salt, cost)
    return replace(slot, wrapped=nonce + ChaCha20Poly1305(kek).encrypt(nonce, sign_seed + open_seed, slot.bound()))


def key_slot(slot_id: str, *, open_seed: bytes | None = None, open_public: bytes = b"") -> Slot:
    """The slot of a key that is no person's: `RECOVERY` or `COUNCIL`."""
    return Slot(slot_id, _open_public(open_seed) if open_seed else open_public)


def actor_id(sign_public: bytes) -> str:
    """The log's word for a person: 16 hexadecimal digits of a hash of the public key, never a name."""
    return hashlib.sha256(sign_public).hexdigest()[:16]


def wrap_visit_key(content_key: bytes, visit_id: str, visit_key: bytes) -> bytes:
    """A visit's 32-byte key under the content key, bound to the visit: 60 bytes."""
    nonce = random.token_bytes(12)
    return nonce + ChaCha20Poly1305(content_key).encrypt(nonce, visit_key, visit_id.encode())


def unwrap_visit_key(content_keys: Sequence[bytes], visit_id: str, wrapped: bytes) -> bytes:
    """The inverse, by whichever key fits. Raises `StorageFailed` when none does."""
    for key in content_keys:
        try:
            return ChaCha20Poly1305(key).decrypt(wrapped[:12], wrapped[12:], visit_id.encode())
        except (InvalidTag, ValueError):
            continue
    raise StorageFailed(
        f"The key of visit {visit_id} is damaged, so its recording cannot be opened.",
        "Other visits are not touched. Restore a backup.",
    )


def derive(key: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose from a visit's key (HKDF-SHA256)."""
    return HKDF(hashes.SHA256(), 32, None, f"casescribe {purpose}".encode()).derive(key)


def seal_to(open_public: bytes, data: bytes, *, info: str) -> bytes:
    """Encrypt to somebody's opening key (HPKE)."""
    return _SEALING.encrypt(data, X25519PublicKey.from_public_bytes(open_public), info.encode())


def unseal_with(open_seed: bytes, sealed: bytes, *, info: str) -> bytes:
    """The inverse of `seal_to`. Raises `StorageFailed` when it was changed or is for somebody else."""
    try:
        return _SEALING.decrypt(sealed, X25519PrivateKey.from_private_bytes(open_seed), info.encode())
    except InvalidTag as exc:
        raise StorageFailed("A sealed file of the vault was changed, or is for somebody else.", "It was not used.") from exc


def _open_public(open_seed: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(open_seed).public_key().public_bytes_raw()


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return kdf.derive(passphrase.encode())


def _damaged() -> StorageFailed:
    return StorageFailed(
        "The vault's key file keys.json was changed or damaged.",
        "The vault's content is untouched. Restore keys.json from a backup.",
    )


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _checksum(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(content)).hexdigest()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _to_json(keyring: Keyring) -> dict[str, Any]:
    cost = {
        "name": "argon2id",
        "passes": keyring.cost.passes,
        "memory_kib": keyring.cost.memory_kib,
        "lanes": keyring.cost.lanes,
    }
    slots = [
        {"id": s.id, "name": s.name, "role": s.role, "open_public": _b64(s.open_public), "sign_public": _b64(s.sign_public)}
        | {"salt": _b64(s.salt), "wrapped": _b64(s.wrapped), "sealed": [_b64(one) for one in s.sealed]}
        for s in keyring.slots
    ]
    head = {"format": FORMAT, "vault": keyring.vault_id, "sample": keyring.sample, "kdf": cost}
    return head | {"slots": slots, "seal": _b64(keyring.seal)}


def _from_json(data: Mapping[str, Any]) -> Keyring:
    if data["format"] != FORMAT or data["kdf"]["name"] != "argon2id":
        raise ValueError("another format")
    cost = Cost(int(data["kdf"]["passes"]), int(data["kdf"]["memory_kib"]), int(data["kdf"]["lanes"]))
    if not (1 <= cost.passes <= 16 and 8 * cost.lanes <= cost.memory_kib <= 4 * 1024 * 1024 and 1 <= cost.lanes <= 16):
        raise ValueError("a cost that nobody chose")
    slots = tuple(
        Slot(
            id=str(s["id"]),
            open_public=base64.b64decode(s["open_public"], validate=True),
            sealed=tuple(base64.b64decode(one, validate=True) for one in s["sealed"]),
            name=str(s["name"]),
            role=RoleInVault(s["role"]) if s["role"] else None,
            sign_public=base64.b64decode(s["sign_public"], validate=True),
            salt=base64.b64decode(s["salt"], validate=True),
            wrapped=base64.b64decode(s["wrapped"], validate=True),
        )
        for s in data["slots"]
    )
    return Keyring(str(data["vault"]), cost, slots, bool(data["sample"]), base64.b64decode(data["seal"], validate=True))
