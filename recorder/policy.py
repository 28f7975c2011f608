"""The council's rules: what may be recorded, whose consent is enough, what is kept for how long, and who signed that.

A council decides these things, not a program and not a worker at a doorstep; so they are one value that is read once
(`recorder.rules.file`) and asked by plain functions, each of which says no in a sentence that a family could be shown.
Nothing here looks at a clock, a file or a vault. It refuses to guess: a policy that is not signed by the key that the
vault knows is no policy, and a consent that is not on record is no consent.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from recorder.domain import Consent, Person, Status
from recorder.errors import BadInput, Refused

_CONTEXT = b"casescribe policy v1\n"
"""Stands before what is signed, so that a signature over a policy can never pass for one over a note or a log head."""
_SIGNATURE_FORM = "casescribe-policy-v1"
_FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")


class ConsentBasis(StrEnum):
    """On what a recording rests."""

    NOTICE = "notice"  # everybody present was told, and nobody objected
    EXPLICIT = "explicit"  # everybody present said yes


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One council's rules, as `recorder.rules.file.read_policy` found them to be whole."""

    council: str  # the council's name, as printed
    consent: ConsentBasis
    not_recorded: tuple[tuple[str, str], ...]  # (template name, the council's reason) of visits that may not be recorded
    keep_sound: timedelta  # how long the sound stays after filing
    keep_transcript: timedelta  # how long transcript and draft stay after filing
    keep_unfiled: timedelta  # how long a draft that was never filed stays after the last work on it
    sound_reason: str  # why the sound is kept longer than its transcript; empty when it is not
    countersignature: bool  # whether a supervisor must countersign before filing
    allowed_models: tuple[str, ...]  # "name sha256:…" or "sha256:…", lower case; empty allows all of the catalogue
    idle_lock: timedelta  # without a key press for so long, the vault locks
    cosigned_within: timedelta  # at most so long between two cosigned heads of the audit log
    recovery_key: bytes | None  # the council's X25519 public key, 32 raw bytes; None: no sealed recovery copy
    governance_key: bytes | None  # the governance lead's Ed25519 public key, 32 raw bytes; None: nobody can sign yet
    keyring: bool = False  # whether a passphrase may lie in the operating system's keyring


@dataclass(frozen=True, slots=True)
class ConsentVerdict:
    """Whether the consents on record are enough, and what stands against it."""

    refused: tuple[str, ...]  # Person.key of everybody whose last answer was no, present or not
    waiting: tuple[str, ...]  # Person.key of those present who must still be told or asked
    reasons: tuple[str, ...]  # a sentence for each thing that stands against recording

    @property
    def enough(self) -> bool:
        """Whether recording may begin, or go on."""
        return not self.reasons


def may_record(policy: Policy, template: str) -> None:
    """Raise `Refused` with the council's reason when visits of this template are not to be recorded."""
    for name, reason in policy.not_recorded:
        if name == template:
            raise Refused(
                f"{policy.council} does not allow recording of this kind of visit ({template}). {reason}",
                "Nothing was recorded. Write this note by hand in the council’s own system.",
            )


def consent_enough(policy: Policy, consents: Sequence[Consent], people: Sequence[Person]) -> ConsentVerdict:
    """What the answers on record allow. The last answer of a person counts, so that a consent can be withdrawn.

    With the basis "notice" everybody present must be on record as told; with "explicit" everybody present must have said
    yes. A no always stops, even of somebody who is not in the room. Nobody present is never enough. A `Consent.agreed` of
    None, should the domain come to know "told, but gave no answer", is enough for notice and not for explicit.
    """
    last = {c.person: c for c in sorted(consents, key=lambda c: c.at)}
    names = {p.key: p.name for p in people}
    refused = tuple(sorted(key for key, consent in last.items() if consent.agreed is False))
    reasons = [f"{names.get(key, key)} said no to the recording." for key in refused]
    waiting = []
    for person in (p for p in people if p.present and p.key not in refused):
        if person.key not in last:
            asked = "told about" if policy.consent is ConsentBasis.NOTICE else "asked about"
            reasons.append(f"{person.name} has not been {asked} the recording.")
            waiting.append(person.key)
        elif policy.consent is ConsentBasis.EXPLICIT and last[person.key].agreed is not True:
            reasons.append(f"{person.name} has not said yes to the recording.")
            waiting.append(person.key)
    if not any(p.present for p in people):
        reasons.append("Nobody is noted as present, so nobody can have been told about the recording.")
    return ConsentVerdict(refused, tuple(waiting), tuple(reasons))


