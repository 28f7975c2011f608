from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from recorder.domain import Span, Turn
from redaction.echo import find_echoes
from redaction.merge import merge_spans
from redaction.spoken import digits_of

TEXT = "Ring Dani at Oak Hill Primary, 07700 900123, or flat six, 12 Long Row."
PHONE = "oh seven seven double-oh, nine hundred, one two three"
_spans = st.builds(
    lambda a, b, score, person: Span(min(a, b), max(a, b), "X", score, person),
    st.integers(0, len(TEXT)),
    st.integers(0, len(TEXT)),
    st.floats(0, 1),
    st.sampled_from((None, "mum")),
)


@settings(max_examples=50, deadline=None, database=None)
@given(st.lists(_spans, max_size=8))
def test_merging_covers_every_letter_found_and_no_other_and_never_overlaps(found: list[Span]) -> None:
    merged = merge_spans(TEXT, found)
    wanted = {k for s in found for k in range(s.start, s.end) if TEXT[k].isalnum()}
    covered = [k for s in merged for k in range(s.start, s.end)]
    assert wanted == {k for k in covered if TEXT[k].isalnum()}
    assert len(covered) == len(set(covered))
    assert list(merged) == sorted(merged, key=lambda s: s.start)


def test_the_longer_of_two_sure_finds_wins_and_a_sure_one_beats_a_guess() -> None:
    assert [s.type for s in merge_spans("Amy@example.org", [Span(0, 3, "PERSON", 1.0, "amy"), Span(0, 15, "EMAIL", 0.9)])] == [
        "EMAIL"
    ]
    merged = merge_spans("Hiya Dani", [Span(0, 9, "PLACE", 0.6), Span(5, 9, "PERSON", 1.0, "mum")])
    assert Span(5, 9, "PERSON", 1.0, "mum") in merged


def _echoes(*said: tuple[str, Span | None]) -> list[list[str]]:
    turns = [Turn(i, "S1", text) for i, (text, _) in enumerate(said)]
    found = find_echoes(turns, [[span] if span else [] for _, span in said])
    return [[turn.text[s.start : s.end] for s in spans] for turn, spans in zip(turns, found, strict=True)]


def test_the_end_of_a_number_read_back_is_found() -> None:
    echoes = _echoes((PHONE, Span(0, len(PHONE), "PHONE", 0.9)), ("One two three. Thanks.", None))
    assert echoes[1] == ["One two three"]


def test_other_numbers_nearby_are_not() -> None:
    echoes = _echoes((PHONE, Span(0, len(PHONE), "PHONE", 0.9)), ("At four. Three of us.", None))
    assert echoes[1] == []


def test_a_school_without_its_kind_and_a_birthday_without_its_year_are_found() -> None:
    echoes = _echoes(
        ("Oak Hill Primary", Span(0, 16, "SCHOOL", 0.85)),
        ("Fourth of August, twenty fifteen", Span(0, 32, "DATE_OF_BIRTH", 0.7)),
        ("Oak Hill said the fourth of August.", None),
    )
    assert echoes[2] == ["Oak Hill", "fourth of August"]


def test_a_house_number_said_alone_is_found() -> None:
    assert _echoes(("Yes, thirty-one.", None), ("Thirty-one Long Row", Span(0, 19, "ADDRESS", 0.85)))[0] == ["thirty-one"]


def test_spoken_numbers_are_read_as_their_digits() -> None:
    assert digits_of("oh double-seven, er, triple nine, nine hundred, forty-two and sixteen") == "07799990042" + "16"
