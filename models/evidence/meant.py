"""Whom a “he” or “she” in the words can mean, so that no name is put in another's place.

Nobody's sex is in a roster. Here it is guessed from how the talk itself speaks of each name ("Mark … he"), for one purpose
only: to refuse a name that the words speak of otherwise. A guess chooses no pronoun and changes no wording, and with every
sex in the talk exchanged the same sentences are refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from models.talk.people import People
from recorder.domain import Turn

HE, SHE, THEY = "he", "she", "they"
_PRONOUNS = {
    HE: "he he's he'd he'll him his himself",
    SHE: "she she's she'd she'll her hers herself",
}
_SEX_OF = {word: sex for sex, words in _PRONOUNS.items() for word in words.split()}
_PLURAL = frozenset(("they", "them", "their", "theirs", "one", "both", "us", "we"))
_KIN = {
    HE: "dad daddy father da brother uncle grandad granddad grandpa gramps grandfather husband boyfriend son lad boy stepdad "
    "nephew",
    SHE: "mum mummy mam mama mother sister auntie aunt aunty nan nana nanny gran granny grandma grandmother wife girlfriend "
    "daughter lass girl stepmum niece",
}
_KIN_SEX = {word: sex for sex, words in _KIN.items() for word in words.split()}
_TITLES = {"mr": HE, "mrs": SHE, "ms": SHE, "miss": SHE}
_OPENERS_TEXT = """
the a and but so is are was were has have had do does did it that this they we you what when where who how why yes no okay
right well oh um er erm just like if not all can could would will shall there then now good thank thanks let in on at or for
to with my your their our some any yeah aye because
"""
_OPENERS = frozenset(_OPENERS_TEXT.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[.?!]")
_REACH = 9  # words after a name within which a pronoun is taken to mean it
_SURE = 3  # times as many of one sex as of the other


def votes(turns: Sequence[Turn], *, barred: frozenset[int]) -> dict[str, Counter[str]]:
    """How often each capitalised word of a talk, in lower case, is followed by a pronoun of either sex."""
    found: dict[str, Counter[str]] = {}
    named: str | None = None
    for turn in turns:
        if turn.i in barred:
            continue
        words, since, starts = _WORD.findall(turn.text), 0, True
        # A turn that begins with a pronoun speaks of whom the turn before named last.
        since = _REACH // 2 if named else 0
        for n, word in enumerate(words):
            low = word.casefold().replace("’", "'")
            if word in ".?!":
                starts = True
                continue
            since += 1
            if low in _SEX_OF:
                if named and since <= _REACH:
                    found.setdefault(named, Counter())[_SEX_OF[low]] += 1
                    named = None
            elif low in _KIN_SEX:
                named = None
            elif word[0].isupper() and len(word) > 1 and "'" not in low.removesuffix("'s") and not (starts and low in _OPENERS):
                named, since = low.removesuffix("'s"), 0
                if n and words[n - 1].casefold() in _TITLES:
                    found.setdefault(named, Counter())[_TITLES[words[n - 1].casefold()]] += _SURE
            starts = False
    return found


def sex_of(key: str, people: People, counted: Mapping[str, Mapping[str, int]]) -> str | None:
    """“he” or “she” where the talk speaks of the person plainly as one; None where it does not."""
    total: Counter[str] = Counter()
    for word in people.names_of(key):
        if word in _KIN_SEX:
            total[_KIN_SEX[word]] += _SURE
        elif len(people.keys_of(word)) == 1:
            total.update(counted.get(word, {}))
    he, she = total[HE], total[SHE]
    if he >= 2 and he >= _SURE * max(she, 0.5):
        return HE
    if she >= 2 and she >= _SURE * max(he, 0.5):
        return SHE
    return None


def pronouns_in(text: str) -> frozenset[str]:
    """Which of “he”, “she” and “they” the text has, in any form; “they” where it has none of them."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.casefold().replace("’", "'"))
    found = frozenset(_SEX_OF.get(w) or (THEY if w.split("'")[0] in _PLURAL else "") for w in words) - {""}
    return found or frozenset({THEY})
