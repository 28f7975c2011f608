import pytest

from models.hearing.hearing_guards import Fit, is_speech, loops
from recorder.domain import Word

CLEAR = Fit(no_speech=0.05, mean_log_probability=-0.2, retried=False)


def said(text: str, *, sure: float = 0.9, each: float = 0.3) -> tuple[Word, ...]:
    return tuple(Word(n * each, (n + 1) * each, word, sure) for n, word in enumerate(text.split()))


def test_what_people_say_is_kept() -> None:
    assert is_speech(said("He shouted and I hid in the wardrobe."), CLEAR)
    assert is_speech(said("No, no, no, no, no, no, no, no, no!"), CLEAR)


@pytest.mark.parametrize(
    "fit",
    [
        Fit(no_speech=0.2, mean_log_probability=-1.1, retried=True),  # mumbled, and hard to write down
        Fit(no_speech=0.7, mean_log_probability=-0.3, retried=False),  # far away, and yet each word fits
    ],
)
def test_quiet_speech_is_kept_however_unsure(fit: Fit) -> None:
    assert is_speech(said("I don't want to go there", sure=0.6 if fit.no_speech > 0.5 else 0.2), fit)


def test_words_on_babble_are_dropped() -> None:
    babble = Fit(no_speech=0.54, mean_log_probability=-0.83, retried=True)
    assert not is_speech(said("the light of the world is in the house", sure=0.3), babble)


def test_a_phrase_over_and_over_is_a_loop_of_the_recogniser() -> None:
    looped = said("he is here to have a good time, " * 3)
    assert loops(looped)
    assert not is_speech(looped, Fit(no_speech=0.1, mean_log_probability=-0.3, retried=True))
    assert is_speech(looped, CLEAR)  # a song, or a child who means it


def test_more_words_than_a_mouth_can_say_are_no_speech_where_none_was_heard() -> None:
    fit = Fit(no_speech=0.5, mean_log_probability=-0.9, retried=False)
    assert not is_speech(said("thank you for watching and see you soon", each=0.05), fit)
    assert is_speech(said("thank you for watching and see you soon", each=0.3), fit)


def test_nothing_is_not_speech() -> None:
    assert not is_speech((), CLEAR)