def require_allowed_model(policy: Policy, fingerprint: str) -> None:
    """Raise `Refused` unless the council allows this model.

    `fingerprint` is the catalogue's "name sha256:…", or several of them separated by commas, of which each must be
    allowed. Only the hash counts, never the name. One without a hash cannot be told from another, so it is refused.
    """
    if not policy.allowed_models:
        return
    allowed = {h for entry in policy.allowed_models for h in _FINGERPRINT.findall(entry)}
    for one in fingerprint.split(","):
        hashes = set(_FINGERPRINT.findall(one.lower()))
        if not hashes or not hashes <= allowed:
            raise Refused(
                f"{policy.council} does not allow the model {one.strip() or '(without a name)'}.",
                "Nothing was changed. “casescribe policy show” lists the allowed ones; the governance lead can allow more.",
            )


def may_file(policy: Policy, status: Status) -> None:
    """Raise `Refused` unless a note of this status may be filed."""
    if status is Status.COUNTERSIGNED or (status is Status.APPROVED and not policy.countersignature):
        return
    if status is Status.APPROVED:
        raise Refused(
            f"{policy.council} wants a supervisor’s countersignature before a note is filed, and this one has none yet.",
            "Nothing was changed. Ask your supervisor to countersign it.",
        )
    raise Refused(f"This visit is {status}, so it has no approved note to file.", "Nothing was changed.")


def in_words(span: timedelta) -> str:
    """A length of time as a policy writes it: "30 days", "36 hours", "10 minutes". Parts of a minute are left out."""
    for unit, length in (("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        if span >= 2 * length and not span % length:
            return f"{span // length} {unit}s"
    unit, length = ("minute", timedelta(minutes=1)) if span % timedelta(hours=1) else ("hour", timedelta(hours=1))
    return f"{span // length} {unit}{'' if span // length == 1 else 's'}"


def policy_sha256(text: str) -> str:
    """The policy's hash for the audit log, hexadecimal, over its text in UTF-8. It need not be a usable policy."""
    return hashlib.sha256(text.encode()).hexdigest()


def sign_policy(data: bytes, private_key: bytes) -> str:
    """The text of policy.toml.sig: an Ed25519 signature (RFC 8032) over the exact bytes of policy.toml.

    `private_key` is the governance lead's, 32 raw bytes. One line: the form's name, the public key and the signature,
    both in base64. Any changed byte of the file, a line ending included, breaks it.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(private_key)
    parts = (key.public_key().public_bytes_raw(), key.sign(_CONTEXT + data))
    return " ".join((_SIGNATURE_FORM, *(base64.b64encode(p).decode() for p in parts))) + "\n"


def signer_of(signature_text: str) -> bytes:
    """The public key, 32 raw bytes, that a policy.toml.sig says it was made with: for the first use, before one is known.

    Raises `BadInput` when the text is not a policy's signature. It proves nothing until the signature was checked.
    """
    return _parts_of(signature_text)[0]


def check_policy_signature(data: bytes, signature_text: str, public_key: bytes) -> None:
    """Return only if `public_key` (Ed25519, 32 raw bytes) signed exactly these bytes as a policy.

    Raises `BadInput` when the text is not a policy's signature, `Refused` when another key made it or when the policy was
    changed after it was signed.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    claimed, signature = _parts_of(signature_text)
    if claimed != public_key:
        raise Refused(
            "This policy was signed by another person than the governance lead of this vault.",
            "It was not taken. Ask your governance lead for the policy that they signed.",
        )
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _CONTEXT + data)
    except InvalidSignature as exc:
        raise Refused(
            "This policy is not the one that was signed: the file or its signature was changed afterwards.",
            "It was not taken. Ask your governance lead for both files again; do not open and save them on the way.",
        ) from exc


def _parts_of(signature_text: str) -> tuple[bytes, bytes]:
    words = signature_text.split()
    try:
        parts = tuple(base64.b64decode(w, validate=True) for w in words[1:])
    except (binascii.Error, ValueError):
        parts = ()
    # Only the one canonical spelling: what can be written in two ways could be changed unseen.
    canonical = [base64.b64encode(p).decode() for p in parts] == words[1:]
    if words[:1] != [_SIGNATURE_FORM] or [len(p) for p in parts] != [32, 64] or not canonical:
        raise BadInput(
            "This file is not the signature of a policy.",
            "It should be one line that begins with “casescribe-policy-v1”, as the governance lead’s Casescribe made it.",
        )
    return parts[0], parts[1]
