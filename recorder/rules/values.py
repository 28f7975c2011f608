"""The values that a policy.toml may hold: each reader takes what TOML gave and returns what `Policy` wants, or raises `Wrong`.

The sentences of `Wrong` go on after the key's name: “retention.sound” *is “3 months”, but months differ in length …*
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Collection
from datetime import timedelta
from difflib import get_close_matches

from recorder.policy import ConsentBasis, in_words

_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
_INEXACT = {"month": 30, "year": 365}  # days: what to propose instead
_FINGERPRINT = re.compile(r"(?:[\w.\-]+ )?(?:sha256:)?([0-9a-f]{64})")
_FIELD_PRIME = 2**255 - 19  # of Curve25519, RFC 7748


class Wrong(Exception):
    """A value that cannot be; each sentence with the text to look for, so that its own line can be named."""

    def __init__(self, *faults: str | tuple[str, str]) -> None:
        super().__init__()
        self.faults = tuple((f, "") if isinstance(f, str) else f for f in faults)


def line_of_text(value: object) -> str:
    """Words for people, on one line."""
    if not isinstance(value, str):
        raise Wrong(f"must be text in quotation marks, and is {shown(value)}.")
    if not value.strip():
        raise Wrong("is empty. Write a few words.")
    if len(value) > 300 or any(unicodedata.category(c)[0] == "C" or c in "\u2028\u2029" for c in value):
        raise Wrong("must be one line of at most 300 plain characters.")
    return value.strip()


def consent(value: object) -> ConsentBasis:
    """The basis of consent."""
    if value not in tuple(ConsentBasis):
        raise Wrong(
            f"is {shown(value)}, but must be “explicit” (everybody present said yes) or “notice” (everybody present was "
            "told and nobody objected)."
        )
    return ConsentBasis(str(value))


def not_recorded(templates: Collection[str], value: object) -> tuple[tuple[str, str], ...]:
    """Kinds of visit, each with the reason why it is not recorded; every one must exist, or a slip would allow it."""
    if not isinstance(value, dict):
        raise Wrong('must be a section: write [recording.not_allowed], and under it, for instance: family_time = "the reason"')
    faults = []
    for name, reason in value.items():
        if name not in templates:
            near = get_close_matches(name.casefold(), templates, n=1, cutoff=0.5)
            advice = f"Is “{near[0]}” meant?" if near else f"The kinds of visit are {', '.join(sorted(templates))}."
            faults.append((f"names {shown(name)}, which is no kind of visit. {advice}", name))
        try:
            line_of_text(reason)
        except Wrong:
            faults.append((f"gives no usable reason for {shown(name)}: a sentence, on one line, in quotation marks.", name))
    if faults:
        raise Wrong(*faults)
    return tuple((name, str(reason).strip()) for name, reason in value.items())


def duration(value: object, *, least: timedelta, most: timedelta) -> timedelta:
    """A length of time in a unit that has one length, within bounds."""
    if isinstance(value, int) and not isinstance(value, bool):
        raise Wrong(f'is {shown(value)}, a number without a unit. Write it with one, such as "30 days".')
    said = re.fullmatch(r"\s*([-+]?)(\d{1,9})\s*([a-z]+?)s?\s*", value.casefold()) if isinstance(value, str) else None
    if said is None:
        raise Wrong(f'is {shown(value)}, but must be a whole number and a unit, such as "36 hours" or "30 days".')
    number, unit = int(said[2]), said[3]
    if said[1] == "-":
        raise Wrong(f"is {shown(value)}, but time does not run backwards. The least is {in_words(least)}.")
    if unit in _INEXACT:
        raise Wrong(
            f'is {shown(value)}, but months and years differ in length. Write days, such as "{number * _INEXACT[unit]} days".'
        )
    if unit not in _UNITS:
        raise Wrong(f"is {shown(value)}, but the units are minutes, hours, days and weeks.")
    if not least <= (span := min(number, 10**8) * _UNITS[unit]) <= most:
        raise Wrong(f"is {shown(value)}, but must be from {in_words(least)} to {in_words(most)}.")
    return span


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Wrong(f"is {shown(value)}, but must be true or false, in small letters and without quotation marks.")
    return value


def models(value: object) -> tuple[str, ...]:
    """Models' fingerprints, each with or without the name, in lower case."""
    if not isinstance(value, list):
        raise Wrong('must be a list in square brackets, such as ["whisper-base sha256:…"], or [] to allow all.')
    faults = []
    for entry in value:
        if not isinstance(entry, str) or not _FINGERPRINT.fullmatch(entry.strip().casefold()):
            sentence = (
                f"holds {shown(entry)}, which is no model’s fingerprint. Copy what “casescribe models check” prints: a name, "
                "“sha256:” and 64 characters of 0-9 and a-f."
            )
            faults.append((sentence, entry if isinstance(entry, str) else ""))
    if faults:
        raise Wrong(*faults)
    return tuple(entry.strip().casefold() for entry in value)


def public_key(value: object, *, edwards: bool) -> bytes:
    """A public key, 32 raw bytes: Ed25519 if `edwards`, else X25519."""
    try:
        key = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32 or base64.b64encode(key).decode() != value:
        raise Wrong(f"is {shown(value)}, but must be a public key: 44 characters of base64, the last of which is “=”.")
    if _is_weak(key, edwards=edwards):
        raise Wrong("is a key that anybody could use. Make a true one, and copy its public half here.")
    return key


def _is_weak(key: bytes, *, edwards: bool) -> bool:
    """Whether a key lies in the curve's small subgroup (RFC 7748, section 6.1), as all zeros do: it would protect nothing.

    An Ed25519 key is looked at as the X25519 key of the same curve, u = (1 + y) / (1 - y) (RFC 7748, section 4.1).
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    if edwards:
        y = int.from_bytes(key, "little") % 2**255 % _FIELD_PRIME
        u = (1 + y) * pow(1 - y, _FIELD_PRIME - 2, _FIELD_PRIME) % _FIELD_PRIME
        key = u.to_bytes(32, "little")
    try:
        X25519PrivateKey.from_private_bytes(bytes(range(32))).exchange(X25519PublicKey.from_public_bytes(key))
    except ValueError:
        return True
    return False


def shown(value: object) -> str:
    """A value of the file as it may be printed: short, on one line, without anything that steers a terminal."""
    try:
        text = str(value).lower() if isinstance(value, bool) else str(value)[:200]
    except (ValueError, RecursionError):  # a number of thousands of figures, or sections thousands deep
        text = "a value too long to be shown"
    text = "".join(c if unicodedata.category(c)[0] != "C" else "�" for c in text)
    return f"“{text[:57]}…”" if len(text) > 60 else f"“{text}”"
