"""The persons of a told sentence: “I” into “she”, “you” into a name, and a “he” only where one man can be meant."""

from __future__ import annotations

import re

from models.talk.grammar import Token
from models.wording.telling_words import GIVES, MANY, PERIODS, Words

THEY = re.compile(r"\b(?:they|them|their)\b", re.IGNORECASE)


class Persons(Words):
    """Turns one pronoun; None where it could mean two, or nobody knows."""

    def _pronoun(self, n: int, word: Token) -> str | None:  # noqa: PLR0911 - one line a pronoun
        low = word.low
        if low in ("i", "me", "my", "mine", "myself"):
            return self._first(n, word)
        if low in ("you", "your", "yours", "yourself"):
            return self._second(low) if self._listener else None
        if low in ("he", "him", "his", "himself", "she", "her", "hers", "herself"):
            return self._third(word)
        if low in ("they", "them", "their", "theirs"):
            if self._asking and self._r.pronouns.of(self._listener):
                return word.low
            if self._self and not THEY.search(self._before) and not any(w.low in ("we", "us", "our") for w in self._words):
                return word.low  # no clearer in quotation marks
            return word.low if MANY.search(f"{self._before} {' '.join(self._out)}") else None
        if low in ("we", "our"):
            return self._family(n, low)
        if low == "it":
            return self._thing(n)
        return None

    def _first(self, n: int, word: Token) -> str | None:
        if self._asking:
            return self._r.people.name(self._speaker) if word.low in ("i", "me") else None
        if not self._self:
            return None
        he = self._self == "he"
        owned = self._words[n + 1].tag.startswith("NN") or self._words[n + 1].tag == "CD"  # “I have me four cans”
        if word.low == "me" and word.tag != "PRP$" and owned and not (n and self._words[n - 1].low in GIVES):
            return None  # “me shift”, “me stepdad”
        if word.low == "me" and word.tag == "PRP$":
            return "his" if he else "her"
        forms = {"i": self._self, "me": "him" if he else "her", "my": "his" if he else "her", "mine": "his" if he else "hers",
                 "myself": "himself" if he else "herself"}  # fmt: skip
        others = self._r.pronouns.able(self._self, f"{self._before} {' '.join(self._out)}", but=frozenset({self._speaker}))
        named_self = bool(self._r.people.named_in(self._before) & {self._speaker})
        if any(m.pronoun == self._self for m in others) or (others and not named_self) or self._same_sex_said():
            return None
        return forms[word.low]

    def _second(self, low: str) -> str | None:
        """The listener: by name first, then by the pronoun that the talk uses for them."""
        name, pronoun = self._r.people.name(self._listener), self._r.pronouns.of(self._listener)
        if not self._named:
            self._named = True
            return {"you": name, "your": f"{name}'s"}.get(low)
        if not pronoun or any(w.low in ("he", "she", "him", "her", "his") for w in self._words):
            return None
        he = pronoun == "he"
        return {"your": "his" if he else "her", "yourself": "himself" if he else "herself"}.get(low)

    def _same_sex_said(self) -> bool:
        """Whether a “she” in the sentence could be taken for the speaker who is “she” too."""
        forms = ("he", "him", "his") if self._self == "he" else ("she", "her", "hers")
        return any(w.low in forms for w in self._words)

    def _third(self, word: Token) -> str | None:
        """A “he” that stays where the reader can only take it as meant, or the name of the one who is certainly meant."""
        pronoun = "he" if word.low in ("he", "him", "his", "himself") else "she"
        if pronoun == self._self:
            return None  # with the speaker also “she”, nobody could tell
        read = f"{self._before} {' '.join(self._out)}"
        aside = frozenset({self._speaker, self._listener})
        key = self._r.pronouns.meant(pronoun, self._sentence, self._place, but=aside)
        able = self._r.pronouns.able(pronoun, read, but=frozenset())
        if len(able) == 1 and able[0].pronoun == pronoun and key in ("", able[0].key):
            return word.low
        if self._asking and not key and self._r.pronouns.of(self._listener) not in ("", pronoun) and not able:
            return word.low  # no clearer in quotation marks
        if not key or [m for m in self._r.pronouns.able(pronoun, read, but=aside) if m.key != key] or word.low == "hers":
            return None
        name = self._r.people.name(key)
        owns = word.low == "his" or (word.low == "her" and word.tag == "PRP$")
        return f"{name}'s" if owns else name if word.low in ("he", "she", "him", "her") else None

    def _family(self, n: int, low: str) -> str | None:
        if self._r.people.is_worker(self._speaker) or MANY.search(f"{self._before} {' '.join(self._out)}"):
            return None
        if any(w.low in ("they", "them", "their") for w in self._words):
            return None
        return "they" if low == "we" else "their"

    def _thing(self, n: int) -> str | None:
        """Give "it" where something was named before it, or where it stands for nothing ("it was late")."""
        noun_before = self._asking or any(w.tag.startswith("NN") for w in self._words[:n])
        return "it" if noun_before or len(re.findall(r"\w+", self._before)) >= 4 else None

    def _pointing(self, n: int, word: Token) -> str | None:
        after = self._words[n + 1]
        if self._asking and word.low == "that":
            return "that"
        if word.low == "this":
            return "this" if after.low in PERIODS else None
        if word.low == "those" or after.low in ("today", "tomorrow", "tonight", "yesterday"):
            return None
        if after.tag[:2] in ("NN", "JJ", "CD") or word.tag == "WDT":
            return "that"
        if len(re.findall(r"\w+", self._before)) < 4:
            return None
        return "it" if n == 0 else "that"  # not “said that that would”
