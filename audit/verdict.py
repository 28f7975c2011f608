"""The answer to “has anybody touched this log?”, in plain words: what is proven, since when, and what is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from audit.cosign import Cosignature

CHANGED, CUT_OFF, FORKED = "changed", "cut off", "forked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written."""

    entry: int | None  # the entry concerned, from 1; None when it is the whole log
    sentence: str
    what: str = CHANGED  # or `CUT_OFF`, `FORKED`: for reports over many logs


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. `ok` speaks of the entries; `remarks` are for a person to judge."""

    ok: bool
    size: int  # entries that are there
    root: bytes  # over the entries that are there, 32 bytes
    findings: tuple[Finding, ...]
    public_key: bytes | None  # that the head was checked with
    key_expected: bool  # the caller knew the key; else it was only the key that the log itself names
    pinned: tuple[int, ...] = ()  # sizes of the older heads that the log agrees with
    footers: tuple[int, ...] = ()  # sizes in the footers of notes that the log agrees with
    cosigned: tuple[tuple[int, Cosignature], ...] = ()  # of those heads: size, and who cosigned it when
    recoveries: tuple[int, ...] = ()  # entries at which the vault was opened without a passphrase
    remarks: tuple[str, ...] = ()  # what is odd, though nobody need have touched the log
    period: tuple[str, str] | None = None  # times of the first and the latest entry, as written

    def sentences(self) -> tuple[str, ...]:
        """What is proven and what is not, for a person to read."""
        if not self.ok:
            return ("This log is NOT as it was written.", *(f.sentence for f in self.findings), *self.remarks)
        lines = [f"All {self.size} entries are as they were written. Root: {self.root.hex()}"]
        if self.period:
            lines.append(f"They tell of {_moment(self.period[0])} to {_moment(self.period[1])}, by the computer's own clock.")
        if not self.key_expected:
            lines.append("The signature was checked only against the key named in the log itself: give the key you know.")
        return (*lines, *self._witnessed(), *self._recovered(), *self.remarks)

    def _witnessed(self) -> tuple[str, ...]:
        witness = dict.fromkeys(self.footers, "a note's footer agrees") | dict.fromkeys(self.pinned, "an older head agrees")
        if not witness:
            return ("No older head was given: whoever has the key could have written this history anew.",)
        last = max(witness)
        lines = [f"Up to entry {last} this holds even against whoever has the key: {witness[last]}."]
        if last < self.size:
            lines.append(f"Entries {last + 1} to {self.size} could have been written anew by whoever has the key.")
        lines += [
            f"The head at entry {size} was cosigned by {word.witness} on {word.at.day} {word.at:%b %Y %H:%M} UTC."
            for size, word in self.cosigned
        ]
        return tuple(lines)

    def _recovered(self) -> tuple[str, ...]:
        entries = ", ".join(map(str, self.recoveries))
        return (f"The vault was opened without its passphrase, and a new one set, at entry {entries}.",) if entries else ()


def _moment(at: str) -> str:
    when = datetime.fromisoformat(at)
    return f"{when.day} {when:%b %Y %H:%M} UTC"
