"""Entries as one flat table, for reports: in memory for one log, as Parquet for many, which Spark and Datasette open too.

Each field of each kind of event is a column, empty where a kind has it not. DuckDB reads the exports itself; it is loaded
here and only when a report is asked for, so that checking a log needs none of it. It never gets a network: extensions are
neither installed nor loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from audit.events import EVENTS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_ONCE = 5_000  # entries handed over together
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
            [device, (b"[" + b",".join(some) + b"]").decode(), f"[{_json(shape)}]"],
        )


def write_parquet(conn: DuckDBPyConnection, exports: Sequence[tuple[Path, str]], destination: Path) -> None:
    """Flatten exports, each with the name of its log, into one Parquet file, and make `entries` a view of it."""
    inner = ", ".join(f'"{name}" {kind}' for name, kind in columns().items())
    shape = f'STRUCT(actor VARCHAR, "at" VARCHAR, seq UBIGINT, event STRUCT({inner}))'
    conn.execute("CREATE OR REPLACE TEMP TABLE export (filename VARCHAR, device VARCHAR)")
    conn.executemany("INSERT INTO export VALUES (?, ?)", [(str(path), device) for path, device in exports])
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path, _ in exports)
    target = str(destination).replace("'", "''")
    quoted = shape.replace("'", "''")
    conn.execute(
        f'COPY (SELECT export.device, line.entry.seq AS seq, line.entry."at"::TIMESTAMP AS "at", line.entry.actor AS actor, '  # noqa: S608
        f"unnest(line.entry.event) FROM read_json([{names}], format='newline_delimited', columns={{'entry': '{quoted}'}}, "
        "filename=true) AS line JOIN export USING (filename) WHERE line.entry IS NOT NULL) "
        f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
    )
    conn.execute("DROP TABLE entries")
    conn.execute(f"CREATE VIEW entries AS SELECT * FROM read_parquet('{target}')")  # noqa: S608 - our own file


def _type(hint: Any) -> str:
    if hint in _TYPES:
        return _TYPES[hint]
    if getattr(hint, "__metadata__", None):
        return "VARCHAR"
    if get_origin(hint) is tuple:
        return "VARCHAR[]"
    return _type(next(one for one in get_args(hint) if one is not type(None)))


def _json(shape: dict[str, Any]) -> str:
    import json

    return json.dumps(shape)
