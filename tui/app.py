"""The interface: one application over one open vault. It is handed a wired recorder and builds nothing itself."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType

from audit.errors import AuditError
from recorder.errors import CasescribeError
from recorder.pipeline import CaseRecorder
from recorder.policy import in_words
from tui.desks import Desks
from tui.idle import IdleWatch
from tui.screens.keeping import KeepingDialog
from tui.screens.read_page import ReadPage
from tui.screens.visits import VisitsPage
from tui.terminal_safety import make_terminal_safe
from tui.theme import CALM
from tui.typed_ahead import WRITES, InOrderApp

_KEPT = "Everything is kept; open it again with: casescribe"


class CasescribeApp(InOrderApp):
    """Visits, drafts, transcripts and the audit log of one worker."""

    TITLE = "Casescribe"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False  # its screenshot command would write case notes to the disk unencrypted
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+l", "lock", "Lock", show=False, priority=True)]

    def __init__(
        self,
        recorder: CaseRecorder,
        *,
        idle_seconds: float | None = None,
        said: Sequence[str] = (),
        desks: Desks | None = None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """`idle_seconds` without a key or the mouse lock; `said` is what opening the vault had to mend, as sentences."""
        super().__init__()
        self._recorder, self._said, self._desks = recorder, tuple(said), desks or Desks()
        self._idle = IdleWatch(idle_seconds, wall=wall)
        self.locked: str | None = None  # "idle" or "asked", once it is
        self.animation_level = "none"  # calm, and quick on an old laptop
        make_terminal_safe(self)

    def on_mount(self) -> None:
        """Begin with the visits."""
        self.register_theme(CALM)
        self.theme = CALM.name
        if self._idle.limit is not None:
            self.set_interval(min(1.0, self._idle.limit / 4), self._lock_when_idle)
        self.push_screen(VisitsPage(self._recorder, desks=self._desks, said=self._said))

    async def on_event(self, event: events.Event) -> None:
        """Input says that somebody is there; after too long it comes too late, even if nothing locked in between."""
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            if self._lock_when_idle():
                return
            self._idle.used()
        await super().on_event(event)

    def _lock_when_idle(self) -> bool:
        """Lock if nobody was there for too long and no work is under way; returns whether it is locked."""
        working = any(not worker.is_finished for worker in self.workers if worker.group == WRITES)
        if self.locked is None and self._idle.over and not working and self._idle.limit is not None:
            after = in_words(timedelta(seconds=self._idle.limit))
            self._lock("idle", f"Locked after {after} without use.")
        return self.locked is not None

    def action_lock(self) -> None:
        """Lock at once."""
        self._lock("asked", "Locked.")

    def _lock(self, reason: str, sentence: str) -> None:
        self.locked = reason
        self.exit(message=Text(f"{sentence} {self._keep_typing() or _KEPT}"))

    async def action_quit(self) -> None:
        """Leave at once, from anywhere."""
        problem = self._keep_typing()
        self.exit(message=Text(problem) if problem else None)

    def _keep_typing(self) -> str:
        """Keep the last words of open dialogues; returns what stood against it, as sentences, or nothing."""
        try:
            for screen in self.screen_stack:
                if isinstance(screen, KeepingDialog):
                    screen.keep_at_once()
        except (CasescribeError, AuditError) as problem:
            return f"What you typed last could not be kept. {problem.sentence()}"
        return self._keep_reading()

    def _keep_reading(self) -> str:
        """Note what was read last in open notes; returns what stood against it, as sentences, or nothing."""
        try:
            for screen in self.screen_stack:
                if isinstance(screen, ReadPage):
                    screen.keep_reading_at_once()
        except (CasescribeError, AuditError) as problem:
            return f"What you typed is kept, but the log could not take that you read your note just now. {problem.sentence()}"
        return ""

    def _fatal_error(self) -> None:
        """Leave with one sentence: Textual's own report would print case notes, as values of variables, into the terminal."""
        frames = traceback.extract_tb(self._exception.__traceback__) if self._exception else ()
        where = (
            f"{type(self._exception).__name__} in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "?"
        )
        self.panic(
            Text(
                f"Casescribe stopped because of a fault of its own ({where}).\n"
                "What you had saved is stored, and what you typed is kept but for its last second. "
                "Start it again; if it happens again, pass this line on."
            )
        )
