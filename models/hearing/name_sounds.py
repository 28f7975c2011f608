"""How near two spellings sound, so that a name heard as other words can be thought of: "tomzoo" and Hamza, "when" and Wen.

Letters become rough sounds by a few rules of English spelling, and the distance of two words is the cheapest way to turn the
sounds of one into the other's (Levenshtein 1966), vowels and breaths cheap, a change within a pair such as b and p cheap too.
It only proposes: whether the name was said is for the sound to answer (`models.hearing.spoken_names`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_VOWELS = frozenset("aeiou")
_FAINT = frozenset("hwyr")  # come and go between accents
_PAIRS = ("pb", "td", "kg", "fv", "sz", "SC", "CJ", "mn", "lr", "sS", "zS", "tC", "dJ", "tT", "fT", "sT", "vb", "hk")
_KIN = frozenset(frozenset(pair) for pair in _PAIRS)
_FAINT_COST, _VOWEL_COST, _KIN_COST, _COST = 0.35, 0.4, 0.45, 1.0
_RULES = tuple(
    (re.compile(letters), sound)
    for letters, sound in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^x", "z"),
        (r"bh|mh(?=.)", "v"),
        (r"tch|ch|cz|cs", "C"),
        (r"sch|sh|sz|ti(?=on)|ci(?=[ao])", "S"),
        (r"dge?|j|g(?=[eiy])", "J"),
        (r"ph", "f"),
        (r"th", "T"),
        (r"gh(?=t)|gh$|(?<=[aeiou])h(?![aeiou])", ""),
        (r"ck|q(?:u(?=[aeio]))?|c(?![eiy])|kh", "k"),
        (r"c", "s"),
        (r"x", "ks"),
        (r"mb$", "m"),
        (r"ough|augh", "o"),
        (r"ee|ea|ie|ey|y(?![aeiou])", "i"),
        (r"ai|ay|ei", "e"),
        (r"oo|ou|ew|u", "u"),
        (r"ow|au|aw|oa", "o"),
        (r"(?<=[^aeiou])e$", ""),
        (r"(.)\1+", r"\1"),
    )
)


def fold(text: str) -> str:
    """Small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.lower().replace("ł", "w").replace("ø", "o").replace("’", "'"))
    return "".join(c for c in parts if not unicodedata.combining(c))


@lru_cache(maxsize=8192)
def sounds(text: str) -> str:
    """A word, or several run together, as rough sounds: one letter each."""
    plain = "".join(c for c in fold(text) if "a" <= c <= "z")
    for letters, sound in _RULES:
        plain = letters.sub(sound, plain)
    return plain


@lru_cache(maxsize=65536)
def distance(one: str, other: str) -> float:
    """How unlike two strings of `sounds` are: 0 the same, 1 nothing in common."""
    if not one or not other:
        return 1.0
    row = [0.0]
    for b in other:
        row.append(row[-1] + _alone(b))
    for a in one:
        below = [row[0] + _alone(a)]
        for j, b in enumerate(other, start=1):
            below.append(min(row[j] + _alone(a), below[-1] + _alone(b), row[j - 1] + _instead(a, b)))
        row = below
    return min(row[-1] / max(weight(one), weight(other)), 1.0)


@lru_cache(maxsize=8192)
def weight(spoken: str) -> float:
    """What a string of `sounds` costs to say from nothing: two cannot be nearer than their weights are."""
    return sum(map(_alone, spoken))


def _alone(sound: str) -> float:
    if sound in _VOWELS:
        return _VOWEL_COST
    return _FAINT_COST if sound in _FAINT else _COST


def _instead(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a in _VOWELS and b in _VOWELS:
        return _VOWEL_COST / 2
    return _KIN_COST if frozenset(a + b) in _KIN else _COST
