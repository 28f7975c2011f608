"""Numbers, letters and dates as people say them, read as the characters they stand for.

Identifiers are dictated in pieces ("oh seven seven double-oh, nine hundred"), with hesitations and corrections between.
This module turns such stretches into plain characters ("07700900") that remember their place in the text, so that a
recogniser can look for an identifier's shape without caring how it was said. It decides nothing about what is personal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
_REPEATS = {"double": 2, "treble": 3, "triple": 3}
_ZEROS = {"hundred": "00", "thousand": "000"}

_UNIT = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "|".join(TENS_WORDS)
_TEEN = "|".join(TEEN_WORDS)
NUMBER = rf"(?:\d{{1,3}}|(?:{_TENS})(?:[-\s](?:{_UNIT}))?|{_TEEN}|{_UNIT})"
"""A regular expression for a number from 1 to 999 in digits, or from 1 to 99 in words."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_HESITATION = r"(?:er+m*|um+|uh+|mm+|ah)"
_GAP = re.compile(rf"(?:[\s,\-–—/()]|\.\.+|…|\b{_HESITATION}\b)*", re.IGNORECASE)
_CORRECTION = re.compile(
    rf"(?:[\s,.\-–—…]|\b(?:no|sorry|wait|hang\s+on|hold\s+on|i\s+mean|actually|{_HESITATION})\b)*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SpokenRun:
    """A stretch of spoken or written numbers and letters."""

    characters: str  # digits and capital letters, e.g. "07700900" or "M145QT"
    places: tuple[tuple[int, int], ...]  # for each character the offsets of the token that gave it
    corrected: bool = False  # somebody corrected themselves inside it

    @property
    def start(self) -> int:
        """Offset of the first token."""
        return self.places[0][0]

    @property
    def end(self) -> int:
        """Offset behind the last token."""
        return self.places[-1][1]

    def find(self, shape: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
        """Start and end offsets and characters of each match of `shape` that begins and ends with a whole token."""
        position = 0
        while found := shape.search(self.characters, position):
            first, last = found.start(), found.end() - 1
            whole = (first == 0 or self.places[first - 1] != self.places[first]) and (
                last + 1 == len(self.places) or self.places[last + 1] != self.places[last]
            )
            if whole:
                yield self.places[first][0], self.places[last][1], found.group()
            position = found.end() if whole else first + 1


def digits_of(text: str) -> str:
    """The digits that a text's numbers stand for, in order; letters are left out."""
    return "".join(c for run in spoken_runs(text) for c in run.characters if c.isdigit())


def spoken_runs(text: str, *, letters: bool = True) -> list[SpokenRun]:
    """Every stretch of numbers, and of single letters if wanted, in order of appearance."""
    runs: list[SpokenRun] = []
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    corrected = False
    for start, end, given in _spoken_tokens(text, letters=letters):
        if places:
            gap = text[places[-1][1] : start]
            if not _GAP.fullmatch(gap):
                if _CORRECTION.fullmatch(gap) and re.search(r"\w", gap):
                    corrected = True
                else:
                    runs.append(SpokenRun("".join(characters), tuple(places), corrected))
                    characters, places, corrected = [], [], False
        characters += given
        places += [(start, end)] * len(given)
    if places:
        runs.append(SpokenRun("".join(characters), tuple(places), corrected))
    return runs


def _spoken_tokens(text: str, *, letters: bool) -> Iterator[tuple[int, int, str]]:
    """Start, end and characters of each token that is a number or letters; "double" and "forty-two" count as one."""
    tokens = list(_TOKEN.finditer(text))
    i = 0
    while i < len(tokens):
        token, word = tokens[i], tokens[i].group().lower()
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        joined = following is not None and bool(re.fullmatch(r"[\s-]+", text[token.end() : following.start()]))
        next_word = following.group().lower() if following is not None and joined else ""
        if following is not None and word in _REPEATS and (given := _single(following, text, letters=letters)):
            yield token.start(), following.end(), given * _REPEATS[word]
            i += 2
        elif following is not None and word in TENS_WORDS and next_word in DIGIT_WORDS and DIGIT_WORDS[next_word] != "0":
            yield token.start(), following.end(), TENS_WORDS[word][0] + DIGIT_WORDS[next_word]
            i += 2
        elif following is not None and word in DIGIT_WORDS and next_word in _ZEROS:
            yield token.start(), following.end(), DIGIT_WORDS[word] + _ZEROS[next_word]
            i += 2
        else:
            given = TEEN_WORDS.get(word) or TENS_WORDS.get(word) or _single(token, text, letters=letters)
            if given:
                yield token.start(), token.end(), given
            i += 1


def _single(token: re.Match[str], text: str, *, letters: bool) -> str:
    """The characters of one token that is a digit, figures, or letters said or written one by one; else nothing."""
    written = token.group()
    if written.isdigit():
        return written
    if written.lower() in DIGIT_WORDS:
        return DIGIT_WORDS[written.lower()]
    if not letters or not written.isascii() or not written.isalpha():
        return ""
    beside_digit = text[token.start() - 1 : token.start()].isdigit() or text[token.end() : token.end() + 1].isdigit()
    spelt = (written.isupper() and len(written) <= 4) or (beside_digit and len(written) <= 4)
    lone = len(written) == 1 and written not in "ai"
    return written.upper() if spelt or lone else ""
