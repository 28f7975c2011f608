"""Knows when nobody has used the interface for too long.

The wall's clock counts too, because the steady one of some systems stands still while a laptop sleeps; so a lid that was
closed over lunch opens on a locked vault. The steady one counts because the wall's can be set back.
"""

from __future__ import annotations

import time
from collections.abc import Callable


class IdleWatch:
    """Counts from the last use."""

    def __init__(self, limit: float | None, *, wall: Callable[[], float] = time.time) -> None:
        """`limit` in seconds; None for no limit. `wall` tells seconds since any fixed moment."""
        self.limit = limit
        self._wall = wall
        self.used()

    def used(self) -> None:
        """Somebody is there."""
        self._last = self._wall(), time.monotonic()

    @property
    def over(self) -> bool:
        """Whether the limit has passed without use."""
        idle = max(self._wall() - self._last[0], time.monotonic() - self._last[1])
        return self.limit is not None and idle >= self.limit
