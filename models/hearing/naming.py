"""Whose voice is "S2"? A proposal from what is said, for the worker to confirm.

Evidence, each counted in points: people say who they are ("I'm Priya", "it's only Funmi"), answer when they are spoken to
by name, seldom say their own name, and the social worker is the one who asks. Voices and people are then matched as a whole
(linear assignment), so that two voices never get one name. What stays doubtful is left out: a wrong name puts words into
somebody's mouth, a missing one costs the worker a click. Nothing here listens; it reads the transcript.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from recorder.domain import Person, Role, Transcript, Turn

_INTRODUCED, _ANSWERED, _OWN_NAME, _ASKED, _OFFICE_TALK, _MY_MUM = 3.0, 1.0, -1.0, 3.0, 0.75, 1.0
_CERTAIN = 1.0  # points a pair needs
_MARGIN = 0.75  # points by which it must beat the voice's and the person's next best

_SELF = re.compile(r"\b(?:i'm|i am|it's|it is|my name is|my name's|call me)(?: only| just| me)?[ ,]+(.{2,40})")
_ASKS = re.compile(
    r"^(?:so |and |okay |right |well |but )*(?:who|what|when|where|why|how|which|whose|do|does|did|is|are|was|were|has|have"
    r"|had|can|could|would|will|tell me|any)\b"
)
_OFFICE = re.compile(
    r"\b(?:children's services|social care|social worker|safeguarding|my manager|record this visit|the assessment team)\b"
)
_PARENT_NAMES = frozenset({"mum", "mam", "mummy", "mom", "dad", "daddy"})  # said by anyone's child, so they name nobody
_ELDERS = {Role.PARENT, Role.PARTNER, Role.CARER}


def propose_names(transcript: Transcript, roster: Sequence[Person]) -> dict[str, str]:
    """Speaker label → `Person.key` for the voices of which the talk leaves little doubt; others are absent."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    labels = sorted({t.speaker for t in transcript.turns})
    people = [p for p in roster if p.present]
    if not labels or not people:
        return {}
    points = _points(transcript.turns, people)
    table = np.array([[points[label, p.key] for p in people] for label in labels])
    proposal = {}
    for i, j in zip(*linear_sum_assignment(table, maximize=True), strict=True):
        rivals = np.concatenate([np.delete(table[i], j), np.delete(table[:, j], i), [0.0]])
        if table[i, j] >= _CERTAIN and table[i, j] - rivals.max() >= _MARGIN:
            proposal[labels[i]] = people[j].key
    return proposal


def _points(turns: Sequence[Turn], people: Sequence[Person]) -> Mapping[tuple[str, str], float]:
    points: defaultdict[tuple[str, str], float] = defaultdict(float)
    names = _spoken_names(people)
    for turn in turns:
        text = _plain(turn.text)
        introduced = {names[n] for m in _SELF.finditer(text) for n in _names_at_start(m.group(1), names)}
        for key in introduced:
            points[turn.speaker, key] += _INTRODUCED
        for key in {names[n] for n, _ in _mentions(text, names)} - introduced:
            points[turn.speaker, key] += _OWN_NAME
    for turn, answer in pairwise(turns):
        if answer.speaker != turn.speaker:
            for key in _addressed(_plain(turn.text), names):
                points[answer.speaker, key] += _ANSWERED
    _add_roles(points, turns, people)
    return points


def _add_roles(points: defaultdict[tuple[str, str], float], turns: Sequence[Turn], people: Sequence[Person]) -> None:
    """Who asks is the social worker; who says "my mum" is the child; who says "my son" brings the child up."""
    questions, sentences = defaultdict[str, int](int), defaultdict[str, int](int)
    labels = {t.speaker for t in turns}
    workers = [p.key for p in people if p.role is Role.SOCIAL_WORKER]
    for turn in turns:
        for sentence in re.findall(r"[^.?!]+[.?!]?", _plain(turn.text)):
            sentences[turn.speaker] += 1
            questions[turn.speaker] += sentence.endswith("?") or bool(_ASKS.match(sentence.strip()))
        if _OFFICE.search(_plain(turn.text)) and len(workers) == 1:
            points[turn.speaker, workers[0]] += _OFFICE_TALK
    asked = sum(questions.values())
    if asked >= 3 and len(workers) == 1:
        for label in labels:
            points[label, workers[0]] += 2 * _ASKED * (questions[label] / asked - 0.5) if len(labels) > 1 else 0.0
    elders = [p for p in people if p.role in _ELDERS]
    children = [p for p in people if p.role is Role.CHILD]
    for label in labels:
        said = " ".join(_plain(t.text) for t in turns if t.speaker == label)
        if len(children) == 1 and re.search(r"\bmy (?:mum|mam|mummy|mom|dad|daddy)\b", said):
            points[label, children[0].key] += _MY_MUM
        for elder in elders:
            points[label, elder.key] += (
                _MY_MUM if re.search(r"\b(?:my|our) (?:son|daughter|lad|boy|girl|kids)\b", said) else 0.0
            )


def _spoken_names(people: Sequence[Person]) -> dict[str, str]:
    """Names as spoken → key; a name that two people share tells nothing and is left out."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for person in people:
        for name in {person.name, person.name.split()[0], *person.also}:
            owners[_plain(name)].add(person.key)
    return {name: next(iter(keys)) for name, keys in owners.items() if len(keys) == 1 and name not in _PARENT_NAMES}


def _mentions(text: str, names: Mapping[str, str]) -> Iterator[tuple[str, re.Match[str]]]:
    for name in names:
        for match in re.finditer(rf"\b{re.escape(name)}\b(?!'s)", text):
            yield name, match


def _names_at_start(text: str, names: Mapping[str, str]) -> list[str]:
    return [n for n in names if re.match(rf"{re.escape(n)}(?![\w'])", text)]


def _addressed(text: str, names: Mapping[str, str]) -> set[str]:
    """Keys of those whom the turn's last words speak to: "Leo, what …?", "… is that okay, Leo?"."""
    addressed: list[tuple[int, str]] = []
    for name, match in _mentions(text, names):
        before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        opens = (
            not before
            or before[-1] in ".?!,"
            or re.search(r"(?:^|[.?!,] ?)(?:and|so|thanks|thank you|hello|hiya|hi|okay|right)$", before)
        )
        closes = not after or after[0] in ".?!,"
        introduces = re.search(r"\b(?:i'm|i am|it's|name is|name's|only|just)$", before)
        if opens and closes and not introduces:
            addressed.append((match.start(), names[name]))
    return {max(addressed)[1]} if addressed else set()


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip().lower()
