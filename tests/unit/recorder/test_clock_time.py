"""A place in a recording, as people read it."""

from __future__ import annotations

import pytest

from recorder.clock_time import clock_time


@pytest.mark.parametrize(
    ("seconds", "shown"), [(None, ""), (0, "0:00"), (59.9, "0:59"), (61, "1:01"), (3599, "59:59"), (3723.4, "1:02:03")]
)
def test_a_moment_of_the_recording_is_shown_as_a_clock(seconds: float | None, shown: str) -> None:
    assert clock_time(seconds) == shown
