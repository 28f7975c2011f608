"""The interface: one application over one open vault. It is handed a wired recorder and builds nothing itself."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType

from recorder.pipeline import CaseRecorder
from tui.screens.visits import VisitsPage
from tui.terminal_safety import make_terminal_safe
from tui.theme import CALM
from tui.typed_ahead import InOrderApp


class CasescribeApp(InOrderApp):
    """Visits, drafts, transcripts and the audit log of one worker."""

    TITLE = "Casescribe"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False  # its screenshot command would write case notes to the disk unencrypted
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, recorder: CaseRecorder) -> None:
        super().__init__()
        self._recorder = recorder
        self.animation_level = "none"  # calm, and quick on an old laptop
        make_terminal_safe(self)

    def on_mount(self) -> None:
        """Begin with the visits."""
        self.register_theme(CALM)
        self.theme = CALM.name
        self.push_screen(VisitsPage(self._recorder))

    def _fatal_error(self) -> None:
        """Leave with one sentence: Textual's own report would print case notes, as values of variables, into the terminal."""
        frames = traceback.extract_tb(self._exception.__traceback__) if self._exception else ()
        where = (
            f"{type(self._exception).__name__} in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "?"
        )
        self.panic(
            Text(
                f"Casescribe stopped because of a fault of its own ({where}).\n"
                "What you had saved is stored. Start it again; if it happens again, pass this line on."
            )
        )
