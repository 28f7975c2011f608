"""Plays sound for a page: one key starts it, the same key stops it, and the page says what is heard.

Sound plays in a thread of its own and never outlives its page. What stands against it (no loudspeaker, a damaged place) is
shown as a sentence. It writes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from textual.screen import Screen

from recorder.clock_time import clock_time
from recorder.errors import CasescribeError
from recorder.pipeline import CaseRecorder
from recorder.sound.playback import SLOWER, Player, Stretch
from tui.actions import show_problem

_NO_SOUND = "There is no recording of these words to play."


class Listening:
    """The sound of one visit, for one page. All but the playing itself is in the page's thread."""

    def __init__(
        self, page: Screen[Any], recorder: CaseRecorder, *, visit_id: str, player: Player, told: Callable[[str], object]
    ) -> None:
        """`told` gets what is heard now, as a line, and an empty one in silence."""
        self._page, self._recorder, self._visit_id, self._player, self._told = page, recorder, visit_id, player, told
        self._stop: threading.Event | None = None  # of what plays now

    @property
    def playing(self) -> bool:
        """Whether something is heard, or about to be."""
        return self._stop is not None

    def warm(self) -> None:
        """Make the first key as quick as the others."""
        self._page.run_worker(self._player.warm, group="sound", thread=True, exit_on_error=False)

    def toggle(self, stretches: Sequence[Stretch], what: str, *, slower: bool = False, failed: Callable[[], object]) -> bool:
        """Play, or be silent if something plays; returns whether it plays now. `failed` is called if it cannot after all."""
        if self._stop is not None:
            self.silence()
            return False
        if not stretches:
            self._page.notify(_NO_SOUND, markup=False)
            return False
        mine = self._stop = threading.Event()
        seconds = sum(end - start for start, end in stretches)
        self._told(f"♪ Playing {what}{', slower' if slower else ''} ({clock_time(seconds)}). The same key stops it.")
        app, speed = self._page.app, SLOWER if slower else 1.0

        def work() -> None:
            problem: CasescribeError | None = None
            try:
                self._player.play(lambda: self._recorder.sound(self._visit_id), stretches, stop=mine, speed=speed)
            except CasescribeError as exc:
                problem = exc
            if not mine.is_set():
                app.call_from_thread(self._ended, mine, problem, failed)

        app.run_worker(work, group="sound", thread=True)
        return True

    def silence(self) -> None:
        """Be silent, at once."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None
            self._told("")

    def _ended(self, stop: threading.Event, problem: CasescribeError | None, failed: Callable[[], object]) -> None:
        if stop is not self._stop:
            return
        if problem is not None:
            failed()
        self.silence()
        if problem is not None:
            show_problem(self._page.app, problem)
