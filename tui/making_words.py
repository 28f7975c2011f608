"""What the machine does with a recording, stage by stage, and how long it still takes, as words."""

from __future__ import annotations

from collections.abc import Mapping

from tui.presenter import CONFIRMED, count

STAGES = ("transcribe", "speakers", "redact", "draft")
_WORDS = {
    "transcribe": "Writing down what was said",
    "speakers": "Telling the voices apart",
    "redact": "Finding names and numbers that need care",
    "draft": "Making the draft",
}
_BAR = 24
_SURE = 0.03  # of a stage must be done before its speed says anything


def stage_lines(shares: Mapping[str, float]) -> str:
    """One line a stage, with a bar for the one under way; then what comes after."""
    lines = []
    for stage in STAGES:
        if stage == "redact":
            lines.append(f"{CONFIRMED if 'redact' in shares or 'draft' in shares else ' '} You say whose voice is whose")
        share = shares.get(stage)
        if share is None:
            lines.append(f"  {_WORDS[stage]}")
        elif share >= 1.0:
            lines.append(f"{CONFIRMED} {_WORDS[stage]}")
        else:
            filled = round(share * _BAR)
            lines.append(f"› {_WORDS[stage]}  {'▮' * filled}{'▯' * (_BAR - filled)} {share:.0%}")
    return "\n".join(lines)


def time_left(shares: Mapping[str, float], *, seconds: float) -> str:
    """How long the stage under way still takes, from its speed so far over `seconds`; empty while that is a guess."""
    now = [share for share in shares.values() if share < 1.0]
    if not now or now[-1] < _SURE:
        return ""
    left = seconds / now[-1] * (1 - now[-1])
    return f"About {count(round(left / 60), 'minute')} left." if left > 90 else "Less than two minutes left."
