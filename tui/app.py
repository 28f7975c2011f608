"""The interface: one application over one open vault. It is handed a wired recorder and builds nothing itself."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App
from textual.binding import BindingType

from recorder.pipeline import CaseRecorder
from tui.screens.visits import VisitsPage
from tui.terminal_safety import make_terminal_safe
from tui.theme import CALM


class CasescribeApp(App[None]):
    """Visits, drafts, transcripts and the audit log of one worker."""

    TITLE = "Casescribe"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False  # its screenshot command would write case notes to the disk unencrypted
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, recorder: CaseRecorder) -> None:
        super().__init__()
        self._recorder = recorder
        make_terminal_safe(self)

    def on_mount(self) -> None:
        """Begin with the visits."""
        self.register_theme(CALM)
        self.theme = CALM.name
        self.push_screen(VisitsPage(self._recorder))
