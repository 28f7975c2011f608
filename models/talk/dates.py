"""Days as people say them, and the dates they mean when counted from the visit.

A date is worked out only where one reading is possible: "tomorrow", "today", "on Friday" (the next one after the visit),
"Thursday the twentieth" (that day of the month, if it is that weekday). "Next Friday", "last Monday" and a weekday that is
the visit's own are left as they were said.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

WEEKDAYS = tuple(d.casefold() for d in calendar.day_name)
MONTHS = tuple(m.casefold() for m in calendar.month_name if m)
_UNITS_TEXT = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_UNITS = tuple(_UNITS_TEXT.split())
_TENS_TEXT = """
twenty thirty forty fifty sixty seventy eighty ninety
"""
_TENS = tuple(_TENS_TEXT.split())
_ORDINAL_UNITS_TEXT = """
zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth seventeenth eighteenth nineteenth
"""
_ORDINAL_UNITS = tuple(_ORDINAL_UNITS_TEXT.split())
ORDINALS = {w: i for i, w in enumerate(_ORDINAL_UNITS)} | {f"{t[:-1]}ieth": 20 + 10 * i for i, t in enumerate(_TENS)}
NUMBER_WORDS = (
    {w: i for i, w in enumerate(_UNITS)}
    | {t: 20 + 10 * i for i, t in enumerate(_TENS)}
    | ORDINALS
    | {"hundred": 100, "thousand": 1000}
)

_DAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_ORDINAL = r"(?:(?:twenty|thirty)[- ])?(?:" + "|".join(w for w in ORDINALS if w != "zeroth") + r")|\d{1,2}(?:st|nd|rd|th)"
_PART_OF_DAY = r"(?:morning|lunchtime|dinner time|afternoon|teatime|evening|night)\b"
_WORKED_OUT = re.compile(
    rf"\b(?:(?P<relative>today|tomorrow|tonight)(?P<part_of_it> {_PART_OF_DAY})?|(?P<vague>next|last|every|each|"
    rf"since|about|from|before|after|of|most|some|a)?\s*\b(?P<day>{_DAY})\b(?!['’]s?\b)"
    rf"(?:,?\s+(?:the\s+)?(?P<ordinal>{_ORDINAL})\b(?:\s+(?:of\s+)?(?P<month>{_MONTH}))?)?(?P<past>\s+(?:gone|"
    rf"just gone|before))?(?P<part> {_PART_OF_DAY})?)",
    re.IGNORECASE,
)


# “the twenty-first of October, Tuesday”
_NUMBER_BEFORE = re.compile(rf"\b(?P<ordinal>{_ORDINAL})(?:\s+(?:of\s+)?(?P<month>{_MONTH}))?,?\s+(?:a\s+)?$", re.IGNORECASE)
_NUMBER_FOLLOWS = re.compile(r",?\s+(?:the\b|\d+(?!\d|[:.]\d|\s*(?:o'clock|[ap]m)))")


def with_dates(text: str, visit_date: date) -> str:
    """The text with each certain day followed by its date in square brackets: "on Friday [14 March 2025]"."""
    done: set[date] = set()

    def add(found: re.Match[str]) -> str:
        day = _meant(found, visit_date)
        if day is None or day in done:
            return found[0]
        done.add(day)
        return f"{found[0]} [{day.day} {calendar.month_name[day.month]} {day.year}]"

    return _WORKED_OUT.sub(add, text)


def _meant(found: re.Match[str], visit_date: date) -> date | None:
    relative = found["relative"]
    if relative:
        return visit_date + timedelta(days=1 if relative.casefold() == "tomorrow" else 0)
    weekday = WEEKDAYS.index(found["day"].casefold())
    before = _NUMBER_BEFORE.search(found.string, 0, found.start("day"))
    if before is not None and not found["ordinal"]:
        return _with_day_of_month(before["ordinal"], before["month"], weekday, visit_date)
    taken_back = found.string[: found.start()].rstrip().endswith("…") and not found["ordinal"]
    if found["vague"] or found["past"] or taken_back:
        return None  # "I'll come back … Wednesday": of which week was lost with what was taken back
    if found["ordinal"]:
        return _with_day_of_month(found["ordinal"], found["month"], weekday, visit_date)
    if _NUMBER_FOLLOWS.match(found.string, found.end()):
        return None  # "Monday 24 March", "Monday the …": a day of the month that was not understood
    ahead = (weekday - visit_date.weekday()) % 7
    return visit_date + timedelta(days=ahead) if ahead else None


def _with_day_of_month(ordinal: str, month: str | None, weekday: int, visit_date: date) -> date | None:
    number = day_number(ordinal)
    for ahead in range(57):  # eight weeks: further off, people say the month, and then it must agree
        day = visit_date + timedelta(days=ahead)
        if day.day == number and day.weekday() == weekday and (not month or MONTHS[day.month - 1] == month.casefold()):
            return day
    return None


def day_number(ordinal: str) -> int:
    """The number in "twenty-ninth", "third" or "4th"."""
    low = ordinal.casefold()
    if low[0].isdigit():
        return int(re.sub(r"\D", "", low))
    return sum(NUMBER_WORDS[part] for part in re.split(r"[- ]", low))
