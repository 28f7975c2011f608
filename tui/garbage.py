"""Keeps Python's garbage collector from making people wait: it looks through everything only while nobody types.

A transcript of three hours is half a million small things. Left alone, the collector goes through all of them in the middle
of every twentieth key press or so, for a tenth of a second and more, and several times while the program starts. Here it
does not run until the first page is there; then it sees to what is new, often and quickly, and in a pause to all that
closed pages left. What is still in use at a pause is set aside until a page closes. Nothing is kept from being freed but
what lies in rings of references, and that only until the next pause.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

PAUSE = 1.0  # seconds without a key
_NEW = 20_000  # things made since the last look, before the new ones are looked through: a millisecond or two


class GarbageInPauses:
    """The collector of one run of the interface."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._used: float | None = None  # when the last key came, None once the pause after it was made use of
        self._open: tuple[int, ...] = ()  # pages, by identity

    def begin(self) -> None:
        """The first page is there."""
        gc.set_threshold(_NEW, *gc.get_threshold()[1:])
        gc.freeze()
        gc.enable()

    def used(self) -> None:
        """Somebody is typing."""
        self._used = self._steady()

    def look(self, pages: Sequence[object]) -> bool:
        """Collect if this is a pause; `pages` are those that are open. Returns whether it was."""
        if self._used is None or self._steady() - self._used < PAUSE:
            return False
        here = tuple(map(id, pages))
        if any(page not in here for page in self._open):
            gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._used, self._open = None, here
        return True


@contextmanager
def collected_in_pauses() -> Iterator[GarbageInPauses]:
    """No collection inside this block until `GarbageInPauses.begin`; afterwards it is as it was."""
    before = gc.get_threshold()
    gc.disable()
    try:
        yield GarbageInPauses()
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
        gc.enable()
