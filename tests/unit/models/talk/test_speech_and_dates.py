"""Cleaning what was said without changing what was meant, and working out days."""

from __future__ import annotations

from datetime import date

import pytest

from models.talk.dates import with_dates
from models.talk.speech import cleaned, is_noise, sentences, without_first_hesitation

TUESDAY = date(2025, 3, 11)


@pytest.mark.parametrize(
    ("said", "clean"),
    [
        ("Um, he, er, he stays at his nan's.", "He stays at his nan's."),
        ("They ring me on the sixth for, er, assessment.", "They ring me on the sixth for assessment."),
        ("It's, it's the mould.", "It's the mould."),
        (
            "The review's Monday the third, no, sorry, Tuesday the fourth, at school.",
            "The review's … Tuesday the fourth, at school.",
        ),
        ("I'm back Friday the second. Hmm, no, that's a holiday. Monday the fifth.", "I'm back … Monday the fifth."),
        ("He had three, no, four stitches.", "He had … four stitches."),
    ],
)
def test_hesitations_and_words_taken_back_go(said: str, clean: str) -> None:
    assert cleaned(said) == clean


@pytest.mark.parametrize(
    "said",
    [
        "June came. July, no. August came late.",  # "no" answers here and takes nothing back
        "She needs them for reading. No, sorry, not reading, for far away.",
        "He did it, it's finished.",
        "No, it isn't Monday, he said that twice.",
    ],
)
def test_what_is_not_plainly_taken_back_stays(said: str) -> None:
    assert cleaned(said) == said


def test_titles_do_not_end_sentences() -> None:
    assert sentences("I saw Mr. Khan. He was fine! Was he?") == ["I saw Mr. Khan.", "He was fine!", "Was he?"]


def test_noise_is_told_from_words() -> None:
    assert is_noise("Er, um.")
    assert not is_noise("Er, no.")
    assert without_first_hesitation("Um, er, I hid.") == "I hid."


@pytest.mark.parametrize(
    ("said", "dated"),
    [
        ("by Friday", "by Friday [14 March 2025]"),
        ("tomorrow and tonight", "tomorrow [12 March 2025] and tonight [11 March 2025]"),
        ("on Thursday the twentieth", "on Thursday the twentieth [20 March 2025]"),
        ("Monday the seventh of April", "Monday the seventh of April [7 April 2025]"),
        ("on Thursday the twenty seventh", "on Thursday the twenty seventh [27 March 2025]"),
        ("on Thursday 27th March", "on Thursday 27th March [27 March 2025]"),
        ("on Thursday 27 March", "on Thursday 27 March"),
        ("the twenty-fifth, Tuesday, at two", "the twenty-fifth, Tuesday [25 March 2025], at two"),
        ("the second, a Wednesday", "the second, a Wednesday [2 April 2025]"),
        ("the second, a Friday", "the second, a Friday [2 May 2025]"),
        ("next Friday", "next Friday"),
        ("last Monday", "last Monday"),
        ("about Sunday", "about Sunday"),
        ("every Monday", "every Monday"),
        ("on a Monday after school", "on a Monday after school"),
        ("on Tuesday", "on Tuesday"),  # the visit's own weekday: today, or in a week
        ("Friday the twentieth", "Friday the twentieth"),  # no such day near
        ("rings on Fridays", "rings on Fridays"),
    ],
)
def test_only_certain_days_get_their_date(said: str, dated: str) -> None:
    assert with_dates(said, TUESDAY) == dated


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("She missed two. No, wait. She missed one, in April.", "She missed one, in April."),
        ("There's been no row, honest to God.", "There's been no row."),
        ("He was, you know, tired.", "He was tired."),
        ("He was tired, I think.", "He was tired, I think."),
        ("For a minute, yeah.", "For a minute, yeah."),
    ],
)
def test_restarts_and_tags_go_but_never_doubt_or_an_answer(said: str, written: str) -> None:
    assert cleaned(said) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("I'm not behind, I'll say that, I paid him first.", "I'm not behind, I paid him first."),
        ("She lifts Lena, Lena is thirty-one kilos.", "She lifts Lena, Lena is thirty-one kilos."),
        ("It's Monday the twentieth, no, I beg your pardon, Tuesday the twenty-first.", "It's … Tuesday the twenty-first."),
    ],
)
def test_two_clauses_stay_two(said: str, written: str) -> None:
    assert cleaned(said) == written


def test_a_date_stands_behind_the_part_of_the_day_and_never_behind_what_was_taken_back() -> None:
    tuesday = date(2025, 3, 11)
    assert with_dates("I'll ring tomorrow morning.", tuesday) == "I'll ring tomorrow morning [12 March 2025]."
    assert with_dates("I'll come back … Wednesday.", tuesday) == "I'll come back … Wednesday."
