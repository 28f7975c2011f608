"""What every page has: its help, the way back, and for most the recorder it asks."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding
from textual.screen import Screen

from recorder.pipeline import CaseRecorder
from tui.screens.help import show_help

HELP = Binding("question_mark,f1", "show_help", "Help", key_display="?", tooltip="What this page is for and its keys")
BACK = Binding("escape", "back", "Back", key_display="Esc", tooltip="To the page before")


class PlainPage(Screen[None]):
    """A full page of the interface. Each lists `HELP` and `BACK` among its keys where they fit best."""

    HELP_TEXT: ClassVar[str] = ""  # shown by `?`, plain words

    def action_show_help(self) -> None:
        """Say what this page is for."""
        show_help(self.app)

    def action_back(self) -> None:
        """To the page before."""
        self.app.pop_screen()


class Page(PlainPage):
    """A page about visits."""

    def __init__(self, recorder: CaseRecorder) -> None:
        super().__init__()
        self.recorder = recorder
