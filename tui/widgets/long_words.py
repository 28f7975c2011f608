"""Words of which there may be more than there is room for: they scroll, and only then can have the focus."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static


class LongWords(VerticalScroll):
    """Plain text; how much room it has at most, the style sheets say."""

    DEFAULT_CSS = "LongWords { height: auto; }"

    def __init__(self, words: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own
        super().__init__(id=id, classes=classes)
        self._words = Static(words, markup=False)

    def compose(self) -> ComposeResult:
        """The words."""
        yield self._words

    def allow_focus(self) -> bool:
        """Whether there is anything to scroll to."""
        return super().allow_focus() and self.max_scroll_y > 0

    def update(self, words: str) -> None:
        """Other words, from their beginning."""
        self._words.update(words)
        self.scroll_home(animate=False)
