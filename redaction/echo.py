"""A second look over the whole transcript: what was found once is found wherever it is said again.

People say an identifier in full once and then in part: "three six one" reads back the end of a telephone number, "the
second of September" a date of birth, "Oak Hill" the school that was "Oak Hill Primary" before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recorder.domain import Span, Turn
from redaction.dates import find_dates
from redaction.spoken import digits_of, spoken_runs
from redaction.words import NOT_NAMES, used_as_word

_NAMED = frozenset({"PERSON", "PLACE", "SCHOOL", "ORGANISATION", "ADDRESS"})
_DICTATED = frozenset({"PHONE", "NHS_NUMBER", "NI_NUMBER", "CASE_NUMBER", "ADDRESS"})
_REACH = 3  # turns in which a number is read back
_SHORTEST = {"ADDRESS": 2}  # digits that count as an echo; a house number is short
_SHORTEST_OTHER = 3
_SCORE = 0.5
_KINDS = re.compile(
    r"(?:\s+(?:Primary|Infants?|Juniors?|Academy|School|Nursery|College|High|Secondary|Surgery|Hospital|Medical|Health|Family|Advice|Community"
    r"|Centre|Practice|Clinic|Hub|Street|Road|Avenue|Youth|Club))+$"
)


def find_echoes(turns: Sequence[Turn], spans: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """For each turn the spans that the rest of the transcript gives away; they may overlap those already found."""
    names = _names(turns, spans)
    birthdays = {
        (d.day, d.month) for t, found in zip(turns, spans, strict=True) for d in find_dates(t.text) if _is_birth(d.start, found)
    }
    return [
        [*_name_echoes(turn.text, names), *_date_echoes(turn.text, birthdays), *_number_echoes(place, turns, spans)]
        for place, turn in enumerate(turns)
    ]


def _names(turns: Sequence[Turn], spans: Sequence[Sequence[Span]]) -> dict[str, Span]:
    """Each name found anywhere, whole and without the word for its kind, with the span that gave it."""
    names: dict[str, Span] = {}
    for turn, found in zip(turns, spans, strict=True):
        for span in found:
            whole = turn.text[span.start : span.end]
            if span.type not in _NAMED:
                continue
            from_number = re.search(r"[A-Z][^\W\d_]+(?:\s+[A-Z][^\W\d_]+)+$", whole) if span.type == "ADDRESS" else None
            for name in (whole, from_number.group() if from_number else whole, _KINDS.sub("", whole)):
                if name[:1].isupper() and len(name) > 1 and name.lower() not in NOT_NAMES:
                    names.setdefault(name, span)
    return names


def _name_echoes(text: str, names: dict[str, Span]) -> Iterator[Span]:
    for name, span in names.items():
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            alone = not text[max(0, at - 1) : at].isalnum() and not text[end : end + 1].isalnum()
            if alone and not used_as_word(text, at, end):
                yield Span(at, end, span.type, _SCORE, span.person)
            at = text.find(name, end)


def _is_birth(at: int, found: Sequence[Span]) -> bool:
    return any(s.type == "DATE_OF_BIRTH" and s.start <= at < s.end for s in found)


def _date_echoes(text: str, birthdays: set[tuple[int, int]]) -> Iterator[Span]:
    for date in find_dates(text) if birthdays else ():
        if (date.day, date.month) in birthdays:
            yield Span(date.start, date.end, "DATE_OF_BIRTH", _SCORE)


def _number_echoes(place: int, turns: Sequence[Turn], spans: Sequence[Sequence[Span]]) -> Iterator[Span]:
    near = range(max(0, place - _REACH), min(len(turns), place + _REACH + 1))
    said = {(digits_of(turns[n].text[s.start : s.end]), s.type) for n in near for s in spans[n] if s.type in _DICTATED}
    for run in spoken_runs(turns[place].text, letters=False) if said else ():
        for digits, kind in said:
            if len(run.characters) >= _SHORTEST.get(kind, _SHORTEST_OTHER) and digits.endswith(run.characters):
                yield Span(run.start, run.end, kind, _SCORE)
                break
