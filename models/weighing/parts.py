"""Which parts of a passage may stand in its place.

A turn of six sentences often holds one that a note needs. A part runs from one sentence to another without a gap. It may not
begin with words that point back ("So he …"), and what says "not" or takes something back is never cut from what it bears on.
A child's words lose at most what nobody would miss.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from models.talk.neutral import neutral
from models.talk.next_steps import promises
from models.talk.passage import Passage
from models.talk.people import People
from models.talk.speech import content, is_noise, tokens

_LEAST_MEANING = 3  # words of meaning without which a statement says nothing
_LONG = 12  # words
_DROP_CHILD = 0.015  # chance for each word, to _LONG of them, under which a child's sentence may go
# A sentence that opens so points back to the one before it.
_POINTS_BACK = re.compile(
    r"^(?:(?:and|but|so|then|because|'cause|well|no|not|yes|yeah|or|which|where|like)\b|"
    r"(?:he|she|it|they|that|this|those|these|there|him|her|them|his|their|same|only|just)(?:['’]\w+)?\b)",
    re.IGNORECASE,
)
_TURNS_ROUND = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|but|only|sorry|wrong|except|instead|wait|actually)\b|n['’]t\b", re.IGNORECASE
)
_TAKES_BACK = re.compile(r"^(?:but|only|except|actually|no|not|never|apart from)\b", re.IGNORECASE)


def parts(passage: Passage, chances: Sequence[float], people: People) -> list[tuple[int, Passage]]:
    """Each part with the place of its first sentence, the whole passage last; `chances` is each sentence's of being wanted."""
    child, many = people.is_child(passage.speaker), len(passage.said)
    found = []
    for first in range(many):
        if not _may_begin(passage, first):
            continue
        for end in range(first + 1, many + 1):
            dropped = [*range(first), *range(end, many)]
            dull = not child or all(chances[n] < _DROP_CHILD * min(_LONG, len(tokens(passage.said[n]))) for n in dropped)
            if dropped and dull and _may_stand(passage, first, end, people):
                gaps = tuple(n - first for n in passage.gaps if first < n < end)
                found.append((first, replace(passage, said=passage.said[first:end], gaps=gaps)))
    return [*found, (0, passage)]


def _may_begin(passage: Passage, first: int) -> bool:
    if first and (passage.asked or _POINTS_BACK.match(passage.said[first])):
        return False  # the question's answer comes first
    return not any(_TURNS_ROUND.search(s) for s in passage.said[:first])


def _may_stand(passage: Passage, first: int, end: int, people: People) -> bool:
    child = people.is_child(passage.speaker)
    said, after = passage.said[first:end], passage.said[end:]
    if any(_TAKES_BACK.match(s) if child else _TURNS_ROUND.search(s) for s in after):
        return False
    if len(said) > 1 and _says_nothing(said[-1], child):
        return False
    if any(map(promises, passage.said)) and not any(map(promises, said)):
        return False  # under the next steps there stands a step
    return bool(passage.asked) or len(content(neutral(" ".join(said), people))) >= _LEAST_MEANING


def _says_nothing(sentence: str, by_child: bool) -> bool:  # noqa: FBT001
    """Whether a last sentence says nothing: a hesitation, or an adult's "When?"."""
    return is_noise(sentence) or (not by_child and sentence.endswith("?") and len(tokens(sentence)) <= 2)
