"""How a name sounds, so that a roster's name is known again when a recogniser of speech spells it another way.

A key of consonants in the manner of Metaphone (L. Philips, "Hanging on the Metaphone", 1990), cut down and made broader: it
must bring together spellings of one name, and a pair too many only gives a stand-in of the wrong person to a word that
is hidden anyhow. Names whose spelling English readers cannot guess stand in a table with how they are said.
"""

from __future__ import annotations

import re
from functools import lru_cache

from redaction.words import fold

_SAID_LIKE = {
    "siobhan": "shivawn",
    "niamh": "neev",
    "caoimhe": "keeva",
    "aoife": "eefa",
    "saoirse": "seersha",
    "sinead": "shinaid",
    "roisin": "rosheen",
    "oisin": "usheen",
    "tadhg": "tiger",
    "sean": "shawn",
    "shaun": "shawn",
    "eoin": "owen",
    "eoghan": "owen",
    "padraig": "pawdrig",
    "grainne": "grawnya",
    "sian": "sharn",
    "sadhbh": "sive",
    "aisling": "ashling",
    "ailbhe": "alva",
    "eabha": "ava",
    "cian": "keen",
    "ciara": "keera",
    "ciaran": "keeran",
    "ffion": "feeon",
    "llewelyn": "looellin",
    "krzysztof": "kshishtof",
    "wojciech": "voycheck",
    "grzegorz": "gjegosh",
    "malgorzata": "mawgojata",
    "lukasz": "wookash",
    "michal": "meehow",
    "pawel": "pavel",
    "nguyen": "win",
    "xiao": "shao",
    "zhang": "jang",
    "qing": "ching",
    "joao": "jowow",
    "goncalo": "gonsalo",
    "ngozi": "ingozi",
    "nkechi": "inkechi",
    "cai": "sigh",
    "isaias": "isayas",
    "jesus": "hesus",
    "jose": "hosay",
    "jorge": "horhay",
}
_RULES = tuple(
    (re.compile(shape), sound)
    for shape, sound in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^mb", "b"),
        (r"^nk", "k"),
        (r"^x", "s"),
        (r"sch|sh|sz|cz|ch|tch|zh|rz|ci(?=[ao])|ti(?=[ao])|x(?=i)", "x"),
        (r"gh(?![aeiouy])", ""),
        (r"ph|ff", "f"),
        (r"bh|mh|w|v", "f"),
        (r"th|dh", "t"),
        (r"kh|gh|ck|q|c(?![eiy])|x", "k"),
        (r"c", "s"),
        (r"z", "s"),
        (r"dge?|j|g(?=[eiy])", "j"),
        (r"d", "t"),
        (r"b", "p"),
        (r"g", "k"),
        (r"h", ""),
        (r"[aeiouy]+", ""),
    )
)
_SPELT_ALIKE = 5  # letters
_SHORTEST = 2  # sounds in a key that says anything


@lru_cache(maxsize=4096)
def sound_of(name: str) -> str:
    """The key of a word: its first sound and its consonants. Empty when too little is left to tell by."""
    plain = "".join(c for c in fold(name).lower() if c.isalpha())
    plain = _SAID_LIKE.get(plain, plain)
    sound = plain
    for shape, instead in _RULES:
        sound = shape.sub(instead, sound)
    sound = re.sub(r"(.)\1+", r"\1", sound)
    begins = "a" if plain[:1] in "aeiouy" or (plain[:1] == "h" and len(plain) > 1) else ""
    return begins + sound if len(sound) >= _SHORTEST else ""


def close(one: str, other: str) -> bool:
    """Whether two words sound alike and are about as long, or differ in one letter: "Kayleigh" and "Kaylee"."""
    a, b = fold(one).lower(), fold(other).lower()
    if abs(len(a) - len(b)) <= 1 and min(len(a), len(b)) >= _SPELT_ALIKE and a[0] == b[0] and _one_edit(a, b):
        return True
    sound = sound_of(a)
    return bool(sound) and sound == sound_of(b) and abs(len(a) - len(b)) <= max(2, len(a) // 2)


def _one_edit(a: str, b: str) -> bool:
    """Whether one letter put in, taken out or changed makes one of the other."""
    if len(a) > len(b):
        a, b = b, a
    same = next((k for k in range(len(a)) if a[k] != b[k]), len(a))
    return a[same:] == b[same + 1 :] or (len(a) == len(b) and a[same + 1 :] == b[same + 1 :])
