import math
from collections.abc import Sequence

import pytest

from models.hearing.hint import lost_words, names_hint, names_sentence, pushed_in, shortened, with_names
from recorder.domain import Word


def heard(text: str, *, sure: float = 0.9) -> tuple[Word, ...]:
    return tuple(Word(n * 0.4, n * 0.4 + 0.3, word, sure) for n, word in enumerate(text.split()))


@pytest.mark.parametrize(
    ("names", "hint", "sentence"),
    [
        ((), "", ""),
        (("Leo",), "Right, so Leo, yeah.", "The name is Leo."),
        (("Leo", "Hamza", "Wen"), "Right, so Leo, Hamza and Wen, yeah.", "The people are Leo, Hamza and Wen."),
        # Said again and again a name does harm.
        (("Leo", "Rafiq", "Hamza", "Rafiq"), "Right, so Leo, Rafiq and Hamza, yeah.", "The people are Leo, Rafiq and Hamza."),
    ],
)
def test_names_are_talk_that_came_before(names: tuple[str, ...], hint: str, sentence: str) -> None:
    assert (names_hint(names), names_sentence(names)) == (hint, sentence)


class Asked:
    """A sound in which everything is as likely as is said here, and how often it was asked."""

    def __init__(self, likely: float) -> None:
        self.likely, self.times = likely, 0

    def __call__(self, hint: str, text: Sequence[str]) -> list[list[float]]:
        self.times += 1
        return [[self.likely] for _ in text]


def test_a_name_that_the_sound_does_not_bear_out_was_pushed_in() -> None:
    said = [heard("I rang"), heard("Hamza's", sure=0.05), heard("mum")]
    assert [word.text for word in pushed_in(said, ["Hamza"], likelihood=Asked(0.1))] == ["Hamza's"]


def test_a_rare_name_that_only_the_hint_could_spell_was_not() -> None:
    assert pushed_in([heard("I rang Nwakaego,", sure=0.01)], ["Nwakaego"], likelihood=Asked(0.8)) == []


def test_the_sound_is_not_asked_about_a_name_that_is_likely_without_the_hint() -> None:
    sound = Asked(0.0)
    assert pushed_in([heard("I rang Leo today")], ["Leo", "Hamza"], likelihood=sound) == []
    assert sound.times == 0


@pytest.mark.parametrize(("likelier", "text"), [(9.0, "I rang Abdirahman's mum"), (11.0, "I rang Abdi's mum")])
def test_a_long_form_that_the_hint_made_of_a_short_one_is_put_right(likelier: float, text: str) -> None:
    def likelihood(hint: str, text: Sequence[str]) -> list[list[float]]:
        assert not hint
        return [[math.exp(-likelier if "rahman" in word else 0)] for word in text]

    said = [heard("I rang"), heard("Abdirahman's", sure=0.01), heard("mum")]
    found = shortened(said, ["Abdi", "Abdirahman", "Hamza"], likelihood=likelihood)
    assert " ".join(word.text for words in found for word in words) == text


def taken_over(plain: str, hinted: str, *, but: str = "") -> str:
    with_hint = heard(hinted)
    left = [word for word in with_hint if word.text == but]
    segments = with_names([heard(plain)], with_hint, ["Hamza", "Nwakaego", "Wen"], but=left)
    return " ".join(word.text for words in segments for word in words)


def test_names_are_taken_over_into_what_was_heard_without_the_hint() -> None:
    plain = "He said Tom Zoo hit him and I did not believe it"
    assert taken_over(plain, "He said Hamza hit him and I did believe it") == plain.replace("Tom Zoo", "Hamza")
    assert taken_over(plain, "He said Hamza hit him") == plain.replace("Tom Zoo", "Hamza")  # the rest had been left out


def test_a_name_that_was_pushed_in_is_not_taken_over() -> None:
    assert taken_over("I rang Jaden's mum", "I rang Hamza's mum", but="Hamza's") == "I rang Jaden's mum"


def test_a_name_that_what_was_heard_without_the_hint_sounds_like_was_said() -> None:
    assert taken_over("He saw hamsa there", "He saw Hamza there", but="Hamza") == "He saw Hamza there"
    assert taken_over("So one missed it", "So Wen missed it", but="Wen") == "So one missed it"  # brief, and much is near to it


def test_a_name_in_the_place_of_a_long_stretch_is_not_taken_over() -> None:
    plain = "She says he never ever goes there any more"
    assert taken_over(plain, "She says Hamza") == plain


def test_a_voice_that_goes_on_without_words_is_lost_words() -> None:
    words = [*heard("then he said"), Word(14.0, 14.4, "stop", 0.9)]
    assert lost_words(words, 0.0, 15.0, voiced=lambda begin, end: end - begin)
    assert not lost_words(words, 0.0, 15.0, voiced=lambda begin, end: 0.5)  # a silence


def test_words_lost_at_the_end_or_all_of_them_are_noticed() -> None:
    assert lost_words(heard("then he said"), 0.0, 20.0, voiced=lambda begin, end: end - begin)
    assert lost_words([], 0.0, 20.0, voiced=lambda begin, end: end - begin)
    assert not lost_words(heard("then he said"), 0.0, 2.0, voiced=lambda begin, end: end - begin)
