"""The keys that governance knows, kept outside every device: a text file, one key a line.

    # North team, kept by governance
    log      casescribe/3f9a12+1b6d0c3e+AR…
    person   worker-17+0c94a0f2+AU…
    witness  supervisor-3+5a01ee44+BC…
    revoked  worker-9+77c2b1d0+AQ… 2026-11-01T00:00:00Z

A key has the C2SP form name+id+key. Names are for the people who keep the file; a role and a number is enough. With such
a file, a signature by a key that is not in it, or by a revoked one after its time, is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from audit.checkpoint import COSIGNATURE, ED25519, VerifierKey
from audit.errors import BadCheckpoint


@dataclass(frozen=True, slots=True)
class Keys:
    """Who may sign what. An empty part says nothing: whatever the log names is then taken."""

    logs: tuple[VerifierKey, ...] = ()  # of devices, by the log's name
    people: Mapping[str, str] = field(default_factory=dict)  # public key in hexadecimal → name in the file
    witnesses: tuple[VerifierKey, ...] = ()
    revoked: Mapping[str, datetime] = field(default_factory=dict)  # public key in hexadecimal → since when, UTC

    def log_key(self, name: str) -> bytes | None:
        """The key of the log with this name."""
        return next((key.public_key for key in self.logs if key.name == name), None)


def parse_keys(text: str) -> Keys:
    """Read the file. Raises `BadCheckpoint`, naming the line, for anything that is not in its form."""
    keys = Keys()
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            keys = _with(keys, line.partition("#")[0].split())
        except (BadCheckpoint, ValueError) as exc:
            raise BadCheckpoint(
                f"Line {number} of the file of keys cannot be read.",
                "It should say log, person, witness or revoked, and a key.",
            ) from exc
    return keys


def _with(keys: Keys, words: list[str]) -> Keys:
    match words:
        case []:
            return keys
        case ["log", text]:
            return replace(keys, logs=(*keys.logs, _key(text, ED25519)))
        case ["person", text]:
            person = _key(text, ED25519)
            return replace(keys, people={**keys.people, person.public_key.hex(): person.name})
        case ["witness", text]:
            return replace(keys, witnesses=(*keys.witnesses, _key(text, COSIGNATURE)))
        case ["revoked", text, since]:
            person = _key(text, ED25519)
            known = {**keys.people, person.public_key.hex(): person.name}
            return replace(keys, people=known, revoked={**keys.revoked, person.public_key.hex(): _moment(since)})
        case _:
            raise BadCheckpoint("This line says something else.")


def _key(text: str, kind: bytes) -> VerifierKey:
    key = VerifierKey.parse(text)
    if key.kind != kind:
        raise BadCheckpoint("This key is for another use.")
    return key


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
