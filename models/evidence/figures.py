"""Numbers, days and dates: whatever form they are spoken in, their value must be among those said.

"Eighty-six per cent" holds "86 %", "half five" holds "5.30", "a tenner" holds "£10". A run of number words counts as one
figure with several readings ("six twenty-five": 625, 6:25), of which one must have been said; what the speaker took back
does not count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from models.evidence.cited import Evidence, Reason, Refusal
from models.talk.dates import MONTHS, NUMBER_WORDS, WEEKDAYS, with_dates
from models.talk.speech import tokens

BRACKETED = re.compile(r"\s*\[([^\]]*)\]")
_LOOSE = {
    "once": 1, "twice": 2, "double": 2, "both": 2, "couple": 2, "pair": 2, "half": 30, "quarter": 15, "noon": 12,
    "midnight": 12, "dozen": 12, "fortnight": 14, "tenner": 10, "fiver": 5, "nought": 0, "oh": 0, "christmas": 25,
    "triple": 3, "treble": 3, "single": 1, "grand": 1000, "ton": 100, "teens": 10,
}  # fmt: skip
_SAID_IN = 8  # words within which the day stands that a date is worked out from
_VALUES = NUMBER_WORDS | {"nought": 0, "oh": 0}
_CALENDAR = {*WEEKDAYS, *MONTHS} - {"march", "may"}
_RELATIVE = {
    "today": {"today", "now", "morning", "afternoon", "tonight", "evening", "later"},
    "tonight": {"tonight", "night", "today", "evening"},
    "tomorrow": {"tomorrow"},
    "yesterday": {"yesterday"},
    "weekly": {"week", "weekly", "every", "each"},
    "daily": {"day", "daily", "every", "each"},
}
_PERIOD = re.compile(
    r"\b(?P<which>this|last|next|every|each) (?P<unit>week|month|year|weekend|term|half.?term|morning|afternoon|"
    r"evening|night|summer|winter|time|visit)\b",
    re.IGNORECASE,
)


def figures(plain: str, evidence: Evidence) -> list[Refusal]:
    """Numbers and calendar words that the evidence does not hold, of a sentence without brackets and quotations."""
    return [*_numbers(plain, evidence), *_days(plain, evidence)]


def dates(sentence: str, evidence: Evidence) -> list[Refusal]:
    """Dates in square brackets that do not follow from the words before them and the day of the visit."""
    refusals, at = [], 0
    for stated in BRACKETED.finditer(sentence):
        words = sentence[at : stated.start()].split()[-_SAID_IN:]
        follows = (BRACKETED.findall(with_dates(" ".join(words[n:]), evidence.visit_date)) for n in range(len(words)))
        if not any(found[-1:] == [stated[1]] for found in follows):
            refusals.append(Refusal(Reason.WORKED_OUT, stated[1]))
        at = stated.end()
    return refusals


def _numbers(plain: str, evidence: Evidence) -> list[Refusal]:
    words = _words(evidence.kept)
    heard = spoken(words) | {_LOOSE[w] for w in words if w in _LOOSE}
    heard |= {60 - v for v in heard if v in (5, 10, 15, 20, 25) and "to" in words}
    names = {w for t in evidence.cited for w in tokens(evidence.people.name(t.speaker))}
    claimed = _words(plain)
    runs = [run for run in _runs(claimed) if len(run) > 1 or run[0] not in names]  # “Speaker 1” is a name
    refusals = [Refusal(Reason.NUMBER, " ".join(run)) for run in runs if not _read(run) & heard]
    loose = ("once", "twice", "dozen", "fortnight")
    refusals += [Refusal(Reason.NUMBER, w) for w in claimed if w in loose and w not in words and _LOOSE[w] not in heard]
    return refusals


def _days(plain: str, evidence: Evidence) -> list[Refusal]:
    words = _words(evidence.kept)
    said = {w.removesuffix("'s").removesuffix("s") for w in words} | set(words)
    refusals = []
    for word in _words(plain):
        bare = word.removesuffix("'s")
        bare = bare if bare in _CALENDAR else bare.removesuffix("s")
        if bare in _CALENDAR and bare not in said and not _follows(plain, bare, evidence):
            refusals.append(Refusal(Reason.DAY, word))
        if word in _RELATIVE and not _RELATIVE[word] & said:
            refusals.append(Refusal(Reason.DAY, word))
        if word == "today" and "today" not in said and "tomorrow" in said:
            refusals.append(Refusal(Reason.DAY, word))
    refusals += _exchanged_months(plain, words)
    calendar_months = re.findall(
        r"\b(?:\d{1,2}(?:st|nd|rd|th)? (March|May)|(?:in|since|of|last|next|this|every) (March|May))\b", plain
    )
    refusals += [
        Refusal(Reason.DAY, m)
        for pair in calendar_months
        for m in pair
        if m and m.casefold() not in said and not _follows(plain, m.casefold(), evidence)
    ]
    text = " ".join(words)
    for found in _PERIOD.finditer(plain):
        which, unit = found["which"].casefold(), found["unit"].casefold()
        others = [w for w in ("this", "last", "next", "every") if w != which and re.search(rf"\b{w} {unit}\b", text)]
        exchanged = others and f"{which} {unit}" not in text
        unheard = which in ("last", "next") and which not in said and not said & {"coming", "before", "ago"}
        if exchanged or unheard:
            refusals.append(Refusal(Reason.DAY, found[0]))
    for part in ("morning", "afternoon", "evening"):
        other = {"morning", "afternoon", "evening"} - {part}
        if re.search(rf"\b{part}\b", plain, re.IGNORECASE) and part not in text and other & said:
            refusals.append(Refusal(Reason.DAY, part))
    return refusals


def _exchanged_months(plain: str, words: Sequence[str]) -> list[Refusal]:
    """“10 April” where the tenth was said of another month only."""
    said: dict[int, set[str]] = {}
    for n, word in enumerate(words):
        near = [w for w in (*words[n + 1 : n + 3], *words[max(0, n - 2) : n]) if w in MONTHS]
        value = int(word) if word.isdecimal() else _VALUES.get(word, 0)
        tens = _VALUES.get(words[n - 1], 0) if n and value < 10 else 0
        if near and 0 < value < 32:
            said.setdefault(value + (tens if tens in (20, 30) else 0), set()).add(near[0])
    stated = re.findall(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(m.title() for m in MONTHS)})\b", plain)
    return [
        Refusal(Reason.DAY, f"{day} {month}")
        for day, month in stated
        if int(day) in said and month.casefold() not in said[int(day)]
    ]


def clock_times(plain: str, evidence: Evidence) -> list[Refusal]:
    """Times of day ("5.30pm") that were not said as one ("half five"), though each of their numbers may have been."""
    stated = [(int(h), int(m), found) for found, h, m in re.findall(r"(?<![£\d.])\b((\d{1,2})[.:](\d{2}) ?[ap]m)\b", plain)]
    if not stated:
        return []
    words = _words(evidence.kept)
    values = [int(w) if w.isdecimal() else _VALUES.get(w, _LOOSE.get(w) if w in ("half", "quarter") else None) for w in words]
    said: set[tuple[int, int]] = set()
    for n, value in enumerate(values):
        if value is None:
            continue
        following = next(((k, v) for k, v in enumerate(values[n + 1 : n + 3], n + 1) if v is not None), None)
        between = words[n + 1 : following[0]] if following else []
        if following and "to" in between:
            said.add((following[1] - 1 or 12, 60 - value))
        elif following and ("past" in between or words[n] == "half"):
            said.add((following[1], value))
        elif following and not between:
            ones = values[following[0] + 1] if following[0] + 1 < len(values) else None
            said |= {(value, following[1]), (value, following[1] + (ones or 0))}
        said.add((value, 0))
    return [Refusal(Reason.NUMBER, found) for h, m, found in stated if not {(h, m), (h % 12, m), (h - 12, m)} & said]


def _follows(plain: str, month: str, evidence: Evidence) -> bool:
    """Whether a month that nobody said belongs to a day of the month that was said and lies near the visit."""
    said = evidence.kept.casefold()
    if month not in MONTHS or any(re.search(rf"\b{m}\b", said) for m in MONTHS if m not in ("march", "may")):
        return False
    near = range(-31, 57)
    days = [evidence.visit_date + timedelta(days=n) for n in near]
    heard = spoken(_words(evidence.kept))
    stated = {int(d) for d in re.findall(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? {month}\b", plain.casefold())}
    named = [d for d in WEEKDAYS if d in plain.casefold()]
    able = {d.day for d in days if MONTHS[d.month - 1] == month and (not named or WEEKDAYS[d.weekday()] in named)}
    return bool(stated) and stated <= heard and stated <= able


def spoken(words: Sequence[str]) -> set[int]:
    """Every value that a run of number words can stand for.

    "Six twenty-five" is 6, 20, 5, 25, 26, 625 and more.
    """
    found: set[int] = set()
    for start in range(len(words)):
        total = part = 0
        digits = ""
        for word in words[start : start + 8]:
            if word in ("hundred", "hundredth"):
                part = (part or 1) * 100
            elif word in ("thousand", "grand"):
                total, part = (total + (part or 1)) * 1000, 0
            elif word in _VALUES or word.isdecimal():
                value = int(word) if word.isdecimal() else _VALUES[word]
                joins = (part % 100 >= 20 and part % 10 == 0 and 0 < value < 10) or (part % 100 == 0 and part and value < 100)
                part = part + value if joins else value if not part else part * (100 if value > 9 else 10) + value
                keep = digits[:-1] if digits and joins and digits[-1] == "0" and value < 10 else digits
                digits = keep + str(value)
                found |= {value} | ({int(digits)} if len(digits) < 12 else set())
            elif word != "and":
                break
            found.add(total + part)
    return found


def _runs(words: Sequence[str]) -> list[list[str]]:
    """Figures in a sentence: runs of number words; a bare "one", "first" or "second" is none."""
    runs: list[list[str]] = []
    run: list[str] = []
    for word in [*words, ""]:
        if word in NUMBER_WORDS or word.isdecimal():
            run.append(word)
        elif run:
            if len(run) > 1 or run[0] not in ("one", "first", "second"):
                runs += [[w] for w in run if w.isdecimal()]
                spelt = [w for w in run if not w.isdecimal()]
                runs += [spelt] if spelt and spelt not in (["one"], ["first"], ["second"]) else []
            run = []
    return runs


def _read(run: Sequence[str]) -> set[int]:
    whole = spoken(run)
    alone = {int(w) if w.isdecimal() else NUMBER_WORDS[w] for w in run}
    return (whole - alone or whole) if len(run) > 1 else whole


def _words(text: str) -> list[str]:
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    return [re.sub(r"(?<=\d)(?:st|nd|rd|th|s|am|pm|p|k|mg|ml)$", "", w) for t in tokens(plain) for w in t.split("-")]
