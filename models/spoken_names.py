"""Names of the visit and words of the team, put right where the recogniser wrote what they sound like.

A name given to Whisper as a hint while it listens is heard where nobody said it, and sometimes the end of a turn is lost. So
it listens without, and only then is asked about the places that sound like a name (`models.name_sounds`): how likely would
the name be there, given the sound and the hint? One pass over the sentence answers for many places at once, far cheaper than
to listen again. But names wrongly thought of make others likelier, so what passes is asked about once more, without what did
not. How far the answer, the likeness and the words' own doubt decide was fitted on spoken visits, other names in them too
(docs/evaluation.md). The name stands only where the sound bears it out; all else stays as heard.
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

_NEAR, _NEAREST = 0.62, 0.55  # distance within which a name is thought of at all; of words that are sure
_NEARER, _JOINED = 0.07, 0.16  # how much farther it may be for each unit of the words' doubt, and for each further word
_RUN = 3  # words that one name may have been heard as: "you stuff" for Yusuf
_APART = 0.03  # distance that each further word adds
_SHORT = 0.36  # distance within which one or two sounds are near: half the language is near to "Ty"
_CERTAIN = 0.95  # probability from which words in small letters are what they are
_DOUBT = 0.001  # probability below which a word is no more doubtful
_LIKELIHOOD = -12.0  # log-probability below which a name is no less likely
_NAMES, _AT_ONCE, _GROUPS = 2, 8, 2  # names thought of for the same words; places asked about in one pass; such passes
_SCREEN = (4.54, -6.58, 0.47, 1.36, 0.0, 0.0)  # weights of `_chance` when a place is first asked about, and then again
_VERDICT = (2.97, -3.58, 0.63, 0.40, 1.11, -1.38)
_BRIEF, _BRIEFLY = 3, -0.7  # sounds of a brief name, which much is near to, and the log-probability that it must have
_TAIL = re.compile(r"(?:['’]s)?[^\w]*$")
_I = re.compile(r"I(?:['’]\w+)?\W*$")


@dataclass(frozen=True, slots=True)
class Place:
    """Words that may be a name."""

    begin: int  # first word
    end: int  # past the last word
    name: str
    distance: float  # 0 the same sound, 1 nothing in common
    doubt: float  # of the recogniser about the words, the sum of -log probability
    small: bool  # whether it wrote them as no name, in small letters


def names_hint(names: Sequence[str]) -> str:
    """The names as a sentence: Whisper goes on in the style of its hint."""
    *others, last = names
    return f"The people are {', '.join(others)} and {last}." if others else f"The name is {last}."


def places(words: Sequence[Word], names: Collection[str]) -> list[Place]:
    """Where a name may have been said and something else been written, the likeliest first; they may overlap."""
    right = _written_right(words, names)
    found = list[Place]()
    for begin in range(len(words)):
        for end in range(begin + 1, min(begin + _RUN, len(words)) + 1):
            run = words[begin:end]
            if end - 1 in right or any(c.isdigit() for c in run[-1].text) or _stops(run[:-1]):
                break
            found += _nearest(run, begin, names)
    return sorted(found, key=lambda place: place.distance - _farther(place.doubt, place.end - place.begin))


def _farther(doubt: float, words: int) -> float:
    """How much farther than sure words a run of so many words and so much doubt may be from a name."""
    return _NEARER * doubt + _JOINED * (words - 1)


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
    """The names that a run of words, of which the first is number `begin`, sounds most like, if any is near enough."""
    small = all(word.text[:1].islower() or _I.match(word.text) for word in run)
    if run[0].text[:1].islower() and min(word.probability for word in run) > _CERTAIN:
        return []
    doubt = -sum(math.log(max(word.probability, _DOUBT)) for word in run)
    longer = _APART * (len(run) - 1)
    limit = min(_NEAR, _NEAREST + _farther(doubt, len(run))) - longer
    heard = sounds("".join(_bare(w.text) for w in run))
    alike = [name for name in names if _may_be_near(heard, sounds(name), limit)]
    near = sorted((distance(heard, sounds(name)), name) for name in alike)[:_NAMES]
    return [
        Place(begin, begin + len(run), name, apart + longer, doubt, small)
        for apart, name in near
        if apart <= min(limit, 1.0 if len(sounds(name)) > 2 else _SHORT - longer)
    ]


def _may_be_near(heard: str, name: str, limit: float) -> bool:
    """Whether two strings of sounds weigh so much alike that their distance can lie within a limit."""
    one, other = weight(heard), weight(name)
    return bool(heard) and abs(one - other) <= limit * max(one, other)


def put_right(said: Sequence[tuple[Word, ...]], names: Sequence[str], *, likelihood: Likelihood) -> list[tuple[Word, ...]]:
    """The segments of one stretch of sound with the names in place that the sound bears out.

    `likelihood` knows the sound of the stretch. A name's probability is the mean of its parts'.
    """
    words = [word for segment in said for word in segment]
    found, passed = places(words, names), list[tuple[float, Place]]()
    for _ in range(_GROUPS):
        group = _apart(found, words)[:_AT_ONCE]
        found = [place for place in found if place not in group]
        answers = _asked(group, words, names, likelihood)
        passed += [(chance, place) for place, given in answers if (chance := _chance(place, given, _SCREEN)) > 0]
    likeliest = [place for _, place in sorted(passed, key=lambda one: -one[0])]
    righted = {}
    for place, given in _asked(_apart(likeliest, words), words, names, likelihood):
        brief = len(sounds(place.name)) <= _BRIEF
        if _chance(place, given, _VERDICT) > 0 and not (brief and sum(given) < _BRIEFLY):
            first, last = words[place.begin], words[place.end - 1]
            text, probability = place.name + _tail(place.name, last.text), math.exp(sum(given) / len(given))
            righted[place.begin] = place, replace(first, end=last.end, text=text, probability=probability)
    return _rebuilt(said, righted)


def _apart(found: Sequence[Place], words: Sequence[Word]) -> list[Place]:
    """Of places in order, those of which none is in the way of one before it."""
    kept = list[Place]()
    for place in found:
        if not any(_in_the_way(place, other, words) for other in kept):
            kept.append(place)
    return kept


def _asked(
    group: Sequence[Place], words: Sequence[Word], names: Sequence[str], likelihood: Likelihood
) -> list[tuple[Place, list[float]]]:
    """Each place with the log-probabilities of its name's parts, all put into the text at once."""
    if not group:
        return []
    text, where, i = list[str](), list[tuple[Place, int]](), 0
    for place in sorted(group, key=lambda place: place.begin):
        text += [f" {w.text}" for w in words[i : place.begin]]
        where.append((place, len(text)))
        text += [f" {place.name}", _tail(place.name, words[place.end - 1].text)]
        i = place.end  # what follows the last place has no say in it, and would cost time
    sought = {place.name for place in group}  # and no others: a long hint makes each of its names less likely
    given = likelihood(names_hint([name for name in dict.fromkeys(names) if name in sought]), text)
    return [(place, [math.log(max(p, 1e-9)) for p in given[at]]) for place, at in where]


def _chance(place: Place, given: Sequence[float], weights: Sequence[float]) -> float:
    """Log odds, against a bound, that a name was said in a place, from the log-probabilities of its parts."""
    further = place.end - place.begin - 1
    measured = (1.0, place.distance, max(sum(given), _LIKELIHOOD), min(place.doubt, 10.0), further, place.small)
    return sum(w * m for w, m in zip(weights, measured, strict=True))


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


def _stops(words: Sequence[Word]) -> bool:
    return bool(words) and words[-1].text[-1:] in ".,?!"


def _bare(text: str) -> str:
    return _TAIL.sub("", text).strip("\"'(“‘")


def _plain(text: str) -> str:
    return fold(_bare(text)).replace("'", "")
