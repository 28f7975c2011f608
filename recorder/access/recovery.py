"""The recovery key as people write it on paper: ten groups of four letters and digits.

192 random bits and one check byte in Crockford's base 32, which leaves out I, L, O and U; reading it back forgives small
letters, spaces and the confusions that are left (O for 0, I and L for 1). A slip of the pen is noticed before it is tried.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from recorder.errors import BadInput

_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TO_PAPER = str.maketrans(_STANDARD, _CROCKFORD)
_FROM_PAPER = str.maketrans(_CROCKFORD, _STANDARD)
_BYTES = 24


def new_recovery_key() -> str:
    """A fresh key: "7KQM-…", ten groups."""
    raw = secrets.token_bytes(_BYTES)
    written = base64.b32encode(raw + _check(raw)).decode().translate(_TO_PAPER)
    return "-".join(written[i : i + 4] for i in range(0, len(written), 4))


def opening_seed(written: str) -> bytes:
    """The X25519 seed that a recovery key stands for. Raises `BadInput` for a slip of the pen."""
    plain = "".join(written.split()).replace("-", "").upper().replace("O", "0").replace("I", "1").replace("L", "1")
    try:
        data = base64.b32decode(plain.translate(_FROM_PAPER))
    except ValueError:
        data = b""
    raw = data[:_BYTES]
    if len(data) != _BYTES + 1 or _check(raw) != data[_BYTES:]:
        raise BadInput(
            "That is not a recovery key: it has ten groups of four letters and digits, and one of them is not right.",
            "Nothing was changed. Look at the paper again.",
        )
    return HKDF(hashes.SHA256(), 32, None, b"casescribe recovery key").derive(raw)


def _check(raw: bytes) -> bytes:
    return hashlib.sha256(b"casescribe" + raw).digest()[:1]
