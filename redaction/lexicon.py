"""What is known of English words and of people's names, read once from the lists in `redaction/data`.

No list holds the names of everybody. So the list of words matters more than the list of names: a word that is written
like a name and is no English word is taken for one, wherever its bearer's family comes from. The list of names decides
for words that are also names, and says who is a person rather than a place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from redaction.words import NOT_NAMES, WORD_NAMES, fold, is_medicine

_POSSESSIVE = re.compile(r"['’](?:s|ll|d|re|ve|m|em)?$")
_PREFIXES = ("un", "re", "non", "pre", "anti", "over", "under", "out", "mis", "semi", "super", "mini", "multi", "self", "co")
_SUFFIXES = (
    ("ies", "y"),
    ("ied", "y"),
    ("ily", "y"),
    ("iness", "y"),
    ("ier", "y"),
    ("iest", "y"),
    ("s", ""),
    ("es", ""),
    ("ed", ""),
    ("ed", "e"),
    ("er", ""),
    ("er", "e"),
    ("ers", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("ness", ""),
    ("ish", ""),
    ("less", ""),
    ("ful", ""),
    ("able", ""),
    ("like", ""),
)
_TAKES_ES = ("s", "x", "z", "ch", "sh", "o")  # elsewhere the plural has a bare s: "laws", never "lawes"
_DRAWL = re.compile(r"(\w)\1{2,}")
_ODD = re.compile(r"^(?:[^aeiouy]+|[hm]+[aeoum]*[hm]+|[aeou]+h+)$")  # "hmm", "aah", "tsk": sounds, not names
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and names, in small letters without accents."""

    words: frozenset[str]
    given: frozenset[str]
    family: frozenset[str]
    ambiguous: frozenset[str]  # names that are also words: told by use

    def is_word(self, word: str) -> bool:
        """Whether an English word, its inflections and everyday compounds included."""
        plain = _POSSESSIVE.sub("", word.lower())
        if (
            word.lower().endswith(("n't", "n’t"))
            or plain in self.words
            or plain in NOT_NAMES
            or word.lower() in NOT_NAMES
            or is_medicine(plain)
        ):
            return True
        if "-" in plain:
            return all(not part or self.is_word(part) for part in plain.split("-"))
        drawled = _DRAWL.sub(r"\1", plain)
        return drawled in self.words or bool(_ODD.match(plain)) or self._inflected(plain)

    def _inflected(self, word: str) -> bool:
        for suffix, instead in _SUFFIXES:
            stem = word.removesuffix(suffix)
            if suffix == "es" and not stem.endswith(_TAKES_ES):
                continue
            if stem != word and len(stem) >= _SHORTEST_STEM and _known(stem + instead, self.words):
                return True
        return any(
            word.startswith(prefix) and len(word) - len(prefix) > _SHORTEST_STEM and word[len(prefix) :] in self.words
            for prefix in _PREFIXES
        )

    def is_name(self, word: str) -> bool:
        """Whether a given or family name of the list; every part of a hyphenated one counts."""
        plain = fold(_POSSESSIVE.sub("", word)).lower()
        return plain in self.given or plain in self.family or any(p in self.given for p in plain.split("-") if p != plain)


def _known(stem: str, words: frozenset[str]) -> bool:
    return stem in words or (len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[:-1] in words)


@cache
def lexicon() -> Lexicon:
    """The lists, read at the first call."""
    folder = files("redaction") / "data"
    words = frozenset(
        word for name in ("english_words.txt", "spoken_words.txt") for word in (folder / name).read_text("utf-8").split()
    )
    given: set[str] = set()
    family: set[str] = set()
    for line in (folder / "names.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            first, _, last = fold(line).lower().partition(":")[2].partition("|")
            given.update(first.split())
            family.update(last.split())
    names = frozenset(given | family)
    return Lexicon(words, frozenset(given), frozenset(family), (names & words) | WORD_NAMES)
