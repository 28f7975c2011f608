from models.hearing.doubt import Known, mark
from recorder.domain import Doubt, Word


def heard(*words: tuple[str, float]) -> tuple[Word, ...]:
    return tuple(Word(n * 0.3, n * 0.3 + 0.25, text, sure) for n, (text, sure) in enumerate(words))


def doubts(
    *words: tuple[str, float], rare: frozenset[str] = frozenset(), names: frozenset[str] = frozenset(), strange: str = ""
) -> list[Doubt]:
    known = Known(lambda text: 3 if text in rare else 1, lambda word: word.removesuffix("'s") != strange, names)
    return [word.doubt for word in mark(heard(*words), known)]


def test_clear_words_are_not_marked() -> None:
    assert set(doubts(("He", 0.98), ("went", 0.97), ("home.", 0.99))) == {Doubt.NONE}


def test_a_word_that_was_guessed_is_doubtful() -> None:
    assert doubts(("He", 0.98), ("wept", 0.2), ("at", 0.97), ("home.", 0.99))[1] is Doubt.DOUBTFUL


def test_a_rare_word_needs_less_to_be_doubtful() -> None:
    words = (("Her", 0.95), ("name", 0.95), ("is", 0.9), ("Caoimhe", 0.7), ("now.", 0.95))
    assert doubts(*words)[3] is Doubt.NONE
    assert doubts(*words, rare=frozenset({"Caoimhe"}))[3] is Doubt.DOUBTFUL


def test_what_is_neither_english_nor_a_name_needs_less_to_be_doubtful() -> None:
    words = (("He", 0.98), ("takes", 0.95), ("his", 0.9), ("mentist", 0.8), ("now.", 0.95))
    assert doubts(*words)[3] is Doubt.NONE
    assert doubts(*words, strange="mentist")[3] is Doubt.DOUBTFUL


def test_the_name_of_somebody_around_the_child_needs_more_to_be_doubtful() -> None:
    for text in ("Ines", "Ines's", "Ines,"):
        words = (("He", 0.98), ("saw", 0.9), (text, 0.55), ("at", 0.9), ("home.", 0.95))
        assert doubts(*words, strange="ines")[2] is Doubt.DOUBTFUL
        assert doubts(*words, strange="ines", names=frozenset({"ines"}))[2] is Doubt.NONE


def test_numbers_and_negations_are_to_be_heard_long_before_other_words() -> None:
    for text in ("fifty", "14th", "Tuesday", "pounds", "not", "didn't", "never"):
        assert doubts(("She", 0.98), (text, 0.7), ("said", 0.7), ("so.", 0.98))[1] is Doubt.LISTEN, text
    assert doubts(("She", 0.98), ("only", 0.7), ("said", 0.7), ("so.", 0.98))[1] is Doubt.NONE


def test_figures_are_always_to_be_heard() -> None:
    assert doubts(("Ring", 0.99), ("07700900123", 0.999), ("at", 0.99), ("4.", 0.999))[1::2] == [Doubt.LISTEN] * 2


def test_a_guess_beside_a_number_may_be_a_number() -> None:
    assert doubts(("forty", 0.99), ("fire", 0.2), ("milligrams", 0.99))[1] is Doubt.LISTEN


def test_words_and_times_stay() -> None:
    words = heard(("not", 0.3), ("fifteen", 0.4))
    known = Known(len, bool)
    marked = mark(words, known)
    assert [(w.text, w.start, w.end, w.probability) for w in marked] == [(w.text, w.start, w.end, w.probability) for w in words]
    assert mark((), known) == ()
