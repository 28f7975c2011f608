"""A list whose lines have a narrow left column and wrap beside it. It takes plain text only: markup in it stays text."""

from __future__ import annotations

from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.widgets import OptionList


def hanging(left: Text, words: Text, *, width: int) -> Table:
    """A line of two columns: `left` in `width` cells, `words` wrapping in what remains."""
    grid = Table.grid(expand=True, padding=(0, 1, 0, 0))
    grid.add_column(width=width, no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(left, words)
    return grid


class RowList(OptionList):
    """An option list for data: markup is off, and colours come from the theme."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id, markup=False)

    def ink(self, colour: str, *, bold: bool = False) -> Style:
        """A style in one of the theme's colours, e.g. "warning", "text-muted"."""
        theme = self.app.current_theme
        value = {"muted": "#aab5b8"}.get(colour) or getattr(theme, colour)
        return Style(color=value, bold=bold)
