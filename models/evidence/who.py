"""Whom do the words mean? For each name in a sentence, how well everybody of the roster would fit in its place.

A name put for another is the commonest false sentence that rules let through: both are in the talk, and one word differs.
So each place where a name stands is laid beside the parts of the evidence that share most words with its clause, and
everybody of the roster is tried in it: an “I” there means the speaker, a “you” the one spoken to, a “he” somebody named
just before, of whom the talk does not speak as “she”. Nothing is chosen or reworded by this: the name that stands is only
compared with the one that would fit best.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.evidence.cited import Evidence, stem
from models.evidence.meant import HE, SHE, pronouns_in
from models.talk.people import People, is_name_here
from models.talk.speech import content, sentences, take_back
from recorder.domain import Role, Turn

FEATURES = (
    *("does it", "is near it", "is in its sentence", "surely named in it", "says it", "asks it"),
    *("named", "speaks", "asked", "recency", "other sex", "same sex", "worker", "child", "absent"),
    *("mentions", "lately", "spoke lately", "mentioned next"),
)
PLACES = ("reporter", "actor", "subject", "other")

_SAYS = (
    r"(?:said|says|asked|agreed|answered|told|added|explained|reported|confirmed|denied|accepted|thinks|thought|described|"
    r"wants|wishes|feels|felt|hopes|believes)"
)
_CLAUSE = re.compile(
    r"[;:—–]\s+|(?<=[a-z])\.\s+|,\s+(?:and|but|so|which|who)\s|,\s+|\s(?:but|because|although|when|if|that|and)\s"
)
_ANOTHER = r"(?: and (?:[A-Z]\S+ ?){1,2})? "
_OFTEN = r"(?:(?:also|both|at first|later|then|again|first|now|still|never|sometimes|once|usually) )*"
_AFTER_STEP = re.compile(rf"{_ANOTHER}(?:to|will) (?:also |not )?[a-z]")
_AFTER_REPORTER = re.compile(rf"{_ANOTHER}{_OFTEN}{_SAYS}\b")
_AFTER_SUBJECT = re.compile(rf"{_ANOTHER}{_OFTEN}[a-z]+\b")
_BEGINS_CLAUSE = re.compile(r"\b(?:and|that|but|when|if|because|while)$")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_I = _set("i i'm i've i'll i'd me my mine myself meself")
_WE = _set("we we're we've we'll we'd us our ours")
_YOU = _set("you you're you've you'll you'd your yours yourself")
_HE, _SHE = _set("he he's he'd he'll him his himself"), _set("she she's she'd she'll her hers herself")
_OBJECTS = _set("me my mine myself meself us our ours your yours yourself him his himself her hers herself")
_MALE_KIN = _set("dad daddy father da grandad granddad grandpa grandfather uncle brother son boy lad boyfriend husband")
_FEMALE_KIN = _set(
    "mum mummy mam mama mother nan nana nanny gran granny grandma grandmother auntie aunt aunty sister daughter girl lass wife "
    "girlfriend"
)
_KIN_OF_ROLE = {
    Role.PARENT: _set("mum mummy mam mama mother dad daddy father da parents boyfriend girlfriend partner husband wife"),
    Role.RELATIVE: _set(
        "nan nana nanny gran granny grandma grandmother grandad granddad grandpa grandfather uncle auntie aunt aunty cousin"
    ),
    Role.CHILD: _set("brother sister son daughter baby boy girl lad lass"),
    Role.PARTNER: _set("boyfriend girlfriend partner husband wife"),
}
_KIN = frozenset().union(*_KIN_OF_ROLE.values())
_BRINGS = re.compile(r"\b(?:she|he) (?:says|is saying|asks|is asking|wants to (?:say|know))\b", re.IGNORECASE)
_VOICED = 0.8
_FADES = 0.6
_WINDOW = 40  # turns before the cited ones in which mentions are counted


@dataclass(frozen=True, slots=True)
class Slot:
    """A name where it stands in a sentence."""

    keys: frozenset[str]  # whom it can name
    place: str  # one of PLACES
    stems: Mapping[str, float]  # words of meaning around it and how much each counts
    pronouns: frozenset[str]  # “he” or “she” after it, before the next name
    others: frozenset[str]  # who else is named in the sentence
    printed: str


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of the evidence with what each of its words refers to."""

    speaker: str
    stems: tuple[tuple[str, int], ...]  # word of meaning and its place
    means: Mapping[int, Mapping[str, float]]  # place of a reference → whom it can mean
    subjects: frozenset[int]  # places of references that are subjects
    asked: bool  # a question
    cited: bool
    voiced: frozenset[str] = frozenset()  # those present for whom the speaker may be speaking ("She says …")


