"""A governance report as text for a page: tables that fit its width, and bars with their numbers beside them."""

from __future__ import annotations

from audit.render import Report
from audit.sheets import HIDDEN, WITHHELD, Cell, Sheet
from tui.note_story import bar

_SMALL = f"“{HIDDEN}” stands for one to four; “{WITHHELD}” for what would give such a count away."
_GAP = "  "


def report_text(report: Report, *, width: int) -> str:
    """All sheets, one below the other, no line wider than `width` cells but for single long words."""
    parts = ["\n".join((*report.sentences, _SMALL))]
    parts += [_sheet(sheet, width) for sheet in report.sheets]
    return "\n\n".join(parts)


def _sheet(sheet: Sheet, width: int) -> str:
    lines = [f"── {sheet.title} ".ljust(min(width, 78), "─"), sheet.note]
    if not sheet.rows:
        return "\n".join([*lines, "Nothing yet."])
    return "\n".join([*lines, "", *_table(sheet, width), *_bars(sheet)])


def _table(sheet: Sheet, width: int) -> list[str]:
    rows = [sheet.columns, *(tuple(map(_text, row)) for row in sheet.rows)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(sheet.columns))]
    if sum(widths) + len(_GAP) * (len(widths) - 1) <= width:
        return [_GAP.join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines = []
    for row in rows[1:]:  # too wide to stand side by side: one below the other
        lines.append(f"{sheet.columns[0]}: {row[0]}")
        lines += [f"    {name}: {cell}" for name, cell in zip(sheet.columns[1:], row[1:], strict=True)]
    return lines


def _bars(sheet: Sheet) -> list[str]:
    """Bars of the sheet's one column to draw; rows whose number is hidden have none."""
    if sheet.chart is None or sheet.chart not in sheet.columns:
        return []
    column = sheet.columns.index(sheet.chart)
    shown = [(_text(row[0]), float(cell)) for row in sheet.rows if isinstance(cell := row[column], int | float) and cell >= 0]
    most = max((value for _, value in shown), default=0.0)
    if not most:
        return []
    label = max(len(name) for name, _ in shown)
    return ["", f"{sheet.chart}:", *(f"{name:<{label}}  {bar(value / most)} {value:g}" for name, value in shown)]


def _text(cell: Cell) -> str:
    if cell is None:
        return "–"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
