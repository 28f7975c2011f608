from types import SimpleNamespace

from models.hearing.heard_words import spelt, words_of
from recorder.domain import Word


def heard(*words: tuple[float, float, str, float], text: str = "") -> SimpleNamespace:
    parts = [SimpleNamespace(start=s, end=e, word=w, probability=p) for s, e, w, p in words]
    return SimpleNamespace(start=0.0, end=2.0, text=text or "".join(w for _, _, w, _ in words), words=parts, avg_logprob=-0.5)


def test_words_are_stripped_and_moved_to_their_place_in_the_recording() -> None:
    (first, second) = words_of(heard((0.0, 0.5, " Hello", 0.9), (0.5, 1.0, " Leo.", 0.8)), 600.0)
    assert (first.text, first.start, first.end) == ("Hello", 600.0, 600.5)
    assert (second.text, second.probability) == ("Leo.", 0.8)


def test_a_word_that_the_recogniser_split_is_one_word_as_unsure_as_its_worst_part() -> None:
    (word,) = words_of(heard((0.0, 0.2, " ten", 0.9), (0.2, 0.4, "-year", 0.4), (0.4, 0.6, "-old", 0.8)), 0.0)
    assert (word.text, word.start, word.end, word.probability) == ("ten-year-old", 0.0, 0.6, 0.4)


def test_a_segment_without_word_times_keeps_itswords_of() -> None:
    words = words_of(heard(text=" he was scared"), 10.0)
    assert [w.text for w in words] == ["he", "was", "scared"]
    assert words[0].start == 10.0
    assert words[-1].end == 12.0


def test_american_spelling_is_put_right_but_not_in_a_name() -> None:
    words = [Word(0.0, 0.3, text, 0.9) for text in ("Mrs", "Gray's", "gray", "pajamas")]
    assert [spelt(word, ("Ann", "Gray")).text for word in words] == ["Mrs", "Gray's", "grey", "pyjamas"]
