"""Numbers, letters and dates as people say them, read as the characters they stand for.

Identifiers are dictated in pieces ("oh seven seven double-oh, nine hundred"), with hesitations and corrections between.
This module turns such stretches into plain characters ("07700900") that remember their place in the text, so that a
recogniser can look for an identifier's shape without caring how it was said. It decides nothing about what is personal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

DIGIT_WORDS = {
    "oh": "0", "zero": "0", "nought": "0", "naught": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
TEEN_WORDS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
    "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
TENS_WORDS = {
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80",
    "ninety": "90",
}  # fmt: skip
REPEATS = {"double": 2, "treble": 3, "triple": 3}
ZEROS = {"hundred": "00", "thousand": "000"}

_UNIT = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "|".join(TENS_WORDS)
_TEEN = "|".join(TEEN_WORDS)
NUMBER = rf"(?:\d{{1,3}}|(?:{_TENS})(?:[-\s](?:{_UNIT}))?|{_TEEN}|{_UNIT})"
"""A regular expression for a number from 1 to 999 in digits, or from 1 to 99 in words."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
HESITATION = r"(?:er+m*|um+|uh+|mm+|ah)"
_GAP = re.compile(rf"(?:[\s,\-–—/()]|\.\.+|…|\b(?:{HESITATION}|(?:and\s+)?then|like|space|dash|hyphen)\b)*", re.IGNORECASE)
CORRECTING = (
    r"no|nope|nah|not|sorry|wait|hang\s+on|hold\s+on|i\s+mean|actually|rather|oops|scrap\s+that|let\s+me\s+(?:start\s+again|check|think|see)"
    r"|start\s+again|i\s+tell\s+a\s+lie|tell\s+a\s+lie|make\s+that|what\s+am\s+i\s+saying|(?:it|that)['’]?s|is\s+it|my\s+mistake|correction|yeah|well"
)
_CORRECTION = re.compile(rf"(?:[\s,.?\-–—…]|\b(?:{CORRECTING}|{HESITATION})\b)*", re.IGNORECASE)
TAKES_BACK = re.compile(
    r"\b(?:no|nope|nah|sorry|wait|hang|hold|mean|actually|rather|oops|scrap|again|lie|make|saying|check|mistake|correction)\b",
    re.IGNORECASE,
)
_SPELT_BY = re.compile(r"\s*,?\s+(?:for|as\s+in|like)\s+(?P<word>[A-Za-z]+)", re.IGNORECASE)
_NATO_WORDS = """
alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango
uniform victor whiskey whisky zulu yankee
"""
_NATO = {word: word[0].upper() for word in _NATO_WORDS.split()} | {"alfa": "A", "juliett": "J", "x-ray": "X", "xray": "X"}
_SAID_ONE = rf"(?:{'|'.join((*DIGIT_WORDS, *TEEN_WORDS, *TENS_WORDS, *_NATO))}|double|treble|triple|\d+|[b-hj-z])"
_AMONG_SPELT = re.compile(rf"\b{_SAID_ONE}[\s,-]+(?:{HESITATION}[\s,]+)?$", re.IGNORECASE)
_PUT_RIGHT = re.compile(
    rf"\b{_SAID_ONE}[\s,.…]+(?:no|sorry|wait|hang\s+on|i\s+mean|er+m?|i\s+tell\s+a\s+lie|[\s,])+$", re.IGNORECASE
)
_SPELT_ON = re.compile(rf"(?:[\s,-]|\b{HESITATION}\b)*(?:$|[.?!;]|(?:{_SAID_ONE}|[a-z])\b)", re.IGNORECASE)
_ANY = re.compile(rf"\d|\b(?:(?i:{'|'.join((*DIGIT_WORDS, *TEEN_WORDS, *TENS_WORDS))})|[b-hj-zB-HJ-Z]|[A-Z]{{2,4}})\b")
_MOST_TOGETHER = 4  # letters written together that still count as spelt
_BREATH = re.compile(
    rf"(?:[\s,.\-–—…]|\b(?:{HESITATION}|hm+|you\s+know|i\s+think|let\s+me\s+(?:see|look|think)|what\s+(?:is|was)\s+it|one\s+sec(?:ond)?|bear\s+with\s+me"
    r"|hang\s+on|hold\s+on|so|right|okay|ok|yeah|then|and|it['’]?s|that['’]?s)\b)*",
    re.IGNORECASE,
)
_MOST_JOINED, _LONGEST_JOINED = 6, 22  # runs; characters
_LONGEST_CORRECTED = 48  # characters; what goes on longer is no number that anybody corrects
_MOST_READINGS = 60
_MOST_TAKEN_BACK = 12  # characters that a correction replaces


