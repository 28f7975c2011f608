"""Under which heading a passage stands.

Three voices are added up: how near its embedding is to the sentences of `models.weighing.topics`, which plain words of the
field it holds ("dentist", "attendance"), and what the talk was about just before, for an answer of three words has no topic
of its own. Some headings follow from who speaks: a child's words stand under the child's voice, steps under next steps.
Worries take only what speaks of harm; what is plainly about nothing else is a parent's view.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.language.embeddings import Vectors
from models.talk.neutral import without_sex
from models.talk.passage import Passage
from models.talk.people import People
from models.weighing.topics import SECTION_WORDS
from recorder.domain import Role, Template

_CHILD_VOICE, _VIEWS, _WORRIES, _STEPS, _SEEN, _STRENGTHS = (
    "child_voice",
    "parent_views",
    "worries",
    "next_steps",
    "seen",
    "strengths",
)
_ADULTS = (Role.PARENT, Role.PARTNER, Role.CARER, Role.RELATIVE)
_WORDS_SAID, _WORDS_ASKED, _TALK_BEFORE, _TALK_NAMED, _RUN = 0.35, 0.3, 0.5, 0.2, 2  # _RUN in turns
_HARM_SAID, _HARM_UNSAID, _NO_PRAISE = 0.35, -0.5, -0.6
_NO_TOPIC = 0.75  # the sum under which no heading is plainly meant
_ALONE = re.compile(
    r"\b(?:on (?:her|his|your|their|my) own|alone|by (?:yourself|himself|herself)|just (?:you and me|the two of us))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class About:
    """What a passage is about."""

    passage: Passage
    likeness: Vectors  # to each topic: the passage alone plus the passage with its question; shape (topics,)
    before: str  # the question or the turn before
    harm: bool  # its words, or the question that they answer, speak of harm
    step: bool


def headings(about: Sequence[About], keys: Sequence[str], *, people: People, template: Template) -> list[str]:
    """The `Section.key` of each passage; `keys` names the section of each topic."""
    found: list[str] = []
    earlier: dict[str, float] = {}
    last_turn = -_RUN - 1
    drafted = [s.key for s in template.sections if s.written_by == "draft"]
    for a in about:
        scores = _scores(a, keys, drafted)
        if a.passage.turn - last_turn <= _RUN:
            lasts = _TALK_NAMED if _named(a, scores) else _TALK_BEFORE
            scores = {k: v + lasts * earlier.get(k, 0.0) for k, v in scores.items()}
        middle = sum(scores.values()) / len(scores)
        earlier, last_turn = {k: v - middle for k, v in scores.items()}, a.passage.turn
        found.append(_heading(a, scores, drafted, people=people))
    return found


def _scores(about: About, keys: Sequence[str], drafted: Sequence[str]) -> dict[str, float]:
    said, before = without_sex(" ".join(about.passage.said)), without_sex(about.before)
    scores = {}
    for key in drafted:
        like = max((float(x) for x, k in zip(about.likeness, keys, strict=True) if k == key), default=0.0)
        words = SECTION_WORDS.get(key)
        hit = _WORDS_SAID * bool(words and words.search(said)) + _WORDS_ASKED * bool(words and words.search(before))
        scores[key] = like + min(hit, _WORDS_SAID + _WORDS_ASKED / 2)
        if key == _STRENGTHS and not (words and words.search(said)):
            scores[key] += _NO_PRAISE
    return scores


def _named(about: About, keys: Iterable[str]) -> bool:
    """Whether the words or their question hold a plain word of the field for one of the headings."""
    text = without_sex(f"{about.passage.asked} {' '.join(about.passage.said)}")
    return any(SECTION_WORDS[k].search(text) for k in keys if k in SECTION_WORDS and k != _STRENGTHS)


def _heading(about: About, scores: dict[str, float], drafted: Sequence[str], *, people: People) -> str:
    speaker = about.passage.speaker
    if about.step and _STEPS in drafted:
        return _STEPS
    if people.is_child(speaker) and _CHILD_VOICE in drafted:
        return _CHILD_VOICE
    if people.is_worker(speaker) and _ALONE.search(" ".join(about.passage.said)) and _SEEN in drafted:
        return _SEEN
    open_to = {k: v for k, v in scores.items() if k not in (_SEEN, _STEPS, _CHILD_VOICE)}
    if people.role(speaker) not in _ADULTS:
        open_to.pop(_VIEWS, None)
    if _WORRIES in open_to:
        open_to[_WORRIES] += _HARM_SAID if about.harm else _HARM_UNSAID
    asks = about.passage.said[-1].rstrip().endswith("?") and not people.is_worker(speaker)
    if _VIEWS in open_to and (asks or (max(open_to.values()) < _NO_TOPIC and not _named(about, open_to))):
        return _VIEWS
    return min(open_to, key=lambda k: (-open_to[k], drafted.index(k)), default=drafted[0])
