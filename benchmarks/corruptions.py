"""Ways to make a true sentence false by one change, by general rules and a seed.

Each rule changes one thing that a careless summary changes (Kryściński et al. 2020, FactCC; Laban et al. 2023, SummEdits):
a negation, a number, a day, a name, who spoke, how sure it was, or a clause that nobody said. No rule knows the visits; the
only words it brings are the lists below and the names and facts of the other visits. A rule that finds nothing to change
gives None. A change is undetectable in principle where the new word was said of the same thing: those are not left out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.talk.dates import MONTHS, WEEKDAYS
from recorder.domain import Person

_AUX = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|should|does|did|do|might|may|must|it's|he's|she's|there's|"
    r"I'm|I've|I'll)"
)
_SPEECH = r"(?:said|says|asked|agreed|told|added|answered|reported|confirmed|thinks|thought)"
_DROPS = (
    (r"\b(is|are|was|were|has|have|had|does|did|do|would|could|should|might|must) not\b", r"\1"),
    (r"\b(is|are|was|were|has|have|had|does|did|do|would|could|should|might|must)n['’]t\b", r"\1"),
    (r"\bcan['’]?(?:no)?t\b", "can"),
    (r"\bwon['’]t\b", "will"),
    (r"\bnever\b", "once"),
    (r"\bnobody\b", "somebody"),
    (r"\bnothing\b", "something"),
    (r"\bnone\b", "some"),
    (r"\bnot\b ", ""),
    (r"\bno\b(?= \w)", "a"),
)
_MODALS = (
    (r"\bmight\b", "will"),
    (r"\bmay\b(?! \d)", "will"),
    (r"\bcould\b", "will"),
    (r"\bwould\b", "did"),
    (r"\b(?:maybe|perhaps|probably|possibly) ?", ""),
    (r"\bsometimes\b", "always"),
    (r"\bused to (\w+)", r"\1s now"),
    (r"\b(?:I think|thinks|thought) (?:that )?", ""),
    (r"\bwas not sure\b", "was sure"),
    (r"\bif\b", "when"),
    (r"\bsome days\b", "every day"),
    (r"\bwants? to\b", "is going to"),
    (r"\bwould like\b", "has"),
    (r"\bwill\b", "might"),
    (r"\b(?:said|says) (?:that )?", "said that perhaps "),
)
_INVENTED = (
    "because money was short",
    "after an argument with a neighbour",
    "and had been drinking that evening",
    "which had upset the whole family",
    "and the police were called",
    "because of the new medication",
    "and felt let down by the school",
    "and had stopped eating properly",
    "after losing a job at the warehouse",
    "and a relative had offered to help",
    "and agreed to a parenting course",
    "which was caused by stress",
    "and was aggressive towards staff",
    "and the bedroom was cold and dirty",
    "because nobody had explained the plan",
    "and appeared anxious throughout",
    "and a referral had been made to the hospital",
    "and had a bruise on the left cheek",
    "which the landlord had promised to repair",
    "and was behind with the council tax",
    "and presented as guarded and hostile",
    "and takes antidepressants for it",
    "and a cousin had moved in",
    "due to a history of violence",
)
_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()  # noqa: SIM905
_SCALE = ("twice", "once", "hundred", "dozen")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule may draw on."""

    roster: tuple[Person, ...]
    foreign: tuple[str, ...]  # clauses of other visits, "and …", names mapped to this roster's

    def names(self) -> list[str]:
        """Names as notes print them: the first name, or title and surname."""
        return [_printed(p) for p in self.roster]


Rule = Callable[[str, Setting, random.Random], str | None]


def negation_dropped(text: str, _: Setting, rng: random.Random) -> str | None:
    """Take one “not” away."""
    return _one_of(text, _DROPS, rng)


def negation_added(text: str, _: Setting, rng: random.Random) -> str | None:
    """Put one “not” after an auxiliary that has none, or “never” after “said that”."""
    start = _body(text)
    places = [
        m.end()
        for m in re.finditer(rf"\b{_AUX}\b(?! not|n['’]t| no\b| never)", text[start:], re.IGNORECASE)
        if not text[start + m.end() :].startswith(("n't", "n’t"))
    ]
    if places:
        at = start + rng.choice(places)
        return f"{text[:at]} not{text[at:]}"
    verbs = [m.start() for m in re.finditer(r"\b[a-z]+ed\b", text[start:])]
    if verbs:
        at = start + rng.choice(verbs)
        return f"{text[:at]}never {text[at:]}"
    step = re.search(r"\bto (?=[a-z]+\b)", text[start:])
    return f"{text[: start + step.start()]}not {text[start + step.start() :]}" if step and not start else None