@dataclass(frozen=True, slots=True)
class SpokenRun:
    """A stretch of spoken or written numbers and letters."""

    characters: str  # digits and capital letters, e.g. "07700900" or "M145QT"
    places: tuple[tuple[int, int], ...]  # for each character the offsets of the token that gave it
    corrections: tuple[int, ...] = ()  # where in `characters` somebody corrected what they had just said

    @property
    def corrected(self) -> bool:
        """Whether somebody corrected themselves inside it."""
        return bool(self.corrections)

    @property
    def start(self) -> int:
        """Offset of the first token."""
        return self.places[0][0]

    @property
    def end(self) -> int:
        """Offset behind the last token."""
        return self.places[-1][1]

    def find(self, shape: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
        """Start and end offsets and characters of each match of `shape` that begins and ends with a whole token.

        A run with corrections is also read without what they take back; the offsets then hold the slip too.
        """
        for characters, places in self.readings():
            position = 0
            while found := shape.search(characters, position):
                first, last = found.start(), found.end() - 1
                whole = (first == 0 or places[first - 1] != places[first]) and (
                    last + 1 == len(places) or places[last + 1] != places[last]
                )
                if whole:
                    yield *self._with_slips(places[first], places[last]), found.group()
                position = found.end() if whole else first + 1

    def _with_slips(self, first: tuple[int, int], last: tuple[int, int]) -> tuple[int, int]:
        """The offsets from `first` to `last`, with what was taken back just before or put right just behind."""
        start, end = first[0], last[1]
        for at in self.corrections:
            if self.places[at] == first and at <= _MOST_TAKEN_BACK:
                start = self.start
            if self.places[at - 1] == last and len(self.places) - at <= _MOST_TAKEN_BACK:
                end = self.end
        return start, end

    def readings(self) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
        """The run as said, then with every correction carried out in every way, with the places of what stays."""
        yield self.characters, self.places
        if not self.corrections:
            return
        kept = [tuple(range(len(self.characters)))]
        for at in self.corrections:
            grown = list(kept)
            for indices in kept:
                before = [k for k in indices if k < at]
                grown += [
                    (*before[: len(before) - back], *(k for k in indices if k >= at))
                    for back in range(1, min(len(before), _MOST_TAKEN_BACK) + 1)
                ]
            kept = grown[:_MOST_READINGS]
        for indices in kept[1:]:
            yield "".join(self.characters[k] for k in indices), tuple(self.places[k] for k in indices)


def digits_of(text: str) -> str:
    """The digits that a text's numbers stand for, in order; letters are left out."""
    return "".join(c for run in spoken_runs(text) for c in run.characters if c.isdigit())


@lru_cache(maxsize=64)
def spoken_runs(text: str, *, letters: bool = True) -> tuple[SpokenRun, ...]:
    """Every stretch of numbers, and of single letters if wanted, in order of appearance."""
    if not _ANY.search(text):
        return ()
    runs: list[SpokenRun] = []
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    corrections: list[int] = []
    for start, end, given in _spoken_tokens(text, letters=letters):
        if places:
            gap = text[places[-1][1] : start]
            if not _GAP.fullmatch(gap):
                if len(characters) < _LONGEST_CORRECTED and _CORRECTION.fullmatch(gap) and TAKES_BACK.search(gap):
                    corrections.append(len(characters))
                else:
                    runs.append(SpokenRun("".join(characters), tuple(places), tuple(corrections)))
                    characters, places, corrections = [], [], []
        characters += given
        places += [(start, end)] * len(given)
    if places:
        runs.append(SpokenRun("".join(characters), tuple(places), tuple(corrections)))
    return tuple(runs)


@lru_cache(maxsize=64)
def dictated_runs(text: str, *, letters: bool = True) -> tuple[SpokenRun, ...]:
    """The runs, and those that stand in one breath joined: "Oh seven seven. Double oh. Hang on, nine hundred"."""
    runs = spoken_runs(text, letters=letters)
    joined: list[SpokenRun] = []
    for first in range(len(runs)):
        chain = runs[first]
        for following in runs[first + 1 : first + _MOST_JOINED]:
            gap = text[chain.end : following.start]
            if not _BREATH.fullmatch(gap) or len(chain.characters) + len(following.characters) > _LONGEST_JOINED:
                break
            moved = tuple(at + len(chain.characters) for at in following.corrections)
            chain = SpokenRun(
                chain.characters + following.characters, chain.places + following.places, chain.corrections + moved
            )
            joined.append(chain)
    return (*runs, *joined)


def _spoken_tokens(text: str, *, letters: bool) -> Iterator[tuple[int, int, str]]:
    """Start, end and characters of each token that is a number or letters; "double" and "forty-two" count as one."""
    tokens = list(_TOKEN.finditer(text))
    i = 0
    while i < len(tokens):
        token, word = tokens[i], tokens[i].group().lower()
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        joined = following is not None and bool(re.fullmatch(r"[\s-]+", text[token.end() : following.start()]))
        next_word = following.group().lower() if following is not None and joined else ""
        if following is not None and word in REPEATS and (given := _repeated(following, text, letters=letters)):
            yield token.start(), following.end(), given * REPEATS[word]
            i += 2
        elif following is not None and word in TENS_WORDS and next_word in DIGIT_WORDS and DIGIT_WORDS[next_word] != "0":
            yield token.start(), following.end(), TENS_WORDS[word][0] + DIGIT_WORDS[next_word]
            i += 2
        elif following is not None and word in DIGIT_WORDS and next_word in ZEROS:
            yield token.start(), following.end(), DIGIT_WORDS[word] + ZEROS[next_word]
            i += 2
        else:
            given = TEEN_WORDS.get(word) or TENS_WORDS.get(word) or _single(token, text, letters=letters)
            end = token.end()
            if given and letters and len(word) == 1 and (by := _SPELT_BY.match(text, end)) and by["word"][0].lower() == word:
                end = by.end()  # "B for Bravo"
                i += sum(t.start() < end for t in tokens[i + 1 : i + 4])
            if given:
                yield token.start(), end, given
            i += 1


def _repeated(token: re.Match[str], text: str, *, letters: bool) -> str:
    """What "double" repeats: one digit or one letter, "a" and "i" included."""
    word = token.group()
    return (
        word.upper()
        if letters and len(word) == 1 and word.isascii() and word.isalpha()
        else _single(token, text, letters=letters)
    )


def _single(token: re.Match[str], text: str, *, letters: bool) -> str:
    """The characters of one token that is a digit, figures, or letters said or written one by one; else nothing."""
    written = token.group()
    low = written.lower()
    if written.isdigit():
        return written
    if low in DIGIT_WORDS or (low == "o" and not letters):
        return DIGIT_WORDS.get(low, "0")
    if not letters or not written.isascii() or not written.isalpha():
        return ""
    return _letters(token, text)


def _letters(token: re.Match[str], text: str) -> str:
    """The capital letters that a token of letters stands for, if it is no word."""
    written = token.group()
    low = written.lower()
    if low in _NATO:
        return _NATO[low] if _beside_spoken(text, token) else ""
    beside_digit = text[token.start() - 1 : token.start()].isdigit() or text[token.end() : token.end() + 1].isdigit()
    if low in {"a", "i"}:  # words, unless something spelt stands beside them
        before = text[max(0, token.start() - 24) : token.start()]
        among = _AMONG_SPELT.search(before) or _PUT_RIGHT.search(before)
        goes_on = _SPELT_ON.match(text, token.end())
        spelt = bool({"A": among or goes_on, "I": goes_on}.get(written, among and goes_on)) or beside_digit
    else:
        spelt = len(written) == 1 or (len(written) <= _MOST_TOGETHER and (written.isupper() or beside_digit))
    return written.upper() if spelt else ""


def _beside_spoken(text: str, token: re.Match[str]) -> bool:
    """Whether digits or letters are said just before or after, as "Bravo" stands in "Bravo two one"."""
    before = _AMONG_SPELT.search(text[max(0, token.start() - 24) : token.start()])
    return bool(before) or bool(re.match(rf"[\s,-]+{_SAID_ONE}\b", text[token.end() : token.end() + 24], re.IGNORECASE))
