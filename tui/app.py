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
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from rich.text import Text
from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from audit.errors import AuditError
from recorder.errors import CasescribeError
from tui.garbage import PAUSE, GarbageInPauses
from tui.idle import IdleWatch
from tui.terminal_safety import make_terminal_safe
from tui.themes import THEMES, StylesReadOnce, next_theme
from tui.typed_ahead import WRITES, InOrderApp

if TYPE_CHECKING:
    from recorder.pipeline import CaseRecorder
    from tui.desks import Desks

_AT_THE_DOOR = 2  # screens: Textual's own, and one page
_KEPT = "Everything is kept; open it again with: casescribe"


MakePage = Callable[[], Screen[Any]]


@runtime_checkable
class _KeepsTyping(Protocol):
    """A dialogue in which somebody types."""

    def keep_at_once(self) -> None:
        """Keep the last words."""
        ...


@runtime_checkable
class _KeepsReading(Protocol):
    """A page on which somebody reads their draft."""

    def keep_reading_at_once(self) -> None:
        """Note what was read last."""
        ...


@dataclass(frozen=True, slots=True)
class Entrance:
    """What is there for somebody who has come in."""

    home: MakePage  # the first page
    idle_seconds: float | None = None  # without a key or the mouse, until it locks
    first_day: MakePage | None = None  # what comes over the first page once a vault was made


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
        garbage: GarbageInPauses | None = None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """`idle_seconds` without a key or the mouse lock; `said` is what opening the vault had to mend, as sentences.

        `home` makes the first page; without it, those are the visits of `recorder`. `colours` is one of `THEMES`.
        `garbage` is told of the first page and of pauses; without it Python collects whenever it likes.
        """
        super().__init__()
        if recorder is not None and home is None:
            from tui.desks import Desks
            from tui.screens.visits import VisitsPage

            home = partial(VisitsPage, recorder, desks=desks or Desks(), said=tuple(said))
        self._home, self._remember_colours, self._garbage = home, remember_colours, garbage
        self.colours = colours if colours in THEMES else "dark"
        for theme in THEMES.values():
            self.register_theme(theme)
        if THEMES[self.colours].dark:  # as Textual begins: then the style sheets need not be read twice
            self.set_reactive(CasescribeApp.theme, THEMES[self.colours].name)
        self.stylesheet = StylesReadOnce(variables=self.get_css_variables())
        self._idle = IdleWatch(idle_seconds, wall=wall)
        self.locked: str | None = None  # "idle" or "asked", once it is
        self.animation_level = "none"  # calm, and quick on an old laptop
        make_terminal_safe(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours for the style sheets, which are read before a theme is chosen."""
        return dict(THEMES["dark"].variables)

    def on_mount(self) -> None:
        """Begin with the first page."""
        self.theme = THEMES[self.colours].name
        self._watch_idle()
        if self._home is not None:
            self.push_screen(self._home())
        if self._garbage is not None:
            self.call_after_refresh(self._garbage.begin)
            self.set_interval(PAUSE / 2, self._look_for_garbage)

    def enter(self, entrance: Entrance, *, first_day: bool = False) -> None:
        """Somebody signed in at the door: from here on it locks when they are away, and theirs is the first page.

        On the `first_day`, just after the vault was made, what there is to do only then comes over it.
        """
        self._idle.limit = entrance.idle_seconds
        self._idle.used()
        self._watch_idle()
        while len(self.screen_stack) > _AT_THE_DOOR:
            self.pop_screen()
        self.switch_screen(entrance.home())
        if first_day and entrance.first_day is not None:
            self.push_screen(entrance.first_day())

    def _watch_idle(self) -> None:
        if self._idle.limit is not None:
            self.set_interval(min(1.0, self._idle.limit / 4), self._lock_when_idle)

    def _look_for_garbage(self) -> None:
        if self._garbage is not None:
            self._garbage.look(self.screen_stack)

    async def on_event(self, event: events.Event) -> None:
        """Input says that somebody is there; after too long it comes too late, even if nothing locked in between."""
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            if self._lock_when_idle():
                return
            self._idle.used()
            if self._garbage is not None:
                self._garbage.used()
        await super().on_event(event)

    def _lock_when_idle(self) -> bool:
        """Lock if nobody was there for too long and no work is under way; returns whether it is locked."""
        working = any(not worker.is_finished for worker in self.workers if worker.group == WRITES)
        working = working or any(getattr(screen, "keeps_awake", False) for screen in self.screen_stack)
        if self.locked is None and self._idle.over and not working and self._idle.limit is not None:
            from recorder.policy import in_words

            after = in_words(timedelta(seconds=self._idle.limit))
            self._lock("idle", f"Locked after {after} without use.")
        return self.locked is not None

    def action_help(self) -> None:
        """Say what the page or dialogue on top is for."""
        from tui.screens.help import show_help

        show_help(self)

    def action_colours(self) -> None:
        """The next set of colours, kept for the next time."""
        self.colours = next_theme(self.colours)
        self.theme = THEMES[self.colours].name
        self._remember_colours(self.colours)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """All that can be done now, by name. Textual's own are left out: its picture would be a note on the disk, in plain."""
        from tui.screens.help import our_bindings

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
                if isinstance(screen, _KeepsTyping):
                    screen.keep_at_once()
        except (CasescribeError, AuditError) as problem:
            return f"What you typed last could not be kept. {problem.sentence()}"
        return self._keep_reading()

    def _keep_reading(self) -> str:
        """Note what was read last in open notes; returns what stood against it, as sentences, or nothing."""
        try:
            for screen in self.screen_stack:
                if isinstance(screen, _KeepsReading):
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
