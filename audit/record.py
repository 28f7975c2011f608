"""A log as it lies in a database or in an export: raw values, not yet believed.

An export is a file of JSON lines that needs no database to be checked: first what the log says of itself and its signed
head, then one line an entry with its exact bytes and their hash. Reading refuses nothing that a tamperer may have done to
an entry: what cannot be read becomes an odd value, and `audit.verify` says what is wrong with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from audit.errors import AuditDamaged, AuditError
from audit.events import canonical_json

FORMAT = 1
_BEFORE, _BETWEEN, _AFTER = b'{"entry":', b',"hash":"', b'"}'


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Text that is not UTF-8: nothing that the log ever wrote."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class LogRow:
    """What the log says of itself, as stored. Any field may hold anything."""

    id: object  # always 1: there is one row
    format: object  # should be `FORMAT`
    origin: object  # str: the log's own name
    key_name: object  # str
    public_key: object  # 32 bytes
    head: object  # str: signed note over the newest entry


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as stored. Any field may hold anything."""

    seq: object  # int, from 1
    visit: object  # str or None
    leaf: object  # bytes
    leaf_hash: object  # 32 bytes
    root: object  # 32 bytes: the tree's root after this entry


@dataclass(frozen=True, slots=True)
class NodeRow:
    """One inner node of the tree as stored. Any field may hold anything."""

    level: object  # int, from 1
    index: object  # int, from 0
    hash: object  # 32 bytes


@dataclass(frozen=True, slots=True)
class Record:
    """A whole log as stored."""

    logs: tuple[LogRow, ...]  # one, unless tampered with
    entries: Iterable[EntryRow]  # by seq; may be read once only
    nodes: tuple[NodeRow, ...] | None = None  # by level and index; None for an export, which carries none,
    # nor the column `visit` and the roots of its entries


class ExportedEntries:
    """The entries of an export, read as they are asked for and once only: one by one, or as blocks of lines."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._seen = 0

    def __iter__(self) -> Iterator[EntryRow]:
        while rows := self.rows(self.block(1)):
            yield from rows

    def block(self, size: int) -> tuple[bytes, ...]:
        """The next lines, at most so many; none at the end."""
        lines = tuple(islice(self._lines, size))
        self._seen += len(lines)
        return lines

    def rows(self, lines: Sequence[bytes]) -> tuple[EntryRow, ...]:
        """The entries in the block that was read last. An entry's number is its place; `audit.verify` looks inside."""
        return tuple(_entry(seq, line) for seq, line in enumerate(lines, start=self._seen - len(lines) + 1))


def export_lines(record: Record) -> Iterator[bytes]:
    """The lines of an export, each with its newline. Raises `AuditDamaged` for a log too damaged to be written down."""
    if len(record.logs) != 1:
        raise AuditDamaged("The audit log has no head, so it cannot be exported.", "Run “casescribe audit verify”.")
    log = record.logs[0]
    match log:
        case LogRow(_, int(), str(), str(), bytes() as key, str()):
            yield (
                canonical_json(
                    {
                        "format": log.format,
                        "origin": log.origin,
                        "key_name": log.key_name,
                        "public_key": key.hex(),
                        "head": log.head,
                    }
                )
                + b"\n"
            )
        case _:
            raise AuditDamaged("The audit log's head cannot be read.", "Run “casescribe audit verify”.")
    for row in record.entries:
        match row:
            case EntryRow(leaf=bytes() as leaf, leaf_hash=bytes() as leaf_hash):
                yield _BEFORE + leaf + _BETWEEN + leaf_hash.hex().encode() + _AFTER + b"\n"
            case _:
                raise AuditDamaged(f"Entry {row.seq} cannot be read.", "Run “casescribe audit verify”.")


def write_export(record: Record, path: Path) -> int:
    """Write an export; the number of entries. Raises `AuditError` when the file cannot be written."""
    lines = -1
    try:
        with path.open("wb") as file:
            for line in export_lines(record):
                file.write(line)
                lines += 1
    except OSError as exc:
        raise AuditError(f"{path.name} could not be written.", "Choose another folder.") from exc
    return lines


def read_export(lines: Iterable[bytes]) -> Record:
    """Read an export, lazily after its first line. Raises `AuditDamaged` when that is not the beginning of one."""
    rest = iter(lines)
    first = next(rest, b"")
    try:
        told: dict[str, Any] = json.loads(first)
        log = LogRow(1, told["format"], told["origin"], told["key_name"], bytes.fromhex(told["public_key"]), told["head"])
        canonical = canonical_json(told) + b"\n" == first
    except (ValueError, KeyError, TypeError, RecursionError) as exc:
        raise AuditDamaged(
            "This file does not begin as an audit export does.", "Make it with “casescribe audit export”."
        ) from exc
    if not canonical:
        raise AuditDamaged("The first line of this export was changed by hand.", "Ask for the file again.")
    return Record(logs=(log,), entries=ExportedEntries(rest))


def _entry(seq: int, line: bytes) -> EntryRow:
    tail = len(_BETWEEN) + 64 + len(_AFTER) + 1
    leaf, middle, stored, end = line[len(_BEFORE) : -tail], line[-tail : -tail + 9], line[-67:-3], line[-3:]
    try:
        leaf_hash: object = bytes.fromhex(stored.decode())
    except ValueError:
        leaf_hash = None
    whole = line.startswith(_BEFORE) and middle == _BETWEEN and end == _AFTER + b"\n" and stored == stored.lower()
    return EntryRow(seq, None, leaf if whole else None, leaf_hash, None)
