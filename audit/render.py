"""A report as people take it away: on the screen, as one HTML file with its charts inside, as CSV, as JSON.

No file refers to anything outside itself, and nothing in one is a name, a word of a visit or an id of a person or child.
Charts are bars with their numbers beside them, so that colour carries nothing alone.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from html import escape

from audit.sheets import HIDDEN, WITHHELD, Cell, Sheet

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "table{border-collapse:collapse;margin:.5rem 0 1rem}th,td{border:1px solid #888;padding:.25rem .6rem;text-align:left}"
    "td.n{text-align:right}h2{margin-top:2rem}p.note{color:#333;max-width:45rem}svg text{font:13px system-ui,sans-serif}"
)
_SMALL_COUNTS = f"“{HIDDEN}” stands for one to four; “{WITHHELD}” for what would give such a count away."


@dataclass(frozen=True, slots=True)
class Report:
    """Sheets with what is proven of the logs that they were made from."""

    title: str
    sentences: tuple[str, ...]  # on the logs
    sheets: tuple[Sheet, ...]  # already suppressed


def to_screen(report: Report) -> str:
    """Plain text, a table a sheet."""
    lines = [report.title, "", *report.sentences, _SMALL_COUNTS]
    for sheet in report.sheets:
        rows = [sheet.columns, *(tuple(map(_text, row)) for row in sheet.rows)]
        widths = [max(len(row[i]) for row in rows) for i in range(len(sheet.columns))]
        lines += ["", sheet.title.upper(), sheet.note]
        lines += ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        if not sheet.rows:
            lines.append("(nothing yet)")
    return "\n".join(lines) + "\n"


def to_html(report: Report) -> str:
    """One file that needs no other."""
    parts = [
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(report.title)}</title>',
        f"<style>{_STYLE}</style></head><body><h1>{escape(report.title)}</h1>",
        *(f"<p>{escape(sentence)}</p>" for sentence in (*report.sentences, _SMALL_COUNTS)),
    ]
    for sheet in report.sheets:
        parts += [
            f"<h2>{escape(sheet.title)}</h2>",
            f'<p class="note">{escape(sheet.note)}</p>',
            _html_table(sheet),
            _chart(sheet),
        ]
    return "\n".join([*parts, "</body></html>"]) + "\n"


def to_csv(report: Report) -> str:
    """All sheets in one file: sheet, row, column, value. Opens in any spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["sheet", "row", "column", "value"])
    for sheet in report.sheets:
        for row in sheet.rows:
            writer.writerows(
                [sheet.key, _text(row[0]), name, _plain(cell)] for name, cell in zip(sheet.columns[1:], row[1:], strict=True)
            )
    return buffer.getvalue()


def to_json(report: Report) -> str:
    """For other programs."""
    told = {
        "title": report.title,
        "logs": report.sentences,
        "sheets": [
            {"key": s.key, "title": s.title, "note": s.note, "columns": s.columns, "rows": s.rows} for s in report.sheets
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return "–"
        case float():
            return f"{cell:g}"
        case _:
            return str(cell)


def _plain(cell: Cell) -> str:
    """What a spreadsheet must not take for a formula begins with no sign of one."""
    text = "" if cell is None else str(cell)
    return "'" + text if text[:1] in "=+@" or (text[:1] == "-" and not isinstance(cell, int | float)) else text


def _html_table(sheet: Sheet) -> str:
    if not sheet.rows:
        return "<p>Nothing yet.</p>"
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in sheet.columns)
    body = "".join(
        "<tr>"
        + "".join(f"<td{'' if isinstance(cell, str) else ' class=n'}>{escape(_text(cell))}</td>" for cell in row)
        + "</tr>"
        for row in sheet.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _chart(sheet: Sheet) -> str:
    """Bars of one column; rows whose number is hidden have none."""
    if sheet.chart is None or sheet.chart not in sheet.columns:
        return ""
    column = sheet.columns.index(sheet.chart)
    bars = [(_text(row[0]), row[column]) for row in sheet.rows]
    drawn = [(label, float(value)) for label, value in bars if isinstance(value, int | float) and value >= 0]
    most = max((value for _, value in drawn), default=0.0)
    if not most:
        return ""
    lines = [
        f'<text x="0" y="{24 * i + 16}">{escape(label)}</text><rect x="150" y="{24 * i + 4}" width="{400 * value / most:.1f}" '
        f'height="16" fill="#1d5f8a"/><text x="{156 + 400 * value / most:.1f}" y="{24 * i + 16}">{value:g}</text>'
        for i, (label, value) in enumerate(drawn)
    ]
    label = escape(f"{sheet.title}: {sheet.chart}")
    opening = f'<svg role="img" aria-label="{label}" width="640" height="{24 * len(drawn) + 4}"><title>{label}</title>'
    return opening + "".join(lines) + "</svg>"
