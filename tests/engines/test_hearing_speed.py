"""The doctor tries the recognisers that are there on real sound."""

from __future__ import annotations

import pytest

from recorder.commands.hearing_speed import measure_hearing
from recorder.config import load_config

pytestmark = pytest.mark.engine


def test_each_installed_recogniser_is_timed_smallest_first() -> None:
    speeds = measure_hearing(load_config())
    assert [s.name for s in speeds] == ["whisper-tiny.en", "whisper-base"]
    assert all(0 < s.real_time_factor < 20 for s in speeds)
    assert speeds[0].size < speeds[1].size
