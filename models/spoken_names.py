"""Names of the visit and words of the team, put right where the recogniser wrote what they sound like.

A name given to Whisper as a hint while it listens is heard where nobody said it, and sometimes the end of a turn is lost. So
it listens without, and only then is asked about the places that sound like a name (`models.name_sounds`) and of which it was
unsure: how likely would the name be there, given the sound and the hint? One pass over the sentence answers for all its
places at once, far cheaper than to listen again. The name stands only where the sound bears it out; all else stays as heard.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from models.name_sounds import distance, fold, sounds, weight
from recorder.domain import Word

Likelihood = Callable[[str, Sequence[str]], list[list[float]]]
"""Hint, and a text in bits → for each bit the probability of its parts, given the sound and all that stands before."""

_NEAR = 0.55  # distance within which a name is thought of at all
_RUN = 3  # words that one name may have been heard as: "you stuff" for Yusuf
_APART = 0.03  # distance that each further word adds
_SPELLING = 0.1  # distance of what is but another spelling, and may stand for any word
_UNSURE_NEAR = 2.5  # how much farther a word may be for each bit of its probability that lacks
_SHORT = {1: 0.1, 2: 0.2, 3: 0.36}  # distance within which so few sounds are near: half the language is near to "Ty"
_BORNE_OUT, _FARTHER = -1.05, 1.3  # log-probability of a name that the sound bears out, and what each distance adds to it
_SURE, _SURELY_BORNE_OUT = 0.85, -0.3  # the same, in the place of words of which the recogniser was so sure
_CERTAIN = 0.95  # probability from which words in small letters are what they are
_UNSURE_FIRST = 0.3  # of two places, how much distance the surer words are worth
_AT_ONCE = 8  # places asked about in one pass: a wrong name makes what follows it less likely
_TAIL = re.compile(r"(?:['’]s)?[^\w]*$")


@dataclass(frozen=True, slots=True)
class Place:
    """Words that may be a name."""

    begin: int  # first word
    end: int  # past the last word
    name: str
    distance: float  # 0 the same sound, 1 nothing in common
    sure: float  # probability of the least sure of the words


def names_hint(names: Sequence[str]) -> str:
    """The names as a sentence: Whisper goes on in the style of its hint."""
    *others, last = names
    return f"The people are {', '.join(others)} and {last}." if others else f"The name is {last}."


def places(words: Sequence[Word], names: Collection[str]) -> list[Place]:
    """Where a name may have been said and something else been written, the nearest first, none over another."""
    right = _written_right(words, names)
    found = list[Place]()
    for begin in range(len(words)):
        for end in range(begin + 1, min(begin + _RUN, len(words)) + 1):
            run = words[begin:end]
            if end - 1 in right or any(c.isdigit() for c in run[-1].text) or _stops(run[:-1]):
                break
            found += _nearest(run, begin, names)
    kept = list[Place]()
    for place in sorted(found, key=lambda place: place.distance + _UNSURE_FIRST * place.sure):
        if not any(_in_the_way(place, other, words) for other in kept):
            kept.append(place)
    return kept[:_AT_ONCE]


def _written_right(words: Sequence[Word], names: Collection[str]) -> set[int]:
    """The places of words that are names already, or halves of one such as Mei-Lin."""
    known = {_plain(part) for name in names for part in (name, *name.split("-"))}
    longest = max((len(name.split()) for name in names), default=0)
    return {
        place
        for begin in range(len(words))
        for end in range(begin + 1, min(begin + longest, len(words)) + 1)
        if _plain(" ".join(w.text for w in words[begin:end])) in known
        for place in range(begin, end)
    }


def _in_the_way(one: Place, other: Place, words: Sequence[Word]) -> bool:
    """Whether two places share a word, or are for the same name twice running without so much as a comma between."""
    first, second = (one, other) if one.begin < other.begin else (other, one)
    running = first.end == second.begin and first.name == second.name
    return second.begin < first.end or (running and not _stops(words[: first.end]))


def _nearest(run: Sequence[Word], begin: int, names: Collection[str]) -> list[Place]:
    """The name that a run of words, of which the first is number `begin`, sounds most like, if any is near enough."""
    sure = _least(run, 0, len(run))
    if sure > _CERTAIN and run[0].text[:1].islower():
        return []
    heard, longer = sounds("".join(_bare(w.text) for w in run)), _APART * (len(run) - 1)
    limit = min(_NEAR, _SPELLING + _UNSURE_NEAR * (1 - sure)) - longer
    alike = [name for name in names if _may_be_near(heard, sounds(name), limit)]
    apart, name = min(((distance(heard, sounds(name)), name) for name in alike), default=(1.0, ""))
    if apart > min(limit, _SHORT.get(len(sounds(name)), 1.0) - longer):
        return []
    return [Place(begin, begin + len(run), name, apart + longer, sure)]


def _may_be_near(heard: str, name: str, limit: float) -> bool:
    """Whether two strings of sounds weigh so much alike that their distance can lie within a limit."""
    one, other = weight(heard), weight(name)
    return bool(heard) and abs(one - other) <= limit * max(one, other)


def put_right(said: Sequence[tuple[Word, ...]], names: Sequence[str], *, likelihood: Likelihood) -> list[tuple[Word, ...]]:
    """The segments of one stretch of sound with the names in place that the sound bears out.

    `likelihood` knows the sound of the stretch. A name's probability is the mean of its parts'.
    """
    words = [word for segment in said for word in segment]
    asked = sorted(places(words, names), key=lambda place: place.begin)
    if not asked:
        return list(said)
    text, where, i = list[str](), list[int](), 0
    for place in asked:
        text += [f" {w.text}" for w in words[i : place.begin]]
        where.append(len(text))
        text += [f" {place.name}", _tail(place.name, words[place.end - 1].text)]
        i = place.end
    text += [f" {w.text}" for w in words[i:]]
    sought = {place.name for place in asked}  # and no others: a long hint makes each of its names less likely
    given = likelihood(names_hint([name for name in dict.fromkeys(names) if name in sought]), text)
    righted = {}
    for place, at in zip(asked, where, strict=True):
        borne_out = sum(math.log(max(p, 1e-9)) for p in given[at])
        if borne_out > _bound(place):
            name, probability = text[at].strip() + text[at + 1], math.exp(borne_out / len(given[at]))
            end = words[place.end - 1].end
            righted[place.begin] = place, replace(words[place.begin], end=end, text=name, probability=probability)
    return _rebuilt(said, righted)


def _bound(place: Place) -> float:
    """The log-probability from which a name stands."""
    bound = _BORNE_OUT + _FARTHER * place.distance
    return max(bound, _SURELY_BORNE_OUT) if place.sure > _SURE else bound


def _rebuilt(said: Sequence[tuple[Word, ...]], righted: Mapping[int, tuple[Place, Word]]) -> list[tuple[Word, ...]]:
    segments, at, until = list[tuple[Word, ...]](), 0, 0
    for segment in said:
        kept = list[Word]()
        for word in segment:
            if at in righted:
                place, name = righted[at]
                kept.append(name)
                until = place.end
            elif at >= until:
                kept.append(word)
            at += 1
        segments.append(tuple(kept))
    return segments


def _tail(name: str, heard: str) -> str:
    """What hangs on to a name in the place of a heard word: a genitive, a comma."""
    tail, bare = _TAIL.search(heard), _bare(heard)
    mark = tail.group() if tail else ""
    if bare.endswith("s") and distance(sounds(bare[:-1]), sounds(name)) < distance(sounds(bare), sounds(name)):
        return f"'s{mark}"  # "pets" for Pat's
    return mark


def _least(words: Sequence[Word], begin: int, end: int) -> float:
    """How sure the recogniser was of the least sure of some words."""
    return min(word.probability for word in words[begin:end])


def _stops(words: Sequence[Word]) -> bool:
    return bool(words) and words[-1].text[-1:] in ".,?!"


def _bare(text: str) -> str:
    return _TAIL.sub("", text).strip("\"'(“‘")


def _plain(text: str) -> str:
    return fold(_bare(text)).replace("'", "")
