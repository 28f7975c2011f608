"""How likely one sentence is to be wanted in a note, as a number between 0 and 1.

Two logistic regressions in a row: one over a sentence (what it is about, who says it, whether it holds a figure, a name, a
"not", harm or a promise; whether the worker invited or received it; its direction by the embedder), one over the passage
(the sum of its sentences, the question it answers). Both see texts without names and sexes. `benchmarks/fit_salience.py`
fits them on role-played visits, wanted being what a gold fact, step or quotation rests on, and writes
`models.weighing.salience_weights`. They rank; they never decide what may be used, which was settled before.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.language.embeddings import Vectors
from models.talk import cues
from models.talk.neutral import neutral
from models.talk.next_steps import promises
from models.talk.passage import Passage
from models.talk.people import People
from models.talk.questions import OFFER
from models.talk.speech import content, exact, tokens
from models.weighing.salience_weights import (
    DISCLOSURE,
    DISCLOSURE_BIAS,
    DISCLOSURE_MEANING,
    PASSAGE,
    PASSAGE_BIAS,
    SENTENCE,
    SENTENCE_BIAS,
    SENTENCE_MEANING,
)
from models.weighing.substance import manner, substance


@dataclass(frozen=True, slots=True)
class Weights:
    """Three logistic regressions, each a weight by the feature's name and a bias; two also weigh directions."""

    sentence: Mapping[str, float]
    meaning: Vectors  # shape (2d,): of the sentence's own direction, and of its passage's with the question
    sentence_bias: float
    passage: Mapping[str, float]
    passage_bias: float
    disclosure: Mapping[str, float]  # see `models.weighing.disclosing`
    disclosure_meaning: Vectors  # shape (2d,)
    disclosure_bias: float


def _numbers(text: str) -> Vectors:
    return np.array(text.split(), dtype=np.float32)


FITTED = Weights(
    sentence=SENTENCE,
    meaning=_numbers(SENTENCE_MEANING),
    sentence_bias=SENTENCE_BIAS,
    passage=PASSAGE,
    passage_bias=PASSAGE_BIAS,
    disclosure=DISCLOSURE,
    disclosure_meaning=_numbers(DISCLOSURE_MEANING),
    disclosure_bias=DISCLOSURE_BIAS,
)
_CHILD, _CHILD_TELLS = 0.05, 0.2  # the child is who the visit is for
DENIAL = re.compile(
    r"^(?:no\b|i never|i (?:did|was|were|have|had)n['’]t|that['’]s not|it (?:was|were)n['’]t|not true)", re.IGNORECASE
)
NOT = re.compile(r"\b(?:no|not|never|none|nobody|nothing|cannot)\b|n['’]t\b", re.IGNORECASE)
_YOU = re.compile(r"\byou(?:r|rs|['’]\w+)?\b", re.IGNORECASE)
_PROPER = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][a-z]+")
_REPORTS = re.compile(
    r"\b(?:said|says|told|tells|rang|emailed|wrote|reported|letter|email|asked us|worried|per cent|percent|decision|agreed|"
    r"approval|notice|plan|risk|promise|late|missed|attend\w*)\b",
    re.IGNORECASE,
)


# Wishes, feelings and worries: what the child's voice is for (Working Together 2023, "a child-centred approach").
_FEELS = re.compile(
    r"\b(?:feel\w*|felt|want\w*|wish\w*|wanna|hope\w*|hate\w*|miss|missed|worr\w+|scared|frightened|sad|happy|angry|cross|"
    r"lonely|embarrass\w*|shy|nervous|cry|cried|crying|tummy|stomach|shak\w+|safe|nice|mean|horrible|"
    r"(?:don['’]t|didn['’]t) like|"
    r"dream\w*|secret|what if|favourite|best)\b",
    re.IGNORECASE,
)
_SELF = re.compile(r"\b(?:I|me|my|mine|myself|meself|I['’]\w+|we|us|our)\b")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence's surroundings tell of it; likenesses are cosines."""

    speaker: str  # Person.key
    topic: float  # greatest likeness of the sentence to a heading's topics
    topic_around: float  # the same for the question and the whole passage together
    child_voice: float  # greatest likeness of the sentence to what children tell
    small_talk: float  # greatest likeness to small talk
    place: int  # in its passage, from 0
    last: bool  # it ends its passage
    answers: bool  # the worker's question came just before
    step: bool  # its passage is a next step
    edge: bool  # among the hellos or the goodbyes
    denies: bool  # it contradicts what somebody has just said
    harm_near: bool  # its turn, or the question, is about harm
    harm_before: bool  # the same speaker's last turn, or the one before, spoke of harm
    invited: bool  # the worker has just opened the door ("What happened?", "You can tell me anything")
    followed: bool  # the worker asks on
    received: bool  # the worker's next words take it as something told ("Thank you for telling me")
    offered: bool  # it answers an offer ("Would you like me to …?")
    asked_of_harm: bool  # the words before ask about harm
    returned_to: float  # how near the rest of the talk comes to its passage; a cosine
    after_worker: bool  # the worker spoke just before
    before_child: bool  # a child speaks next
    turn_length: float  # log of the turn's words and one
    echoed_next: int  # words of meaning that the next turn takes up
    echoed_later: int  # words of meaning that come back later
    new: float  # share of its words of meaning that were not said before


