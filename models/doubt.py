"""Which heard words to doubt, and which to hear for oneself: so that a misheard word does not pass for what a child said.

A small logistic model, fitted by `benchmarks/fit_doubt.py` on spoken visits, weighs how sure the recogniser was of the word,
of its neighbours and of the whole segment, and how rare the word is. Whatever is written in figures is marked
"listen"; numbers in words, dates, doses and a "not" are far sooner than other words, as there one sound turns the meaning.
It marks and never changes or drops a word; a mark says that a person should listen, not that the word is wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from recorder.domain import Doubt, Word

_WEIGHTS = (-0.794, -0.208, -0.086, 0.954)  # of `features`, as benchmarks/fit_doubt.py fitted them
_BIAS = 0.073
_DOUBTFUL = 0.33  # chance of being wrong from which a word is doubtful: fewer than one right word in ten
_LISTEN = 0.08  # the same, from which a number or a negation should be heard
_NUMBER = re.compile(
    r"\d|^(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|thousand|half|quarter|double|treble|triple|once|twice|dozen|first|second|third|fourth"
    r"|fifth|sixth|\w+th|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|pounds?|milligrams?|mils?|mls?|grams?|tablets?|puffs?)$"
)
_NEGATION = re.compile(r"n['’]t$|^(?:not?|never|none|nothing|nobody|nowhere|neither|nor|without|cannot|hardly)$")


def mark(words: Sequence[Word], *, parts: Callable[[str], int]) -> tuple[Word, ...]:
    """The words of one segment, each with its doubt. `parts` tells of how many parts the recogniser makes a word."""
    wrong = [chance_wrong(measured) for measured in features(words, parts=parts)]
    numbers = [bool(_NUMBER.search(_bare(word.text))) for word in words]
    marked = []
    for n, word in enumerate(words):
        beside = any(numbers[max(n - 1, 0) : n + 2])
        turning = numbers[n] or bool(_NEGATION.search(_bare(word.text)))
        if any(c.isdigit() for c in word.text) or wrong[n] > (_LISTEN if turning else _DOUBTFUL if beside else 1):
            marked.append(replace(word, doubt=Doubt.LISTEN))
        else:
            marked.append(replace(word, doubt=Doubt.DOUBTFUL if wrong[n] > _DOUBTFUL else Doubt.NONE))
    return tuple(marked)


def chance_wrong(measured: Sequence[float]) -> float:
    """How likely a word is wrong, 0 to 1, from its row of `features`."""
    return 1 / (1 + math.exp(-_BIAS - sum(w * m for w, m in zip(_WEIGHTS, measured, strict=True))))


def features(words: Sequence[Word], *, parts: Callable[[str], int]) -> list[tuple[float, ...]]:
    """What the model weighs, a row a word: log odds of it, of its less sure neighbour, of all; and how rare it is."""
    sure = [math.log(p / (1 - p)) for p in (min(max(word.probability, 0.01), 0.995) for word in words)]
    mean = sum(sure) / max(len(sure), 1)
    near = [min((sure[k] for k in (n - 1, n + 1) if 0 <= k < len(sure)), default=mean) for n in range(len(sure))]
    rare = [parts(word.text.strip(".,?!")) - 1.0 for word in words]  # Whisper writes common words in one part
    return list(zip(sure, near, [mean] * len(sure), rare, strict=True))


def _bare(text: str) -> str:
    return text.lower().strip(".,?!;:\"“”'")
