"""What every page has: the recorder it asks, its help, and the keys that are the same everywhere."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding
from textual.screen import Screen

from recorder.pipeline import CaseRecorder
from tui.screens.dialogs import MessageDialog

HELP = Binding("question_mark,f1", "show_help", "Help", key_display="?", tooltip="What this page is for and its keys")
BACK = Binding("escape", "back", "Back", key_display="Esc", tooltip="To the page before")


class Page(Screen[None]):
    """A full page of the interface. Each lists `HELP` and `BACK` among its keys where they fit best."""

    HELP_TEXT: ClassVar[str] = ""  # shown by `?`, plain words

    def __init__(self, recorder: CaseRecorder) -> None:
        super().__init__()
        self.recorder = recorder

    def action_show_help(self) -> None:
        """Say what this page is for."""
        self.app.push_screen(MessageDialog("Help", self.HELP_TEXT, wide=True))

    def action_back(self) -> None:
        """To the page before."""
        self.app.pop_screen()