def number(text: str, _: Setting, rng: random.Random) -> str | None:
    """Another number of the same form."""
    places = list(re.finditer(rf"\b(?:\d+|{'|'.join([*_UNITS[1:], *_TENS, *_ORDINALS, *_SCALE])})\b", text, re.IGNORECASE))
    if not places:
        return None
    found = rng.choice(places)
    word, low = found[0], found[0].casefold()
    if word.isdigit():
        new = str(int(word) + rng.choice([1, 2, 3, 10])) if len(word) < 4 else str(int(word) + rng.choice([1, 2, 5]))
    else:
        family: Sequence[str] = next(f for f in (_UNITS[1:], _TENS, _ORDINALS, _SCALE) if low in f)
        new = rng.choice([w for w in family if w != low])
    return text[: found.start()] + (new.capitalize() if word[0].isupper() else new) + text[found.end() :]


def day(text: str, _: Setting, rng: random.Random) -> str | None:
    """Another weekday or month, or another relative day."""
    groups = (
        tuple(d.title() for d in WEEKDAYS),
        tuple(m.title() for m in MONTHS),
        ("today", "tomorrow", "yesterday"),
        ("morning", "afternoon", "evening"),
        ("this week", "last week", "next week"),
    )
    places = [(m, g) for g in groups for w in g for m in re.finditer(rf"\b{w}\b", text)]
    if not places:
        return None
    found, group = rng.choice(places)
    return text[: found.start()] + rng.choice([w for w in group if w != found[0]]) + text[found.end() :]


def name(text: str, setting: Setting, rng: random.Random) -> str | None:
    """Another person of the roster in place of one that is spoken of."""
    start = _body(text)
    return _other_name(text, setting, rng, start=start, end=len(text))


def speaker(text: str, setting: Setting, rng: random.Random) -> str | None:
    """Another person of the roster in place of the one who speaks or acts."""
    start = _body(text)
    end = start or (m.start() if (m := re.search(r" (?:to|and|will) ", text)) else 0)
    return _other_name(text, setting, rng, start=0, end=end)


def modality(text: str, _: Setting, rng: random.Random) -> str | None:
    """Certain made doubtful or doubtful certain; wished made done; sometimes made always."""
    found = [m for m in _MODALS[:-2] if re.search(m[0], text[_body(text) :])]
    return _one_of(text, found or _MODALS[-2:], rng)


def invented_clause(text: str, setting: Setting, rng: random.Random) -> str | None:
    """A clause that nobody said, at the end or before the last quotation's end."""
    clause = rng.choice(_INVENTED) if rng.random() < 0.5 or not setting.foreign else rng.choice(setting.foreign)
    if text.endswith("”") and rng.random() < 0.5:
        return f"{text[:-1].rstrip('.!?')}, {clause}.”"
    return f"{text.rstrip('.')}, {clause}." if not text.endswith("”") else f"{text}, {clause}."


RULES: dict[str, Rule] = {
    "negation dropped": negation_dropped,
    "negation added": negation_added,
    "number": number,
    "day": day,
    "name": name,
    "speaker": speaker,
    "modality": modality,
    "invented clause": invented_clause,
}


def foreign_clauses(facts: Sequence[str], theirs: Sequence[Person], ours: Sequence[Person]) -> tuple[str, ...]:
    """Facts of another visit as clauses of this one: its people renamed to ours in order, “X said (that)” cut."""
    clauses = []
    for fact in facts:
        text = re.sub(rf"^[^,.]*? {_SPEECH}(?: that)? ", "", fact).rstrip(".")
        for n, person in enumerate(theirs):
            text = re.sub(rf"\b{re.escape(_printed(person))}\b", _printed(ours[n % len(ours)]), text)
        clauses.append(f"and {text}")
    return tuple(clauses)


def _printed(person: Person) -> str:
    first = person.name.split()[0]
    return person.name if first.rstrip(".") in ("Mr", "Mrs", "Ms", "Miss", "Dr") else first


def _body(text: str) -> int:
    """Where what was said begins; 0 where nobody is said to speak."""
    found = re.search(rf"\b{_SPEECH}\b[^,.“]{{0,12}}?(?: that\b|:|,| he\b| she\b|(?= ))", text)
    return found.end() if found else 0


def _one_of(text: str, changes: Sequence[tuple[str, str]], rng: random.Random) -> str | None:
    possible = [(m, new) for old, new in changes for m in re.finditer(old, text)]
    if not possible:
        return None
    found, new = rng.choice(possible)
    return text[: found.start()] + found.expand(new) + text[found.end() :]


def _other_name(text: str, setting: Setting, rng: random.Random, *, start: int, end: int) -> str | None:
    names = setting.names()
    places = [(m, n) for n in names for m in re.finditer(rf"\b{re.escape(n)}\b", text) if start <= m.start() < end]
    if not places:
        return None
    found, old = rng.choice(places)
    others = [n for n in names if n != old and n not in text]
    return text[: found.start()] + rng.choice(others) + text[found.end() :] if others else None
