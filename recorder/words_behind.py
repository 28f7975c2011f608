"""Which words of a long turn stand behind a sentence of a note: what is heard, and lit up, when somebody asks for it.

A sentence cites turns; of one that lasts two minutes only a few words may matter. They are found by the words that both
share, clause by clause, for the machine's wording and a worker's alike. Where that is not plain, it is the whole turn: rather
too much is heard than the wrong words. It looks, and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from recorder.domain import Turn

_SHORT = 14  # words; a turn of so few is heard whole
_CLAUSE = 12  # words; a longer sentence is cut at its commas
_TELLING = 3  # words in a row that are not said by chance
_QUOTED = re.compile(r"“([^”]*)”")
_SMALL_TEXT = """
the and but for that this with not was were are has had have his her him she they them their you your its from who what when
said told asked about whether would could there then than been being did does very just also into
"""
_SMALL = frozenset(_SMALL_TEXT.split())


def words_behind(sentence: str, turn: Turn) -> tuple[int, int] | None:
    """The place of the first word behind a sentence in the turn's text, and that after the last; None for all of them.

    Words are what white space divides.
    """
    words = turn.text.split()
    if len(words) <= _SHORT:
        return None
    said = [_plain(word) for word in words]
    spoken = _verbatim(sentence, said)
    if spoken is None:
        meant = {_stem(word) for word in map(_plain, sentence.split()) if _weighs(word)}
        parts = [part for part in _parts(words) if _shares(said[slice(*part)], meant)]
        spoken = (parts[0][0], parts[-1][1]) if parts else None
    return None if spoken == (0, len(words)) else spoken


def place_in_text(text: str, first: int, last: int) -> tuple[int, int]:
    """Where words, given as by `words_behind`, begin and end in the text with single blanks between words."""
    words = text.split()
    begin = sum(len(word) + 1 for word in words[:first])
    return begin, begin + len(" ".join(words[first:last]))


def _verbatim(sentence: str, said: Sequence[str]) -> tuple[int, int] | None:
    """Where the words in quotation marks were said, from the first of them to the last."""
    found: list[tuple[int, int]] = []
    pieces = [piece for quoted in _QUOTED.findall(sentence) for piece in re.split(r"…|\[[^\]]*\]", quoted)]
    for wanted in ([word for word in map(_plain, piece.split()) if word] for piece in pieces):
        if len(wanted) < _TELLING and not found:
            continue  # “Okay.” is said everywhere
        after = found[-1][1] if found else 0
        starts = (n for n in range(after, len(said) - len(wanted) + 1) if list(said[n : n + len(wanted)]) == wanted)
        if wanted and (at := next(starts, None)) is not None:
            found.append((at, at + len(wanted)))
    return (found[0][0], found[-1][1]) if found else None


def _parts(words: Sequence[str]) -> list[tuple[int, int]]:
    """Sentences, long ones cut at their commas: (first, after the last)."""
    parts: list[tuple[int, int]] = []
    begin = 0
    for n, word in enumerate(words, 1):
        ends = word.rstrip("”’\"'")[-1:]
        if ends in ".?!…" or n == len(words) or (ends in ",;:—–" and n - begin >= _CLAUSE // 2):
            parts.append((begin, n))
            begin = n
    return parts


def _shares(said: Sequence[str], meant: set[str]) -> bool:
    stems = {_stem(word) for word in said if _weighs(word)}
    shared = len(stems & meant)
    return shared >= 2 or (shared == 1 and len(stems) <= 2)


def _plain(word: str) -> str:
    return re.sub(r"[^\w]", "", word.casefold())


def _weighs(word: str) -> bool:
    return (len(word) > 2 or word.isdigit()) and word not in _SMALL


def _stem(word: str) -> str:
    return word[:5] if len(word) > 5 else word.removesuffix("s")
