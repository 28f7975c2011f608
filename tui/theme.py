"""The colours: calm, dark and legible; nothing is said by colour alone."""

from __future__ import annotations

from textual.theme import Theme

CALM = Theme(
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
        "footer-key-foreground": "#e6bc6a",
        "footer-background": "#232c31",
        "input-selection-background": "#7fb4c9 35%",
        "border": "#7fb4c9",
        "scrollbar": "#3a474e",
        "scrollbar-background": "#1a2125",
    },
)