def salience(sentence: str, setting: Setting, meaning: Vectors, people: People, *, weights: Weights = FITTED) -> float:
    """The share of sentences like this one that a good note held, 0 to 1; `meaning` as `Weights.meaning`."""
    found = features(sentence, setting, people)
    plain = sum(weights.sentence[name] * value for name, value in found.items())
    return logistic(weights.sentence_bias + plain + float(meaning @ weights.meaning))


def features(sentence: str, setting: Setting, people: People) -> dict[str, float]:
    """The numbers that the regression sees, by name."""
    child, worker = people.is_child(setting.speaker), people.is_worker(setting.speaker)
    named = len(people.named_in(sentence) - {setting.speaker})
    sentence = neutral(sentence, people)
    return {
        "topic": setting.topic,
        "topic_around": setting.topic_around,
        "small_talk": setting.small_talk,
        "length": math.log1p(len(content(sentence))),
        "exact": exact(sentence),
        "child": child,
        "harm": cues.speaks_of_harm(sentence, by_child=child),
        "harm_near": setting.harm_near,
        "harm_before": setting.harm_before,
        "invited": setting.invited,
        "received": setting.received,
        "followed": setting.followed,
        "answers": setting.answers,
        "step": setting.step,
        "promises": promises(sentence),
        "edge": setting.edge,
        "reports": worker and (bool(_REPORTS.search(sentence)) or exact(sentence)),
        "denies": setting.denies,
        "named": min(2, named),
        "proper": min(2, len(set(_PROPER.findall(sentence)))),
        "negated": bool(NOT.search(sentence)),
        "first": not setting.place,
        "place": min(4, setting.place),
        "last": setting.last,
        "to_you": bool(_YOU.search(sentence)),
        "exclaims": sentence.rstrip().endswith("!"),
        "asks": sentence.rstrip().endswith("?"),
        "child_self": child and bool(_SELF.search(sentence)),
        "worker_step": worker and setting.step,
        "child_feels": child and bool(_FEELS.search(sentence)),
        "child_asks": child and sentence.rstrip().endswith("?") and bool(_SELF.search(sentence)),
        "child_voice": child * setting.child_voice,
        "self": bool(_SELF.search(sentence)) and not child,
        "child_offered": child and setting.offered,
        "after_harm": setting.asked_of_harm and setting.answers,
        "returned_to": setting.returned_to,
        "before_child": setting.before_child,
        "turn_length": setting.turn_length,
        "words": math.log1p(len(tokens(sentence))),
        "echoed_next": setting.echoed_next,
        "echoed_later": setting.echoed_later,
        "new": setting.new,
        **substance(sentence),
        **manner(sentence),
    }


def chance(found: Mapping[str, float], *, weights: Weights = FITTED) -> float:
    """The share of passages like this one that a good note held; a child's weigh more, its feelings and tellings most."""
    fitted = logistic(weights.passage_bias + sum(weights.passage[name] * value for name, value in found.items()))
    wonders = found["asks"] and found["child_self"]  # "Will I still see Mum?"
    telling = found["child"] and (found["child_feels"] or found["harm"] or found["child_invited"] or wonders)
    return fitted + _CHILD * found["child"] + _CHILD_TELLS * bool(telling)


def logistic(x: float) -> float:
    """From 0 to 1."""
    return 1 / (1 + math.exp(-x))


def passage_features(passage: Passage, around: Setting, *, kept: float, people: People, step: bool) -> dict[str, float]:
    """What the second regression sees; `kept` is the sum of the sentences' salience, `around` the first one's surroundings."""
    child, worker = people.is_child(passage.speaker), people.is_worker(passage.speaker)
    asked = bool(passage.asked) and not passage.told
    said, question = neutral(" ".join(passage.said), people), neutral(passage.asked, people)
    return {
        "kept": kept,
        "logkept": math.log(kept + 0.05),
        "mean": kept / len(passage.said),
        "topic_around": around.topic_around,
        "asked": asked,
        "told": passage.told,
        "asked_of_harm": asked and cues.speaks_of_harm(passage.asked),
        "harm": any(cues.speaks_of_harm(s, by_child=child) for s in passage.said),
        "child": child,
        "child_asked": child and asked,
        "child_offered": child and asked and bool(OFFER.search(passage.asked)),
        "child_feels": child and bool(_FEELS.search(said)),
        "child_self": child and bool(_SELF.search(said)),
        "child_exclaims": child and "!" in said,
        "child_content": child * math.log1p(len(content(said))),
        "worker": worker,
        "step": step,
        "worker_step": worker and step,
        "agreed": asked and step,
        "asked_no": asked and bool(DENIAL.match(passage.said[0])),
        "asked_exact": asked and exact(said),
        "exact": exact(said),
        "asked_content": math.log1p(len(content(question))),
        "said_content": math.log1p(len(content(said))),
        "denies": around.denies,
        "edge": around.edge,
        "asks": said.rstrip().endswith("?"),
        "child_after_worker": child and around.after_worker,
        "child_invited": child and around.invited,
        "child_received": child and around.received,
        "child_followed": child and around.followed,
        "returned_to": around.returned_to,
        **substance(said),
    }
