"""Who is who in a transcript: names to print, roles, and which names a sentence brings up.

Nobody's sex is in a roster, so no pronoun is ever chosen for a person here: people are called by name. A voice that the
worker has not named yet stays “Speaker 1”.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from recorder.domain import Person, Role

_VOICE = re.compile(r"S(\d+)")
# Not "Ann, your manager, she …", where Ann is only spoken of.
_CALLED = re.compile(
    r"(?:^|[,.?!] )(?:[Ss]o |[Aa]nd |[Nn]ow )?([^\W\d_]+)(?=[?!.]|,(?! (?:your|the|my|his|her|our|their|who|she|he)\b))"
)
_WORD = re.compile(r"[^\W\d_]+")
# Names that are English words too: "will" is none, nor is "Will" in "Will you".
_ORDINARY_TEXT = """
will hope mark summer grace joy may june april rose dawn faith bill pat rob sue art frank gene guy jack max ray sandy
bones autumn amber ruby pearl olive ivy daisy lily holly heather violet jade crystal robin drew chase rich penny carol
christian dean earl duke king prince angel precious blessing patience prudence charity destiny happy sunny star lee day
"""
_ORDINARY = frozenset(_ORDINARY_TEXT.split())
_RANKS = frozenset(
    ("Sergeant", "Constable", "Inspector", "Detective", "PC", "DC", "DS", "DI", "PCSO", "Nurse", "Sister", "Professor")
)
_NO_NAME_BEFORE = re.compile(r"\s*(?:you|i|we|he|she|they|it|the|a|that|this|so|not|there|them)\b", re.IGNORECASE)


class People:
    """The roster as drafting needs it."""

    def __init__(self, roster: Sequence[Person]) -> None:
        self._by_key = {p.key: p for p in roster}
        self.roster = tuple(roster)

    def name(self, speaker: str) -> str:
        """How a note calls this speaker: the roster's short name, or “Speaker 1” for a voice without a name."""
        person = self._by_key.get(speaker)
        if person:
            return self._printed[person.key]
        voice = _VOICE.fullmatch(speaker)
        return f"Speaker {voice[1]}" if voice else speaker

    def role(self, speaker: str) -> Role | None:
        """The speaker's role; None for a voice that is not in the roster."""
        person = self._by_key.get(speaker)
        return person.role if person else None

    def is_worker(self, speaker: str) -> bool:
        """Whether the speaker is the social worker."""
        return self.role(speaker) is Role.SOCIAL_WORKER

    def is_child(self, speaker: str) -> bool:
        """Whether the speaker is a child of the case."""
        return self.role(speaker) is Role.CHILD

    def verbatim(self, speaker: str) -> bool:
        """Whether the speaker's words are never cleaned: a child's, and those of a voice that may be a child's."""
        return self.role(speaker) in (Role.CHILD, None)

    def addressed_in(self, text: str) -> tuple[str, ...]:
        """Keys of people called by name ("So, Ann, …"), in the roster's order."""
        called = _CALLED.findall(text)
        found = {key for name in called for key in self.named_in(name) if name[0].isupper()}
        return tuple(p.key for p in self.roster if p.key in found and p.present)

    def named_in(self, text: str) -> frozenset[str]:
        """Keys of the people whom the text names, by any word of any of their names."""
        words = set(self.names_said(text))
        return frozenset(key for key, names in self._words.items() if names & words)

    def names_said(self, text: str) -> list[str]:
        """Each word of the text that names somebody of the roster, in lower case, in order; "will" alone does not name Will."""
        known, found = self.all_names, []
        for word in _WORD.finditer(text):
            low = word[0].casefold()
            if low in known and (low not in _ORDINARY or is_name_here(word)):
                found.append(low)
        return found

    def keys_of(self, name: str) -> tuple[str, ...]:
        """Keys of the people one of whose names is this word, in lower case, in the roster's order."""
        return tuple(key for key, names in self._words.items() if name in names)

    def names_of(self, key: str) -> frozenset[str]:
        """Every word of the person's names, in lower case."""
        return self._words.get(key, frozenset())

    @cached_property
    def all_names(self) -> frozenset[str]:
        """Every word of every name, in lower case."""
        return frozenset().union(*self._words.values())

    @cached_property
    def name_pattern(self) -> re.Pattern[str] | None:
        """Names as they are written, one or several words in a row; None for an empty roster."""
        words = sorted((re.escape(w[:1].upper() + w[1:]) for w in self.all_names), key=len, reverse=True)
        one = f"(?:[A-Z]['’])?(?:{'|'.join(words)})\\b"  # “O'Rourke” is “Rourke” in the roster's words
        return re.compile(rf"\b{one}(?:[ -]{one})*") if words else None

    @cached_property
    def _printed(self) -> dict[str, str]:
        # Two people with one short name are told apart by their full names.
        firsts = [self._first(p) for p in self.roster]
        return {p.key: first if firsts.count(first) == 1 else p.name for p, first in zip(self.roster, firsts, strict=True)}

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        titles = {"mr", "mrs", "ms", "miss", "dr"}
        return {
            p.key: frozenset(
                w for n in (p.name, *p.also) for w in re.findall(r"[^\W\d_]+", n.casefold()) if len(w) > 1 and w not in titles
            )
            for p in self.roster
        }

    @staticmethod
    def _first(person: Person) -> str:
        parts = person.name.split()
        title = parts[0].rstrip(".")
        if title in _RANKS and len(parts) > 1:
            return f"{parts[0]} {parts[-1]}"  # "Sergeant Coker" for Sergeant Ian Coker
        return person.name if title in ("Mr", "Mrs", "Ms", "Miss", "Dr") else parts[0]


def is_name_here(found: re.Match[str]) -> bool:
    """Whether a word that may be a name is one where it stands: it has a capital, and is not "Will you" or "Hope so"."""
    if not found[0][0].isupper():
        return False
    before = found.string[: found.start()].rstrip(" “‘'\"")
    starts = not before or before[-1] in ".!?…—:"
    return not (found[0].casefold() in _ORDINARY and starts and _NO_NAME_BEFORE.match(found.string, found.end()))
