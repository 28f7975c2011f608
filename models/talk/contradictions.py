"""Passages of a talk that do not agree: what one says and another denies, two accounts by one person, other numbers or days.

A worker must see both side by side; which is true is theirs to find out, so nothing here prefers one. Rules only, and shy
ones: a list with many false alarms would not be read. What is asked, wished, supposed, promised or told of another time is
no claim. It refuses private stretches and talk to the machine (`models.talk.passages.Usable`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product

from models.evidence.cited import NEGATION, Unit, stem, units_of
from models.talk.cues import speaks_of_harm
from models.talk.dates import MONTHS, NUMBER_WORDS, WEEKDAYS
from models.talk.passage import Usable
from models.talk.people import People
from models.talk.speech import content, sentences, tokens
from recorder.domain import Contradiction, Differs, Turn

_MOST = 8  # in one talk; whoever has to look at more looks at none
_APART = 6  # turns between two accounts by one person; nearer ones are one account in the making
_COMMON, _COMMON_SHARE = 6, 0.04  # turns, or share of them: a word claimed in more is what all the talk is about
_ACCOUNTS = 8  # of a kind about one word that are laid beside each other, so that a long talk takes no longer a minute
_NO_CLAIM = re.compile(
    r"\b(?:if|unless|whether|would|wouldn['’]t|could|couldn['’]t|should|shouldn['’]t|might|may|maybe|perhaps|probably|"
    r"supposed|wish\w*|want\w*|hope\w*|hoping|like to|gonna|going to|will|won['’]t|shall|can|can['’]t|cannot|try|let|"
    r"think|thought|reckon|sure|know|mind|suppose|guess|seem\w*|sometimes|must|need\w*|got to|have to|has to)\b|"
    r"['’](?:ll|d)\b|^(?:please |just |and )*(?:don['’]t|do not|never mind|no,? (?:problem|matter|worries))\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|unless|when|whenever|wish\w*|in case)\b", re.IGNORECASE)  # anywhere in the sentence
_OTHER_TIME = re.compile(
    r"\b(?:used to|before|ago|until|till|at first|back then|when (?:I|he|she|they|we) (?:was|were|first|came)|any ?more|"
    r"no longer|stopped|now|these days|nowadays|at the moment|in the (?:summer|winter|holidays?)|last (?:year|summer|time)|"
    r"yet|usually|normally|always|about|around|nearly)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"^\W*(?:(?:um|er|erm|oh|well|mum|dad|but|no|nah|hey|which|and)\b\W*)*(?:(?:I|he|she|it|that|they|we|you|this)\b\W*){1,2}"
    r"(?:never|(?:(?:do|does|did|dun|was|were|is|are|has|have|had|ai|wa)n['’]?t)\b)",
    re.IGNORECASE,
)
_MERE = re.compile(r"n['’]t (?:know|think|mind|want|sure|like|remember|see|say|tell|care|believe|need)\b", re.IGNORECASE)
_LIGHT_TEXT = """
be have do go get come say tell ask see look take give put make keep want need know think feel like let try use work talk
call ring start begin happen thing time day week month year morning night today tomorrow lot way bit people person much many
one two some other every each all here home house mum dad child kid boy girl lad man woman old new good bad okay fine nice
no not never nobody nothing none yes yeah honest swear course actually ever still again back away nowt owt summat find show
said told went came got um erm er uh hm clock o'clock half quarter anybody everybody
anyone everyone someone because now then already since after until little big
"""
_LIGHT = frozenset(map(stem, _LIGHT_TEXT.split()))
_PERIOD = re.compile(
    rf"\b(?:this|last|next) (?:week|month|year|term|half.?term|time)\b|\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE
)
_CALENDAR = frozenset(w.casefold() for w in (*MONTHS, *WEEKDAYS, *NUMBER_WORDS))
_KIN_TEXT = "mum mummy dad daddy nan nana gran granny grandma grandad uncle auntie aunt brother sister stepdad stepmum"
_KIN = frozenset(_KIN_TEXT.split())
# “No pillows, no phones in the room” names no fact: without one of these, a “no” is a rule or a list.
_TELLS = re.compile(
    r"\b(?:is|are|was|were|been|has|have|had|do|does|did|i|he|she|they|we|it|there|nobody|never)\b|['’](?:s|re|ve|m)\b|"
    r"n['’]t\b|\w{2,}ed\b",
    re.IGNORECASE,
)
_ME = frozenset(("i", "me", "my", "i'm", "i've", "i'd", "myself", "meself"))


@dataclass(frozen=True, slots=True)
class _Claim:
    """Something that a turn says is so, or is not so."""

    turn: int
    speaker: str
    so: bool
    stems: frozenset[str]  # of its words of meaning, light ones aside
    whom: frozenset[str]  # keys of people named, the speaker for “I”; empty where a pronoun may mean anybody
    kin: frozenset[str]  # “dad”, “nan”: whoever they are
    when: frozenset[str]  # months and the like that it speaks of
    text: str
    worker: bool
    asked: bool  # the yes or no to a question


def contradictions(turns: Sequence[Turn], people: People, usable: Usable) -> tuple[Contradiction, ...]:
    """Pairs of turns that do not agree, at most the plainest eight, in order of the talk. Linear in its length."""
    claims = list(_claims(turns, people, usable))
    found: dict[tuple[int, int], tuple[float, Contradiction]] = {}
    for weight, one in (*_denied(turns, people, usable), *_opposed(claims, len(turns)), *_other_figures(claims)):
        pair = one.first, one.second
        if pair not in found or found[pair][0] < weight:
            found[pair] = weight, one
    best = sorted(found.values(), key=lambda wc: (-wc[0], wc[1].first, wc[1].second))
    kept: list[Contradiction] = []
    for _, one in best:  # a third account of the same matter adds a pair, a fourth only length
        if sum(bool({one.first, one.second} & {k.first, k.second}) for k in kept) < 2:
            kept.append(one)
    return tuple(sorted(kept[:_MOST], key=lambda c: (c.first, c.second)))


def _claims(turns: Sequence[Turn], people: People, usable: Usable) -> Iterator[_Claim]:
    for place, turn in enumerate(turns):
        if not usable.evidence(turn.i):
            continue
        following = turns[place + 1] if place + 1 < len(turns) and usable.evidence(turns[place + 1].i) else None
        if following is not None and following.speaker == turn.speaker:
            following = None
        for unit in units_of([turn, *([following] if following else [])], people):
            if unit.speaker == turn.speaker and (claim := _claim(unit, turn, following, people)) is not None:
                yield claim


def _claim(unit: Unit, turn: Turn, following: Turn | None, people: People) -> _Claim | None:
    so = not NEGATION.search(unit.text)
    by, words = turn, unit.text
    if unit.question:
        answer = _answer(unit, following)
        if answer is None or following is None:
            return None
        so, by, words = answer, following, f"{unit.text} {following.text}"
    if _CONDITION.search(sentences(unit.context)[-1]) or _NO_CLAIM.search(unit.text):
        return None
    if _OTHER_TIME.search(unit.text) or (unit.question and _OTHER_TIME.search(by.text)):
        return None
    stems = _meaning(unit.text) - frozenset(map(stem, people.names_said(unit.text)))
    if not stems or (not so and not unit.question and not _TELLS.search(unit.text)):
        return None
    said = set(tokens(unit.text))
    whom = people.named_in(unit.text) | ({turn.speaker} if said & _ME else set())
    if "you" in said and following is not None and unit.question:
        whom |= {following.speaker}
    when = frozenset(found.casefold() for found in _PERIOD.findall(unit.context))
    return _Claim(
        by.i, by.speaker, so, stems, whom, frozenset(said & _KIN), when, words, people.is_worker(by.speaker), unit.question
    )


def _answer(question: Unit, following: Turn | None) -> bool | None:
    """Whether a question was affirmed: by its yes or no, or by a few words without a “not” ("One night.")."""
    if following is None or question.answered is not None:
        return question.answered
    first = re.split(r"(?<=[.!?])\s", following.text.strip())[0]
    short = len(first.split()) <= 4 and not first.endswith("?") and not NEGATION.search(first)
    return True if short and re.match(r"^(?:just )?(?:one|two|three|four|five|once|twice|\d)", first, re.IGNORECASE) else None


def _denied(turns: Sequence[Turn], people: People, usable: Usable) -> Iterator[tuple[float, Contradiction]]:
    """A turn that answers a statement with “I never”, “it weren't”."""
    for before, turn in pairwise(turns):
        if not (usable.evidence(before.i) and usable.evidence(turn.i)) or before.speaker == turn.speaker:
            continue
        if people.is_worker(turn.speaker) or "?" in before.text[-2:] or not _DENIES.match(turn.text):
            continue
        if _MERE.search(turn.text[:60]) or _NO_CLAIM.search(re.split(r"[.!?]", turn.text)[0]):
            continue
        shared = _meaning(before.text) & _meaning(turn.text)
        if not shared and not re.match(r"^\W*(?:I|he|she|they|we) never\b\s*[!.,]", turn.text, re.IGNORECASE):
            continue
        yield 3.0 + len(shared), Contradiction(before.i, turn.i, Differs.DENIED, _as_said(shared, turn.text))


