from types import SimpleNamespace

import numpy as np

from models.transcriber import _hint, _pieces, _replaced, _unheard, _without_echo, _words
from recorder.domain import Audio, Word


def heard(*words: tuple[float, float, str, float], text: str = "") -> SimpleNamespace:
    parts = [SimpleNamespace(start=s, end=e, word=w, probability=p) for s, e, w, p in words]
    return SimpleNamespace(start=0.0, end=2.0, text=text or "".join(w for _, _, w, _ in words), words=parts, avg_logprob=-0.5)


def test_words_are_stripped_and_moved_to_their_place_in_the_recording() -> None:
    (first, second) = _words(heard((0.0, 0.5, " Hello", 0.9), (0.5, 1.0, " Leo.", 0.8)), 600.0)
    assert (first.text, first.start, first.end) == ("Hello", 600.0, 600.5)
    assert (second.text, second.probability) == ("Leo.", 0.8)


def test_a_word_that_the_recogniser_split_is_one_word_as_unsure_as_its_worst_part() -> None:
    (word,) = _words(heard((0.0, 0.2, " ten", 0.9), (0.2, 0.4, "-year", 0.4), (0.4, 0.6, "-old", 0.8)), 0.0)
    assert (word.text, word.start, word.end, word.probability) == ("ten-year-old", 0.0, 0.6, 0.4)


def test_a_segment_without_word_times_keeps_its_words() -> None:
    words = _words(heard(text=" he was scared"), 10.0)
    assert [w.text for w in words] == ["he", "was", "scared"]
    assert words[0].start == 10.0
    assert words[-1].end == 12.0


def test_a_long_recording_is_cut_in_the_quietest_moment_and_nothing_is_lost() -> None:
    rate = 100
    samples = np.ones(1500 * rate, np.float32)
    samples[580 * rate : 581 * rate] = 0.0
    pieces = list(_pieces(Audio(samples, rate)))
    assert [round(start) for start, _ in pieces][:2] == [0, 580]
    assert all(len(piece) <= 600 * rate for _, piece in pieces)
    assert np.array_equal(np.concatenate([piece for _, piece in pieces]), samples)


def test_names_are_hinted_as_a_sentence() -> None:
    assert _hint(["Leo", "Kelly", "Miss Patel"]) == "The people are Leo, Kelly and Miss Patel."
    assert _hint(["Leo"]) == "The name is Leo."
    assert _hint([]) is None


def test_a_recital_of_the_names_is_dropped_and_talk_about_people_is_not() -> None:
    hint = _hint(["Leo", "Kelly"])
    recital = _words(heard(text=" Yes. The people are Leo, Kelly. Thank you."), 0.0)
    assert [w.text for w in _without_echo(recital, hint)] == ["Yes.", "Thank", "you."]
    talk = _words(heard(text=" The people are nice. Leo and Kelly came."), 0.0)
    assert _without_echo(talk, hint) == talk
    assert _without_echo(talk, None) == talk


def _said(text: str, start: float) -> tuple[Word, ...]:
    return tuple(Word(start + n * 0.4, start + n * 0.4 + 0.3, t, 0.9) for n, t in enumerate(text.split()))


def test_speech_without_words_is_noticed() -> None:
    heard = [_said("what would it be", 0.0), _said("I want", 5.0)]
    assert _unheard(heard, 2.6, 6.2) > 1.0  # the child spoke from 2.6 on, and only its last words were written
    assert _unheard(heard, 0.0, 1.6) < 0.5


def test_what_is_heard_again_takes_the_place_of_the_stretch_and_nothing_else() -> None:
    first, second = _said("what would it be", 0.0) + _said("I want", 3.0), _said("he left then", 7.0)
    again = _said("I want grandad to stay the night", 2.7)
    assert _replaced([first, second], again, 2.6, 6.0) == [_said("what would it be", 0.0), again, second]
    assert _replaced([first, second], _said("I want", 3.0), 2.6, 6.0) == [first, second]
