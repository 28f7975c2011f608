"""The interface: one application over one open vault. It is handed what it shows and builds nothing itself.

It can begin at a door instead, where a person makes a vault or signs in; what then is there for them comes as an `Entrance`.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from audit.errors import AuditError
from recorder.errors import CasescribeError
from recorder.pipeline import CaseRecorder
from recorder.policy import in_words
from tui.desks import Desks
from tui.idle import IdleWatch
from tui.screens.help import our_bindings, show_help
from tui.screens.keeping import KeepingDialog
from tui.screens.read_page import ReadPage
from tui.screens.visits import VisitsPage
from tui.terminal_safety import make_terminal_safe
from tui.themes import THEMES, next_theme
from tui.typed_ahead import WRITES, InOrderApp

_KEPT = "Everything is kept; open it again with: casescribe"


MakePage = Callable[[], Screen[Any]]


@dataclass(frozen=True, slots=True)
class Entrance:
    """What is there for somebody who has come in."""

    home: MakePage  # the first page
    idle_seconds: float | None = None  # without a key or the mouse, until it locks


class CasescribeApp(InOrderApp):
    """What a worker, a supervisor or a governance lead sees; the page that they begin with makes the difference."""

    TITLE = "Casescribe"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "lock", "Lock", show=False, priority=True, tooltip="Lock now; what you are typing is kept"),
        Binding("f1", "help", "Help", show=False, priority=True, tooltip="What this is for and its keys"),
        Binding("f2", "colours", "Colours", show=False, priority=True, tooltip="Dark, light or high contrast"),
    ]

    def __init__(
        self,
        recorder: CaseRecorder | None = None,
        *,
        idle_seconds: float | None = None,
        said: Sequence[str] = (),
        desks: Desks | None = None,
        home: MakePage | None = None,
        colours: str = "dark",
        remember_colours: Callable[[str], None] = lambda _name: None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """`idle_seconds` without a key or the mouse lock; `said` is what opening the vault had to mend, as sentences.

        `home` makes the first page; without it, those are the visits of `recorder`. `colours` is one of `THEMES`.
        """
        super().__init__()
        if recorder is not None and home is None:
            home = partial(VisitsPage, recorder, desks=desks or Desks(), said=tuple(said))
        self._home, self._remember_colours = home, remember_colours
        self.colours = colours if colours in THEMES else "dark"
        self._idle = IdleWatch(idle_seconds, wall=wall)
        self.locked: str | None = None  # "idle" or "asked", once it is
        self.animation_level = "none"  # calm, and quick on an old laptop
        make_terminal_safe(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours for the style sheets, which are read before a theme is chosen."""
        return dict(THEMES["dark"].variables)

    def on_mount(self) -> None:
        """Begin with the first page."""
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = THEMES[self.colours].name
        self._watch_idle()
        if self._home is not None:
            self.push_screen(self._home())

    def enter(self, entrance: Entrance) -> None:
        """Somebody signed in at the door: from here on it locks when they are away, and theirs is the first page."""
        self._idle.limit = entrance.idle_seconds
        self._idle.used()
        self._watch_idle()
        self.switch_screen(entrance.home())

    def _watch_idle(self) -> None:
        if self._idle.limit is not None:
            self.set_interval(min(1.0, self._idle.limit / 4), self._lock_when_idle)

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
        working = working or any(getattr(screen, "keeps_awake", False) for screen in self.screen_stack)
        if self.locked is None and self._idle.over and not working and self._idle.limit is not None:
            after = in_words(timedelta(seconds=self._idle.limit))
            self._lock("idle", f"Locked after {after} without use.")
        return self.locked is not None

    def action_help(self) -> None:
        """Say what the page or dialogue on top is for."""
        show_help(self)

    def action_colours(self) -> None:
        """The next set of colours, kept for the next time."""
        self.colours = next_theme(self.colours)
        self.theme = THEMES[self.colours].name
        self._remember_colours(self.colours)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """All that can be done now, by name. Textual's own are left out: its picture would be a note on the disk, in plain."""
        for binding, node in our_bindings(screen):
            act = partial(self.run_action, binding.action, default_namespace=node)
            yield SystemCommand(binding.description, binding.tooltip or binding.description, act)

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
