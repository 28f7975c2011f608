from collections.abc import Sequence

import pytest

from models.name_sounds import distance, sounds
from models.spoken_names import places, put_right
from recorder.domain import Word

NAMES = ["Leo", "Hamza", "Saima", "Wen", "Yusuf"]


def heard(text: str, *, sure: float = 0.5) -> tuple[Word, ...]:
    return tuple(Word(n * 0.4, n * 0.4 + 0.3, word, sure) for n, word in enumerate(text.split()))


class Sound:
    """A sound in which a name is as likely as is said here, and the questions that were put to it."""

    def __init__(self, likely: float) -> None:
        self.likely = likely
        self.asked: list[tuple[str, Sequence[str]]] = []

    def __call__(self, hint: str, text: Sequence[str]) -> list[list[float]]:
        self.asked.append((hint, text))
        return [[self.likely] if bit.strip() in NAMES else [0.9] for bit in text]


def righted(text: str, sound: Sound, *, sure: float = 0.5) -> str:
    return " ".join(w.text for words in put_right([heard(text, sure=sure)], NAMES, likelihood=sound) for w in words)


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
    sound = Sound(likely=0.9)
    (words,) = put_right([heard("I saw you stuff, at school")], NAMES, likelihood=sound)
    assert [w.text for w in words] == ["I", "saw", "Yusuf,", "at", "school"]
    assert (words[2].start, words[2].end, words[2].probability) == pytest.approx((0.8, 1.5, 0.9))
    ((hint, _),) = sound.asked
    assert hint == "The name is Yusuf."  # a hint with names nobody asked about would make this one less likely


def test_a_name_that_the_sound_does_not_bear_out_is_not_pushed_in() -> None:
    assert righted("I saw you stuff, at school", Sound(likely=0.2)) == "I saw you stuff, at school"


def test_where_no_word_sounds_like_a_name_the_sound_is_not_asked() -> None:
    sound = Sound(likely=1.0)
    assert righted("the boiler broke at midnight", sound) == "the boiler broke at midnight"
    assert righted("Hamza was late", sound) == "Hamza was late"
    assert put_right([], NAMES, likelihood=sound) == []
    assert sound.asked == []


def test_a_word_that_was_heard_clearly_stands() -> None:
    sound = Sound(likely=1.0)
    assert righted("tell me when it ends", sound, sure=0.97) == "tell me when it ends"
    assert righted("I told Sayma about it", Sound(likely=0.95), sure=0.97) == "I told Saima about it"  # but for its spelling


def test_a_genitive_and_a_comma_stay() -> None:
    assert righted("it was Seema's, not ours", Sound(likely=0.9)) == "it was Saima's, not ours"


def test_segments_keep_their_places() -> None:
    said = [heard("so Tomzu came"), heard("and then left"), heard("with Seema.")]
    texts = [[w.text for w in words] for words in put_right(said, NAMES, likelihood=Sound(likely=0.9))]
    assert texts == [["so", "Hamza", "came"], ["and", "then", "left"], ["with", "Saima."]]


def test_a_name_is_not_found_twice_in_words_that_run_on() -> None:
    found = places(heard("hams of ponds", sure=0.3), ["Hamza"])
    assert all(a.end <= b.begin for a in found for b in found if a.begin < b.begin)
    assert len(found) <= 1


def test_a_place_of_several_words_is_put_right_as_a_whole() -> None:
    terms = ["Harcombe Primary School"]
    (place,) = places(heard("he goes to Harkom Primary School now"), terms)
    assert (place.begin, place.end, place.name) == (3, 6, "Harcombe Primary School")
    assert places(heard("he goes to Harcombe Primary School now"), terms) == []
