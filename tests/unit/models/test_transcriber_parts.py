from types import SimpleNamespace

from models.transcriber import _words


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
