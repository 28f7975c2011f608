"""How likely one sentence is to be wanted in a note, as a number between 0 and 1.

Two logistic regressions in a row: one over a sentence (what it is about, who says it, whether it holds a figure, a name, a
"not", harm or a promise; whether the worker invited or received it), one over the passage (the sum of its sentences, the
question it answers). Both were fitted on six role-played visits, wanted being what a gold fact, step or quotation rests on.
With each visit left out in turn the area under the curve is 0.81 for sentences and 0.93 for passages.
They rank; they never decide what may be used, which was settled before.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from models import cues
from models.next_steps import promises
from models.passages import Passage
from models.people import People
from models.speech import content, exact

WEIGHTS: Mapping[str, float] = {
    "topic": 1.97,
    "topic_around": 2.09,
    "small_talk": -0.97,
    "length": 0.43,
    "exact": 0.29,
    "child": 0.12,
    "harm": 0.47,
    "harm_near": 0.06,
    "harm_before": 0.13,
    "invited": 0.45,
    "received": 0.32,
    "answers": 0.21,
    "step": 0.53,
    "promises": 1.10,
    "edge": -0.60,
    "reports": 0.36,
    "denies": 1.62,
    "named": 0.33,
    "proper": 0.17,
    "negated": 0.30,
    "first": 0.20,
    "to_you": -0.41,
    "exclaims": -0.90,
    "asks": -0.38,
    "child_self": 0.47,
    "worker_step": 0.57,
    "child_feels": 0.40,
    "child_asks": 0.84,
    "child_voice": 0.83,
    "self": -0.23,
    "after_harm": 0.49,
}
BIAS = -4.01

PASSAGE: Mapping[str, float] = {
    "kept": 1.22,
    "logkept": 0.79,
    "topic_around": 2.80,
    "asked": 0.20,
    "told": 1.14,
    "asked_of_harm": 0.92,
    "harm": 0.04,
    "child": 0.12,
    "child_asked": -0.34,
    "worker": -0.01,
    "step": 0.68,
    "worker_step": 0.89,
    "agreed": -0.09,
    "asked_no": 0.05,
    "asked_exact": 0.06,
    "exact": 0.25,
    "asked_content": 0.42,
    "said_content": 0.46,
    "denies": 1.57,
    "edge": -0.16,
    "asks": 0.06,
}
PASSAGE_BIAS = -2.95

_CHILD = 0.05  # the child is who the visit is for
DENIAL = re.compile(
    r"^(?:no\b|i never|i (?:did|was|were|have|had)n['’]t|that['’]s not|it (?:was|were)n['’]t|not true)", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:no|not|never|none|nobody|nothing|cannot)\b|n['’]t\b", re.IGNORECASE)
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
    first: bool  # it opens its passage
    answers: bool  # the worker's question came just before
    step: bool  # its passage is a next step
    edge: bool  # among the hellos or the goodbyes
    denies: bool  # it contradicts what somebody has just said
    harm_near: bool  # its turn, or the question, is about harm
    harm_before: bool  # the same speaker's last turn, or the one before, spoke of harm
    invited: bool  # the worker has just opened the door ("What happened?", "You can tell me anything")
    received: bool  # the worker's next words take it as something told ("Thank you for telling me")
    asked_of_harm: bool  # the words before ask about harm


def salience(sentence: str, setting: Setting, people: People) -> float:
    """The share of sentences like this one that a good note held, 0 to 1."""
    found = features(sentence, setting, people)
    return 1 / (1 + math.exp(-BIAS - sum(WEIGHTS[name] * value for name, value in found.items())))


def features(sentence: str, setting: Setting, people: People) -> dict[str, float]:
    """The numbers that the regression sees, by name."""
    child, worker = people.is_child(setting.speaker), people.is_worker(setting.speaker)
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
        "answers": setting.answers,
        "step": setting.step,
        "promises": promises(sentence),
        "edge": setting.edge,
        "reports": worker and (bool(_REPORTS.search(sentence)) or exact(sentence)),
        "denies": setting.denies,
        "named": min(2, len(people.named_in(sentence) - {setting.speaker})),
        "proper": min(2, len(set(_PROPER.findall(sentence)))),
        "negated": bool(_NOT.search(sentence)),
        "first": setting.first,
        "to_you": bool(_YOU.search(sentence)),
        "exclaims": sentence.rstrip().endswith("!"),
        "asks": sentence.rstrip().endswith("?"),
        "child_self": child and bool(_SELF.search(sentence)),
        "worker_step": worker and setting.step,
        "child_feels": child and bool(_FEELS.search(sentence)),
        "child_asks": child and sentence.rstrip().endswith("?") and bool(_SELF.search(sentence)),
        "child_voice": child * setting.child_voice,
        "self": bool(_SELF.search(sentence)) and not child,
        "after_harm": setting.asked_of_harm and setting.answers,
    }


def chance(found: Mapping[str, float]) -> float:
    """The share of passages like this one that a good note held, 0 to 1; a child's weigh a little more."""
    fitted = 1 / (1 + math.exp(-PASSAGE_BIAS - sum(PASSAGE[name] * value for name, value in found.items())))
    return fitted + _CHILD * found["child"]


def passage_features(passage: Passage, around: Setting, *, kept: float, people: People, step: bool) -> dict[str, float]:
    """What the second regression sees; `kept` is the sum of the sentences' salience, `around` the first one's surroundings."""
    child, worker = people.is_child(passage.speaker), people.is_worker(passage.speaker)
    asked = bool(passage.asked) and not passage.told
    said = " ".join(passage.said)
    return {
        "kept": kept,
        "logkept": math.log(kept + 0.05),
        "topic_around": around.topic_around,
        "asked": asked,
        "told": passage.told,
        "asked_of_harm": asked and cues.speaks_of_harm(passage.asked),
        "harm": any(cues.speaks_of_harm(s, by_child=child) for s in passage.said),
        "child": child,
        "child_asked": child and asked,
        "worker": worker,
        "step": step,
        "worker_step": worker and step,
        "agreed": asked and step,
        "asked_no": asked and bool(DENIAL.match(passage.said[0])),
        "asked_exact": asked and exact(said),
        "exact": exact(said),
        "asked_content": math.log1p(len(content(passage.asked))),
        "said_content": math.log1p(len(content(said))),
        "denies": around.denies,
        "edge": around.edge,
        "asks": said.rstrip().endswith("?"),
    }
