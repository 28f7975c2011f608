"""Is this the log that was written? Looks at every stored value, believes none, and says in plain words what is wrong.

What decides is the signed head: with the true public key, nobody without the private key can have changed, removed,
added or reordered an entry under it. The stored hashes only help to say *which* entry it was. What a head cannot tell is
whether the holder of the key signed another history: for that a witness is needed, an older head kept elsewhere
(`pinned`) or the footer printed in an approved note. `docs/threat-model.md` says who is caught by what. Changes nothing
and raises only for a pinned file that is no head.
"""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from audit.blocks import BLOCK, Block, read_block
from audit.checkpoint import Checkpoint, VerifierKey, check_signature, parse_checkpoint, parse_note
from audit.errors import AuditStorageFailed, BadCheckpoint, BadSignature
from audit.events import LEAF_VERSION, VaultCreated
from audit.footer import Footer
from audit.keys import Keys
from audit.log import read_record
from audit.merkle import EMPTY_ROOT, Frontier, leaf_hash
from audit.people import People, check_note, telling
from audit.record import FORMAT, EntryRow, ExportedEntries, LogRow, NodeRow, Record
from audit.verdict import CUT_OFF, Finding, Verdict
from audit.witnesses import (
    CLOCK_TOLERANCE,
    History,
    Kept,
    clock_remarks,
    compare_footers,
    compare_heads,
    cosignatures,
    seconds_between,
    span,
)

__all__ = ["Finding", "Verdict", "check_note", "verify"]

_BEGINS = f'"kind":"{VaultCreated.kind}"'.encode()
_REWRITTEN = " was changed after it was written, and what is stored to prove it was changed with it."


