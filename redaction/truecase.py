"""Capitals for transcripts that have none, so that what goes by capitals works on them too.

Some recognisers of speech, and people in a hurry, write small letters only, or capitals only. Offsets must stay, so only
the case of letters changes, never their number. A wrong capital costs at most a mask too many.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from redaction.lexicon import Lexicon, lexicon
from redaction.usage import used_as_name
from redaction.words import NOT_NAMES, WORD_NAMES, fold

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FEWEST = 12  # letters; shorter texts say nothing about their writer's habit
_KIND = (
    "street|road|avenue|lane|close|crescent|terrace|mews|grove|rise|fold|croft|drive|court|gardens|house|school|primary|academy|nursery|infants?"
    "|juniors?|college|high|secondary|surgery|hospital|clinic|centre|practice|hub|lodge"
)
_NAMED_BODY = re.compile(
    rf"(?:(?<=\bat\s)|(?<=\bto\s)|(?<=\bin\s)|(?<=\bfrom\s)|(?<=\bon\s)|(?<=\d\s)|(?<=(?:one|two|six|ten)\s)|(?<=(?:four|five|nine)\s)"
    rf"|(?<=(?:three|seven|eight|forty|fifty|sixty)\s))(?P<name>[^\W\d_]+(?:\s+[^\W\d_]+)?)\s+(?P<kind>(?:{_KIND})(?:\s+(?:{_KIND}))*)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:^|[.?!]\s+)(\w)")


def truecase(texts: Sequence[str], *, known: frozenset[str] = frozenset()) -> list[str]:
    """The texts as they are, or with capitals put right when the whole transcript has only small or only capital letters.

    `known` holds the roster's names, folded and in small letters.
    """
    change = _case_of(texts)
    if change is None:
        return list(texts)
    words = lexicon()
    return [_with_capitals(_same_length(text, str.lower), words, known) for text in texts]


def _case_of(texts: Sequence[str]) -> str | None:
    letters = [c for text in texts for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if len(letters) < _FEWEST:
        return None
    lone = sum(len(re.findall(r"\b[A-Z]\b", text)) for text in texts)  # "I", "M fourteen, five QT"
    if (capitals - lone) * 400 <= len(letters):
        return "lower"
    return "upper" if capitals * 20 >= len(letters) * 19 else None


def _with_capitals(text: str, words: Lexicon, known: frozenset[str]) -> str:
    letters = list(text)

    def raise_at(place: int) -> None:
        letters[place] = _same_length(letters[place], str.upper)

    for found in _WORD.finditer(text):
        word = found.group()
        plain = fold(re.sub(r"['’].*$", "", word))
        if word == "i" or word.startswith(("i'", "i’")):
            raise_at(found.start())
        elif plain in WORD_NAMES:
            end = found.start() + len(plain)
            if used_as_name(text, found.start(), end, known=plain in known):
                raise_at(found.start())
        elif len(plain) > 1 and plain not in NOT_NAMES and (plain in known or _looks_like_name(plain, words)):
            for part in re.finditer(r"(?:^|-|['’](?=\w{3}))(\w)", word):
                raise_at(found.start() + part.start(1))
    for found in _NAMED_BODY.finditer(text):
        parts = [m for m in _WORD.finditer(found["name"]) if m.group() not in NOT_NAMES]
        if parts and len(parts) == len(found["name"].split()):
            for place in [found.start("name") + m.start() for m in parts]:
                raise_at(place)
            for m in _WORD.finditer(found["kind"]):
                raise_at(found.start("kind") + m.start())
    for found in _SENTENCE.finditer(text):
        raise_at(found.start(1))
    return "".join(letters)


def _looks_like_name(word: str, words: Lexicon) -> bool:
    if words.is_word(word):
        return False
    return words.is_name(word) or len(word) > 2


def _same_length(text: str, change: Callable[[str], str]) -> str:
    """The text with its case changed, character for character; a character that would become two stays."""
    return "".join(new if len(new := change(c)) == 1 else c for c in text)
