import numpy as np
import numpy.typing as npt
import pytest

from recorder.sound.channels import MonoMix, Tracks


def voice(seed: int, n: int = 16_000) -> npt.NDArray[np.float32]:
    return (0.1 * np.random.default_rng(seed).standard_normal(n)).astype(np.float32)


def mixed(*channels: npt.NDArray[np.float32], piece: int = 320) -> npt.NDArray[np.float32]:
    together = np.stack(channels, axis=1)
    mono = MonoMix(len(channels))
    return np.concatenate([mono.mix(together[at : at + piece]) for at in range(0, len(together), piece)])


def test_equal_channels_are_as_loud_as_one() -> None:
    assert mixed(voice(1), voice(1)) == pytest.approx(voice(1), abs=1e-6)


def test_a_wire_the_wrong_way_round_loses_nobody() -> None:
    assert np.abs(mixed(voice(1), -voice(1))) == pytest.approx(np.abs(voice(1)), abs=1e-6)
    assert np.abs(mixed(voice(1), -0.3 * voice(1), voice(1))) == pytest.approx(np.abs(voice(1)) * 2.3 / 3, abs=1e-6)


def test_one_speaker_a_channel_keeps_both() -> None:
    quiet = np.zeros(16_000, np.float32)
    left, right = np.concatenate([voice(1), quiet]), np.concatenate([quiet, voice(2)])
    assert mixed(left, right) == pytest.approx((left + right) / 2, abs=1e-6)


def test_a_sample_that_is_no_number_is_not_hidden() -> None:
    broken = voice(1)
    broken[500] = np.inf
    assert not np.isfinite(mixed(broken, -broken)).all()


def test_tracks_are_laid_over_each_other_however_they_arrive() -> None:
    tracks = Tracks(2)
    first, second = voice(1), voice(2)
    got = [
        tracks.add(0, first[:9_000]),
        tracks.add(1, second[:4_000]),
        tracks.add(1, second[4_000:]),
        tracks.add(0, first[9_000:]),
    ]
    assert np.concatenate([*got, tracks.rest()]) == pytest.approx((first + second) / 2, abs=1e-6)


def test_a_track_that_ends_early_does_not_hold_up_the_other() -> None:
    tracks = Tracks(2)
    minutes = [tracks.add(0, np.ones(960_000, np.float32)) for _ in range(3)]
    assert sum(map(len, minutes)) == 2 * 960_000, "a minute is held back at most"
    assert len(tracks.rest()) == 960_000