def verify(
    source: sqlite3.Connection | Record,
    *,
    expected_key: bytes | None = None,
    pinned: Sequence[str] = (),
    footers: Sequence[Footer] = (),
    keys: Keys | None = None,
) -> Verdict:
    """Check a database's or an export's log.

    `expected_key` is the log's public key (32 raw bytes) as the caller knows it; `pinned` are signed heads of this log
    that were kept elsewhere, `footers` those of its approved notes, `keys` what governance knows of everybody's keys.
    Raises `BadCheckpoint` when one of the heads is no head at all.
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
    heads = tuple((parse_checkpoint(note.text), note) for note in kept)
    return _Check(record, expected_key, Kept(heads, tuple(footers)), keys or Keys()).run()


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Millions of values come and go and none forms a circle; to look for circles costs a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Check:
    """One run. Builds the tree anew and compares everything stored with it on the way."""

    def __init__(self, record: Record, expected_key: bytes | None, kept: Kept, keys: Keys) -> None:
        self.record, self.expected_key, self.kept, self.keys = record, expected_key, kept, keys
        self.whole = record.nodes is not None  # a database; an export has entries only
        self.findings: list[Finding] = []
        self.head_findings: list[str] = []  # told of the newest entry, which is known at the end
        self.remarks: list[str] = []
        self.frontier = Frontier()
        self.people = People(keys)
        self.due = 1  # the entry that should come next
        self.gaps = False  # then later roots and nodes cannot fit, and say nothing
        self.roots: dict[int, bytes] = {0: EMPTY_ROOT}  # at the sizes that heads and footers speak of
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.bad_roots: list[int] = []
        self.latest = ""  # the latest time of any entry so far, as written
        self.times: dict[int, str] = {}  # of entries just before and after a kept head
        self.wanted: list[int] = []  # those sizes
        self.timed: frozenset[int] = frozenset()  # entries whose times are kept

    def run(self) -> Verdict:
        key, head = self._head()
        self.wanted = sorted(self.kept.sizes() | ({head.size} if head else set()))
        self.timed = frozenset({1, *self.wanted, *(size + 1 for size in self.wanted)})
        entries = self.record.entries
        if isinstance(entries, ExportedEntries):
            self._blocks(entries, head)
        else:
            self._rows(entries, head)
        self._compare_head(head)
        if self.record.nodes is not None and not self.gaps:
            self._compare_nodes(self.record.nodes)
        history = History(key, head, self.due - 1, self.roots, self.times, self.people.approvals)
        pinned, differing = compare_heads(self.kept, history)
        footers, contradicting = compare_footers(self.kept, history, agreed=pinned)
        cosigned, false = cosignatures(self.kept, history, self.keys.witnesses, agreed=pinned)
        self.findings += [*differing, *contradicting, *false]
        self.findings += [Finding(self.due - 1 or None, sentence) for sentence in self.head_findings]
        findings = tuple(dict.fromkeys(sorted(self.findings, key=lambda f: f.entry or 0)))
        return Verdict(
            ok=not findings,
            size=self.frontier.size,
            root=self.frontier.root(),
            findings=findings,
            public_key=key.public_key if key else None,
            key_expected=self.expected_key is not None,
            pinned=pinned,
            footers=footers,
            cosigned=cosigned,
            recoveries=tuple(self.people.recoveries),
            remarks=(*self.remarks, *clock_remarks(cosigned, history)),
            period=(self.times[1], self.latest) if 1 in self.times else None,
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
        if self.keys.logs and self.expected_key is None:
            self.expected_key = self.keys.log_key(key_name)
            if self.expected_key is None:
                told.append("This log is not among those in your file of keys.")
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

    def _blocks(self, entries: ExportedEntries, head: Checkpoint | None) -> None:
        """An export, thousands of entries at a time where nothing stands out."""
        with _no_collecting():
            while lines := entries.block(BLOCK):
                block = read_block(lines, self.due)
                ends = self.due - 1 + len(lines)
                if block and (head is None or ends <= head.size) and self.latest <= block.times[0].decode():
                    self._plain(block)
                else:
                    self._rows(entries.rows(lines), head)

    def _plain(self, block: Block) -> None:
        """A block whose entries are each as they were written, in their places and in the order of time."""
        first, told = self.due, telling(block.leaves)
        for i in sorted({0, *told}) if first == 1 else told:  # a log must begin as one
            self._begins(first + i, begins=_BEGINS in block.leaves[i])
            self._people(first + i, block.leaves[i])
        start = 0
        for size in [*(size for size in self.wanted if first <= size < first + len(block.leaves)), None]:
            end = len(block.leaves) if size is None else size - first + 1
            self.frontier = self.frontier.extend(block.hashes[start:end])
            start = end
            if size is not None:
                self.roots[size] = self.frontier.root()
        for place in self.timed:
            if first <= place < first + len(block.leaves):
                self.times[place] = block.times[place - first].decode()
        self.due, self.latest = first + len(block.leaves), block.times[-1].decode()

    def _rows(self, rows: Iterable[EntryRow], head: Checkpoint | None) -> None:
        for row in rows:
            self._entry(row, head)
            if self.due - 1 in self.wanted and not self.gaps:
                self.roots[self.due - 1] = self.frontier.root()

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
            visit, at = told["event"].get("visit"), str(told["at"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._find(due, f"Entry {due} cannot be read.")
            return
        if not fits:
            self._find(due, f"What stands as entry {due} was written as another: entries were moved.")
        self._begins(due, begins=begins)
        if self.whole and visit != row.visit:
            self._find(due, f"The visit noted beside entry {due} was changed.")
        if isinstance(row.leaf, bytes) and telling([row.leaf]):
            self._people(due, row.leaf)
        self._clock(due, at)

    def _begins(self, due: int, *, begins: bool) -> None:
        if begins != (due == 1):
            self._find(due, f"Entry {due} cannot stand there: a log begins with the making of its vault, and only once.")

    def _people(self, due: int, leaf: bytes) -> None:
        for sentence in self.people.see(leaf):
            self._find(due, sentence.format(f"Entry {due}"))

    def _clock(self, due: int, at: str) -> None:
        """Times are the computer's: one that goes back is told, though nobody need have touched the log."""
        if due in self.timed and seconds_between(at, at) is not None:
            self.times[due] = at
        back = seconds_between(self.latest, at) if at < self.latest else 0.0
        if back is not None and back > CLOCK_TOLERANCE:
            self.remarks.append(
                f"At entry {due} the computer's clock stood {span(back)} before an earlier entry's: its time may be false."
            )
        self.latest = max(self.latest, at)

    def _compare_head(self, head: Checkpoint | None) -> None:
        last = self.due - 1
        fits = head is None or self.roots.get(head.size) == head.root
        if head and last < head.size:
            told = f"The log was cut off after entry {last}: its signed head counts {head.size}."
            self.findings.append(Finding(self.due, told, CUT_OFF))
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
