"""A place in a recording as people read it, the same on paper, at the prompt and in the interface."""

from __future__ import annotations


def clock_time(seconds: float | None) -> str:
    """Minutes and seconds, 83.4 → “1:23”, with hours where there are any; empty when there was no sound."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
