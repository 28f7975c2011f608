"""Long work beside a page: how far it is and how long it still takes is said, it can be stopped, and no key waits for it.

It is for what only reads or writes a file, such as checking a long log; acts on visits go through `tui.actions`. One such work
at a time. It ends with its page.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from textual.screen import Screen

from audit.errors import AuditError
from recorder.errors import CasescribeError
from recorder.ports import Progress
from recorder.stages import TimeLeft
from tui.actions import show_problem

Value = TypeVar("Value")

_BAR = 16
_AGAIN = 0.2  # seconds between two words about how far it is


class _Stopped(Exception):
    """The person does not want it any more."""


class LongWork:
    """The long work of one page."""

    def __init__(self, page: Screen[Any], *, told: Callable[[str], object]) -> None:
        """`told` gets each line about how far it is."""
        self._page, self._told = page, told
        self._stop: threading.Event | None = None  # of the work under way

    @property
    def under_way(self) -> bool:
        """Whether something is being done."""
        return self._stop is not None

    def begin(
        self, what: str, act: Callable[[Progress], Value], then: Callable[[Value], None], *, ended: Callable[[], object]
    ) -> None:
        """Do `act` in a thread of its own; `then` gets what it returned. `ended` is called if it was stopped, or refused.

        `act` is given what to call with the share done; when the person stops it, that raises, so that the work ends.
        """
        if self._stop is not None:
            self._page.notify("Still at work. Esc stops it.", markup=False)
            return
        mine = self._stop = threading.Event()
        app, left, last = self._page.app, TimeLeft(), [0.0]
        self._told(f"{what} …")

        def progress(share: float) -> None:
            if mine.is_set():
                raise _Stopped
            if (now := time.monotonic()) - last[0] >= _AGAIN:
                last[0] = now
                app.call_from_thread(self._reached, mine, _line(what, share, left.said(share)))

        def work() -> None:
            try:
                value = act(progress)
            except _Stopped:
                return
            except (CasescribeError, AuditError) as problem:
                app.call_from_thread(self._refused, mine, problem, ended)
            else:
                app.call_from_thread(self._done, mine, value, then)

        self._ended = ended
        app.run_worker(work, group="long", thread=True)

    def stop(self) -> bool:
        """Stop what is under way; returns whether there was anything."""
        if self._stop is None:
            return False
        self._stop.set()
        self._stop = None
        self._ended()
        return True

    def leave(self) -> None:
        """The page is gone: nobody waits for it any more."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None

    def _reached(self, work: threading.Event, line: str) -> None:
        if work is self._stop:
            self._told(line)

    def _refused(self, work: threading.Event, problem: CasescribeError | AuditError, ended: Callable[[], object]) -> None:
        if work is self._stop:
            self._stop = None
            ended()
            show_problem(self._page.app, problem)

    def _done(self, work: threading.Event, value: Value, then: Callable[[Value], None]) -> None:
        if work is self._stop:
            self._stop = None
            then(value)


def _line(what: str, share: float, left: str) -> str:
    filled = round(share * _BAR)
    bar = "▮" * filled + "▯" * (_BAR - filled)
    return f"{what}  {bar} {share:.0%}{f' · {left}' if left else ''} · Esc: stop"
