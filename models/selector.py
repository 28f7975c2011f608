"""What matters, and under which heading.

Each passage is weighed by what it is about (likeness of its embedding to the topics of the note's headings, less its
likeness to small talk), who says it (a child's words weigh most) and what it holds (dates, a promise, harm, an answer to a
question). The first weights came from
logistic regression on six role-played visits, each left out in turn (area under the curve 0.67 to 0.82 on the one left out);
later they were adjusted by hand and by small grids on the same six, so figures on those visits are not held-out figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models import cues
from models.embeddings import Embedder, Vectors
from models.next_steps import is_next_step, only_step
from models.passages import Passage
from models.people import People
from models.speech import content, exact
from models.topics import SETTING_UP, SMALL_TALK, topics_of
from recorder.domain import Role, Template, Turn

_TOPIC_ALONE, _TOPIC_JOINED, _SMALL_TALK, _LENGTH = 3.2, 4.5, -4.5, 0.8
_EXACT, _CHILD, _HARM, _ANSWER, _STEP, _WORKER = 0.3, 1.0, 0.6, 0.6, 3.0, -1.0
_REPORTS, _ASKED_OF_HARM, _ECHO, _DENIES = 1.2, 0.8, -1.5, 1.5
_EDGE, _EDGE_TURNS = -2.5, 4  # hellos and goodbyes
_SETTING_UP_FROM = 0.55  # cosine from which a passage is about the recorder or contact details
_NO_TOPIC = 0.7  # sum of two cosines under which no heading is plainly meant
_CHILD_VOICE, _VIEWS, _WORRIES, _STEPS, _SEEN = "child_voice", "parent_views", "worries", "next_steps", "seen"
_ADULTS = (Role.PARENT, Role.PARTNER, Role.CARER, Role.RELATIVE)
_REPORTED = re.compile(
    r"\b(?:said|says|told|tells|rang|emailed|wrote|reported|letter|email|"
    r"asked us|worried|per cent|percent|decision|agreed|approval|notice|"
    r"plan|risk|promise|late|missed|attend\w*)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"^(?:no\b|i never|i (?:did|was|were|have|had)n['’]t|that['’]s not|it (?:was|were)n['’]t|not true)", re.IGNORECASE
)
_ALONE = re.compile(
    r"\b(?:on (?:her|his|your|their|my) own|alone|by (?:yourself|himself|herself)|just (?:you and me|the two of us))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A passage with its weight and its heading."""

    passage: Passage
    weight: float  # greater matters more; no unit
    section: str  # Section.key
    harm: bool  # it tells or answers a question about harm
    step: bool  # it is a next step


