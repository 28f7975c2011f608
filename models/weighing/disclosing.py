"""How likely it is that a person must look at a passage because it may tell of harm.

Lists of words (`models.talk.cues`, `models.talk.harm_signs`) miss what is told in everyday words: a child in charge of a
smaller one, a stranger who writes, a debt that is worked off. So a logistic regression looks too: at what the lists say of
the passage and of the turns around it, and at where the embedder puts it. It only adds to what must be confirmed or listed;
it takes nothing away. `benchmarks/fit_salience.py` fits it on the risks marked in role-played visits, without names and
sexes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from models.language.embeddings import Vectors
from models.talk import cues
from models.talk.neutral import neutral
from models.talk.passage import Passage
from models.talk.people import People
from models.talk.speech import tokens
from models.weighing.salience import FITTED, NOT, Setting, Weights, logistic

TELLS_FROM = 0.2  # the chance from which a person is asked
_NEAR = 2  # turns


def disclosing(found: dict[str, float], meanings: Vectors, *, weights: Weights = FITTED) -> float:
    """The share of passages like this one that held a marked risk; `meanings` of its sentences, see `Weights.meaning`."""
    plain = sum(weights.disclosure[name] * value for name, value in found.items())
    return logistic(weights.disclosure_bias + plain + float(meanings.mean(axis=0) @ weights.disclosure_meaning))


def disclosing_features(
    passage: Passage, settings: Sequence[Setting], people: People, *, harm: frozenset[int], step: bool
) -> dict[str, float]:
    """What the regression sees beside the meanings; `harm` are the turns that the lists mark."""
    child, turn = people.is_child(passage.speaker), passage.turn
    said = neutral(" ".join(passage.said), people)
    return {
        "listed": turn in harm,
        "harm": cues.speaks_of_harm(said, by_child=child),
        "asked_of_harm": bool(passage.asked) and cues.speaks_of_harm(passage.asked),
        "harm_before": sum(turn - n in harm for n in range(1, _NEAR + 1)),
        "harm_after": sum(turn + n in harm for n in range(1, _NEAR + 1)),
        "child": child,
        "worker": people.is_worker(passage.speaker),
        "step": step,
        "negated": bool(NOT.search(said)),
        "received": settings[0].received,
        "edge": settings[0].edge,
        "words": math.log1p(len(tokens(said))),
        "topic": float(np.max([s.topic for s in settings])),
    }
