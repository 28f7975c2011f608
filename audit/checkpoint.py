"""Signed heads in the open form: C2SP signed-note with a tlog-checkpoint inside, signed with Ed25519 (RFC 8032).

Pure: text in, text out. A head in this form can be checked by anybody's tools, and more signatures (a supervisor's, a
second algorithm) can be added to it later without touching the first. Whoever reads a note must ignore signatures by
keys they do not know, and refuse one by a known key that fails; base64 that decodes but is not canonical is refused,
so that no byte of a note can be changed unseen.

Sources: c2sp.org/signed-note@v1.0.0, c2sp.org/tlog-checkpoint.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.errors import BadCheckpoint, BadSignature

ED25519 = b"\x01"  # signature type byte of signed-note
COSIGNATURE = b"\x04"  # the same for an Ed25519 cosignature, see `audit.cosign`
MAX_SIGNATURES = 64  # the specification asks readers to have a limit of at least 16
_KEEP = "Ask for the file again from whoever keeps it."


class HeadSigner(Protocol):
    """Signs heads with Ed25519 for one log."""

    @property
    def key_name(self) -> str:
        """The key's name in the signature line: no person's name, no space, no plus sign; by custom the log's origin."""
        ...

    @property
    def public_key(self) -> bytes:
        """32 raw bytes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """64 raw bytes."""
        ...


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name it signs under."""

    name: str
    public_key: bytes  # 32 raw bytes
    kind: bytes = ED25519  # signature type byte; another algorithm would bring another byte

    def id(self) -> bytes:
        """The 4 bytes that tell keys of one name apart."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.public_key).digest()[:4]

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read a key in its C2SP form, name+id+key. Raises `BadCheckpoint`."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        material = decode_base64(encoded)
        key = cls(name, material[1:], material[:1])
        known = key.kind in {ED25519, COSIGNATURE} and len(material) == 33
        if not is_key_name(name) or not known or key.id().hex() != key_id:
            raise BadCheckpoint("This is not an Ed25519 verifier key.", "Give it as name+id+key, as it was handed out.")
        return key

    def render(self) -> str:
        """The key in its C2SP form, to be handed out."""
        return f"{self.name}+{self.id().hex()}+{base64.b64encode(self.kind + self.public_key).decode()}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note."""

    key_name: str
    key_id: bytes  # 4 bytes
    value: bytes  # 64 bytes for Ed25519


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures under it. Not to be believed before `check_signature`."""

    text: str  # with its last newline
    signatures: tuple[Signature, ...]

    def render(self) -> str:
        """The note as it is stored and handed on."""
        lines = (f"— {s.key_name} {base64.b64encode(s.key_id + s.value).decode()}\n" for s in self.signatures)
        return self.text + "\n" + "".join(lines)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: so many entries, with this root."""

    origin: str  # which log
    size: int  # entries
    root: bytes  # 32 bytes

    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(text: str, signer: HeadSigner) -> Note:
    """Sign a text. Raises `BadCheckpoint` for a text or key name that cannot stand in a note."""
    if not is_key_name(signer.key_name) or not _is_text(text):
        raise BadCheckpoint("This text or key name cannot stand in a signed note.")
    key = VerifierKey(signer.key_name, signer.public_key)
    return Note(text, (Signature(key.name, key.id(), signer.sign(text.encode())),))


def parse_note(raw: str) -> Note:
    """Read a signed note. Raises `BadCheckpoint` unless every byte is in its form."""
    text, blank, lines = raw.rpartition("\n\n")
    text += "\n"
    if not blank or not _is_text(text) or not lines.endswith("\n") or lines.count("\n") > MAX_SIGNATURES:
        raise BadCheckpoint("This is not a signed note.", _KEEP)
    note = Note(text, tuple(_signature(line) for line in lines[:-1].split("\n")))
    if note.render() != raw:
        raise BadCheckpoint("This signed note is not in its canonical form.", _KEEP)
    return note


def check_signature(note: Note, key: VerifierKey) -> None:
    """Check that the key signed the note. Raises `BadSignature` if it did not, or if one of its signatures is false."""
    own = [s.value for s in note.signatures if (s.key_name, s.key_id) == (key.name, key.id())]
    if not own:
        raise BadSignature("The head is not signed by the expected key.")
    try:
        public_key = Ed25519PublicKey.from_public_bytes(key.public_key)
        for value in own:
            public_key.verify(value, note.text.encode())
    except (InvalidSignature, ValueError) as exc:
        raise BadSignature("The signature under the head is false.") from exc


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint's text. Extension lines, which nobody can audit, are refused. Raises `BadCheckpoint`."""
    match re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n", text, re.ASCII):
        case None:
            raise BadCheckpoint("This signed note is not the head of a log.", _KEEP)
        case found:
            return Checkpoint(found[1], int(found[2]), decode_base64(found[3]))


def open_checkpoint(raw: str, key: VerifierKey) -> Checkpoint:
    """Read a signed head and check its signature. Raises `BadCheckpoint` or `BadSignature`."""
    note = parse_note(raw)
    check_signature(note, key)
    return parse_checkpoint(note.text)


def _signature(line: str) -> Signature:
    match line.split(" "):
        case ["—", name, encoded] if is_key_name(name):
            blob = decode_base64(encoded)
            if len(blob) > 4:
                return Signature(name, blob[:4], blob[4:])
    raise BadCheckpoint("This signed note has a signature line that cannot be read.", _KEEP)


def decode_base64(encoded: str) -> bytes:
    """Canonical base64 only, so that no byte of a note can be changed unseen. Raises `BadCheckpoint`."""
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as exc:
        raise BadCheckpoint("This signed note holds base64 that cannot be read.", _KEEP) from exc
    if base64.b64encode(raw).decode() != encoded:
        raise BadCheckpoint("This signed note holds base64 that is not canonical.", _KEEP)
    return raw


def is_key_name(name: str) -> bool:
    """Whether a name can stand in a signature line."""
    return bool(name) and "+" not in name and name.isprintable() and not re.search(r"\s", name)


def _is_text(text: str) -> bool:
    return len(text) > 1 and text.endswith("\n") and not re.search(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]", text)
