"""One stage of machine work: what it took, how far it is, and how long it still takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from recorder.footprint import Measured, measure
from recorder.ports import Progress

StageProgress = Callable[[str, float], None]  # stage name, share done. It may raise to cancel: what is finished stays


_TELLING = 0.02  # of a stage's work, before its pace is believed


class timed:  # noqa: N801 - reads as a verb where it is used
    """Measures one stage and says when it begins and ends."""

    def __init__(self, stage: str, on_progress: StageProgress) -> None:
        self._stage, self._say, self._measuring = stage, on_progress, measure(stage)

    def __enter__(self) -> tuple[Measured, Progress]:
        self._say(self._stage, 0.0)
        # Done is when it is kept, so that the engine's own last word is a little less.
        return self._measuring.__enter__(), lambda share: self._say(self._stage, min(share, 0.99))

    def __exit__(self, *problem: Any) -> None:
        self._measuring.__exit__(*problem)
        if problem[0] is None:
            self._say(self._stage, 1.0)


class TimeLeft:
    """Guesses how long one stage still takes, by its pace in this run: what was kept from an earlier one took no time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: tuple[float, float] | None = None  # when the first share of work done was told, and that share

    def said(self, share: float) -> str:
        """How long from now, "about 4 minutes left"; empty while there is no telling."""
        now = self._clock()
        if self._began is None:
            self._began = (now, share) if share > 0 else None
            return ""
        at, first = self._began
        if share - first < _TELLING:
            return ""
        minutes = round((now - at) / (share - first) * (1 - share) / 60)
        if minutes >= 60:
            return f"about {minutes // 60} h {minutes % 60} min left"
        return f"about {minutes} minute{'s' * (minutes > 1)} left" if minutes else "less than a minute left"
