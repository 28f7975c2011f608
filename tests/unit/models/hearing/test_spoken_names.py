from collections.abc import Sequence

import pytest

from models.hearing.name_sounds import distance, sounds
from models.hearing.spoken_names import places, put_right
from recorder.domain import Word

NAMES = ["Leo", "Hamza", "Saima", "Wen", "Yusuf"]


def heard(text: str, *, sure: float = 0.5) -> tuple[Word, ...]:
    return tuple(Word(n * 0.4, n * 0.4 + 0.3, word, sure) for n, word in enumerate(text.split()))


class Sound:
    """A sound in which some names are as likely as is said here, others not, and the questions that were put to it."""

    def __init__(self, likely: float, *names: str) -> None:
        self.likely = likely
        self.names = names or NAMES
        self.asked: list[tuple[str, Sequence[str]]] = []

    def __call__(self, hint: str, text: Sequence[str]) -> list[list[float]]:
        self.asked.append((hint, text))
        return [[self.likely if bit.strip() in self.names else 1e-6 if bit.strip() in NAMES else 0.9] for bit in text]


def parts(text: str) -> int:
    """Common words in one part, as Whisper writes them."""
    return 3 if text in {"Suf", "Tomzu", "Seema", "Sayma", "Hamz", "Amza", "Wenn"} else 1


def righted(text: str, sound: Sound, *, sure: float = 0.5) -> str:
    segments = put_right([heard(text, sure=sure)], NAMES, likelihood=sound, parts=parts)
    return " ".join(w.text for words in segments for w in words)


@pytest.mark.parametrize(
    ("was_heard", "name"),
    [
        ("Jaden", "Jayden"),
        ("Seema", "Saima"),
        ("Tomzu", "Hamza"),
        ("you stuff", "Yusuf"),
        ("When", "Wen"),
        ("Milin", "Mei-Lin"),
    ],
)
def test_a_name_sounds_near_to_what_it_is_heard_as(was_heard: str, name: str) -> None:
    assert distance(sounds(was_heard.replace(" ", "")), sounds(name)) < 0.4


@pytest.mark.parametrize(("word", "name"), [("school", "Hamza"), ("the", "Leo"), ("Tuesday", "Saima")])
def test_other_words_do_not(word: str, name: str) -> None:
    assert distance(sounds(word), sounds(name)) > 0.5


def test_a_name_that_the_sound_bears_out_takes_the_place_of_the_words_it_was_heard_as() -> None:
    sound = Sound(0.9, "Yusuf")
    (words,) = put_right([heard("I saw you Suf, at school")], NAMES, likelihood=sound, parts=parts)
    assert [w.text for w in words] == ["I", "saw", "Yusuf,", "at", "school"]
    assert (words[2].start, words[2].end, words[2].probability) == pytest.approx((0.8, 1.5, 0.9))
    hint, text = sound.asked[-1]
    assert hint == "The name is Yusuf."  # and no others: a long hint makes each of its names less likely
    assert "".join(text) == " I saw Yusuf,"


def test_a_name_that_the_sound_does_not_bear_out_is_not_pushed_in() -> None:
    assert righted("I saw you Suf, at school", Sound(likely=1e-6)) == "I saw you Suf, at school"


def test_a_brief_name_to_which_much_is_near_must_be_borne_out_well() -> None:
    assert righted("I saw Winn there", Sound(0.45, "Wen")) == "I saw Winn there"
    assert righted("I saw Winn there", Sound(0.9, "Wen")) == "I saw Wen there"


def test_a_brief_name_that_what_was_heard_sounds_just_like_need_not() -> None:
    assert righted("I saw Wenn there", Sound(0.45, "Wen")) == "I saw Wen there"


def test_common_words_stay_though_the_name_would_fit() -> None:
    assert righted("she did when it ended", Sound(0.3, "Wen")) == "she did when it ended"
    assert righted("I saw you stuff, at school", Sound(0.9, "Yusuf")) == "I saw you stuff, at school"


def test_where_no_word_sounds_like_a_name_the_sound_is_not_asked() -> None:
    sound = Sound(likely=1.0)
    assert righted("the boiler broke at midnight", sound) == "the boiler broke at midnight"
    assert righted("Hamza was there", sound) == "Hamza was there"
    assert put_right([], NAMES, likelihood=sound, parts=parts) == []
    assert sound.asked == []


def test_a_word_that_was_heard_clearly_stands() -> None:
    sound = Sound(likely=1.0)
    assert righted("tell me when it ends", sound, sure=0.97) == "tell me when it ends"
    assert righted("I told Sayma about it", Sound(likely=0.95), sure=0.97) == "I told Saima about it"  # but for its spelling


def test_a_genitive_and_a_comma_stay() -> None:
    assert righted("it was Seema's, not ours", Sound(0.9, "Saima")) == "it was Saima's, not ours"


def test_segments_keep_their_places() -> None:
    said = [heard("Tomzu came"), heard("and then left", sure=0.99), heard("with Seema.")]
    texts = [[w.text for w in words] for words in put_right(said, NAMES, likelihood=Sound(0.9, "Hamza", "Saima"), parts=parts)]
    assert texts == [["Hamza", "came"], ["and", "then", "left"], ["with", "Saima."]]


def test_a_name_is_not_put_twice_in_words_that_run_on() -> None:
    assert righted("Hamz Amza came", Sound(0.9, "Hamza"), sure=0.3).count("Hamza") == 1


def test_a_place_of_several_words_is_put_right_as_a_whole() -> None:
    terms = ["Harcombe Primary School"]
    place = places(heard("he goes to Harkom Primary School now"), terms)[0]
    assert (place.begin, place.end, place.name) == (3, 6, "Harcombe Primary School")
    assert places(heard("he goes to Harcombe Primary School now"), terms) == []
