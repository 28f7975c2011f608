"""policy.toml: from a council's file to a `Policy`, or to every fault in it at once.

The person who writes this file leads a governance team and is no programmer, so a fault says on which line it is, what
was read there and what would be right, and all faults come together instead of one a try. What is misspelt is refused
rather than ignored: a rule that nobody reads protects nobody.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from functools import partial
from importlib import resources
from typing import Any

from recorder.errors import BadInput
from recorder.policy import Policy, policy_sha256
from recorder.rules.toml_lines import TomlLines
from recorder.rules.values import Wrong, consent, duration, flag, line_of_text, models, not_recorded, public_key, shown
from recorder.templates import template_names

MAX_BYTES = 16_384
"""A policy is a page. What is longer is not read, so that no file keeps the program busy for more than seconds."""
_TEN_YEARS = timedelta(days=3650)

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a policy from being used."""

    sentence: str  # what is wrong and what would be right
    line: int | None = None  # in the file, from 1; None where it cannot be known

    def __str__(self) -> str:
        """The sentence with its place, as printed."""
        return f"Line {self.line}: {self.sentence}" if self.line else self.sentence


@dataclass(frozen=True, slots=True)
class _Key:
    """One line that a policy may have."""

    path: Place  # section, then key
    field: str  # of `Policy`
    read: Callable[[Any], Any]  # the TOML value → the field's value; raises `Wrong`
    example: str  # a value as it is written
    otherwise: Any = None  # the field's value where the line is left out; None together with `needed`
    needed: bool = True


def standard_policy_text() -> str:
    """The text of the policy that holds until a council's own was taken in."""
    return resources.files("recorder").joinpath("policies/standard.toml").read_text(encoding="utf-8")


def standard_policy() -> Policy:
    """The policy that holds until a council's own was taken in; nobody signed it."""
    return read_policy(standard_policy_text())


def sha256_in_force(held: tuple[str, bytes] | None) -> str:
    """The fingerprint of the policy that a vault holds, as its store gives it, else of the standard one."""
    return policy_sha256(held[0] if held else standard_policy_text())


def read_policy(text: str, *, templates: Collection[str] | None = None) -> Policy:
    """The policy in a policy.toml. Raises `BadInput` that lists every fault.

    `templates` are the kinds of visit that exist, the shipped ones if not given. A byte-order mark, which Notepad writes,
    is no fault.
    """
    policy, faults = _examine(text, templates)
    if policy is None:
        count = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise BadInput(
            f"The policy cannot be used; it has {count}. " + " ".join(map(str, faults)),
            "“casescribe policy check” shows them again; docs/policy.md explains each value.",
        )
    return policy


def find_faults(text: str, *, templates: Collection[str] | None = None) -> tuple[Fault, ...]:
    """Every fault of a policy.toml in the order of its lines; empty when `read_policy` would take it."""
    return _examine(text, templates)[1]


def _examine(text: str, templates: Collection[str] | None) -> tuple[Policy | None, tuple[Fault, ...]]:
    if len(text) > MAX_BYTES:
        return None, (Fault(f"The file has more than {MAX_BYTES:,} characters, so it is no policy and was not read."),)
    text = text.removeprefix("\ufeff")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        return None, (Fault("The file is nested too deeply to be a policy, so it was not read."),)
    except ValueError as exc:  # TOMLDecodeError, and Python's own for a number of thousands of figures
        return None, (_not_toml(exc, text),)
    keys = _keys(template_names() if templates is None else templates)
    lines = TomlLines(text)
    faults = _unread(data, keys, lines)
    fields: dict[str, Any] = {}
    for key in keys:
        _take(key, data, lines, into=fields, faults=faults)
    if not faults:
        faults += _contradictions(fields, lines)
    if faults:
        return None, tuple(sorted(faults, key=lambda f: f.line or len(text)))
    return Policy(**fields), ()


def _take(key: _Key, data: Mapping[str, Any], lines: TomlLines, *, into: dict[str, Any], faults: list[Fault]) -> None:
    """Read one value into its field, or note what is wrong with it."""
    place: Any = data
    for part in key.path:
        if not isinstance(place, dict):
            return  # the section itself is a fault already
        if part not in place:
            if key.needed:
                faults.append(_missing(key, lines))
            into[key.field] = key.otherwise
            return
        place = place[part]
    try:
        into[key.field] = key.read(place)
    except Wrong as wrong:
        name = ".".join(key.path)
        faults += [Fault(f"“{name}” {sentence}", lines.of(key.path, holding=text)) for sentence, text in wrong.faults]


def _missing(key: _Key, lines: TomlLines) -> Fault:
    line = f"{key.path[-1]} = {key.example}"
    if len(key.path) == 1:
        return Fault(f"“{key.path[0]}” is missing. Write above the first section, for instance: {line}")
    section = key.path[0]
    return Fault(f"“{'.'.join(key.path)}” is missing. Write under [{section}], for instance: {line}", lines.of((section,)))


