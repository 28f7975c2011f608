"""Names that the product's lists do not hold, by origin, and sentences to say them in: what fairness is measured with.

A recall measured on the names of a list measures the list. So none of these stands in `redaction/data/names.txt`
(`tests/unit/redaction/test_lexicon.py` holds us to it). They are first names and surnames borne in Britain, from general
knowledge, one group a line of `held_out_names.txt`, surnames behind the bar. What was missed of them in small letters was
looked at when `redaction/frames.py` was written, so the names are held out of the lists but not of the rules.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_suffix(".txt")

_CARRIERS = (
    "{} said she didn't want to go.",
    "I saw {} at the bus stop.",
    "It was {}'s idea.",
    "{}'s been poorly all week.",
    "He lives with {} and the baby.",
    "Is {} in today?",
    "My cousin {} rang last night.",
    "{} doesn't like it when they shout.",
    "{}, come and sit down.",
    "I told {} to wait.",
    "She went with {} to the shops.",
    "They were round at {}'s.",
    "Because {} hit me first.",
    "{} and her mum argue a lot.",
    "Hiya, {}.",
    "Yeah. {} picks him up on Fridays.",
    "That was {}, not me.",
    "I don't trust {} one bit.",
    "Ask {} about it.",
    "{} is asleep upstairs.",
)
_FULL_CARRIERS = (
    "Her name's {}.",
    "It was {} who rang us.",
    "{} came with the letter.",
    "I work with {}.",
    "Mrs {1} from next door saw it.",
)

_SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("zh", "j"),
    ("sz", "sh"),
    ("cz", "ch"),
    ("rz", "zh"),
    ("w", "v"),
    ("x", "sh"),
    ("q", "k"),
    ("ee", "i"),
    ("oo", "u"),
    ("ie", "y"),
    ("c", "k"),
    ("aa", "a"),
    ("dh", "d"),
    ("kh", "k"),
    ("y", "i"),
    ("j", "y"),
    ("ei", "ay"),
    ("ou", "oo"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """The held-out names of one origin."""

    origin: str
    given: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A sentence with one name in it."""

    origin: str
    text: str
    start: int  # character offset of the name
    end: int
    given: str  # the bearer's true first name, whatever the text has
    family: str


def groups() -> tuple[Group, ...]:
    """All groups."""
    made = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        origin, _, names = line.partition(": ")
        given, _, family = names.partition(" | ")
        made.append(Group(origin, tuple(given.split()), tuple(family.split())))
    return tuple(made)


def mangled(name: str, rng: random.Random) -> str:
    """A name as a recogniser of speech may write it: one or two sounds spelt another way, accents gone."""
    low = name.lower()
    fitting = [(a, b) for a, b in _SOUNDS if a in low[1:]]
    for a, b in rng.sample(fitting, min(len(fitting), rng.choice((1, 2)))):
        low = low[0] + low[1:].replace(a, b, 1)
    if low == name.lower() and len(low) > 4:
        k = rng.randrange(2, len(low) - 1)
        low = low[:k] + low[k] + low[k:] if low[k].isalpha() else low
    return low[:1].upper() + low[1:]


def sentences(each: int, *, seed: int = 7, mangle: bool = False) -> list[Named]:
    """`each` sentences of every group."""
    rng = random.Random(seed)  # noqa: S311 - test data
    made = []
    for group in groups():
        for _ in range(each):
            given, family = rng.choice(group.given), rng.choice(group.family)
            shown_given, shown_family = (mangled(given, rng), mangled(family, rng)) if mangle else (given, family)
            full = rng.random() < 0.2
            carrier = rng.choice(_FULL_CARRIERS if full else _CARRIERS)
            name = shown_family if "{1}" in carrier else f"{shown_given} {shown_family}" if full else shown_given
            before, _, after = carrier.replace("{1}", "{}").partition("{}")
            made.append(Named(group.origin, before + name + after, len(before), len(before) + len(name), given, family))
    return made
