"""Names of the visit and words of the team, put right where the recogniser wrote what they sound like.

Most come out right by the hint it listens with (`models.hearing.hint`). Where one did not, the words that stand there sound
like it (`models.hearing.name_sounds`), and often are no words at all: "Mavush". Then the sound is asked: how likely would
the name be there? One pass over the sentence answers for many places at once, far cheaper than to listen again. How far the
answer, the likeness and the words' rarity decide was fitted by `benchmarks/fit_names.py` on spoken visits, other names in
them too. The name stands only where the sound bears it out; all else stays as heard.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from models.hearing.hint import Likelihood, bare, names_sentence, tail_of, written_right
from models.hearing.name_sounds import distance, sounds, weight
from recorder.domain import Word

_NEAR, _NEAREST = 0.62, 0.55  # distance within which a name is thought of at all; of words that are sure
_NEARER, _JOINED = 0.07, 0.16  # how much farther it may be for each unit of the words' doubt, and for each further word
_RUN = 3  # words that one name may have been heard as: "you stuff" for Yusuf
_APART = 0.03  # distance that each further word adds
_SHORT = 0.36  # distance within which one or two sounds are near: half the language is near to "Ty"
_CERTAIN = 0.95  # probability from which words in small letters are what they are
_DOUBT = 0.001  # probability below which a word is no more doubtful
_NAMES, _AT_ONCE = 2, 8  # names thought of for the same words; places asked about
_WEIGHTS, _BIAS = (-5.66, 0.38, 1.08), 1.62  # of `features`, as benchmarks/fit_names.py fitted them
_BOUND = 0.4  # log odds from which a name is put in: 6 to 4, for a wrong name is worse than a misspelt one
_LIKELIHOOD, _RARE = -12.0, 3  # bounds beyond which a feature says no more
_BRIEF, _BRIEFLY = 3, -0.7  # sounds of a brief name, which much is near to, and the log-probability that it must have there


@dataclass(frozen=True, slots=True)
class Place:
    """Words that may be a name."""

    begin: int  # first word
    end: int  # past the last word
    name: str
    distance: float  # 0 the same sound, 1 nothing in common


def places(words: Sequence[Word], names: Collection[str]) -> list[Place]:
    """Where a name may have been said and something else been written, the nearest first; they may overlap."""
    right = written_right(words, names)
    found = list[Place]()
    for begin in range(len(words)):
        for end in range(begin + 1, min(begin + _RUN, len(words)) + 1):
            run = words[begin:end]
            if end - 1 in right or any(c.isdigit() for c in run[-1].text) or _stops(run[:-1]):
                break
            found += _nearest(run, begin, names)
    return sorted(found, key=lambda place: place.distance)


def _farther(doubt: float, words: int) -> float:
    """How much farther than sure words a run of so many words and so much doubt may be from a name."""
    return _NEARER * doubt + _JOINED * (words - 1)


def _in_the_way(one: Place, other: Place, words: Sequence[Word]) -> bool:
    """Whether two places share a word, or are for the same name twice running without so much as a comma between."""
    first, second = (one, other) if one.begin < other.begin else (other, one)
    running = first.end == second.begin and first.name == second.name
    return second.begin < first.end or (running and not _stops(words[: first.end]))


def _nearest(run: Sequence[Word], begin: int, names: Collection[str]) -> list[Place]:
    """The names that a run of words, of which the first is number `begin`, sounds most like, if any is near enough."""
    if run[0].text[:1].islower() and min(word.probability for word in run) > _CERTAIN:
        return []
    doubt = -sum(math.log(max(word.probability, _DOUBT)) for word in run)
    longer = _APART * (len(run) - 1)
    limit = min(_NEAR, _NEAREST + _farther(doubt, len(run))) - longer
    heard = sounds("".join(bare(w.text) for w in run))
    alike = [name for name in names if _may_be_near(heard, sounds(name), limit)]
    near = sorted((distance(heard, sounds(name)), name) for name in alike)[:_NAMES]
    return [
        Place(begin, begin + len(run), name, apart + longer)
        for apart, name in near
        if apart <= min(limit, 1.0 if len(sounds(name)) > 2 else _SHORT - longer)
    ]


def _may_be_near(heard: str, name: str, limit: float) -> bool:
    """Whether two strings of sounds weigh so much alike that their distance can lie within a limit."""
    one, other = weight(heard), weight(name)
    return bool(heard) and abs(one - other) <= limit * max(one, other)


def put_right(
    said: Sequence[tuple[Word, ...]], names: Sequence[str], *, likelihood: Likelihood, parts: Callable[[str], int]
) -> list[tuple[Word, ...]]:
    """The segments of one stretch of sound with the names in place that the sound bears out.

    `likelihood` knows the sound of the stretch, `parts` tells of how many parts the recogniser makes a word. A name's
    probability is the mean of its parts'.
    """
    words = [word for segment in said for word in segment]
    righted = {}
    for place, given, measured in asked(words, names, likelihood=likelihood, parts=parts, worth=_may_be):
        brief = len(sounds(place.name)) <= _BRIEF and place.distance > 0
        if _chance(measured) > _BOUND and not (brief and sum(given) < _BRIEFLY):
            first, last = words[place.begin], words[place.end - 1]
            text, probability = place.name + tail(place.name, last.text), math.exp(sum(given) / len(given))
            righted[place.begin] = place, replace(first, end=last.end, text=text, probability=probability)
    return _rebuilt(said, righted)


def asked(
    words: Sequence[Word],
    names: Sequence[str],
    *,
    likelihood: Likelihood,
    parts: Callable[[str], int],
    worth: Callable[[Place, int], bool] = lambda place, rare: True,
) -> list[tuple[Place, list[float], tuple[float, ...]]]:
    """The places worth asking about, each with the log-probabilities of its name's parts and its `features`."""
    rare = {place: sum(parts(bare(word.text)) - 1 for word in words[place.begin : place.end]) for place in places(words, names)}
    hopeful = _apart([place for place in rare if worth(place, rare[place])], words)[:_AT_ONCE]
    return [(place, given, features(place, given, rare[place])) for place, given in _given(hopeful, words, names, likelihood)]


