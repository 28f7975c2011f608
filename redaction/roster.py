"""The names by which the people of a case are spoken of, and where they stand in a text.

A worker's roster holds full names and nicknames; in speech people are first names, surnames behind a title, and
written with or without accents and hyphens. A name that is also a word ("Will", "Hope") is told by its use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recorder.domain import Person
from redaction.lexicon import lexicon
from redaction.phonetics import close
from redaction.words import WORD_NAMES, fold, used_as_word

_TITLE_WORDS = "mr mrs ms miss mx dr doctor sir professor prof sister nurse officer pc sergeant judge auntie aunty uncle"
_TITLES = frozenset(_TITLE_WORDS.split())
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Professor|Prof|PC|DC|DS|Sergeant|Judge|Auntie|Aunty|Uncle|Nurse|Sister)\.?\s+"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’](?:s|ll|d|re|ve|m)?$")
_SHORTEST_MISHEARD = 4  # letters


@dataclass(frozen=True, slots=True)
class NameMention:
    """One name of a roster person in a text."""

    start: int  # character offset
    end: int  # character offset, exclusive; a possessive 's stays outside
    person: str | None  # Person.key, None when several share the name


def names_of(person: Person) -> tuple[str, ...]:
    """Every name of a person, the most used first: nicknames, full name, first name, surname."""
    parts = [p for p in person.name.split() if p.lower().rstrip(".") not in _TITLES]
    names = [person.short_name, *person.also, person.name, " ".join(parts), *parts[:1], *parts[-1:], *parts[1:-1]]
    if len(parts) > 2:
        names += [f"{parts[0]} {parts[-1]}", " ".join(parts[:2]), " ".join(parts[1:])]
    if len(parts) > 1:
        names += [f"{nick} {parts[-1]}" for nick in person.also if " " not in nick and nick != parts[-1]]
    return tuple(dict.fromkeys(n.strip() for n in names if len(n.strip()) > 1 and n.lower().rstrip(".") not in _TITLES))


class RosterNames:
    """Finds the names of one roster in texts."""

    def __init__(self, roster: Sequence[Person]) -> None:
        self._owners: dict[str, set[str]] = {}
        for person in roster:
            for name in names_of(person):
                self._owners.setdefault(_key(name), set()).add(person.key)
        self._singles = {
            name: keys for name, keys in self._owners.items() if " " not in name and len(name) >= _SHORTEST_MISHEARD
        }
        self._misheard: dict[str, set[str]] = {}  # words already judged
        longest_first = sorted(self._owners, key=len, reverse=True)
        shapes = "|".join(r"[-\s]+".join(map(re.escape, name.split())) for name in longest_first)
        self._names = re.compile(rf"(?<!\w)(?P<title>{_TITLE})?(?P<name>{shapes})(?!\w)", re.IGNORECASE) if shapes else None

    def find(self, text: str) -> Iterator[NameMention]:
        """Mentions in order. A title ("Miss") belongs to the mention when it begins with a capital."""
        for found in self._names.finditer(fold(text)) if self._names else ():
            start, end = found.span("name")
            if used_as_word(text, start, end) or (text[start:end].islower() and _key(text[start:end]) in WORD_NAMES):
                continue
            owners = self._owners[_key(text[start:end])]
            titled = found["title"] and text[found.start()].isupper()
            yield NameMention(found.start() if titled else start, end, next(iter(owners)) if len(owners) == 1 else None)

    def find_misheard(self, text: str) -> Iterator[NameMention]:
        """Words that are no English words and sound like a name of the roster: "Shevaun" for Siobhan."""
        for found in _WORD.finditer(text):
            said = _POSSESSIVE.sub("", found.group())
            low = _key(said)
            if len(low) < _SHORTEST_MISHEARD or low in self._owners or lexicon().is_word(low):
                continue
            owners = self._misheard.get(low)
            if owners is None:
                owners = {key for name, keys in self._singles.items() if close(low, name) for key in keys}
                self._misheard[low] = owners
            if owners:
                yield NameMention(found.start(), found.start() + len(said), next(iter(owners)) if len(owners) == 1 else None)


def _key(name: str) -> str:
    return " ".join(re.split(r"[-\s]+", fold(name).lower()))
