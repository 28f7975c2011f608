"""A sheet of a report: a table with a note, in which no small count of people can be seen or worked out.

Counts from one to four are shown as “fewer than 5” (the rule of official statistics on children). Where exactly one count of
a column was hidden, the next smallest is hidden too, so that a known total does not give it away; and a share in a row
whose own count was hidden is hidden with it. Columns whose name ends in a star count things that are not people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

Cell = str | int | float | bool | None

SMALL = 5  # counts below this are not shown
HIDDEN = "fewer than 5"
WITHHELD = "not shown"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a report."""

    key: str  # short id, for files
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: str | None = None  # the column to be drawn, by the first column


def suppressed(sheet: Sheet) -> Sheet:
    """The sheet with every small count of people hidden, and what would give it away."""
    rows = [list(row) for row in sheet.rows]
    counted = [i for i, name in enumerate(sheet.columns) if not name.endswith("*") and any(type(row[i]) is int for row in rows)]
    for column in counted:
        small = [row for row in rows if 0 < _number(row[column]) < SMALL]
        others = [row for row in rows if _number(row[column]) >= SMALL]
        others = sorted(
            (row for row in rows if type(row[column]) is int and _number(row[column]) >= SMALL),
            key=lambda r: _number(r[column]),
        )
        for row in small:
            row[column] = HIDDEN
        if len(small) == 1 and others:
            min(others, key=lambda row: _number(row[column]))[column] = WITHHELD
    for row in rows:
        if any(row[i] == HIDDEN for i in counted):
            row[:] = [WITHHELD if type(cell) is float else cell for cell in row]
    columns = tuple(name.removesuffix("*") for name in sheet.columns)
    return replace(sheet, columns=columns, rows=tuple(map(tuple, rows)), chart=sheet.chart)


def _number(cell: Cell) -> int:
    return cell if type(cell) is int else 0
