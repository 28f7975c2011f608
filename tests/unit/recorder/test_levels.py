"""What is wrong with sound is said within three seconds, and taken back when it is over."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from recorder.sound.levels import FLOOR_DB, SAMPLE_RATE, ArrivalClock, Fault, Level, LevelMeter, bar, level_of

Sound = npt.NDArray[np.int16]


def tone(db: float, seconds: float = 0.1) -> Sound:
    """A sine of this RMS level; above −3 dBFS it is cut off, as a converter does."""
    wave = np.sin(2 * np.pi * 440 * np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE)
    cut: Sound = np.clip(wave * np.sqrt(2) * 10 ** (db / 20) * 32_767, -32_768, 32_767).astype(np.int16)
    return cut


def seconds_until(fault: Fault | None, meter: LevelMeter, sound: Sound) -> float:
    """How much of this sound it takes until the meter says this."""
    for heard in range(1, 101):
        meter.hear(sound[:1600])
        if meter.fault is fault:
            return heard / 10
    raise AssertionError(f"{fault} was not said in ten seconds")


@pytest.mark.parametrize("db", [-3.1, -20, -40, -50])
def test_a_sine_has_its_level_and_its_peak_three_decibels_above(db: float) -> None:
    level = level_of(tone(db))
    assert level.rms_db == pytest.approx(db, abs=0.1)
    assert level.peak_db == pytest.approx(db + 3.01, abs=0.1)
    assert level.clipped == 0


def test_silence_is_the_floor_and_full_scale_is_zero() -> None:
    assert level_of(np.zeros(1600, np.int16)) == Level() == Level(FLOOR_DB, FLOOR_DB, 0)
    assert level_of(np.full(10, -32_768, np.int16)) == Level(0.0, 0.0, 10)
    assert level_of(np.zeros(0, np.int16)) == Level()


@pytest.mark.parametrize(
    ("sound", "fault"),
    [
        (np.zeros(1600, np.int16), Fault.NO_SIGNAL),
        (np.ones(1600, np.int16), Fault.NO_SIGNAL),  # a muted microphone may be one step off zero
        (tone(-55), Fault.TOO_QUIET),
        (tone(6), Fault.CLIPPING),
    ],
)
def test_a_fault_is_said_within_three_seconds_and_taken_back_within_three(sound: Sound, fault: Fault) -> None:
    meter = LevelMeter()
    for _ in range(30):
        meter.hear(tone(-25))
    assert meter.fault is None
    assert seconds_until(fault, meter, sound) <= 3.0
    assert seconds_until(None, meter, tone(-25)) <= 3.0


def test_pauses_in_talk_and_a_knock_are_no_fault() -> None:
    meter = LevelMeter()
    knock = tone(-25)
    knock[:3] = 32_767
    for _ in range(4):
        for sound in (tone(-22), *[tone(-58)] * 20, knock):
            meter.hear(sound)
            assert meter.fault is None


def test_sound_in_pieces_of_any_length_is_measured_alike() -> None:
    sound = np.concatenate([tone(-30, 1.0), tone(-10, 1.0)])
    whole, pieces = LevelMeter(), LevelMeter()
    whole.hear(sound)
    for begin in range(0, len(sound), 441):
        pieces.hear(sound[begin : begin + 441])
    assert pieces.level == whole.level
    assert whole.level.rms_db == pytest.approx(-10, abs=0.1)


def test_another_microphone_begins_anew() -> None:
    meter = LevelMeter()
    for _ in range(30):
        meter.hear(np.zeros(1600, np.int16))
    meter.begin()
    assert (meter.fault, meter.level) == (None, Level())


def test_the_time_that_a_slow_microphone_took_to_begin_counts() -> None:
    meter = LevelMeter()
    meter.begin(waited=1.5)
    assert seconds_until(Fault.NO_SIGNAL, meter, np.zeros(1600, np.int16)) <= 1.5
    meter.begin(waited=1.5)
    meter.hear(tone(-25))
    assert meter.fault is None


def test_the_bar_grows_with_the_level_and_stays_within_its_brackets() -> None:
    assert bar(Level(), width=10) == "[----------]"
    assert bar(Level(-30, -27), width=10) == "[#####-----]"
    assert bar(Level(0, 0), width=10) == "[##########]"


def lost(lateness: list[float], *, drift: float = 0.0) -> float:
    """What the clock makes of sound in pieces of 100 ms, each so much later than it was made."""
    clock = ArrivalClock()
    for n, late in enumerate(lateness):
        clock.arrived(n * 0.1 * (1 + drift) + late, 1600)
    return round(clock.lost_seconds, 2)


def test_sound_that_comes_late_or_in_bursts_is_not_lost() -> None:
    busy = [0.0] * 100 + [3.0 - 0.1 * n for n in range(31)] * 20 + [0.0] * 100
    assert lost(busy) == 0
    assert lost([0.3 * (n % 7) / 7 for n in range(3_000)]) == 0


def test_half_an_hour_of_a_sound_card_whose_clock_is_wrong_loses_nothing() -> None:
    assert lost([0.0] * 18_000, drift=0.0001) == 0
    assert lost([0.0] * 18_000, drift=-0.0001) == 0


def test_lost_sound_is_counted_and_taken_back_when_it_comes_after_all() -> None:
    assert lost([0.0] * 200 + [0.4] * 200) == 0.4
    assert lost([0.0] * 200 + [0.4] * 200 + [0.8] * 200) == 0.8
    assert lost([0.0] * 200 + [8.0] * 200 + [0.0] * 200) == 0
