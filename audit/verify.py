"""Is this the log that was written? Looks at every stored value, believes none, and says in plain words what is wrong.

What decides is the signed head: with the true public key, nobody without the private key can have changed, removed,
added or reordered an entry under it. The stored hashes only help to say *which* entry it was. What a head cannot tell is
whether the holder of the key signed another history: for that an older head kept elsewhere is needed (`pinned`).
`docs/threat-model.md` says who is caught by what. Changes nothing and raises only for a pinned file that is no head.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from audit.checkpoint import Checkpoint, Note, VerifierKey, check_signature, parse_checkpoint, parse_note
from audit.errors import AuditStorageFailed, BadCheckpoint, BadSignature
from audit.events import LEAF_VERSION, Entry, NoteApproved, VaultCreated
from audit.log import read_record
from audit.merkle import EMPTY_ROOT, Frontier, leaf_hash
from audit.record import FORMAT, EntryRow, LogRow, NodeRow, Record


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written."""

    entry: int | None  # the entry concerned, from 1; None when it is the whole log
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to “has anybody touched this log?”."""

    ok: bool
    size: int  # entries that are there
    root: bytes  # over the entries that are there, 32 bytes
    findings: tuple[Finding, ...]
    public_key: bytes | None  # that the head was checked with
    key_expected: bool  # the caller knew the key; else it was only the key that the log itself names
    pinned: tuple[int, ...] = ()  # sizes of the older heads that the log agrees with

    def sentences(self) -> tuple[str, ...]:
        """What is proven and what is not, for a person to read."""
        if not self.ok:
            return ("This log is NOT as it was written.", *(f.sentence for f in self.findings))
        lines = [f"All {self.size} entries are as they were written. Root: {self.root.hex()}"]
        if not self.key_expected:
            lines.append("The signature was checked only against the key named in the log itself: give the key you know.")
        if self.pinned:
            lines.append(f"Up to entry {max(self.pinned)} this holds even against whoever has the key: an older head agrees.")
        else:
            lines.append("No older head was given: whoever has the key could have written this history anew.")
        return tuple(lines)


def verify(source: sqlite3.Connection | Record, *, expected_key: bytes | None = None, pinned: Sequence[str] = ()) -> Verdict:
    """Check a database's or an export's log.

    `expected_key` is the log's public key (32 raw bytes) as the caller knows it; `pinned` are signed heads of this log
    that were kept elsewhere. Raises `BadCheckpoint` when one of those is no head at all.
    """
    if isinstance(source, Record):
        record = source
    else:
        try:
            record = read_record(source)
        except AuditStorageFailed as exc:
            told = Finding(None, f"The audit tables cannot be read ({str(exc.__cause__)!a}).")
            return Verdict(ok=False, size=0, root=EMPTY_ROOT, findings=(told,), public_key=None, key_expected=False)
    kept = [parse_note(raw) for raw in pinned]
    return _Check(record, expected_key, [(parse_checkpoint(note.text), note) for note in kept]).run()


def check_note(entries: Sequence[Entry], *, visit: str, note_sha256: str) -> Finding | None:
    """Whether a note is the one that was approved last for its visit; None when it is."""
    approvals = [e for e in entries if isinstance(e.event, NoteApproved) and e.event.visit == visit]
    if not approvals:
        return Finding(None, f"The log knows no approval of a note of visit {visit}.")
    last = approvals[-1]
    if isinstance(last.event, NoteApproved) and last.event.note_sha256 != note_sha256:
        return Finding(last.seq, f"This note of visit {visit} is not the one whose approval entry {last.seq} records.")
    return None


class _Check:
    """One run. Builds the tree anew and compares everything stored with it on the way."""

    def __init__(self, record: Record, expected_key: bytes | None, pins: Sequence[tuple[Checkpoint, Note]]) -> None:
        self.record, self.expected_key, self.pins = record, expected_key, pins
        self.whole = record.nodes is not None  # a database; an export has entries only
        self.findings: list[Finding] = []
        self.head_findings: list[str] = []  # told of the newest entry, which is known at the end
        self.frontier = Frontier()
        self.due = 1  # the entry that should come next
        self.gaps = False  # then later roots and nodes cannot fit, and say nothing
        self.roots: dict[int, bytes] = {0: EMPTY_ROOT}  # at the sizes that heads speak of
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.bad_roots: list[int] = []

    def run(self) -> Verdict:
        key, head = self._head()
        wanted = {pin.size for pin, _ in self.pins} | ({head.size} if head else set())
        for row in self.record.entries:
            self._entry(row, head)
            if self.due - 1 in wanted and not self.gaps:
                self.roots[self.due - 1] = self.frontier.root()
        self._compare_head(head)
        if self.record.nodes is not None and not self.gaps:
            self._compare_nodes(self.record.nodes)
        agreeing = self._compare_pins(key, head)
        self.findings += [Finding(self.due - 1 or None, sentence) for sentence in self.head_findings]
        findings = tuple(dict.fromkeys(sorted(self.findings, key=lambda f: f.entry or 0)))
        return Verdict(
            ok=not findings,
            size=self.frontier.size,
            root=self.frontier.root(),
            findings=findings,
            public_key=key.public_key if key else None,
            key_expected=self.expected_key is not None,
            pinned=agreeing,
        )

    def _find(self, entry: int | None, sentence: str) -> None:
        self.findings.append(Finding(entry, sentence))

    def _head(self) -> tuple[VerifierKey | None, Checkpoint | None]:
        """The key that the head is checked with, and the head if its signature holds."""
        told = self.head_findings
        match self.record.logs:
            case (
                LogRow(int() as number, int() as form, str() as origin, str() as key_name, bytes() as public_key, str() as raw),
            ):
                pass
            case ():
                told.append("The log has no signed head: it was emptied, or never begun.")
                return None, None
            case _:
                told.append("What the log says of itself was changed by hand and cannot be read.")
                return None, None
        if (number, form) != (1, FORMAT):
            told.append("The log says that it has a number or a format that does not exist: that was changed.")
        if self.expected_key is not None and self.expected_key != public_key:
            told.append("The log names another key than the one you gave.")
        key = VerifierKey(key_name, self.expected_key or public_key)
        try:
            note = parse_note(raw)
            head = parse_checkpoint(note.text)
            check_signature(note, key)
        except BadSignature:
            told.append("The newest head is not signed by the log's key: an entry, the head or the key was changed.")
            return key, None
        except BadCheckpoint:
            told.append("The newest head cannot be read: it was changed by hand.")
            return key, None
        if head.origin != origin or len(note.signatures) != 1:
            told.append("The name of the log was changed, or its newest head is of another log.")
        return key, head

    def _entry(self, row: EntryRow, head: Checkpoint | None) -> None:
        if type(row.seq) is not int or row.seq < self.due:
            self._find(row.seq if type(row.seq) is int else None, "An entry with an impossible number was added by hand.")
            return
        if row.seq > self.due:
            several = f"Entries {self.due} to {row.seq - 1} are missing."
            self._find(self.due, several if row.seq - self.due > 1 else f"Entry {self.due} is missing.")
            self.gaps = True
        due, self.due = row.seq, row.seq + 1
        if head and due > head.size:
            self._find(due, f"Entry {due} was added by hand: the signed head counts only {head.size}.")
        computed = leaf_hash(row.leaf) if isinstance(row.leaf, bytes) else b""
        chosen = self._judge(due, row, computed)
        if chosen == computed:
            self._inside(due, row)
        self.frontier, completed = self.frontier.append(chosen)
        if self.whole and not self.gaps:
            self.nodes.update({(n.level, n.index): n.hash for n in completed[1:]})
            if row.root != self.frontier.root():
                self.bad_roots.append(due)

    def _judge(self, due: int, row: EntryRow, computed: bytes) -> bytes:
        """The leaf hash to go on with: of the entry and its stored hash, the one that the stored root vouches for."""
        if computed == row.leaf_hash:
            return computed
        if not isinstance(row.leaf_hash, bytes) or self.frontier.append(computed)[0].root() == row.root:
            self._find(due, f"The stored hash of entry {due} was changed.")
            return computed
        self._find(due, f"Entry {due} was changed after it was written.")
        return row.leaf_hash

    def _inside(self, due: int, row: EntryRow) -> None:
        """What an untouched entry says of itself must agree with where and how it is stored."""
        try:
            told = json.loads(row.leaf if isinstance(row.leaf, bytes) else b"")
            fits = told["v"] == LEAF_VERSION and told["seq"] == due
            begins = told["event"]["kind"] == VaultCreated.kind
            visit = told["event"].get("visit")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._find(due, f"Entry {due} cannot be read.")
            return
        if not fits:
            self._find(due, f"What stands as entry {due} was written as another: entries were moved.")
        if begins != (due == 1):
            self._find(due, f"Entry {due} cannot stand there: a log begins with the making of its vault, and only once.")
        if self.whole and visit != row.visit:
            self._find(due, f"The visit noted beside entry {due} was changed.")

    def _compare_head(self, head: Checkpoint | None) -> None:
        last = self.due - 1
        fits = head is None or self.roots.get(head.size) == head.root
        if head and last < head.size:
            self._find(self.due, f"The log was cut off after entry {last}: its signed head counts {head.size}.")
        elif head and not fits and not self.gaps:
            first = self.bad_roots[0] if self.bad_roots else None
            self._find(first or head.size, f"Entry {first or head.size}{'' if first else ', or one before it,'}{_REWRITTEN}")
        if fits:
            for entry in self.bad_roots:
                self._find(entry, f"The stored root of entry {entry} was changed.")

    def _compare_nodes(self, stored: Sequence[NodeRow]) -> None:
        """The tree's inner nodes; each is named by the last entry under it."""
        left = dict(self.nodes)
        for row in stored:
            level, index = row.level, row.index
            if type(level) is not int or type(index) is not int or (level, index) not in left:
                self._find(None, "The stored tree has a part that no entry accounts for.")
            elif left.pop((level, index)) != row.hash:
                last = (index + 1) << level
                self._find(last, f"The stored tree over the entries up to {last} was changed.")
        for level, index in left:
            last = (index + 1) << level
            self._find(last, f"A part of the stored tree over the entries up to {last} is missing.")

    def _compare_pins(self, key: VerifierKey | None, head: Checkpoint | None) -> tuple[int, ...]:
        """The sizes of the kept heads that this history agrees with."""
        agreeing: list[int] = []
        for pin, note in sorted(self.pins, key=lambda pair: pair[0].size):
            if head and pin.origin != head.origin:
                self._find(None, f"The kept head at entry {pin.size} is of another log.")
            elif not _signed(note, key):
                self._find(None, f"The kept head at entry {pin.size} was not signed with this log's key.")
            elif pin.size >= self.due:
                self._find(self.due, f"The log was set back: a kept head counts {pin.size} entries, this one {self.due - 1}.")
            elif self.roots.get(pin.size) != pin.root:
                since = max(agreeing, default=0) + 1
                self._find(since, f"Between entry {since} and entry {pin.size} the history was rewritten: a kept head differs.")
            else:
                agreeing.append(pin.size)
        return tuple(agreeing)


_REWRITTEN = " was changed after it was written, and what is stored to prove it was changed with it."


def _signed(note: Note, key: VerifierKey | None) -> bool:
    try:
        if key:
            check_signature(note, key)
    except BadSignature:
        return False
    return key is not None