def _may_be(place: Place, rare: int) -> bool:
    """Whether the best answer could still speak for a name."""
    return _chance(features(place, [0.0], rare)) > _BOUND


def features(place: Place, given: Sequence[float], rare: int) -> tuple[float, ...]:
    """What the model weighs; `given` are the log-probabilities of the name's parts.

    `rare` says how many parts more than one the words there have: Whisper writes common words in one.
    """
    return place.distance, max(sum(given), _LIKELIHOOD), float(min(rare, _RARE))


def _chance(measured: Sequence[float]) -> float:
    """Log odds that a name was said in a place."""
    return _BIAS + sum(w * m for w, m in zip(_WEIGHTS, measured, strict=True))


def _apart(found: Sequence[Place], words: Sequence[Word]) -> list[Place]:
    """Of places in order, those of which none is in the way of one before it."""
    kept = list[Place]()
    for place in found:
        if not any(_in_the_way(place, other, words) for other in kept):
            kept.append(place)
    return kept


def _given(
    group: Sequence[Place], words: Sequence[Word], names: Sequence[str], likelihood: Likelihood
) -> list[tuple[Place, list[float]]]:
    """Each place with the log-probabilities of its name's parts, all put into the text at once."""
    if not group:
        return []
    text, where, i = list[str](), list[tuple[Place, int]](), 0
    for place in sorted(group, key=lambda place: place.begin):
        text += [f" {w.text}" for w in words[i : place.begin]]
        where.append((place, len(text)))
        text += [f" {place.name}", tail(place.name, words[place.end - 1].text)]
        i = place.end  # what follows the last place has no say in it, and would cost time
    sought = {place.name for place in group}  # and no others: a long hint makes each of its names less likely
    given = likelihood(names_sentence([name for name in dict.fromkeys(names) if name in sought]), text)
    return [(place, [math.log(max(p, 1e-9)) for p in given[at]]) for place, at in where]


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


def tail(name: str, heard: str) -> str:
    """What hangs on to a name in the place of a heard word: a genitive, a comma."""
    mark, word = tail_of(heard), bare(heard)
    if word.endswith("s") and distance(sounds(word[:-1]), sounds(name)) < distance(sounds(word), sounds(name)):
        return f"'s{mark}"  # "pets" for Pat's
    return mark


def _stops(words: Sequence[Word]) -> bool:
    return bool(words) and words[-1].text[-1:] in ".,?!"
