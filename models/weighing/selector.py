"""What matters, and under which heading.

A passage is surveyed (what it is about, who says it, what was asked, what the worker answered), and each part of it that
may stand alone (`models.weighing.parts`) is weighed: the chance that a good note holds it, by `models.weighing.salience`.
Its heading comes from `models.weighing.headings`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.language.embeddings import Embedder, Vectors
from models.talk import cues
from models.talk.echoes import Echoes
from models.talk.neutral import neutral, without_sex
from models.talk.next_steps import is_next_step, only_step
from models.talk.passage import Passage
from models.talk.people import People
from models.talk.questions import OFFER, question_of
from models.talk.speech import content, sentences, tokens
from models.weighing.disclosing import disclosing, disclosing_features
from models.weighing.headings import About, headings
from models.weighing.parts import parts
from models.weighing.salience import DENIAL, FITTED, Setting, Weights, chance, passage_features, salience
from models.weighing.topics import SECTION_TOPICS, SECTION_WORDS, SMALL_TALK, topics_of
from recorder.domain import Template, Turn

_ANYBODY = "Alex"  # stands for every name before the embedder, so that weight hangs on nobody's name or sex
_EDGE_TURNS = 4  # hellos and goodbyes
_NEAR, _NEAREST = 100, 5  # passages before and after; how many of them count
_LAST_PUT = 2  # sentences of a turn to which the next one answers
_LEAST_MEANING = 3  # words of meaning without which a statement says nothing
_INVITES = re.compile(
    r"\b(?:what happened|tell me|and then|anything else|you can (?:say|tell)|allowed to (?:say|tell)|what(?:'s| is) it like|"
    r"what was (?:it|that) like|what would (?:help|you (?:like|want|change|pick))|if you could|magic wand|"
    r"(?:you'd|would you|could you) change|"
    r"be different|how (?:did|does|do) (?:it|that|you) (?:make|feel)|worr\w+|one thing|could change|wish\w*)\b",
    re.IGNORECASE,
)
_RECEIVES = re.compile(
    r"\b(?:thank(?:s| you) for (?:telling|saying|being)|(?:glad|good|right) (?:that )?you(?:'ve)? (?:told|said)|well done for|"
    r"brave|(?:so )?sorry (?:that|you|to hear|about)|that must(?:'ve| have)?|that sounds|i can (?:hear|see|understand)|"
    r"makes (?:a lot of )?sense|(?:really|very) (?:important|helpful|useful|hard|sensible))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A passage with its weight and its heading."""

    passage: Passage
    weight: float  # the chance that a good note holds it, 0 to 1
    section: str  # Section.key
    harm: bool  # it tells or answers a question about harm
    step: bool  # it is a next step
    disclosure: float  # the chance that a person must look at it because it may tell of harm, 0 to 1
    features: Mapping[str, float]  # what the weight was worked out from


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A passage and what is known of it before it is weighed."""

    about: About
    settings: tuple[Setting, ...]  # of each sentence
    meanings: Vectors  # of each sentence, its own direction and that of its passage with the question; shape (sentences, 2d)
    disclosing: dict[str, float]  # see `models.weighing.disclosing`


class Selector:
    """Weighs passages against a template; embeds its topics once."""

    def __init__(self, embedder: Embedder, *, weights: Weights = FITTED) -> None:
        self._embedder = embedder
        self._weights = weights
        self._topics: dict[str, tuple[list[str], Vectors]] = {}
        self._small: Vectors | None = None
        self._voice: Vectors | None = None

    def weigh(self, passages: Sequence[Passage], turns: Sequence[Turn], *, people: People, template: Template) -> list[Weighed]:
        """Each part of each passage that may stand in its place; in the order of the passages."""
        surveyed = self.survey(passages, turns, people=people, template=template)
        found = headings([s.about for s in surveyed], self._topics_of(template)[0], people=people, template=template)
        harm_around = harm_turns(turns, people)
        weighed = []
        for survey, section in zip(surveyed, found, strict=True):
            whole, settings, step = survey.about.passage, survey.settings, survey.about.step
            chances = [
                salience(said, around, like, people, weights=self._weights)
                for said, around, like in zip(whole.said, settings, survey.meanings, strict=True)
            ]
            disclosure = disclosing(survey.disclosing, survey.meanings, weights=self._weights)
            for first, passage in parts(whole, chances, people):
                kept = sum(chances[first : first + len(passage.said)])
                harm = _to_confirm(passage, turns, people, harm_around)
                found_here = passage_features(passage, settings[0], kept=kept, people=people, step=step)
                weight = chance(found_here, weights=self._weights)
                weighed.append(Weighed(passage, weight, section, harm, step, disclosure, found_here))
        return weighed

    def survey(
        self, passages: Sequence[Passage], turns: Sequence[Turn], *, people: People, template: Template
    ) -> list[Surveyed]:
        """Each passage with what surrounds each of its sentences: what the weights are fitted on."""
        _, topics = self._topics_of(template)
        if self._small is None or self._voice is None:
            self._small = self._embedder.embed([without_sex(t) for t in SMALL_TALK])
            self._voice = self._embedder.embed([without_sex(t) for t in SECTION_TOPICS["child_voice"]])
        steps = [is_next_step(p, turns, people) for p in passages]
        passages = [only_step(p) if s and people.is_worker(p.speaker) else p for p, s in zip(passages, steps, strict=True)]
        joined = self._embedder.embed([neutral(_with_before(p, turns), people, named=_ANYBODY) for p in passages])
        single = self._embedder.embed([neutral(s, people, named=_ANYBODY) for p in passages for s in p.said])
        harm_around = harm_turns(turns, people)
        returned_to = _returned_to(joined)
        echoes = Echoes.of(turns, people)
        surveyed, at = [], 0
        for number, (p, step, around) in enumerate(zip(passages, steps, joined, strict=True)):
            alone = single[at : at + len(p.said)]
            at += len(p.said)
            voice = alone @ self._voice.T
            like, like_around, small = alone @ topics.T, topics @ around, alone @ self._small.T
            before = p.asked or (turns[p.turn - 1].text if p.turn else "")
            child = people.is_child(p.speaker)
            harm = any(cues.speaks_of_harm(s, by_child=child) for s in p.said)
            settings = tuple(
                Setting(
                    speaker=p.speaker,
                    topic=float(like[n].max()),
                    topic_around=float(like_around.max()),
                    child_voice=float(voice[n].max()),
                    small_talk=float(small[n].max()),
                    place=n,
                    last=n == len(p.said) - 1,
                    answers=_answers(p, turns, people),
                    step=step,
                    edge=p.turn < _EDGE_TURNS or p.turn >= len(turns) - _EDGE_TURNS,
                    denies=_denies(p, turns, people),
                    harm_near=any(i in harm_around for i in p.cites),
                    harm_before=any(t.i in harm_around and t.speaker == p.speaker for t in turns[max(0, p.turn - 4) : p.turn]),
                    invited=people.is_worker(turns[p.turn - 1].speaker) and bool(_INVITES.search(before)) if p.turn else False,
                    followed=p.turn + 1 < len(turns)
                    and people.is_worker(turns[p.turn + 1].speaker)
                    and "?" in turns[p.turn + 1].text,
                    received=p.turn + 1 < len(turns)
                    and people.is_worker(turns[p.turn + 1].speaker)
                    and bool(_RECEIVES.search(turns[p.turn + 1].text)),
                    offered=bool(OFFER.search(before)) and _answers(p, turns, people),
                    asked_of_harm=bool(before) and cues.speaks_of_harm(before),
                    returned_to=returned_to[number],
                    after_worker=bool(p.turn) and people.is_worker(turns[p.turn - 1].speaker),
                    before_child=p.turn + 1 < len(turns) and people.is_child(turns[p.turn + 1].speaker),
                    turn_length=math.log1p(len(tokens(neutral(turns[p.turn].text, people)))),
                    **echoes.around(said, p.turn),
                )
                for n, said in enumerate(p.said)
            )
            about = About(p, like.max(axis=0) + like_around, before, harm or cues.speaks_of_harm(p.asked), step)
            meanings = np.c_[alone, np.tile(around, (len(alone), 1))]
            found = disclosing_features(p, settings, people, harm=harm_around, step=step)
            surveyed.append(Surveyed(about, settings, meanings, found))
        return surveyed

    def _topics_of(self, template: Template) -> tuple[list[str], Vectors]:
        drafted = [s for s in template.sections if s.written_by == "draft"]
        if template.name not in self._topics:
            pairs = [(s.key, topic) for s in drafted for topic in topics_of(s)]
            self._topics[template.name] = ([k for k, _ in pairs], self._embedder.embed([without_sex(t) for _, t in pairs]))
        return self._topics[template.name]


def _returned_to(vectors: Vectors) -> list[float]:
    """For each passage its mean likeness to the few others that are nearest to it: what matters is spoken of more than once.

    Only passages of the same part of the talk are compared, so that the cost grows with its length and not with its square.
    """
    found = []
    for n, vector in enumerate(vectors):
        first = max(0, n - _NEAR)
        likeness = np.delete(vectors[first : n + _NEAR] @ vector, n - first)
        found.append(float(np.sort(likeness)[-_NEAREST:].mean()) if len(likeness) else 0.0)
    return found


def harm_turns(turns: Sequence[Turn], people: People, *, near: bool = True) -> frozenset[int]:
    """Turns with words of harm, the answers to them, and what a short question after such an answer brought out.

    "Any thoughts of hurting yourself?" – "No, never." – "And if it changed?" – "I'd tell a neighbour." are all four marked.
    Without `near`, what is only near harm does not count.
    """
    own = {t.i for t in turns if cues.speaks_of_harm(t.text, by_child=people.is_child(t.speaker), near=near)}
    asked = {t.i for t in turns if people.is_worker(t.speaker) and "?" in t.text}
    answers = {i + 1 for i in own & asked if i + 1 < len(turns)}
    short = {i for i in asked if i - 1 in own | answers and _asks_on(neutral(turns[i].text, people, named=_ANYBODY))}
    return frozenset(own | answers | short | {i + 1 for i in short if i + 1 < len(turns)})


def _to_confirm(passage: Passage, turns: Sequence[Turn], people: People, harm_around: frozenset[int]) -> bool:
    """Whether a person must confirm it: it speaks of harm, or answers what was last put to its speaker about harm."""
    child = people.is_child(passage.speaker)
    if cues.speaks_of_harm(" ".join(passage.said), by_child=child) or cues.speaks_of_harm(passage.asked):
        return True
    if child and any(i in harm_around for i in passage.cites):
        return True
    before = turns[passage.turn - 1] if passage.turn else None
    if passage.turn not in harm_around or before is None or before.speaker == passage.speaker:
        return False
    pieces = sentences(before.text)
    put = " ".join(pieces[-1:] if len(content(neutral(pieces[-1], people))) >= _LEAST_MEANING else pieces[-_LAST_PUT:])
    asked_on = "?" in put and _asks_on(neutral(put, people, named=_ANYBODY)) and before.i in harm_around
    return "?" in put and (cues.speaks_of_harm(put) or asked_on)


def _asks_on(question: str) -> bool:
    """Whether a question stays with the matter ("And then what?") and brings up nothing of its own ("And school?")."""
    return len(content(question_of(question))) <= 2 and not any(words.search(question) for words in SECTION_WORDS.values())


def _with_before(passage: Passage, turns: Sequence[Turn]) -> str:
    before = passage.asked or (turns[passage.turn - 1].text if passage.turn else "")
    return f"{before} {' '.join(passage.said)}".strip()


def _answers(passage: Passage, turns: Sequence[Turn], people: People) -> bool:
    before = turns[passage.turn - 1] if passage.turn else None
    return before is not None and people.is_worker(before.speaker) and before.text.rstrip().endswith("?")


def _denies(passage: Passage, turns: Sequence[Turn], people: People) -> bool:
    """Whether the words contradict what a third person has just said: without them that would stand alone."""
    before = turns[passage.turn - 1] if passage.turn else None
    if people.is_worker(passage.speaker) or before is None or before.speaker == passage.speaker:
        return False
    if people.is_worker(before.speaker) or "?" in before.text:
        return False
    return bool(DENIAL.match(" ".join(passage.said)))
