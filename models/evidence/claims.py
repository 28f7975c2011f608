"""Is each clause told as it was said: denied, doubted, wished, on a condition, still or no longer? As figures, not verdicts.

A paraphrase shares some words with several parts of the evidence. Each clause is laid beside all of them, each part counting
by the words of meaning that it shares, and for each way of telling (“not”, “might”, “want to”, “if” …) it is found how much
of it the clause adds and how much it loses. `weighed` weighs the figures; none of them refuses anything alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from models.evidence.cited import NEGATION, Evidence, Unit, stem
from models.evidence.figures import spoken
from models.evidence.heads import Head, heads_of, heads_said
from models.evidence.sense import clauses, denials, denied_twice, lacks, meaning_of, without_lead
from models.talk.dates import MONTHS, NUMBER_WORDS, WEEKDAYS
from models.talk.speech import content, tokens

_WAYS = {
    "doubt": r"\b(?:maybe|might|may(?! \d)|perhaps|possibly|probably|thinks?|thought|reckon\w*|not sure|unsure|wasn't sure|"
    r"seem\w*|suppose\w*|guess\w*|likely|apparently|worr\w+|afraid|wonder\w*)\b",
    "could": r"\b(?:could|can|able)\b",
    "would": r"\b(?:would|should|wouldn['’]t)\b|['’]d\b",
    "if": r"(?<!as )\b(?:if|unless|whether|in case|otherwise|depend\w*)\b",
    "wish": r"\b(?:wish\w*|want\w*|would like|['’]d like|hop(?:e|es|ed|ing)|would love|['’]d love|rather|plans?|planning)\b",
    "used to": r"\b(?:used to|before|previous\w*|formerly)\b",
    "now": r"\b(?:now|currently|nowadays|no longer|any ?more|still|already|these days)\b",
    "sometimes": r"\b(?:sometimes|some (?:days|nights|times)|now and (?:then|again)|occasionally|most (?:days|nights)|often)\b",
    "always": r"\b(?:always|every|each|never|all|everyone|everybody|nobody|constantly|daily)\b",
    "will": r"\b(?:will|going to|gonna|to be)\b|['’]ll\b",
    "once": r"\b(?:once|one time)\b",
    "yet": r"\b(?:yet|not sure|confirmed)\b",
}
_WAY = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _WAYS.items()}
_HOW = ("added", "lost", "nowhere")
CLAIMS = (
    *(f"{name} {how}" for name in ("not", *_WAYS) for how in _HOW),
    *("not twice", "nots more", "nots fewer", "wish made sure"),
    *("number joined", "number apart", "number beside other", "day apart", "day beside other"),
    *(
        "unlike",
        "word denied",
        "word denied mean",
        "word not denied",
        "word doubted",
        "word sure",
        "word wished",
        "verb denied",
    ),
)
_SHARP = 3  # how much more a part counts that shares more words
_NEAR = 5  # words to either side of a figure that tell what it counts
_FARTHER = 7  # the same in speech, which uses more words
_LOOSE = {"once": 1, "twice": 2}
_PARTS_OF_DAY = frozenset(("today", "tomorrow", "yesterday", "morning", "afternoon", "evening", "tonight"))


def claims(outside: str, evidence: Evidence) -> dict[str, float]:
    """How far the sentence, without quotations and brackets, tells its evidence otherwise: a value for each of CLAIMS."""
    found = dict.fromkeys(CLAIMS, 0.0)
    for clause in clauses(outside):
        meaning = meaning_of(clause, evidence)
        parts = _alike(meaning, evidence)
        if meaning:
            found["unlike"] = max(found["unlike"], 1 - max((a for a, _ in parts), default=0.0))
        if parts:
            _clause(found, clause, parts, evidence)
    said = " ".join(t.text for t in evidence.cited)
    found["not twice"] = float(denied_twice(outside))
    found["nots more"] = float(denials(outside) > denials(said))
    found["nots fewer"] = float(not denials(outside) and denials(said) > 0)
    found["wish made sure"] = found["will added"] * max(found["wish lost"], found["word wished"])
    for kind, known in (("number", _is_number), ("day", _is_day)):
        said_words, here = _cut(evidence.kept), _cut(outside)
        for at, word in enumerate(here):
            if known(word):
                _figure(found, kind, at, here, said_words)
    _words(found, outside, evidence)
    return found


def _clause(found: dict[str, float], clause: str, parts: Sequence[tuple[float, Unit]], evidence: Evidence) -> None:
    total = sum(a**_SHARP for a, _ in parts)
    shares = [(a**_SHARP / total, u) for a, u in parts]
    denied = sum(s * max(_denied(u), 0.5 * lacks(u.text)) for s, u in shares)
    if not lacks(clause):
        _tell(found, "not", claimed=denials(clause) % 2 == 1, held=denied, anywhere=bool(NEGATION.search(evidence.said)))
    for name, pattern in _WAY.items():
        held = sum(s * (bool(pattern.search(u.text)) or 0.5 * bool(pattern.search(u.context))) for s, u in shares)
        _tell(found, name, claimed=bool(pattern.search(clause)), held=held, anywhere=bool(pattern.search(evidence.said)))


def _tell(found: dict[str, float], name: str, *, claimed: bool, held: float, anywhere: bool) -> None:
    if not claimed:
        found[f"{name} lost"] = max(found[f"{name} lost"], held)
        return
    found[f"{name} added"] = max(found[f"{name} added"], 1 - held)
    found[f"{name} nowhere"] = max(found[f"{name} nowhere"], float(not anywhere))


def _denied(unit: Unit) -> float:
    if unit.question:
        return 0.5 if unit.answered is None else float(not unit.answered)
    return float(denials(unit.text) > 0)


def _alike(meaning: frozenset[str], evidence: Evidence) -> list[tuple[float, Unit]]:
    """Parts of the evidence with the cosine of their words with these."""
    shared = [(len(meaning & u.stems), u) for u in evidence.units]
    return [(n / (len(meaning) * max(1, len(u.stems))) ** 0.5, u) for n, u in shared if n]


def _figure(found: dict[str, float], kind: str, at: int, here: Sequence[str], said: Sequence[str]) -> None:
    """Whether a number or day stands among words among which it was said, or another was."""
    known = _is_number if kind == "number" else _is_day
    around = {stem(w) for w in here[max(0, at - _NEAR) : at + _NEAR + 1] if content(w) and not known(w)}
    near = {True: [0], False: [0]}
    places = [n for n, w in enumerate(said) if known(w)]
    for n in places:
        shared = around & {stem(w) for w in said[max(0, n - _FARTHER) : n + _FARTHER + 1]}
        near[_same(said[n], here[at])].append(len(shared))
    if not any(_same(said[n], here[at]) for n in places):
        found["number joined"] = max(found["number joined"], float(kind == "number"))
        return
    found[f"{kind} apart"] = max(found[f"{kind} apart"], float(max(near[True]) == 0 and bool(around)))
    found[f"{kind} beside other"] = max(found[f"{kind} beside other"], float(max(near[False]) > max(near[True])))


def _words(found: dict[str, float], outside: str, evidence: Evidence) -> None:
    """Word by word: how far each is denied, doubted or wished where it was said, and here."""
    said, lost = heads_said(evidence), []
    for head in heads_of(without_lead(outside), evidence.people.all_names):
        there = [p for p in said if p.stem == head.stem]
        if not there:
            continue
        scores = [len(head.part & p.part) + 0.3 * len(head.sentence & p.sentence) + 0.5 * p.cited for p in there]
        weights = [math.exp(2 * (s - max(scores))) for s in scores]
        shares = [(w / sum(weights), p) for w, p in zip(weights, there, strict=True)]
        denied = sum(w * _how_denied(p) for w, p in shares)
        if head.denied is None:
            lost.append(denied)
            found["word denied"] = max(found["word denied"], denied)
            at_once = sum(w * (p.denied == 0 and not p.either) for w, p in shares)
            found["verb denied"] = max(found["verb denied"], float(at_once > 0.8 and max(scores) > 1.5))
        elif head.denied == 0:
            found["word not denied"] = max(found["word not denied"], 1 - denied)
        doubted = sum(w * (p.mood in ("doubted", "would") or p.condition) for w, p in shares)
        if not (head.mood or head.hedged or head.condition):
            found["word doubted"] = max(found["word doubted"], doubted)
            found["word wished"] = max(found["word wished"], sum(w * (p.mood == "wished") for w, p in shares))
        elif head.mood == "doubted":
            found["word sure"] = max(found["word sure"], 1 - doubted)
    found["word denied mean"] = sum(lost) / max(1, len(lost))


def _how_denied(head: Head) -> float:
    if head.either:
        return 0.5
    return 0.0 if head.denied is None else 1.0 if head.denied <= 1 else 0.4


def _cut(text: str) -> list[str]:
    return [w for t in tokens(re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)) for w in t.split("-")]


def _is_number(word: str) -> bool:
    return (word in NUMBER_WORDS and word not in ("one", "first", "second")) or word[:1].isdigit() or word in _LOOSE


def _is_day(word: str) -> bool:
    return _bare(word) in WEEKDAYS or _bare(word) in MONTHS or word in _PARTS_OF_DAY


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("s")


def _same(one: str, other: str) -> bool:
    if _is_number(one) and _is_number(other):
        return bool(_values(one) & _values(other))
    return _bare(one) == _bare(other)


def _values(word: str) -> frozenset[int]:
    digits = re.match(r"\d+", word)
    return frozenset({_LOOSE[word]} if word in _LOOSE else {int(digits[0])} if digits else spoken([word]))