def slots(outside: str, people: People) -> list[Slot]:
    """Every name of the roster in the sentence, quotations and brackets left out."""
    pattern = people.name_pattern
    if pattern is None:
        return []
    found = [m for m in pattern.finditer(outside) if is_name_here(m)]
    keys = [_keys(m[0], people) for m in found]
    skip = people.all_names
    cuts = [0, *(m.start() + 1 for m in _CLAUSE.finditer(outside)), len(outside) + 1]
    out = []
    for n, match in enumerate(found):
        place = _place(outside, match)
        ends = found[n + 1].start() if n + 1 < len(found) else len(outside)
        pronouns = pronouns_in(outside[match.end() : ends]) & {HE, SHE}
        own = max(i for i, c in enumerate(cuts) if c <= match.start())
        stems: dict[str, float] = {}
        for i in range(len(cuts) - 1):
            near = 1.0 if i == own else 0.6 if place == "reporter" and i == own + 1 else 0.3
            for w in content(outside[cuts[i] : cuts[i + 1] - 1]):
                if w.removesuffix("'s") not in skip and not re.fullmatch(_SAYS, w):
                    stems[stem(w)] = max(stems.get(stem(w), 0.0), near)
        others = frozenset().union(*(k for m, k in enumerate(keys) if m != n))
        if keys[n]:
            out.append(Slot(keys[n], place, stems, pronouns, others, match[0]))
    return out


def _keys(printed: str, people: People) -> frozenset[str]:
    words = {re.sub(r"^[a-z]['’]", "", w) for w in re.split("[ -]", printed.casefold())}
    whole = frozenset(p.key for p in people.roster if words <= people.names_of(p.key))
    return whole or frozenset(p.key for p in people.roster if words & people.names_of(p.key))


def _place(outside: str, match: re.Match[str]) -> str:
    rest = outside[match.end() :]
    before = outside[: match.start()].rstrip()
    starts = not before or before[-1] in ".;,:" or bool(_BEGINS_CLAUSE.search(before))
    if _AFTER_REPORTER.match(rest):
        return "reporter"
    if _AFTER_STEP.match(rest) and starts:
        return "actor"
    return "subject" if starts and _AFTER_SUBJECT.match(rest) else "other"


def fits(slot: Slot, evidence: Evidence) -> dict[str, tuple[float, ...]]:
    """For each person of the roster, how they fit the slot: one value for each of FEATURES."""
    said = read(evidence)
    shares = [(share, s) for share, s in zip(_shares(slot, said), said, strict=True) if share]
    out = {}
    for key, (known_before, known_after) in _known(evidence).items():
        sex = evidence.sex(key)
        told = bool(slot.pronouns) and sex is not None
        other, same = float(told and sex not in slot.pronouns), float(told and sex in slot.pronouns)
        out[key] = (*_as_said(key, slot, shares), *known_before, other, same, *known_after)
    return out


def _known(evidence: Evidence) -> dict[str, tuple[tuple[float, ...], tuple[float, ...]]]:
    """What is known of each person wherever their name is put: FEATURES before and after those of sex, read once."""
    if "known" not in evidence.worked_out:
        people = evidence.people
        named, recent, askers = people.named_in(evidence.said), _recent(evidence), {t.speaker for t in evidence.asked}
        evidence.worked_out["known"] = {
            p.key: (
                (
                    float(p.key in named),
                    float(p.key in evidence.speakers | voiced(evidence)),
                    float(p.key in askers),
                    _FADES ** recent.index(p.key) if p.key in recent else 0.0,
                ),
                (
                    float(people.is_worker(p.key)),
                    float(people.is_child(p.key)),
                    float(not p.present),
                    *_brought_up(p.key, evidence),
                ),
            )
            for p in people.roster
        }
    known: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = evidence.worked_out["known"]
    return known