def _opposed(claims: Sequence[_Claim], spoken: int) -> Iterator[tuple[float, Contradiction]]:
    """One says so and another, or the same person later, not so."""
    by_stem: dict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        for part in claim.stems:
            by_stem[part].append(claim)
    for part, about in by_stem.items():
        if len({claim.turn for claim in about}) > max(_COMMON, round(_COMMON_SHARE * spoken)):
            continue
        said, denied = ([c for c in about if c.so is so and not c.worker][:_ACCOUNTS] for so in (True, False))
        for one, other in product(said, denied):
            if not _two_accounts(one, other):
                continue
            shared = one.stems & other.stems
            harm = speaks_of_harm(_as_said({part}, one.text)) and speaks_of_harm(_as_said({part}, other.text))
            alike = len(shared) / min(len(one.stems), len(other.stems))
            same_question = one.asked and other.asked and one.stems == other.stems
            if harm or same_question or (len(shared) > 1 and alike >= 0.5):
                first, second = sorted((one, other), key=lambda c: c.turn)
                weight = len(shared) + alike + 1.5 * harm + 0.5 * (one.speaker != other.speaker)
                yield weight, Contradiction(first.turn, second.turn, Differs.OPPOSED, _as_said(shared, first.text))


def _other_figures(claims: Sequence[_Claim]) -> Iterator[tuple[float, Contradiction]]:
    """The same thing with another number, or on another day."""
    counted: dict[tuple[Differs, str], list[tuple[_Claim, str]]] = defaultdict(list)
    for claim in claims:
        for kind, unit, value in _figures(claim.text):
            counted[kind, unit].append((claim, value))
    for (kind, unit), said in counted.items():
        for (one, value), (other, another) in combinations(said[: 2 * _ACCOUNTS], 2):
            shared = (one.stems & other.stems) - {stem(unit)}
            needed = 2 if kind is Differs.DAY else 1
            if (
                value == another
                or (one.worker and other.worker)
                or not _two_accounts(one, other)
                or len(shared) < needed
                or one.so is not other.so
            ):
                continue
            first, second = sorted((one, other), key=lambda c: c.turn)
            about = unit if kind is Differs.NUMBER else _as_said(shared, first.text)
            yield 1.0 + len(shared), Contradiction(first.turn, second.turn, kind, about)


