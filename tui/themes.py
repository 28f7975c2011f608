"""Three sets of colours: calm and dark, light for a bright room, and high contrast. Nothing is said by colour alone.

Every pair of a text and what it stands on is at least 4.5:1 (WCAG 2.2, 1.4.3), in the high-contrast theme 7:1; a test
measures it on every screen as drawn. Greys for lesser words are given here, because what Textual would mix is too faint.
"""

from __future__ import annotations

from typing import Any

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet
from textual.theme import Theme

DARK = Theme(
    name="casescribe",
    primary="#7fb4c9",
    secondary="#9fb8a5",
    accent="#d9b777",
    foreground="#e4e7e6",
    background="#14191c",
    surface="#1a2125",
    panel="#232c31",
    success="#92c79a",
    warning="#e6bc6a",
    error="#e58f85",
    dark=True,
    variables={
        "chosen": "#2c3b43",  # behind the selected line
        "text-muted": "#aab5b8",
        "text-disabled": "#9aa5a8",
        "foreground-muted": "#aab5b8",
        "button-color-foreground": "#10181c",
        "footer-key-foreground": "#e6bc6a",
        "footer-background": "#232c31",
        "input-selection-background": "#7fb4c9 35%",
        "input-cursor-background": "#e4e7e6",
        "input-cursor-foreground": "#14191c",
        "border": "#7fb4c9",
        "scrollbar": "#3a474e",
        "scrollbar-background": "#1a2125",
    },
)
LIGHT = Theme(
    name="casescribe-light",
    primary="#0b5b78",
    secondary="#2f5d3a",
    accent="#7a4a00",
    foreground="#16211f",
    background="#fbfaf6",
    surface="#f3f1ea",
    panel="#e7e4da",
    success="#1f6130",
    warning="#7d4600",
    error="#9b1c12",
    dark=False,
    variables={
        "chosen": "#d9e3e4",  # behind the selected line
        "text-muted": "#46524f",
        "text-disabled": "#4f5a57",
        "foreground-muted": "#46524f",
        "button-color-foreground": "#ffffff",
        "footer-key-foreground": "#7d4600",
        "footer-background": "#e7e4da",
        "input-selection-background": "#0b5b78 25%",
        "input-cursor-background": "#16211f",
        "input-cursor-foreground": "#fbfaf6",
        "border": "#0b5b78",
        "scrollbar": "#9aa39f",
        "scrollbar-background": "#e7e4da",
    },
)
HIGH_CONTRAST = Theme(
    name="casescribe-contrast",
    primary="#7fdbff",
    secondary="#b6f2c2",
    accent="#ffe14d",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#0b0b0b",
    success="#7dff8e",
    warning="#ffd93d",
    error="#ff9d94",
    dark=True,
    variables={
        "chosen": "#17384a",  # behind the selected line
        "text-muted": "#e6e6e6",
        "text-disabled": "#cfcfcf",
        "foreground-muted": "#e6e6e6",
        "button-color-foreground": "#000000",
        "footer-key-foreground": "#ffe14d",
        "footer-background": "#0b0b0b",
        "input-selection-background": "#7fdbff 35%",
        "input-cursor-background": "#ffffff",
        "input-cursor-foreground": "#000000",
        "border": "#ffffff",
        "scrollbar": "#ffffff",
        "scrollbar-background": "#333333",
    },
)
THEMES = {"dark": DARK, "light": LIGHT, "contrast": HIGH_CONTRAST}
"""What people call them, in the order in which the key goes through them."""


def next_theme(name: str) -> str:
    """The one after `name` of `THEMES`, going round."""
    names = list(THEMES)
    return names[(names.index(name) + 1) % len(names)]


_SHEETS = 1024  # more than there are on all pages together


class StylesReadOnce(Stylesheet):
    """Style sheets that are read once for each set of colours; Textual would read all of them again for each new page."""

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._read: dict[tuple[tuple[str, str], ...], LRUCache[Any, Any]] = {}
        self._use(variables)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Other colours; what was read with those of before is kept."""
        self._parse_cache = LRUCache(1)  # for Textual to empty
        super().set_variables(variables)
        self._use(variables)

    def _use(self, variables: dict[str, str]) -> None:
        self._parse_cache = self._read.setdefault(tuple(sorted(variables.items())), LRUCache(_SHEETS))  # Textual's attribute

    def reparse(self) -> None:
        """Put the rules together anew, from what was read before where the colours are the same."""
        self.parse()
