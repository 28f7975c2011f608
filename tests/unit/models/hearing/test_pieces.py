import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from models.hearing.pieces import _kept, cut_frame

FRAME = 0.032  # seconds


def voice(*stretches: tuple[float, float]) -> npt.NDArray[np.float32]:
    """Seconds of speech, then seconds of pause, and so on."""
    parts = [
        np.full(round(s / FRAME), likely, np.float32) for pair in stretches for s, likely in zip(pair, (0.9, 0.1), strict=True)
    ]
    return np.concatenate(parts)


def cut_of(heard: npt.NDArray[np.float32], *, last: bool = False) -> float | None:
    frame = cut_frame(heard, FRAME, last=last)
    return None if frame is None else frame * FRAME


def test_what_fits_into_one_window_stays_together() -> None:
    assert cut_of(voice((12, 0.5), (10, 0.5), (4, 1))) is None
    assert cut_of(np.zeros(0, np.float32)) is None


def test_a_cut_lies_in_the_middle_of_a_late_pause() -> None:
    cut = cut_of(voice((10, 0.6), (14, 0.6), (10, 0)))
    assert cut is not None
    assert abs(cut - 24.9) < 0.1


def test_a_long_pause_is_worth_a_shorter_piece_and_a_breath_is_not() -> None:
    after_a_question = cut_of(voice((18, 1.0), (8, 0.2), (9, 0)))
    assert after_a_question is not None
    assert 18 < after_a_question < 19
    after_a_breath = cut_of(voice((18, 0.25), (8, 0.2), (9, 0)))
    assert after_a_breath is not None
    assert 26.25 < after_a_breath < 26.45


def test_silence_does_not_fill_a_piece() -> None:
    heard = voice((10, 40), (10, 0.5), (12, 0))
    cut = cut_of(heard)
    assert cut is not None
    assert 60 < cut < 60.6


def test_after_a_long_silence_the_next_piece_begins_just_before_the_next_word() -> None:
    cut = cut_of(voice((20, 30), (12, 0)))
    assert cut is not None
    assert 49.4 < cut < 49.7


def test_speech_without_any_pause_is_cut_where_a_voice_is_least_likely() -> None:
    heard = voice((40, 0))
    heard[850] = 0.55
    assert cut_of(heard) == 850 * FRAME


def test_at_the_end_of_the_look_ahead_even_silence_is_cut() -> None:
    assert cut_of(voice((2, 118))) is None
    cut = cut_of(voice((2, 118)), last=True)
    assert cut is not None
    assert cut > 100


@settings(max_examples=15)
@given(st.lists(st.tuples(st.floats(0.05, 25), st.floats(0.05, 6)), min_size=1, max_size=20))
def test_no_piece_is_empty_or_holds_more_speech_than_a_window(stretches: list[tuple[float, float]]) -> None:
    heard = voice(*stretches)
    cut = cut_frame(heard, FRAME)
    spoken = _kept(heard < 0.5, FRAME)
    if cut is None:
        assert spoken.sum() * FRAME <= 29
    else:
        assert 0 < cut < len(heard)
        assert spoken[:cut].sum() * FRAME <= 29.1