def _figures(text: str) -> Iterable[tuple[Differs, str, str]]:
    words = tokens(text)
    days = {w.removesuffix("s") for w in words if w in WEEKDAYS or w.removesuffix("s") in WEEKDAYS}
    if len(days) == 1:
        yield Differs.DAY, "", days.pop()
    for number, unit in pairwise(words):
        value = number if number.isdigit() else str(NUMBER_WORDS[number]) if number in NUMBER_WORDS else ""
        if value and unit.isalpha() and unit not in NUMBER_WORDS and len(unit) > 3 and unit.endswith("s"):
            yield Differs.NUMBER, unit, value


def _two_accounts(one: _Claim, other: _Claim) -> bool:
    """Whether they can be about the same people and time, and are no single account in the making."""
    if any(a and b and not a & b for a, b in ((one.when, other.when), (one.kin, other.kin))):
        return False
    near = abs(one.turn - other.turn) < (_APART if one.speaker == other.speaker else 1)
    return not near and (not one.whom or not other.whom or bool(one.whom & other.whom))


def _meaning(text: str) -> frozenset[str]:
    words = (w for w in content(text) if w not in _CALENDAR)
    return frozenset(s for w in words if (s := stem(w)) not in _LIGHT and len(s) > 2)


def _as_said(stems: Iterable[str], text: str) -> str:
    """The words as the text has them, a few of them."""
    wanted = set(stems)
    said = dict.fromkeys(w for w in tokens(text) if stem(w) in wanted)
    return ", ".join(list(said)[:3])
