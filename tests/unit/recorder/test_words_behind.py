"""Of a long turn, the words behind a sentence are heard, and no others."""

from __future__ import annotations

import pytest

from recorder.domain import Transcript, Turn, Word
from recorder.sound.playback import stretches_of
from recorder.words_behind import words_behind

LONG = (
    "Well, the kitchen is nearly done and I like the colour. He has missed school on Monday and Tuesday, he was poorly. "
    "I rang them, they were fine about it, and they said to ring again if it goes on. My sister is coming on Saturday."
)


def said(text: str = LONG) -> Turn:
    words = tuple(Word(10.0 + n, 10.0 + n + 0.8, word, 0.9) for n, word in enumerate(text.split()))
    return Turn(0, "mum", text, 10.0, words[-1].end, words)


@pytest.mark.parametrize(
    ("sentence", "heard"),
    [
        ("Donna said that he had missed school on Monday and Tuesday.", "He has missed school on Monday and Tuesday,"),
        ("Donna said: “My sister is coming on Saturday [15 March 2025].”", "My sister is coming on Saturday."),
        (
            "Donna said: “I rang them … if it goes on.”",
            "I rang them, they were fine about it, and they said to ring again if it goes on.",
        ),
        ("Donna likes the colour of the kitchen.", "Well, the kitchen is nearly done and I like the colour."),
    ],
)
def test_the_words_behind_a_sentence(sentence: str, heard: str) -> None:
    place = words_behind(sentence, said())
    assert place is not None
    assert " ".join(LONG.split()[slice(*place)]) == heard


@pytest.mark.parametrize("sentence", ["Nobody was seen.", "Donna said: “Okay.”", ""])
def test_where_it_is_not_plain_it_is_the_whole_turn(sentence: str) -> None:
    assert words_behind(sentence, said()) is None
    assert words_behind("Donna was poorly.", said("I was poorly.")) is None, "a short turn is heard whole"


def test_exactly_these_words_are_played() -> None:
    transcript = Transcript("v", (said(),))
    ((start, end),) = stretches_of(transcript, (0,), behind="Donna said that he had missed school on Monday and Tuesday.")
    assert (start, end) == pytest.approx((20.88, 28.92)), "from “He” to “Tuesday”, a little air about them and no other word"
    ((whole, _),) = stretches_of(transcript, (0,))
    assert whole < start


def test_a_correction_that_changed_the_number_of_words_plays_the_whole_turn() -> None:
    turn = said()
    fewer = Turn(0, "mum", LONG, 10.0, turn.end, turn.words[:-1])
    transcript = Transcript("v", (fewer,))
    assert stretches_of(transcript, (0,), behind="Donna likes the colour.") == stretches_of(transcript, (0,))