def _as_said(key: str, slot: Slot, shares: Sequence[tuple[float, _Said]]) -> tuple[float, ...]:
    """How far the sentences that count mean somebody by their subjects, their nearest and any reference, or are theirs."""
    does = near = inside = beside = says = asks = 0.0
    for share, sentence in shares:
        places = [(slot.stems[s], p) for s, p in sentence.stems if s in slot.stems] or [(1.0, -1)]
        total = sum(weight for weight, _ in places)
        does += share * sum(weight * _subject_before(sentence, place, key) for weight, place in places) / total
        near += share * sum(weight * _nearest(sentence, place, key) for weight, place in places) / total
        inside += share * max((m.get(key, 0.0) for m in sentence.means.values()), default=0.0)
        beside += share * any(len(m) == 1 and m.get(key) == 1.0 for m in sentence.means.values())
        own = 0.5 if sentence.voiced else 1.0
        says += share * (own * (sentence.speaker == key) or _VOICED * (key in sentence.voiced)) * (not sentence.asked)
        asks += share * (sentence.speaker == key and sentence.asked)
    return does, near, inside, beside, says, asks


def _shares(slot: Slot, said: Sequence[_Said]) -> list[float]:
    """How much each sentence of the evidence counts: by the words of meaning shared with the slot's clause."""
    raw = []
    for s in said:
        shared = {w for w, _ in s.stems} & slot.stems.keys()
        raw.append((sum(slot.stems[w] for w in shared) * (1.0 if s.cited else 0.7)) ** 2)
    if not sum(raw):
        raw = [float(s.cited) for s in said]
    return [r / sum(raw) for r in raw] if sum(raw) else [0.0 for _ in raw]


def _subject_before(sentence: _Said, place: int, key: str) -> float:
    before = [p for p in sentence.subjects if p < place]
    return sentence.means[max(before)].get(key, 0.0) if before else 0.0


def _nearest(sentence: _Said, place: int, key: str) -> float:
    if not sentence.means:
        return 0.0
    return sentence.means[min(sentence.means, key=lambda p: abs(p - place))].get(key, 0.0)


def _recent(evidence: Evidence) -> list[str]:
    found: list[str] = []
    for name in reversed(evidence.people.names_said(f"{evidence.recent} {evidence.said}")):
        found += [k for k in evidence.people.keys_of(name) if k not in found]
    return found


def _brought_up(key: str, evidence: Evidence) -> list[float]:
    """How often and how lately somebody was named, and spoke, up to the cited turns; and whether soon after."""
    first, last = evidence.cited[0].i, evidence.cited[-1].i
    places = sorted({p for w in evidence.people.names_of(key) for p in evidence.heard.named.get(w, ())})
    before = [p for p in places if p <= last]
    lately = 0.9 ** (first - min(first, before[-1])) if before else 0.0
    spoken = [p for p in evidence.heard.spoke.get(key, ()) if p <= last]
    spoke = 0.9 ** (first - min(first, spoken[-1])) if spoken else 0.0
    often = math.log1p(sum(first - p <= _WINDOW for p in before))
    return [often, lately, spoke, float(any(last < p <= last + 4 for p in places))]


def read(evidence: Evidence) -> tuple[_Said, ...]:
    """The evidence, sentence by sentence, with whom its pronouns and kinship words can mean."""
    if "who" not in evidence.worked_out:
        evidence.worked_out["who"] = tuple(_reading(evidence))
    known: tuple[_Said, ...] = evidence.worked_out["who"]
    return known


