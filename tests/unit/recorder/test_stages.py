import pytest

from recorder.stages import TimeLeft


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ([(0, 0.0), (100, 0.5), (130, 0.6)], "about 2 minutes left"),
        ([(0, 0.0), (2, 0.6), (62, 0.8)], "about 1 minute left"),  # 60 % were kept from an earlier run and took no time
        ([(0, 0.0), (0, 0.01), (600, 0.1)], "about 1 h 40 min left"),
        ([(0, 0.0), (10, 0.5), (11, 0.95)], "less than a minute left"),
        ([(0, 0.0), (10, 0.5), (11, 0.51)], ""),
        ([(0, 0.0), (30, 0.0)], ""),
    ],
)
def test_the_time_left_is_told_by_the_pace_of_this_run(told: list[tuple[float, float]], said: str) -> None:
    now = [0.0]
    left = TimeLeft(lambda: now[0])
    answer = ""
    for moment, share in told:
        now[0] = moment
        answer = left.said(share)
    assert answer == said
