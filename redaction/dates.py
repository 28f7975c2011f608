"""Calendar dates as people say and write them: "the fourth of August, twenty fifteen", "4/8/2015".

Whether a date is a date of birth is for a recogniser to judge; this module only reads dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from redaction.spoken import DIGIT_WORDS, TEEN_WORDS, TENS_WORDS

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_ORDINAL_WORDS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth
seventeenth eighteenth nineteenth twentieth
"""
_ORDINALS = _ORDINAL_WORDS.split()
_CARDINALS = [*list(DIGIT_WORDS)[-9:], *TEEN_WORDS, "twenty"]
_DAY_WORDS = {word: n for words in (_ORDINALS, _CARDINALS) for n, word in enumerate(words, 1)}
_DAY_WORDS |= {f"twenty {word}": 20 + n for words in (_ORDINALS[:9], _CARDINALS[:9]) for n, word in enumerate(words, 1)}
_DAY_WORDS |= {"thirty": 30, "thirtieth": 30, "thirty first": 31, "thirty one": 31}

_DAY = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?|" + "|".join(w.replace(" ", r"[-\s]") for w in sorted(_DAY_WORDS, key=len, reverse=True)) + ")"
)
_MONTH_ABBREVIATIONS = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec")
_MONTH = "(?:" + "|".join((*MONTHS, *_MONTH_ABBREVIATIONS)) + ")"
_SMALL = rf"(?:(?:{'|'.join(TENS_WORDS)})(?:[-\s](?:{'|'.join(DIGIT_WORDS)}))?|{'|'.join(TEEN_WORDS)})"
_UNIT = "(?:one|two|three|four|five|six|seven|eight|nine)"
_PAUSE = r"(?:[\s,…]|\.\.+|\b(?:er+m*|um+|uh+)\b)+"
_YEAR = (
    rf"(?:(?:19|20)\d\d|two{_PAUSE}thousand(?:{_PAUSE}and)?(?:{_PAUSE}(?:{_SMALL}|{_UNIT}))?"
    rf"|(?:nineteen|twenty){_PAUSE}(?:{_SMALL}|(?:oh|hundred\s+and)[-\s]{_UNIT})|(?:sixty|seventy|eighty|ninety)[-\s]{_UNIT})"
)
_ANY = re.compile(rf"\d\s?[/.-]\s?\d|\b{_MONTH}\b|\bof\s+the\s+(?:{'|'.join(_ORDINALS[:12])})\b", re.IGNORECASE)
_NUMERIC = r"(?P<nd>\d{1,2})\s?[/.-]\s?(?P<nm>\d{1,2})\s?[/.-]\s?(?P<ny>\d{4}|\d{2})"
_DATES = tuple(
    re.compile(rf"\b(?:{shape})\b", re.IGNORECASE)
    for shape in (
        _NUMERIC,
        rf"(?P<y>{_YEAR}){_PAUSE}(?:on\s+)?(?:the\s+)?(?P<d>{_DAY})\s+(?:of\s+)?(?P<m>{_MONTH})",
        rf"(?P<d>{_DAY}){_PAUSE}(?:of{_PAUSE})?(?P<m>{_MONTH})(?:{_PAUSE}(?P<y>{_YEAR}))?",
        rf"(?P<d>{_DAY}){_PAUSE}of{_PAUSE}the{_PAUSE}(?P<mo>{'|'.join(_ORDINALS[:12])})(?:{_PAUSE}(?P<y>{_YEAR}))?",
        rf"(?P<m>{'|'.join(MONTHS)}){_PAUSE}(?:the{_PAUSE})?(?P<d>{_DAY})\b(?!\s*(?:o['’]clock|per))(?:{_PAUSE}(?P<y>{_YEAR}))?",
    )
)


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A date as it stands in a text."""

    start: int  # character offset
    end: int  # character offset, exclusive
    day: int  # 1 to 31
    month: int  # 1 to 12
    has_year: bool


@lru_cache(maxsize=64)
def find_dates(text: str) -> tuple[SaidDate, ...]:
    """Dates in order of their kind; none overlap."""
    return tuple(_find(text)) if _ANY.search(text) else ()


def _find(text: str) -> Iterator[SaidDate]:
    taken: list[tuple[int, int]] = []
    for shape in _DATES:
        for found in shape.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            parts = found.groupdict()
            day = _day(parts.get("d") or parts.get("nd") or "")
            month = _month(parts)
            if 1 <= day <= 31 and 1 <= month <= 12:
                taken.append(found.span())
                yield SaidDate(found.start(), found.end(), day, month, bool(parts.get("y") or parts.get("ny")))


def _day(said: str) -> int:
    digits = re.match(r"\d+", said)
    return int(digits.group()) if digits else _DAY_WORDS.get(re.sub(r"[-\s]+", " ", said.lower()), 0)


def _month(parts: dict[str, str | None]) -> int:
    if number := parts.get("nm"):
        return int(number)
    if ordinal := parts.get("mo"):
        return _ORDINALS.index(ordinal.lower()) + 1
    name = (parts.get("m") or "").lower()
    return next((n for n, month in enumerate(MONTHS, 1) if name and month.startswith(name[:3])), 0)
