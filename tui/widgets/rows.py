"""A list whose lines have a narrow left column and wrap beside it. It takes plain text only: markup in it stays text."""

from __future__ import annotations

from rich.style import Style as RichStyle
from rich.text import Text
from textual.content import Content
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
    return Hanging(Content.from_rich_text(left), Content.from_rich_text(words), width=width)


class RowList(OptionList):
    """An option list for data: markup is off, and colours come from the theme."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id, markup=False)

    def ink(self, colour: str, *, bold: bool = False) -> RichStyle:
        """A style in one of the theme's colours, e.g. "warning", "text-muted"."""
        theme = self.app.current_theme
        value = {"muted": "#aab5b8"}.get(colour) or getattr(theme, colour)
        return RichStyle(color=value, bold=bold)
