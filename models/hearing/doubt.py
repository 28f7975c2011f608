"""Which heard words to doubt, and which to hear for oneself: so that a misheard word does not pass for what a child said.

A small logistic model, fitted by `benchmarks/fit_doubt.py` on spoken visits, weighs how sure the recogniser was of the word,
of its neighbours and of the whole segment, how rare the word is, and whether it is known at all: what is neither English nor
the name of somebody around the child was probably something else, and a name of theirs was probably said. Whatever is written
in figures is marked "listen"; numbers in words, dates, doses and a "not" are far sooner than other words, as there one sound
turns the meaning. It marks and never changes or drops a word; a mark says that a person should listen, not that the word is
wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from models.talk.speech import content
from recorder.domain import Doubt, Word

# Of `features`, as benchmarks/fit_doubt.py fitted them on words heard with names.
_WEIGHTS = (-0.794, -0.179, -0.186, 0.493, -4.188, 2.65, -0.101, -0.702)
_BIAS = 0.139
_DOUBTFUL = 0.275  # chance of being wrong from which a word is doubtful: no more than one right word in ten
_LISTEN = 0.08  # the same, from which a number or a negation should be heard
_NUMBER = re.compile(
    r"\d|^(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|thousand|half|quarter|double|treble|triple|once|twice|dozen|first|second|third|fourth"
    r"|fifth|sixth|\w+th|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|pounds?|milligrams?|mils?|mls?|grams?|tablets?|puffs?)$"
)
_NEGATION = re.compile(r"n['’]t$|^(?:not?|never|none|nothing|nobody|nowhere|neither|nor|without|cannot|hardly)$")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of words before any sound. Words are asked about as they are written, without what stands around them."""

    parts: Callable[[str], int]  # of how many parts the recogniser makes a word; common words are one
    is_word: Callable[[str], bool]  # whether it is English
    names: frozenset[str] = frozenset()  # of the visit, in small letters


def mark(words: Sequence[Word], known: Known) -> tuple[Word, ...]:
    """The words of one segment, each with its doubt."""
    wrong = [chance_wrong(measured) for measured in features(words, known)]
    return tuple(replace(word, doubt=doubt) for word, doubt in zip(words, doubts(words, wrong), strict=True))


def doubts(words: Sequence[Word], wrong: Sequence[float], *, doubtful: float = _DOUBTFUL) -> list[Doubt]:
    """What to make of each word's chance of being wrong, from a bound on."""
    numbers = [bool(_NUMBER.search(_bare(word.text))) for word in words]
    found = list[Doubt]()
    for n, word in enumerate(words):
        beside = any(numbers[max(n - 1, 0) : n + 2])
        turning = numbers[n] or bool(_NEGATION.search(_bare(word.text)))
        if any(c.isdigit() for c in word.text) or wrong[n] > (_LISTEN if turning else doubtful if beside else 1):
            found.append(Doubt.LISTEN)
        else:
            found.append(Doubt.DOUBTFUL if wrong[n] > doubtful else Doubt.NONE)
    return found


def chance_wrong(measured: Sequence[float]) -> float:
    """How likely a word is wrong, 0 to 1, from its row of `features`."""
    return 1 / (1 + math.exp(-_BIAS - sum(w * m for w, m in zip(_WEIGHTS, measured, strict=True))))


def features(words: Sequence[Word], known: Known) -> list[tuple[float, ...]]:
    """What the model weighs, a row a word: log odds of it, of its less sure neighbour, of all; what is `known` of it."""
    sure = [math.log(p / (1 - p)) for p in (min(max(word.probability, 0.01), 0.995) for word in words)]
    mean = sum(sure) / max(len(sure), 1)
    near = [min((sure[k] for k in (n - 1, n + 1) if 0 <= k < len(sure)), default=mean) for n in range(len(sure))]
    return [(sure[n], near[n], mean, *_known_of(word.text, known), float(n == 0)) for n, word in enumerate(words)]


def _known_of(text: str, known: Known) -> tuple[float, float, float, float]:
    """How rare it is, and whether it is somebody's name, neither name nor English, a small word."""
    bare = _bare(text)
    named = bare in known.names or bare.removesuffix("'s") in known.names
    strange = not named and len(bare) > 1 and not any(c.isdigit() for c in bare) and not known.is_word(bare)
    return known.parts(text.strip(".,?!")) - 1.0, float(named), float(strange), float(not content(bare))


def _bare(text: str) -> str:
    return text.lower().strip(".,?!;:\"“”'‘’")
