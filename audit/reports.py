"""Reports over one log or over a folder of them, from what was verified: the tables, the numbers and the hiding in one place.

A log that is not as it was written is named, and counted in no number.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from audit.errors import AuditError
from audit.fleet import Fleet
from audit.numbers import Questions, prepare, sheets
from audit.render import Report, to_csv, to_html, to_json
from audit.sheets import suppressed
from audit.tables import connect, load_leaves, write_parquet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RENDERERS = {"html": to_html, "csv": to_csv, "json": to_json}


def report_on_log(device: str, leaves: Iterable[bytes], *, sentences: tuple[str, ...], questions: Questions) -> Report:
    """A report over one log, in memory. `sentences` are the verdict on it, `leaves` its entries' exact bytes."""
    with connect() as conn:
        load_leaves(conn, device, leaves)
        return _report(conn, "What AI and people did: one device", sentences, questions)


def report_on_fleet(fleet: Fleet, *, questions: Questions, parquet: Path | None = None) -> Report:
    """A report over the whole logs of a folder. `parquet` is a folder that keeps the flat table.

    Raises `AuditError` when it cannot be written, or no log is whole.
    """
    exports = [(log.path, log.origin) for log in fleet.newest()]
    if not exports:
        raise AuditError("No log in this folder is as it was written, so nothing can be counted.", "See what was found above.")
    with tempfile.TemporaryDirectory(prefix="casescribe-fleet-") as folder, connect() as conn:
        try:
            write_parquet(conn, exports, parquet or Path(folder))
        except OSError as exc:
            raise AuditError("The table could not be written.", "Choose another folder.") from exc
        return _report(conn, f"What AI and people did: {len(exports)} devices", fleet.sentences(), questions)


def write_report(report: Report, path: Path) -> None:
    """Write a report in the form that the file's ending names. Raises `AuditError`."""
    render = RENDERERS.get(path.suffix.lower().removeprefix("."))
    if render is None:
        raise AuditError(f"A report cannot be written as {path.name}.", f"End its name with .{', .'.join(RENDERERS)}.")
    try:
        path.write_text(render(report), encoding="utf-8")
    except OSError as exc:
        raise AuditError(f"{path.name} could not be written.", "Choose another folder.") from exc


def _report(conn: DuckDBPyConnection, title: str, sentences: tuple[str, ...], questions: Questions) -> Report:
    prepare(conn)
    return Report(title, sentences, tuple(map(suppressed, sheets(conn, questions))))
