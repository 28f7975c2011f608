"""Long work in the terminal: one line a stage, with how far it is and how long it took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from recorder.stages import StageProgress, TimeLeft

STAGES = {
    "transcribe": "Writing down what was said",
    "speakers": "Telling the voices apart",
    "redact": "Finding what must not be named",
    "draft": "Drafting the note",
}


@contextmanager
def stage_lines(*, terminal_only: bool = False) -> Iterator[StageProgress]:
    """A progress callback that writes to standard error: a line that grows in a terminal, a line a stage elsewhere."""
    began: dict[str, float] = {}
    left: dict[str, TimeLeft] = {}
    live = sys.stderr.isatty()

    def say(stage: str, share: float) -> None:
        began.setdefault(stage, time.monotonic())
        name = STAGES.get(stage, stage)
        if share >= 1 and (live or not terminal_only):
            said = f"{name}: done in {time.monotonic() - began[stage]:.1f} s"
            print(f"\r{said:<70}" if live else said, file=sys.stderr)  # noqa: T201 - its job
        elif live:
            guess = left.setdefault(stage, TimeLeft()).said(share)
            said = f"{name}: {share:.0%}{guess and ', '}{guess}"
            print(f"\r{said:<70}", end="", file=sys.stderr, flush=True)  # noqa: T201 - its job

    yield say
