"""What was kept elsewhere, held against a history: older heads, their cosignatures, and the footers of printed notes.

Each agreement protects the entries before it even from the key's holder, who cannot change what somebody else keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from audit.checkpoint import Checkpoint, Note, VerifierKey, check_signature
from audit.cosign import Cosignature, check_cosignature
from audit.errors import BadSignature
from audit.footer import Footer
from audit.people import Approval
from audit.verdict import CUT_OFF, FORKED, Finding

CLOCK_TOLERANCE = 300.0  # seconds that two honest clocks may differ, or one be set back by the network's time


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody kept of a log."""

    heads: tuple[tuple[Checkpoint, Note], ...] = ()
    footers: tuple[Footer, ...] = ()

    def sizes(self) -> set[int]:
        """Where the history's root is wanted."""
        return {head.size for head, _ in self.heads} | {footer.size for footer in self.footers}


@dataclass(frozen=True, slots=True)
class History:
    """A log as it was found, in what matters to a witness."""

    key: VerifierKey | None
    head: Checkpoint | None
    size: int
    roots: Mapping[int, bytes]  # at the sizes that the witnesses speak of
    times: Mapping[int, str]  # of the entries at those sizes and of the ones after
    approvals: Mapping[int, Approval]  # by entry


def compare_heads(kept: Kept, history: History) -> tuple[tuple[int, ...], tuple[Finding, ...]]:
    """The sizes of the kept heads that this history agrees with, and what the others show."""
    agreeing: list[int] = []
    findings: list[Finding] = []
    for pin, note in sorted(kept.heads, key=lambda pair: pair[0].size):
        size, since = pin.size, max(agreeing, default=0) + 1
        if history.head and pin.origin != history.head.origin:
            findings.append(Finding(None, f"The kept head at entry {size} is of another log."))
        elif not _signed(note, history.key):
            findings.append(Finding(None, f"The kept head at entry {size} was not signed with this log's key."))
        elif size > history.size:
            told = f"The log was set back: a kept head counts {size} entries, this one {history.size}."
            findings.append(Finding(history.size + 1, told, CUT_OFF))
        elif history.roots.get(size) != pin.root:
            told = f"Between entry {since} and entry {size} the history was rewritten: a kept head differs."
            findings.append(Finding(since, told, FORKED))
        else:
            agreeing.append(size)
    return tuple(agreeing), tuple(findings)


def compare_footers(kept: Kept, history: History, *, agreed: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[Finding, ...]]:
    """The same for footers; `agreed` are the sizes that heads already vouch for."""
    agreeing: list[int] = []
    findings: list[Finding] = []
    for footer in sorted(kept.footers, key=lambda footer: footer.size):
        since = max((size for size in (*agreed, *agreeing) if size < footer.size), default=0) + 1
        if told := _against(footer, history, since):
            findings.append(told)
        else:
            agreeing.append(footer.size)
    return tuple(agreeing), tuple(findings)


def _against(footer: Footer, history: History, since: int) -> Finding | None:
    """What a footer and the log disagree about."""
    doubt = "" if footer.head else ", or that footer is not genuine"
    if footer.head and not _signed(footer.head, history.key):
        return Finding(
            footer.entry, f"The footer of entry {footer.entry} was not made by this log: its head's signature is false."
        )
    if footer.size > history.size:
        told = f"The log was set back to {history.size} entries{doubt}: a note's footer counts {footer.size}."
        return Finding(history.size + 1, told, CUT_OFF)
    if history.roots.get(footer.size) != footer.root:
        told = f"Between entry {since} and entry {footer.size} the history was rewritten{doubt}: a note's footer differs."
        return Finding(since, told, FORKED)
    claimed = (footer.note_sha256, footer.public_key, footer.signature)
    if history.approvals.get(footer.entry) != claimed:
        return Finding(
            footer.entry,
            f"Entry {footer.entry} is not the approval that a note's footer tells of: the note was swapped{doubt}.",
        )
    return None


def cosignatures(
    kept: Kept, history: History, witnesses: tuple[VerifierKey, ...], *, agreed: tuple[int, ...]
) -> tuple[tuple[tuple[int, Cosignature], ...], tuple[Finding, ...]]:
    """Who cosigned the agreeing heads, by the witnesses that governance knows; a false cosignature is a finding."""
    words: list[tuple[int, Cosignature]] = []
    findings: list[Finding] = []
    for pin, note in kept.heads:
        for key in witnesses if pin.size in agreed else ():
            if (key.name, key.id()) not in {(s.key_name, s.key_id) for s in note.signatures}:
                continue
            try:
                words.append((pin.size, check_cosignature(note, key)))
            except BadSignature:
                findings.append(Finding(None, f"The cosignature of {key.name} under the head at entry {pin.size} is false."))
    return tuple(words), tuple(findings)


def clock_remarks(words: tuple[tuple[int, Cosignature], ...], history: History) -> Iterator[str]:
    """Where the computer's clock cannot have been right by a witness's."""
    for size, word in words:
        before, after = _seconds_after(history.times.get(size), word.at), _seconds_after(history.times.get(size + 1), word.at)
        if before is not None and before > CLOCK_TOLERANCE:
            told = f"Entry {size} claims a time {span(before)} after {word.witness} had cosigned it"
            yield f"{told}: the computer's clock was ahead."
        if after is not None and after < -CLOCK_TOLERANCE:
            told = f"Entry {size + 1} claims a time {span(-after)} before {word.witness} cosigned the entry before it"
            yield f"{told}: the computer's clock was set back."


def span(seconds: float) -> str:
    """A stretch of time in the unit that fits."""
    for unit, length in (("days", 86400), ("hours", 3600)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds / 60:.0f} minutes"


def seconds_between(later: str, earlier: str) -> float | None:
    """From one entry's time to another's; None for what is no time."""
    try:
        return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds()
    except (ValueError, TypeError):
        return None


def _seconds_after(at: str | None, moment: datetime) -> float | None:
    return None if at is None else seconds_between(at, moment.isoformat())


def _signed(note: Note, key: VerifierKey | None) -> bool:
    try:
        if key:
            check_signature(note, key)
    except BadSignature:
        return False
    return key is not None