class Selector:
    """Weighs passages against a template; embeds its topics once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._topics: dict[str, tuple[list[str], Vectors]] = {}
        self._small: Vectors | None = None

    def weigh(self, passages: Sequence[Passage], turns: Sequence[Turn], *, people: People, template: Template) -> list[Weighed]:
        """One `Weighed` for each passage, in their order."""
        keys, topics = self._topics_of(template)
        if self._small is None:
            self._small = self._embedder.embed([*SMALL_TALK, *SETTING_UP])
        alone = self._embedder.embed([" ".join(p.said) for p in passages])
        joined = self._embedder.embed([_with_before(p, turns) for p in passages])
        harm_around = harm_turns(turns, people)
        weighed = []
        for n, p in enumerate(passages):
            harm = any(i in harm_around for i in p.cites)
            step = is_next_step(p, turns, people)
            p = only_step(p) if step and people.is_worker(p.speaker) else p  # noqa: PLW2901
            about, about_joined, small = topics @ alone[n], topics @ joined[n], self._small @ alone[n]
            weight = (
                _TOPIC_ALONE * float(about.max())
                + _TOPIC_JOINED * float(about_joined.max())
                + _SMALL_TALK * float(small[: len(SMALL_TALK)].max())
                + _LENGTH * math.log1p(len(content(" ".join(p.said))))
                + _EXACT * exact(" ".join(p.said))
                + _CHILD * people.is_child(p.speaker)
                + _WORKER * (people.is_worker(p.speaker) and not step)
                + _HARM * harm
                + _ANSWER * _answers(p, turns, people)
                + _STEP * step
                + _EDGE * (p.turn < _EDGE_TURNS or p.turn >= len(turns) - _EDGE_TURNS) * (not step)
                + _REPORTS
                * (people.is_worker(p.speaker) and bool(_REPORTED.search(" ".join(p.said)) or exact(" ".join(p.said))))
                + _ASKED_OF_HARM * (p.asked != "" and not people.is_child(p.speaker) and cues.speaks_of_harm(p.asked))
                + _DENIES * _denies(p, turns, people)
                + _ECHO * _echoes(p, turns)
                - 2.0 * (float(small[len(SMALL_TALK) :].max()) > _SETTING_UP_FROM and not harm)
            )
            section = _section(p, keys, about + about_joined, people=people, template=template, harm=harm, step=step)
            weighed.append(Weighed(p, weight, section, harm, step))
        return weighed

    def _topics_of(self, template: Template) -> tuple[list[str], Vectors]:
        drafted = [s for s in template.sections if s.written_by == "draft"]
        if template.name not in self._topics:
            pairs = [(s.key, topic) for s in drafted for topic in topics_of(s)]
            self._topics[template.name] = ([k for k, _ in pairs], self._embedder.embed([t for _, t in pairs]))
        return self._topics[template.name]


def harm_turns(turns: Sequence[Turn], people: People) -> frozenset[int]:
    """Turns with words of harm, the answers to them, and what a short question after such an answer brought out.

    "Any thoughts of hurting yourself?" – "No, never." – "And if it changed?" – "I'd tell a neighbour." are all four marked.
    """
    own = {t.i for t in turns if cues.speaks_of_harm(t.text, by_child=people.is_child(t.speaker))}
    asked = {t.i for t in turns if people.is_worker(t.speaker) and "?" in t.text}
    answers = {i + 1 for i in own & asked if i + 1 < len(turns)}
    short = {i for i in asked if i - 1 in own | answers and len(content(turns[i].text)) <= 4}
    return frozenset(own | answers | short | {i + 1 for i in short if i + 1 < len(turns)})


def _with_before(passage: Passage, turns: Sequence[Turn]) -> str:
    before = passage.asked or (turns[passage.turn - 1].text if passage.turn else "")
    return f"{before} {' '.join(passage.said)}".strip()


def _answers(passage: Passage, turns: Sequence[Turn], people: People) -> bool:
    before = turns[passage.turn - 1] if passage.turn else None
    return before is not None and people.is_worker(before.speaker) and before.text.rstrip().endswith("?")


def _denies(passage: Passage, turns: Sequence[Turn], people: People) -> bool:
    """Whether the words contradict what a third person has just said: without them that would stand alone."""
    before = turns[passage.turn - 1] if passage.turn else None
    if before is None or before.speaker == passage.speaker or people.is_worker(before.speaker) or "?" in before.text:
        return False
    return bool(_DENIAL.match(" ".join(passage.said)))


def _echoes(passage: Passage, turns: Sequence[Turn]) -> bool:
    """Whether the words only repeat what the other has just said ("Two eight seven. Thank you.")."""
    said = content(" ".join(passage.said))
    before = set(content(turns[passage.turn - 1].text)) if passage.turn else set()
    return len(said) <= 8 and sum(w in before for w in said) >= 0.7 * len(said)


def _section(
    passage: Passage, keys: list[str], likeness: Vectors, *, people: People, template: Template, harm: bool, step: bool
) -> str:
    drafted = [s.key for s in template.sections if s.written_by == "draft"]
    best = {key: max(float(likeness[i]) for i, k in enumerate(keys) if k == key) for key in drafted}
    text = " ".join(passage.said)
    if step and _STEPS in drafted:
        return _STEPS
    if people.is_child(passage.speaker) and _CHILD_VOICE in drafted:
        return _CHILD_VOICE
    if people.is_worker(passage.speaker) and _ALONE.search(text) and _SEEN in drafted:
        return _SEEN
    for key in (_SEEN, _STEPS, _CHILD_VOICE):
        best.pop(key, None)
    if people.role(passage.speaker) not in _ADULTS:
        best.pop(_VIEWS, None)
    if _WORRIES in best:
        best[_WORRIES] += 0.25 if harm else -0.35
    if _VIEWS in best and max(best.values()) < _NO_TOPIC:
        return _VIEWS
    order = sorted(best, key=lambda k: (-best[k], drafted.index(k)))
    return order[0] if order else drafted[0]


def likeness(one: Vectors, many: Vectors) -> float:
    """The greatest cosine between a unit vector and any row, 0 for no rows."""
    return float(np.max(many @ one)) if len(many) else 0.0
