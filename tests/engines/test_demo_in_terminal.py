"""The sample visit, drafted by the real models, opened in a real terminal.

Working on it and approving it by keyboard is `tests/tui/test_real_terminal.py`'s, with a draft that never changes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.test_real_terminal import Terminal, best_terminal

pytestmark = [pytest.mark.engine, pytest.mark.terminal]


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    window = best_terminal()
    yield window
    window.close()


def test_the_sample_s_draft_opens_with_its_evidence(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run(sys.executable, "-m", "recorder", "demo", "--tui", "--to", str(tmp_path / "demo"), width=110, height=34)
    terminal.sees("your visits", "draft waits for you", patience=240)
    terminal.press("Enter")
    terminal.sees("s1 rests on turn", "AI-drafted from the spoken words")
    terminal.press("Down")
    terminal.sees("s2 rests on turn", "▌")
