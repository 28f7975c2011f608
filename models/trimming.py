"""Within one adult's turn: keep the sentences that matter, let the asides go.

A child's words are never trimmed. A sentence with a figure, a day, a "not", a promise or harm is never trimmed either: what
is cut must be an aside, and must not turn the rest around.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from models import cues
from models.embeddings import Embedder, Vectors
from models.next_steps import promises
from models.passages import REQUEST, Passage, content, exact
from models.people import People
from models.topics import SMALL_TALK
from recorder.domain import Turn

_LONG_ENOUGH = 14  # words of meaning and grammar together; shorter turns stay whole
_ASIDE_BELOW = 0.12  # likeness to the topics less likeness to small talk
_TURNS_ROUND = re.compile(r"\b(?:no|not|never|none|nobody|nothing|but|only|if|might|maybe|except|unless|instead|used to|sorry|wrong)\b|n['’]t\b", re.IGNORECASE)


def trim(passages: Sequence[Passage], turns: Sequence[Turn], *, people: People, embedder: Embedder, topics: Vectors) -> list[Passage]:
    """The passages, in order, with asides left out; each keeps at least one sentence."""
    long = [p for p in passages if _may_be_trimmed(p, people)]
    loose = [(p.turn, n, s) for p in long for n, s in enumerate(p.said) if not _binding(s)]
    vectors = embedder.embed([s for _, _, s in loose])
    small = embedder.embed(SMALL_TALK)
    asides = {
        (turn, n)
        for (turn, n, sentence), v in zip(loose, vectors, strict=True)
        if float((topics @ v).max()) - float((small @ v).max()) < _ASIDE_BELOW
    }
    return [_without(p, {n for turn, n in asides if turn == p.turn}) for p in passages]


def _may_be_trimmed(passage: Passage, people: People) -> bool:
    return not people.is_child(passage.speaker) and len(passage.said) > 1 and sum(len(s.split()) for s in passage.said) >= _LONG_ENOUGH


def _binding(sentence: str) -> bool:
    """Whether the sentence may not be cut, whatever it is about."""
    return (
        exact(sentence)
        or bool(_TURNS_ROUND.search(sentence))
        or promises(sentence)
        or bool(REQUEST.search(sentence))
        or cues.speaks_of_harm(sentence)
    )


def _without(passage: Passage, asides: set[int]) -> Passage:
    keep = [n for n in range(len(passage.said)) if n not in asides]
    if passage.asked and 0 not in keep:
        keep.insert(0, 0)  # the first sentence is the answer
    if not keep or len(keep) == len(passage.said) or not content(" ".join(passage.said[n] for n in keep)):
        return passage
    gaps = tuple(
        place
        for place, n in enumerate(keep)
        if place and (n != keep[place - 1] + 1 or any(g in passage.gaps for g in range(keep[place - 1] + 1, n + 1)))
    )
    return replace(passage, said=tuple(passage.said[n] for n in keep), gaps=gaps)
