"""Capitals for transcripts that have none, so that what goes by capitals works on them too.

Some recognisers of speech, and people in a hurry, write small letters only, or capitals only. Offsets must stay, so only
the case of letters changes, never their number. A wrong capital costs at most a mask too many.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from redaction.frames import names_by_frame, surname_behind
from redaction.lexicon import Lexicon, lexicon
from redaction.spoken import DIGIT_WORDS, TEEN_WORDS, TENS_WORDS
from redaction.usage import used_as_name
from redaction.words import MOSTLY_NAMES, NOT_NAMES, WORD_NAMES, fold

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’](?:s|ll|d|re|ve|m)?$")
_NAMED = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|doctor|name['’]?s|name\s+is|called)\s+$")
_FEWEST = 5  # letters; shorter texts say nothing about their writer's habit
_PROSE_WORD, _FEWEST_PROSE_WORDS = 3, 2  # letters; words
_SMALL_NUMBERS = "|".join((*list(DIGIT_WORDS)[4:], *TEEN_WORDS, *TENS_WORDS))
_KIND = (
    "street|road|avenue|lane|close|crescent|terrace|mews|grove|rise|fold|croft|drive|court|gardens|mount|way|house|school|primary|academy|nursery|infants?"
    "|juniors?|college|high|secondary|surgery|hospital|clinic|centre|practice|hub|lodge|advice|health|family|medical|ward|youth|club"
)
_NAMED_BODY = re.compile(
    rf"\b(?P<placed>(?:at|to|in|from|on|called|{_SMALL_NUMBERS}|\d+)\s+)?(?P<name>[^\W\d_]+(?:\s+[^\W\d_]+)?)\s+(?P<kind>(?:{_KIND})(?:\s+(?:{_KIND}))*)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\b(?P<word>mr|mrs|ms|miss|mx|dr|doctor|nurse|sergeant|judge)(?=\s+[A-Z])")
_CODE = re.compile(
    rf"(?:(?<=\s)|^)(?P<word>[a-z]{{2,3}})(?=,?\s+(?:{_SMALL_NUMBERS})\b)|\b(?:{_SMALL_NUMBERS}),?\s+(?:(?:double|[a-z])\s+)?(?P<tail>[a-z]{{2,3}})\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(?:^|-|['’](?=\w{3}))(\w)")
_SENTENCE = re.compile(r"(?:^|[.?!]\s+)(\w)")


def truecase(texts: Sequence[str], *, known: frozenset[str] = frozenset()) -> list[str]:
    """The texts as they are, or with capitals put right when the whole transcript has only small or only capital letters.

    `known` holds the roster's names, folded and in small letters.
    """
    change = _case_of(texts)
    if change is None:
        return list(texts)
    words = lexicon()
    small = [_same_length(text, str.lower) for text in texts]
    used = {
        m.group() for text in small for m in _WORD.finditer(text) if m.group() in WORD_NAMES and used_as_name(text, *m.span())
    }
    return [_with_capitals(text, words, known | used | MOSTLY_NAMES) for text in small]


def _case_of(texts: Sequence[str]) -> str | None:
    letters = [c for text in texts for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if len(letters) < _FEWEST:
        return None
    lone = sum(len(re.findall(r"\b[A-Z]\b", text)) for text in texts)  # "I", "M fourteen, five QT"
    if (capitals - lone) * 400 <= len(letters):
        return "lower"
    prose = sum(
        len(m.group()) >= _PROSE_WORD for text in texts for m in _WORD.finditer(text)
    )  # a lone code is always in capitals
    return "upper" if prose >= _FEWEST_PROSE_WORDS and capitals * 20 >= len(letters) * 19 else None


def _with_capitals(text: str, words: Lexicon, known: frozenset[str]) -> str:
    """A text in small letters with capitals where names, named places, codes and sentences begin."""
    text = _raised(text, {*_names(text, words, known), *(start for start, _ in names_by_frame(text))})
    text = _raised(text, _surnames(text, words))
    text = _raised(text, _bodies(text))
    text = _raised(text, (found.start("word") for found in _TITLE.finditer(text)))
    text = _raised(text, _codes(text, words))
    return _raised(text, (found.start(1) for found in _SENTENCE.finditer(text)))


def _raised(text: str, places: Iterable[int]) -> str:
    letters = list(text)
    for place in places:
        letters[place] = _same_length(letters[place], str.upper)
    return "".join(letters)


def _names(text: str, words: Lexicon, known: frozenset[str]) -> Iterator[int]:
    for found in _WORD.finditer(text):
        word, start = found.group(), found.start()
        plain = fold(_POSSESSIVE.sub("", word))
        if word == "i" or word.startswith(("i'", "i’")):
            yield start
        elif plain in WORD_NAMES:
            if used_as_name(text, start, start + len(plain), known=plain in known):
                yield start
        elif len(plain) > 1 and plain not in NOT_NAMES:
            named = _NAMED.search(text[max(0, start - 16) : start])
            if plain in known or not words.is_word(plain) or named:
                yield from (start + part.start(1) for part in _PARTS.finditer(word))


def _surnames(text: str, words: Lexicon) -> Iterator[int]:
    """Where surnames that are English words begin, behind first names that are not."""
    for found in _WORD.finditer(text):
        if found.group()[0].isupper() and not _POSSESSIVE.search(found.group()) and not words.is_word(fold(found.group())):
            behind = surname_behind(text, found.end())
            if behind:
                yield behind[0]


def _bodies(text: str) -> Iterator[int]:
    """Where the words of a named street, school or surgery begin."""
    for found in _NAMED_BODY.finditer(text):
        parts = list(_WORD.finditer(found["name"]))
        content = [m for m in parts if m.group().lower() not in NOT_NAMES]
        unknown = any(m.group()[0].isupper() for m in parts)
        if content and content[-1] is parts[-1] and (unknown or (len(content) == len(parts) and found["placed"])):
            yield from (found.start("name") + m.start() for m in content)
            yield from (found.start("kind") + m.start() for m in _WORD.finditer(found["kind"]))


def _codes(text: str, words: Lexicon) -> Iterator[int]:
    """Every letter of two or three beside a number that are no word: "bd three, nine zu"."""
    for found in _CODE.finditer(text):
        group = "word" if found["word"] else "tail"
        low = found[group].lower()
        if low not in words.words and low not in NOT_NAMES:
            yield from range(*found.span(group))


def _same_length(text: str, change: Callable[[str], str]) -> str:
    """The text with its case changed, character for character; a character that would become two stays."""
    return "".join(new if len(new := change(c)) == 1 else c for c in text)
