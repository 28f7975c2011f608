"""Does the evidence hold the sentence? Deterministic checks with a reason for each refusal.

A sentence of a note may hold only what its cited words hold: figures, days, names, negation, doubt, and every word that
carries meaning. What stands in quotation marks must have been said, word for word, hesitations aside. The check leans to
refusing: a true sentence that is refused is replaced by the words themselves, which costs elegance; a false one would
cost a child.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.dates import MONTHS, NUMBER_WORDS, WEEKDAYS, with_dates
from models.people import People
from models.speech import content, sentences, tokens
from recorder.domain import Turn


class Reason(StrEnum):
    """Why a sentence is refused."""

    NUMBER = "a number that was not said"
    DAY = "a day or month that was not said"
    WORKED_OUT = "a date in brackets that does not follow from the words"
    NAME = "a person whom the words do not bring up"
    SPEAKER = "somebody said to speak who did not"
    NEGATION = "a “not” lost or added"
    DOUBT = "a “might”, “if” or “used to” lost"
    QUOTE = "words in quotation marks that were not said so"
    INVENTED = "a word that nobody said"
    EMPTY = "no words"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why the evidence does not hold a sentence."""

    reason: Reason
    detail: str  # the word or phrase at fault


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a sentence may rest on."""

    cited: tuple[Turn, ...]
    asked: tuple[Turn, ...]  # the turn before each cited one: what was asked
    heard: str  # all words up to the last cited turn, for names only
    people: People
    visit_date: date

    @classmethod
    def of(
        cls, cites: Iterable[int], turns: Sequence[Turn], *, people: People, visit_date: date, barred: frozenset[int]
    ) -> Evidence:
        """Evidence for these turn numbers; `barred` turns (private, to the machine) lend nothing."""
        numbers = sorted(set(cites))
        cited = tuple(turns[i] for i in numbers)
        asked = tuple(turns[i - 1] for i in numbers if i and i - 1 not in barred)
        heard = " ".join(t.text for t in turns[: max(numbers, default=-1) + 1] if t.i not in barred)
        return cls(cited, asked, heard, people, visit_date)


_REPORTING_TEXT = """
told about tell said say says asked answered added agreed explained reported described confirmed stated whether
present heard visit seen own spoke child children mother father worker social carer parent agreed recording step
next account about named speaker spoke device
"""
_REPORTING = frozenset(_REPORTING_TEXT.split())
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|without|denied|cannot)\b|n['’]t\b", re.IGNORECASE
)
_DOUBT = re.compile(
    r"\b(?:maybe|might|may(?! \d)|if|perhaps|possibly|probably|could|would|"
    r"used to|think|thinks|thought|not sure|unsure|sometimes|some days)\b|['’]d\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“([^”]*)”")
_BRACKETED = re.compile(r"\s*\[([^\]]*)\]")
_SAYS = re.compile(r"(?:^|, |\. )(?P<who>[^,.:“”]{2,60}?) (?:said|says|asked|agreed|answered|told|added)\b")


def check(sentence: str, evidence: Evidence) -> tuple[Refusal, ...]:
    """Every reason to refuse the sentence; empty when the evidence holds it."""
    if not tokens(sentence) or not evidence.cited:
        return (Refusal(Reason.EMPTY, sentence),)
    plain = _BRACKETED.sub("", sentence)
    outside = _QUOTED.sub(" ", plain)
    return (
        *_figures(plain, evidence),
        *_dates(sentence, evidence),
        *_names(plain, evidence),
        *_speakers(plain, evidence),
        *_quotes(plain, evidence),
        *_meaning(outside, evidence),
        *_polarity(outside, evidence),
    )


def _said(evidence: Evidence) -> str:
    return " . ".join(t.text for t in (*evidence.cited, *evidence.asked))


def _figures(plain: str, evidence: Evidence) -> list[Refusal]:
    words = set(tokens(_said(evidence)))
    parts = {p for w in words for p in w.split("-")}
    values = {NUMBER_WORDS[p] for p in parts if p in NUMBER_WORDS} | {int(p) for p in parts if p.isdecimal()}
    names = {w for t in evidence.cited for w in tokens(evidence.people.name(t.speaker))}
    refusals = []
    for word in tokens(plain):
        if word in WEEKDAYS or (word in MONTHS and word not in ("march", "may")):
            if word not in words and f"{word}'s" not in words and f"{word}s" not in words:
                refusals.append(Refusal(Reason.DAY, word))
        elif word.isdecimal() or word in NUMBER_WORDS:
            value = int(word) if word.isdecimal() else NUMBER_WORDS[word]
            if word not in parts and value not in values and word not in names and word not in ("one", "first", "second"):
                refusals.append(Refusal(Reason.NUMBER, word))
    return refusals


def _dates(sentence: str, evidence: Evidence) -> list[Refusal]:
    stated = _BRACKETED.findall(sentence)
    if not stated:
        return []
    right = set(_BRACKETED.findall(with_dates(_BRACKETED.sub("", sentence), evidence.visit_date)))
    return [Refusal(Reason.WORKED_OUT, d) for d in stated if d not in right]


def _names(plain: str, evidence: Evidence) -> list[Refusal]:
    people = evidence.people
    known = people.named_in(evidence.heard) | {t.speaker for t in evidence.cited}
    roster = [
        Refusal(Reason.NAME, key) for key in sorted(people.named_in(plain) - known) if _is_name(plain, people.names_of(key))
    ]
    heard = set(tokens(evidence.heard)) | {w for t in evidence.cited for w in tokens(people.name(t.speaker))}
    ours = {w for p in people.roster for w in people.names_of(p.key)}
    inner = re.findall(r"(?<![.!?“:] )(?<!^)(?<!“)\b[A-Z][^\W\d_]+", _QUOTED.sub(" ", plain))
    strange = [
        w
        for w in inner
        if w.casefold() not in heard and w.casefold() not in ours and w.casefold() not in (*MONTHS, "speaker", "asked")
    ]
    return roster + [Refusal(Reason.NAME, w) for w in strange]


def _is_name(plain: str, names: frozenset[str]) -> bool:
    """Whether one of the names stands in the text with a capital ("Will", not "will")."""
    return any(re.search(rf"(?<!^)(?<!“)\b{re.escape(n.capitalize())}\b", plain) for n in names)


def _speakers(plain: str, evidence: Evidence) -> list[Refusal]:
    speaking = {evidence.people.name(t.speaker) for t in (*evidence.cited, *evidence.asked)}
    named = [m["who"].strip() for m in _SAYS.finditer(_QUOTED.sub("“”", plain))]
    everyone = {evidence.people.name(p.key) for p in evidence.people.roster}
    return [Refusal(Reason.SPEAKER, who) for who in named if who in everyone and who not in speaking]


def _quotes(plain: str, evidence: Evidence) -> list[Refusal]:
    heard = [tokens(t.text) for t in evidence.cited]
    return [Refusal(Reason.QUOTE, q) for q in _QUOTED.findall(plain) if not any(_in_order(tokens(q), words) for words in heard)]


def _in_order(quoted: Sequence[str], said: Sequence[str]) -> bool:
    """Whether the quoted words come in this order among those said."""
    rest = iter(said)
    return all(word in rest for word in quoted)


def _meaning(outside: str, evidence: Evidence) -> list[Refusal]:
    people = evidence.people
    held = {stem(w) for w in tokens(_said(evidence))}
    names = {w for p in people.roster for w in people.names_of(p.key)} | {w for t in evidence.cited for w in tokens(t.speaker)}
    return [
        Refusal(Reason.INVENTED, w)
        for w in content(outside)
        if w not in _REPORTING
        and stem(w) not in held
        and w not in names
        and w.removesuffix("'s") not in names
        and not w.isdecimal()
    ]


def _polarity(outside: str, evidence: Evidence) -> list[Refusal]:
    names = evidence.people.all_names
    meaning = {stem(w) for w in content(outside) if w not in _REPORTING and w not in names}
    if len(meaning) < 2:
        return []
    clauses = [c for t in evidence.cited for s in sentences(t.text) for c in re.split(r"[,;] (?:but|and|so)?\b", s)]
    clauses += [s for t in evidence.cited for s in sentences(t.text)]
    close = max(clauses, key=lambda c: (len(meaning & {stem(w) for w in content(c)}), -len(c)), default="")
    refusals = []
    if bool(_NEGATION.search(outside)) != bool(_NEGATION.search(close)):
        refusals.append(Refusal(Reason.NEGATION, close))
    if _DOUBT.search(close) and not _DOUBT.search(outside):
        refusals.append(Refusal(Reason.DOUBT, close))
    return refusals


def stem(word: str) -> str:
    """The word without its common endings, so that "said so" and "saying" meet; not a linguist's stem."""
    low = re.sub(r"['’]s?$|['’]", "", word.casefold())
    for end in ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "ly", "s"):
        if low.endswith(end) and len(low) - len(end) >= 3:
            low = low[: -len(end)]
            break
    return low[:6].rstrip("eiy")
