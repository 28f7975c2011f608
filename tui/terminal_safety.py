"""Keeps what people said and typed from steering the terminal.

A name, a turn or a sentence may hold control codes: escape sequences that write to the clipboard or the window's title,
bidirectional overrides that show words in another order than they have, characters that cannot be seen. Textual passes
them on. This filter sits behind every widget and lets none through, whatever drew the line; links and actions that
markup in the data might have made are dropped with them. Widgets still take data as plain text only, never as markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.app import App
    from textual.color import Color

_REFUSED_RANGES = (
    (0x00, 0x1F),  # C0, with escape
    (0x7F, 0x9F),  # delete and C1
    (0xAD, 0xAD),  # soft hyphen
    (0x61C, 0x61C),  # Arabic letter mark
    (0x180E, 0x180E),  # Mongolian vowel separator
    (0x200B, 0x200F),  # zero-width space, joiners, direction marks
    (0x2028, 0x202E),  # line and paragraph separators, bidirectional embeddings and overrides
    (0x2060, 0x206F),  # word joiner, invisible operators, isolates, deprecated shaping controls
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),  # interlinear annotations
    (0xE0000, 0xE007F),  # tags
)
_REFUSED = dict.fromkeys(code for first, last in _REFUSED_RANGES for code in range(first, last + 1))


def harmless(text: str) -> str:
    """The text without any character that steers a terminal, is invisible or turns the reading direction."""
    return text.translate(_REFUSED)


class HarmlessText(LineFilter):
    """Cleans every line just before it reaches the terminal, keeping its width in cells."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line without control characters, control segments and hyperlinks."""
        return [_clean(segment) for segment in segments if not segment.control]


def _clean(segment: Segment) -> Segment:
    text, style = segment.text, segment.style
    cleaned = harmless(text)
    if cleaned != text:
        cleaned = set_cell_size(cleaned, cell_len(text))  # a joined emoji is wider once its joiners are gone
    if style is not None and style.link:
        style = style.update_link(None)
    return Segment(cleaned, style)


def make_terminal_safe(app: App[Any]) -> None:
    """Put the filter behind all that `app` draws.

    `_filters` is Textual's own attribute, not a promise of its interface: Textual is pinned, and tests watch that the
    filter still stands between every widget and the terminal.
    """
    app._filters.append(HarmlessText())
