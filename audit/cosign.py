"""Cosignatures: somebody else signs the log's head with the time, which makes them a witness of everything before it.

C2SP tlog-cosignature, the Ed25519 kind: over "cosignature/v1", the time and the head's text. Whoever cosigns says that this
was the newest consistent head that they saw of this log; so a cosigner must be shown that the head before it, the last
that they cosigned, still stands (`audit.verify` with that head as pinned). The specification advises ML-DSA-44 for new
deployments; `cryptography` 44 has none, and the type byte of a key leaves room for it.

Pure: text in, text out. Source: c2sp.org/tlog-cosignature@v1.0.0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.checkpoint import COSIGNATURE, HeadSigner, Note, Signature, VerifierKey, is_key_name, parse_checkpoint
from audit.errors import BadCheckpoint, BadSignature


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A witness's word that a head stood at a time."""

    witness: str  # the key's name
    at: datetime  # UTC, to the second; the witness's clock


def cosigner_key(signer: HeadSigner) -> VerifierKey:
    """The public key of a cosigner, as governance keeps it."""
    return VerifierKey(signer.key_name, signer.public_key, COSIGNATURE)


def cosign(note: Note, signer: HeadSigner, *, at: datetime) -> Note:
    """Add a cosignature to a signed head; one by the same key is replaced.

    Raises `BadCheckpoint` for a note that is no head, a name that cannot stand in it, or a moment without its time zone.
    """
    parse_checkpoint(note.text)
    if not is_key_name(signer.key_name) or at.tzinfo is None:
        raise BadCheckpoint("This head cannot be cosigned under that name or time.")
    seconds, key = int(at.timestamp()), cosigner_key(signer)
    value = seconds.to_bytes(8, "big") + signer.sign(_message(note.text, seconds))
    others = tuple(s for s in note.signatures if (s.key_name, s.key_id) != (key.name, key.id()))
    return Note(note.text, (*others, Signature(key.name, key.id(), value)))


def check_cosignature(note: Note, key: VerifierKey) -> Cosignature:
    """When a witness cosigned the head. Raises `BadSignature` if they did not, or if theirs is false."""
    own = [s.value for s in note.signatures if (s.key_name, s.key_id) == (key.name, key.id())]
    if key.kind != COSIGNATURE or len(own) != 1 or len(own[0]) != 72:
        raise BadSignature("The head is not cosigned by this witness.")
    seconds = int.from_bytes(own[0][:8], "big")
    try:
        Ed25519PublicKey.from_public_bytes(key.public_key).verify(own[0][8:], _message(note.text, seconds))
        return Cosignature(key.name, datetime.fromtimestamp(seconds, UTC))
    except (InvalidSignature, ValueError, OverflowError, OSError) as exc:
        raise BadSignature("The cosignature under the head is false.") from exc


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
