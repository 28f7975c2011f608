"""Doubtful words are seen without colour."""

from __future__ import annotations

from dataclasses import replace

from recorder.domain import Doubt, Statement, Transcript, Turn, Word
from recorder.words_behind import place_in_text, words_behind
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


def long_turn() -> Turn:
    text = "We had a nice time, it was sunny and warm that day. He took 50 mg at the park. Then we all went home again for tea."
    doubt = {"50": Doubt.LISTEN, "sunny": Doubt.DOUBTFUL}
    words = tuple(Word(n, n + 1, w, 0.9, doubt.get(w, Doubt.NONE)) for n, w in enumerate(text.split()))
    return Turn(0, "mum", text, 0, len(words), words, speaker_doubtful=True)


def test_of_a_long_turn_the_words_behind_the_sentence_stand_between_signs() -> None:
    said = long_turn()
    part = place_in_text(said.text, *(words_behind("Donna said that he took 50 mg at the park.", said) or (0, 0)))
    text = doubts.lit(said.text, doubts.doubts_in(said, said.text), part)
    assert "▸He took 50♪ mg at the park.◂" in text.plain
    assert text.plain.startswith("We had a nice time, it was sunny? and")
    assert doubts.lit(said.text, (), None).plain == said.text


def test_a_sentence_names_those_of_its_words_that_were_doubtful_and_an_uncertain_voice() -> None:
    statement = Statement("health", "Donna said that he took 50 mg at the park.", (0,))
    found = doubts.doubts_of(statement, Transcript("v", (long_turn(),)))
    assert found.tail == "hear: 50♪ · voice not certain", "what is doubtful elsewhere in the turn is not in the sentence"
    assert found.sentences == (
        "! Hear these words before you rely on them: 50♪",
        "! Whose voice it is in turn 0 is not certain.",
    )
    sure = Transcript("v", (replace(long_turn(), words=(), speaker_doubtful=False),))
    assert doubts.doubts_of(statement, sure).tail == ""