def _reading(evidence: Evidence) -> Iterator[_Said]:
    people, turns = evidence.people, evidence.turns
    named_last = [k for name in people.names_said(evidence.recent) for k in people.keys_of(name)]
    for n, turn in enumerate(turns):
        beside = {t.speaker for t in turns[max(0, n - 1) : n + 2] if abs(t.i - turn.i) == 1}
        called = frozenset(people.addressed_in(turn.text))
        listeners = (called or frozenset(beside) or evidence.beside) - {turn.speaker}
        for sentence in sentences(take_back(turn.text)):
            means: dict[int, dict[str, float]] = {}
            stems: list[tuple[str, int]] = []
            subjects = set()
            for place, match in enumerate(_TOKEN.finditer(sentence)):
                low = match[0].casefold().replace("’", "'")
                bare = low.removesuffix("'s")
                if bare in people.all_names and is_name_here(match):
                    keys = people.keys_of(bare)
                    means[place] = dict.fromkeys(keys, 1.0)
                    named_last += keys
                elif meant := _meant(low, turn.speaker, listeners, named_last, evidence):
                    of_voiced = low in _HE or low in _SHE
                    means[place] = meant | (dict.fromkeys(_voiced(turn, evidence), _VOICED) if of_voiced else {})
                if place in means and low not in _OBJECTS:
                    subjects.add(place)
                if bare not in people.all_names:
                    stems += [(stem(w), place) for w in content(low)]
            asked = sentence.rstrip().endswith("?")
            cited, voiced = turn in evidence.cited, _voiced(turn, evidence)
            yield _Said(turn.speaker, tuple(stems), means, frozenset(subjects), asked, cited, voiced)


def voiced(evidence: Evidence) -> frozenset[str]:
    """Those present whose words somebody else brings in the cited turns, as an interpreter does ("She says it hurts")."""
    return frozenset().union(*(_voiced(t, evidence) for t in evidence.cited))


def _voiced(turn: Turn, evidence: Evidence) -> frozenset[str]:
    if not _BRINGS.search(turn.text) or evidence.people.is_worker(turn.speaker) or evidence.people.is_child(turn.speaker):
        return frozenset()
    sexes = pronouns_in(" ".join(_BRINGS.findall(turn.text)))
    return frozenset(
        p.key
        for p in evidence.people.roster
        if p.present and p.key != turn.speaker and not evidence.people.is_worker(p.key) and evidence.able(p.key, sexes)
        and p.role is not Role.PROFESSIONAL
    )  # fmt: skip


def _meant(
    low: str, speaker: str, listeners: frozenset[str], named_last: Sequence[str], evidence: Evidence
) -> dict[str, float]:
    """Whom a pronoun or a kinship word, in lower case, can mean, and how surely; nobody for any other word."""
    bare = low.removesuffix("'s")
    if low in _I:
        return {speaker: 1.0}
    if low in _WE:
        return {speaker: 1.0, **dict.fromkeys(listeners, 0.5)}
    if low in _YOU:
        return dict.fromkeys(listeners, 1.0)
    if low in _HE or low in _SHE:
        return _pointed(HE if low in _HE else SHE, named_last, evidence, speaker)
    if bare not in _KIN:
        return {}
    sex = HE if bare in _MALE_KIN else SHE if bare in _FEMALE_KIN else None
    able = [
        p.key
        for p in evidence.people.roster
        if p.role is not None and bare in _KIN_OF_ROLE.get(p.role, ()) and p.key != speaker
        and (sex is None or evidence.sex(p.key) in (None, sex))
    ]  # fmt: skip
    return dict.fromkeys(able, 0.8 if len(able) == 1 else 0.5)


def _pointed(sex: str, named_last: Sequence[str], evidence: Evidence, speaker: str) -> dict[str, float]:
    """Those whom a “he” or “she” can mean: who was named last first, and the children."""
    able = [k for k in dict.fromkeys(reversed(named_last)) if k != speaker and evidence.sex(k) in (None, sex)][:4]
    found = {k: _FADES**n for n, k in enumerate(able)}
    for person in evidence.people.roster:
        if evidence.people.is_child(person.key) and person.key != speaker and evidence.sex(person.key) in (None, sex):
            found.setdefault(person.key, 0.2)
    return found