def _unread(data: Mapping[str, Any], keys: Collection[_Key], lines: TomlLines) -> list[Fault]:
    """Faults for what nothing reads, and for what should be a section and is none."""
    sections = {key.path[0] for key in keys if len(key.path) > 1}
    faults = []
    for name, value in data.items():
        if name in sections:
            if not isinstance(value, dict):
                faults.append(Fault(f"“{name}” is a section. Write [{name}] alone on a line, once.", lines.of((name,))))
                continue
            known = {key.path[1] for key in keys if key.path[0] == name}
            faults += [_unknown((name, key), known, keys, lines) for key in value if key not in known]
        elif (name,) not in {key.path for key in keys}:
            faults.append(_unknown((name,), sections | {k.path[0] for k in keys}, keys, lines))
    return faults


def _unknown(path: Place, known: Collection[str], keys: Collection[_Key], lines: TomlLines) -> Fault:
    name = path[-1].casefold()
    homes = {k.path[-1]: k.path[0] for k in keys if len(k.path) > 1}
    if name in homes:
        advice = f"It belongs under [{homes[name]}]."
    elif near := get_close_matches(name, known, n=1):
        advice = f"Is “{near[0]}” meant?"
    elif near := get_close_matches(name, homes, n=1):
        advice = f"Is “{near[0]}” meant? It belongs under [{homes[near[0]]}]."
    else:
        advice = f"What is read here: {', '.join(sorted(known))}."
    return Fault(f"nothing reads {shown('.'.join(path))}. {advice}", lines.of(path))


def _contradictions(fields: Mapping[str, Any], lines: TomlLines) -> list[Fault]:
    """Faults of values that are right one by one and not together."""
    faults = []
    if fields["keep_sound"] > fields["keep_transcript"] and not fields["sound_reason"]:
        faults.append(
            Fault(
                "the sound would be kept longer than its transcript and draft, that is, longer than the record needs it. "
                "Shorten “retention.sound”, or say why with: sound_kept_longer_because = “…”",
                lines.of(("retention", "sound")),
            )
        )
    if fields["recovery_key"] and fields["recovery_key"] == fields["governance_key"]:
        faults.append(
            Fault(
                "“keys.recovery” and “keys.governance_lead” are the same key. One opens what is sealed, the other checks "
                "signatures; each must be a key of its own.",
                lines.of(("keys", "governance_lead")),
            )
        )
    return faults


def _keys(templates: Collection[str]) -> tuple[_Key, ...]:
    """All that a policy may hold, in the order of the file."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    kept = partial(duration, least=timedelta(0), most=_TEN_YEARS)
    return (
        _Key(("council",), "council", line_of_text, '"Ashborough Council"'),
        _Key(("recording", "consent"), "consent", consent, '"explicit"'),
        _Key(("recording", "not_allowed"), "not_recorded", partial(not_recorded, templates), "", (), needed=False),
        _Key(("retention", "sound"), "keep_sound", kept, '"28 days"'),
        _Key(("retention", "transcript_and_draft"), "keep_transcript", kept, '"28 days"'),
        _Key(("retention", "unfiled_drafts"), "keep_unfiled", partial(kept, least=hour), '"60 days"'),
        _Key(("retention", "sound_kept_longer_because"), "sound_reason", line_of_text, '"…"', "", needed=False),
        _Key(("filing", "countersignature"), "countersignature", flag, "true"),
        _Key(("models", "allowed"), "allowed_models", models, "[]", (), needed=False),
        _Key(("lock", "idle"), "idle_lock", partial(duration, least=timedelta(minutes=1), most=8 * hour), '"10 minutes"'),
        _Key(("lock", "keyring"), "keyring", flag, "false", otherwise=False, needed=False),
        _Key(("audit", "cosigned_within"), "cosigned_within", partial(duration, least=day, most=366 * day), '"7 days"'),
        _Key(("keys", "recovery"), "recovery_key", partial(public_key, edwards=False), '"…"', needed=False),
        _Key(("keys", "governance_lead"), "governance_key", partial(public_key, edwards=True), '"…"', needed=False),
    )


def _not_toml(problem: ValueError, text: str) -> Fault:
    said = re.fullmatch(r"(.*?) \(at (?:line (\d+), column \d+|(end of document))\)", str(problem), re.DOTALL)
    what = said[1] if said else str(problem)
    line = None if not said else text.rstrip().count("\n") + 1 if said[3] else int(said[2])
    if re.match(r"Cannot (overwrite|declare)", what):
        advice = "this key or section stands there a second time. Keep one of the two."
    else:
        advice = f"this cannot be read ({what[:80]}). Look there for a missing quotation mark, bracket or equals sign."
    return Fault(f"{advice} Only then can the rest be checked.", line)
