"""Entries as one flat table, for reports: in memory for one log, as Parquet for many, which Spark and Datasette open too.

Each field of each kind of event is a column, empty where a kind has it not. DuckDB reads the exports itself; it is loaded
here and only when a report is asked for, so that checking a log needs none of it. It never gets a network: extensions are
neither installed nor loaded.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from audit.events import EVENTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_ONCE = 5_000  # entries handed over together
_BYTES_AT_ONCE = 150_000_000  # of exports read as one file
_TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}


def columns() -> dict[str, str]:
    """Column → DuckDB type, of everything that an event can hold; a name that means two things becomes text."""
    found: dict[str, str] = {"kind": "VARCHAR"}
    for event in EVENTS.values():
        hints = get_type_hints(event, include_extras=True)
        for field in fields(event):
            kind = _type(hints[field.name])
            found[field.name] = kind if found.get(field.name, kind) == kind else "VARCHAR"
    return found


def connect(*, memory_mb: int = 1200, threads: int = 2) -> DuckDBPyConnection:
    """A database in memory that reads local files only."""
    import duckdb

    conn = duckdb.connect(
        config={
            "memory_limit": f"{memory_mb}MB",
            "threads": threads,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
        }
    )
    flat = ", ".join(f'"{name}" {kind}' for name, kind in columns().items())
    conn.execute(f'CREATE TABLE entries (device VARCHAR, seq UBIGINT, "at" TIMESTAMP, actor VARCHAR, {flat})')
    return conn


def load_leaves(conn: DuckDBPyConnection, device: str, leaves: Iterable[bytes]) -> None:
    """Put one log's entries, as their exact bytes, into the table `entries`."""
    shape = {"actor": "VARCHAR", "at": "VARCHAR", "seq": "UBIGINT", "event": columns()}
    waiting = iter(leaves)
    while some := tuple(islice(waiting, _AT_ONCE)):
        conn.execute(
            'INSERT INTO entries SELECT ?, e.seq, e."at"::TIMESTAMP, e.actor, unnest(e.event) '
            "FROM (SELECT unnest(from_json(?::JSON, ?)) AS e)",
            [device, (b"[" + b",".join(some) + b"]").decode(), f"[{json.dumps(shape)}]"],
        )


def write_parquet(conn: DuckDBPyConnection, exports: Sequence[tuple[Path, str]], folder: Path) -> None:
    """Flatten exports, each with the name of its log, into Parquet files of one folder, and make `entries` a view of them.

    The exports must have been verified: their lines are taken to be in the log's own form. Several are read as one file,
    because opening a file costs DuckDB as much as reading fifty thousand entries.
    """
    folder.mkdir(parents=True, exist_ok=True)
    inner = ", ".join(f'"{name}" {kind}' for name, kind in columns().items())
    shape = f'STRUCT(actor VARCHAR, "at" VARCHAR, seq UBIGINT, event STRUCT({inner}))'.replace("'", "''")
    with tempfile.TemporaryDirectory(prefix="casescribe-fleet-") as scratch:
        together = Path(scratch) / "entries.jsonl"
        for number, some in enumerate(_batches(exports)):
            with together.open("wb") as file:
                for path, device in some:
                    told = b'{"device":' + json.dumps(device).encode() + b',"entry":'
                    file.write(path.read_bytes().replace(b'{"entry":', told))
            conn.execute(
                f'COPY (SELECT device, entry.seq AS seq, entry."at"::TIMESTAMP AS "at", entry.actor AS actor, '  # noqa: S608
                f"unnest(entry.event) FROM read_json({_quoted(together)}, format='newline_delimited', "
                f"columns={{'device': 'VARCHAR', 'entry': '{shape}'}}) WHERE entry IS NOT NULL) "
                f"TO {_quoted(folder / f'entries-{number:04d}.parquet')} (FORMAT parquet, COMPRESSION zstd)"
            )
    conn.execute("DROP TABLE entries")
    conn.execute(f"CREATE VIEW entries AS SELECT * FROM read_parquet({_quoted(folder / 'entries-*.parquet')})")  # noqa: S608


def _batches(exports: Sequence[tuple[Path, str]]) -> Iterator[list[tuple[Path, str]]]:
    """Exports in groups of at most so many bytes, or one by one where they are larger."""
    waiting: list[tuple[Path, str]] = []
    size = 0
    for path, device in exports:
        more = path.stat().st_size
        if waiting and size + more > _BYTES_AT_ONCE:
            yield waiting
            waiting, size = [], 0
        waiting.append((path, device))
        size += more
    if waiting:
        yield waiting


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _type(hint: Any) -> str:
    if hint in _TYPES:
        return _TYPES[hint]
    if getattr(hint, "__metadata__", None):
        return "VARCHAR"
    if get_origin(hint) is tuple:
        return "VARCHAR[]"
    return _type(next(one for one in get_args(hint) if one is not type(None)))
