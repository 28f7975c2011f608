from __future__ import annotations

import random

import pytest

from benchmarks.ordinary_sentences import ordinary_sentences
from benchmarks.spoken_identifiers import KINDS, nhs_number, spoken_identifiers
from redaction.across import find_across
from redaction.recognizers.nhs_number import check_digit_holds
from redaction.registry import dictated_recognizers
from redaction.spoken import dictated_runs, spoken_runs

DICTATED = dictated_recognizers()


def _found(*said: str) -> list[set[tuple[str, str]]]:
    return [{(said[n][s.start : s.end], s.type) for s in spans} for n, spans in enumerate(find_across(said, DICTATED))]


def test_a_number_goes_on_in_the_next_turn() -> None:
    found = _found("My number's oh seven seven double oh, nine", "Mm-hm.", "hundred. Nine hundred, one two three.")
    assert found[1] == set()
    found = _found("It's oh seven seven double oh,", "Go on.", "nine hundred, one two three.")
    assert ("oh seven seven double oh", "PHONE") in {(w.rstrip(","), t) for w, t in found[0]}
    assert ("nine hundred, one two three", "PHONE") in found[2]


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("What's her date of birth?", "Ninth of May.", ("Ninth of May", "DATE_OF_BIRTH")),
        ("And the postcode?", "L eight.", ("L eight", "POSTCODE")),
        ("What's his name?", "Er, Kieran.", ("Kieran", "PERSON")),
        ("How old is she now?", "Nine.", ("Nine", "AGE")),
        ("How old are you?", "Er, eight, no, nine.", ("eight, no, nine", "AGE")),
        ("What's the case number?", "It's four four one seven nine.", ("four four one seven nine", "CASE_NUMBER")),
        ("Which house number is it?", "Twelve.", ("Twelve", "ADDRESS")),
    ],
)
def test_an_answer_is_read_with_its_question(question: str, answer: str, expected: tuple[str, str]) -> None:
    assert expected in _found(question, answer)[1]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How are you?", "Nine out of ten."),
        ("What's he called you?", "Nothing."),
        ("How old is she now?", "Ten minutes late."),
        ("When?", "Half past three."),
    ],
)
def test_other_answers_are_left(question: str, answer: str) -> None:
    assert _found(question, answer)[1] == set()


def test_a_correction_is_carried_out_and_its_slip_is_kept_in_the_span() -> None:
    (run,) = spoken_runs("one two, no, sorry, one three four")
    assert run.corrected
    assert "134" in {characters for characters, _ in run.readings()}


def test_generated_health_numbers_are_valid() -> None:
    rng = random.Random(1)  # noqa: S311 - test data
    assert all(check_digit_holds(nhs_number(rng)) for _ in range(200))


def test_generated_conversations_mark_letters_or_digits_of_every_kind() -> None:
    made = spoken_identifiers(3)
    assert {said.kind for said in made} == set(KINDS)
    for said in made:
        marks = [text[start:end] for text, spans in said.turns for start, end in spans]
        assert marks
        assert all(any(c.isalnum() for c in mark) for mark in marks)


def test_ordinary_numbers_are_left_alone_by_what_reads_dictation() -> None:
    assert all(not spans for spans in find_across(ordinary_sentences(150), DICTATED))


def test_endless_corrections_are_not_worked_through_in_every_way() -> None:
    runs = dictated_runs(" ".join(["one two three, no, sorry, four five"] * 80))
    assert sum(1 for run in runs for _ in run.readings()) < 20_000
    assert max(len(run.characters) for run in runs) < 100
