"""Dates of birth. A day with a month and a year is taken for one; without a year the words around must say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.corrections import with_corrections
from redaction.dates import find_dates
from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import spoken_runs

_CUE = re.compile(r"\b(?:born|birthdays?|birth|d\.?o\.?b\.?|turns|turned)\b", re.IGNORECASE)

_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?$", re.IGNORECASE)
_APPOINTED = re.compile(
    r"\b(?:review|conference|meeting|appointment|hearing|court|panel|contact|session|visit(?:ed)?|moved|since|until|till|starts?|started|expires?|due|booked"
    r"|dated|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b(?!.*\b(?:he|she|you|they)(?:['’](?:s|re)|\s+(?:is|was|are|were))\b)",
    re.IGNORECASE,
)
_HAPPENED = re.compile(r"\bon\s+(?:the\s+)?$", re.IGNORECASE)  # "it was done on …"; "born on" has its own cue
_DIGITS = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:0?[1-9]|1[0-2])(?:19|20)?\d\d")  # day, month, year
_REACH = 60  # characters between a word such as "birthday" and its date


class DateOfBirthRecognizer(TextRecognizer):
    """Dates of birth, written or said."""

    types = ("DATE_OF_BIRTH",)

    def find(self, text: str) -> Iterator[Finding]:
        """Dates with a year, and dates without or in bare digits beside a word such as "birthday"."""
        for run in spoken_runs(text, letters=False):
            if _DIGITS.fullmatch(run.characters) and _CUE.search(text[max(0, run.start - _REACH) : run.start]):
                yield Finding(run.start, run.end, 0.85)
        for date in find_dates(text):
            before = text[max(0, date.start - _REACH) : date.start]
            cue = _CUE.search(before) or _CUE.search(text[date.end : date.end + _REACH // 2])
            appointed = (_APPOINTED.search(before) or _HAPPENED.search(before)) if date.has_year else _WEEKDAY.search(before)
            if cue and not (appointed and not date.has_year):
                yield Finding(*with_corrections(text, date.start, date.end), 0.95)
            elif date.has_year and not appointed:
                yield Finding(*with_corrections(text, date.start, date.end), 0.7)
