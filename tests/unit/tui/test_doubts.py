"""Doubtful words are seen without colour."""

from __future__ import annotations

from recorder.domain import Doubt, Turn, Word
from tui import doubts


def turn() -> Turn:
    words = (
        Word(0, 1, "Take", 0.9),
        Word(1, 2, " 50", 0.9, Doubt.LISTEN),
        Word(2, 3, " mg,", 0.9, Doubt.LISTEN),
        Word(3, 4, " take", 0.3, Doubt.DOUBTFUL),
        Word(4, 5, " care.", 0.9),
    )
    return Turn(0, "mum", "Take 50 mg, take care.", 0, 5, words)


def test_each_doubtful_word_has_a_sign_behind_it() -> None:
    said = turn()
    text = doubts.marked(said.text, doubts.doubts_in(said, said.text))
    assert text.plain == "Take 50♪ mg♪, take? care."
    assert [text.plain[s.start : s.end] for s in text.spans if "underline" in str(s.style)] == ["50", "mg", "take"]


def test_words_that_are_not_in_the_text_are_left_out() -> None:
    corrected = Turn(0, "mum", "Take fifty.", 0, 5, turn().words)
    assert doubts.doubts_in(corrected, corrected.text) == ()
