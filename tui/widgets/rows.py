"""A list whose lines have a narrow left column and wrap beside it. It takes plain text only: markup in it stays text.

Colours are named, not mixed, until a line is drawn, so that a change of theme reaches what is already listed.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.content import Content, Span
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList


class Hanging(Visual):
    """A line of two columns whose height is known without drawing it: a long list opens at once."""

    def __init__(self, left: Content, words: Content, *, width: int) -> None:
        self._left, self._words, self._width = left, words, width + 1  # with a cell between the columns

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """All there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Lines of the right column; the left one has a single line."""
        return max(self._words.get_height(rules, self._room(width)), 1)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The left column beside the first line, blanks beside the others."""
        blank = Strip.blank(self._width, style.rich_style)
        drawn = self._left.render_strips(max(self._left.cell_length, 1), 1, style, options)
        left = drawn[0].adjust_cell_length(self._width, style.rich_style) if drawn else blank
        lines = self._words.render_strips(self._room(width), height, style, options) or [Strip([])]
        return [Strip.join([blank if n else left, line]) for n, line in enumerate(lines)]

    def _room(self, width: int) -> int:
        return max(width - self._width, 1)


def hanging(left: Text, words: Text, *, width: int) -> Hanging:
    """A line of two columns: `left` in `width` cells, `words` wrapping in what remains."""
    return Hanging(content_of(left), content_of(words), width=width)


def content_of(text: Text) -> Content:
    """The text with its styles by name ("bold $accent"), to be looked up in the theme when it is drawn."""
    spans = [Span(span.start, span.end, str(span.style)) for span in text.spans if str(span.style)]
    content = Content(text.plain, spans)
    return content.stylize_before(str(text.style)) if str(text.style) else content


class RowList(OptionList):
    """An option list for data: markup is off, and colours come from the theme."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id, markup=False)

    def ink(self, colour: str, *, bold: bool = False) -> str:
        """The name of a style in one of the theme's colours, e.g. "warning" or "muted", for `hanging` and `content_of`."""
        name = "$text-muted" if colour == "muted" else f"${colour}"
        return f"bold {name}" if bold else name


def lines_needed(cells: Sequence[str], widths: Sequence[int]) -> int:
    """How many lines a row of a table takes, so that a long table need not be drawn to be laid out."""
    return max(sum(_lines(line, width) for line in cell.split("\n")) for cell, width in zip(cells, widths, strict=True))


def _lines(line: str, width: int) -> int:
    return 1 if len(line) <= width and line.isascii() else max(len(Content(line).wrap(width)), 1)
