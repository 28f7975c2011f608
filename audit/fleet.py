"""Exports of many devices in one folder: each is verified, and held against every other head of its log that lies there.

Two exports of one device are no fault: an older one must be the beginning of the newer. Where it is not, the device was
forked, which is two histories signed with one key. Signed heads lying in the folder (a supervisor's cosigned ones, say)
are witnesses too. Logs are independent, so several processes share the work; nothing is loaded but this package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from audit.checkpoint import Checkpoint, parse_checkpoint, parse_note
from audit.errors import AuditDamaged, BadCheckpoint
from audit.keys import Keys
from audit.record import LogRow, read_export
from audit.verdict import CHANGED, Finding
from audit.verify import verify

_BEGINS = b'{"format":'
_LARGEST_HEAD = 100_000  # bytes: a signed head is a few hundred


@dataclass(frozen=True, slots=True)
class Export:
    """One file of the folder, by its first line only."""

    path: Path
    origin: str  # the log's name; the file's where the line cannot be read
    head: str  # signed, not checked
    size: int  # that the head claims


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """What was found of one export."""

    path: Path
    origin: str
    size: int  # entries that are there
    findings: tuple[Finding, ...]
    witnessed: int  # entries that an agreeing head protects even from the key's holder
    remarks: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it is as it was written."""
        return not self.findings

    @property
    def state(self) -> str:
        """One word for the table: "whole", "forked", "cut off" or "changed"."""
        return next((f.what for f in sorted(self.findings, key=lambda f: f.what == CHANGED)), "whole")


@dataclass(frozen=True, slots=True)
class Fleet:
    """All logs of a folder."""

    logs: tuple[CheckedLog, ...]
    unknown: tuple[Path, ...]  # files that are neither export nor head

    @property
    def ok(self) -> bool:
        """Whether every log is as it was written."""
        return all(log.ok for log in self.logs)

    def newest(self) -> tuple[CheckedLog, ...]:
        """Of each whole device its longest export: what a report is made over."""
        broken = {log.origin for log in self.logs if not log.ok}
        longest = {log.origin: log for log in sorted(self.logs, key=lambda log: log.size)}
        return tuple(log for origin, log in sorted(longest.items()) if origin not in broken)

    def sentences(self) -> tuple[str, ...]:
        """Whose logs are whole and whose are not."""
        devices = {log.origin for log in self.logs}
        broken = {log.origin for log in self.logs if not log.ok}
        lines = [f"{len(devices) - len(broken)} of {len(devices)} devices' logs are as they were written."]
        for log in self.logs:
            more = len(log.findings) - 1
            if log.findings:
                told = log.findings[0].sentence + (f" And {more} more." if more else "")
                lines.append(f"{log.path.name} ({log.origin}) is {log.state.upper()}: {told}")
            lines += [f"{log.path.name} ({log.origin}): {remark}" for remark in log.remarks[:1]]
        lines += [f"{path.name} is neither an export nor a signed head." for path in self.unknown]
        return tuple(lines)


def check_fleet(
    folder: Path, *, keys: Keys | None = None, processes: int = 2, on_progress: Callable[[float], None] | None = None
) -> Fleet:
    """Verify every export under a folder. Raises `OSError` when the folder cannot be read.

    `on_progress` is told the share of entries done after each log; it may raise, to end it.
    """
    exports, heads, unknown = _look(sorted(path for path in folder.rglob("*") if path.is_file()))
    families: dict[str, list[Export]] = {}
    for export in exports:
        families.setdefault(export.origin, []).append(export)
    tasks = [(export, _pins(export, families[export.origin], heads)) for export in exports]
    check = partial(_check, keys=keys or Keys())
    if processes < 2 or len(tasks) < 2:
        logs = tuple(_told(map(check, tasks), [export.size for export in exports], on_progress))
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            checked = pool.map(check, tasks, chunksize=max(1, min(8, len(tasks) // (4 * processes))))
            logs = tuple(_told(checked, [export.size for export in exports], on_progress))
    return Fleet(logs, tuple(unknown))


def _told(
    logs: Iterable[CheckedLog], sizes: Sequence[int], on_progress: Callable[[float], None] | None
) -> Iterator[CheckedLog]:
    done, total = 0, max(sum(sizes), 1)
    for log, size in zip(logs, sizes, strict=True):
        done += size
        if on_progress is not None:
            on_progress(done / total)
        yield log


def _look(paths: Iterable[Path]) -> tuple[list[Export], list[tuple[Checkpoint, str]], list[Path]]:
    exports: list[Export] = []
    heads: list[tuple[Checkpoint, str]] = []
    unknown: list[Path] = []
    for path in paths:
        with path.open("rb") as file:
            first = file.readline(_LARGEST_HEAD)
            if first.startswith(_BEGINS):
                exports.append(_first_line(path, first))
                continue
            raw = first + file.read(_LARGEST_HEAD)
        try:
            text = raw.decode()
            heads.append((parse_checkpoint(parse_note(text).text), text))
        except (BadCheckpoint, UnicodeDecodeError):
            unknown.append(path)
    return exports, heads, unknown


def _first_line(path: Path, line: bytes) -> Export:
    try:
        match read_export([line]).logs[0]:
            case LogRow(origin=str() as origin, head=str() as head):
                return Export(path, origin, head, parse_checkpoint(parse_note(head).text).size)
    except (AuditDamaged, BadCheckpoint):
        pass
    return Export(path, path.stem, "", 0)


def _pins(export: Export, family: Sequence[Export], heads: Sequence[tuple[Checkpoint, str]]) -> tuple[str, ...]:
    """The heads that this export must agree with: all shorter ones of its log; if it is the longest, the loose ones too."""
    mine = [other for other in family if other.head]
    longest = max((other.size for other in mine), default=0)
    pins = [other.head for other in mine if other is not export and other.size <= export.size]
    pins += [
        text for head, text in heads if head.origin == export.origin and (head.size <= export.size or export.size == longest)
    ]
    return tuple(dict.fromkeys(pins))


def _check(task: tuple[Export, tuple[str, ...]], *, keys: Keys) -> CheckedLog:
    export, pins = task
    try:
        with export.path.open("rb", buffering=1 << 20) as lines:
            verdict = verify(read_export(lines), pinned=pins, keys=keys)
    except (AuditDamaged, OSError) as exc:
        told = exc.message if isinstance(exc, AuditDamaged) else f"It cannot be read ({exc.strerror})."
        return CheckedLog(export.path, export.origin, 0, (Finding(None, told),), 0)
    findings = verdict.findings
    return CheckedLog(export.path, export.origin, verdict.size, findings, max(verdict.pinned, default=0), verdict.remarks)
