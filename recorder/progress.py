"""Long work in the terminal: one line a stage, with how far it is and how long it took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from recorder.pipeline import StageProgress

STAGES = {
    "transcribe": "Writing down what was said",
    "speakers": "Telling the voices apart",
    "redact": "Finding what must not be named",
    "draft": "Drafting the note",
}


@contextmanager
def stage_lines() -> Iterator[StageProgress]:
    """A progress callback that writes to standard error: a line that grows in a terminal, a line a stage elsewhere."""
    began: dict[str, float] = {}
    live = sys.stderr.isatty()

    def say(stage: str, share: float) -> None:
        began.setdefault(stage, time.monotonic())
        spent = time.monotonic() - began[stage]
        name = STAGES.get(stage, stage)
        if share >= 1:
            print(f"{chr(13) if live else ''}{name}: done in {spent:.1f} s      ", file=sys.stderr)  # noqa: T201 - its job
        elif live:
            left = f", about {spent / share * (1 - share):.0f} s left" if share > 0.05 else ""
            print(f"\r{name}: {share:.0%}{left}      ", end="", file=sys.stderr, flush=True)  # noqa: T201 - its job

    yield say
