"""Agreed next steps: promises, arrangements with a day, and requests that were accepted.

"I'll ring the school tomorrow" becomes "Ann to ring the school tomorrow [24 January 2025]": only the first words change, and
only where nothing in the rest would then point to the wrong person. All other steps stand as they were said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.dates import MONTHS, WEEKDAYS, with_dates
from models.passages import Passage
from models.people import People
from models.questions import AGREED, REQUEST
from models.speech import content, exact, tokens
from recorder.domain import Turn

_VERBS_TEXT = """
ring call phone speak talk write send email text check ask tell chase book arrange sort refer bring take collect
hand get pick drop fill sign meet visit see come go be register apply request find look pass note mention let make
do put give show share follow update review contact pay buy
"""
_VERBS = tuple(_VERBS_TEXT.split())
_OFFICE_TEXT = """
ring call phone speak write send email text check ask tell chase book arrange refer bring collect hand meet visit
request contact pay buy share update review register apply mention note fill sign
"""
_OFFICE = frozenset(_OFFICE_TEXT.split())
_WHEN = re.compile(
    r"\b(?:today|tonight|tomorrow|now|straight away|this (?:week|morning|"
    r"afternoon|evening|month)|next (?:week|month|time|visit)|soon as|"
    r"by (?:the )?\w+|o'clock|every (?:day|week)|half.?term|after school|before|first thing|" + "|".join(WEEKDAYS) + ")\\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(?:I'll|I will|I'm going to|I'm gonna|I am going to|we'll|we will|let me|"
    r"I shall)\b\s+(?:\w+ly |also |just |still |go and |then |definitely )?(\w+)",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"\b(?:I'll|let me)\b (?:just )?(?:be (?:honest|careful|quick|fine|all right)|"
    r"say (?:this|that)|have|love|stop|explain|pop in|come and (?:look|see)|see you|"
    r"let you|show you|think|get off|leave you|go out|put (?:the|your)|tell you (?:what|"
    r"that|something)|not\b|never\b)|\bin a (?:bit|minute|sec|mo)\b|\bif i\b",
    re.IGNORECASE,
)
_ARRANGED = re.compile(
    r"\b(?:visit|meeting|panel|appointment|course|group|conference|review|"
    r"slot|test|assessment|scan|hearing|back|coming|contact|session|check)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?:{'|'.join(d.title() for d in WEEKDAYS)}|[Tt]omorrow)\b|\b(?:of )?(?:{'|'.join(m.title() for m in MONTHS)})\b"
)
_CLOCK = re.compile(
    r"\b(?:o'clock|half (?:past )?\w+|quarter (?:past|to)|at (?:the )?(?:office|school)|[ap]\.?m)\b", re.IGNORECASE
)
_ORDINAL = re.compile(r"\bthe (?:twenty-|thirty-)?(?:first|second|third|\w+th)\b", re.IGNORECASE)
_SHORT = 9  # words of a sentence that leads up to a step and may stand with it
_UNCLEAR = re.compile(r"\b(?:him|her|them|it|that|this)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|did|had|went|came|missed|last|ago|yesterday|used to|rang|said)\b", re.IGNORECASE)
_ABLE = re.compile(
    r"\b(?:can|could|would|will) you (?:tell me|remember|think|say|hear|"
    r"see|show|just tell|explain|describe|stop|understand|manage|cope)\b",
    re.IGNORECASE,
)
_CALLS_SOMEBODY = re.compile(r", [A-Z]\w+$")
_SUBJECT = re.compile(
    r"^(?:(?:and|so|okay|right|well|then|no|yeah|yes|but|also|actually|now)[, ]+)*(?P<who>I'll|"
    r"I will|I'm going to|I'm gonna|I am going to|we'll|we will|let me)\s+"
    r"(?P<rest>(?:just |also )?(?P<verb>[a-z]+)\b.*)$",
    re.IGNORECASE,
)
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:I|I'm|I've|I'll|I'd|me|my|mine|myself|meself|we|we're|we'll|we've|"
    r"us|our|ours|ourselves|you|you're|you've|you'll|your|yours|yourself|"
    r"he|she|they|he's|she's|they're|he'll|she'll|him|her|his|hers|them|their|it|that|this|those|these|there|here)\b",
    re.IGNORECASE,
)


def is_next_step(passage: Passage, turns: Sequence[Turn], people: People) -> bool:
    """Whether the passage promises, arranges or accepts something."""
    text = " ".join(passage.said)
    if any(promises(s, near=text) for s in passage.said):
        return True
    if people.is_worker(passage.speaker):
        later = turns[passage.turn + 1] if passage.turn + 1 < len(turns) else None
        arranged = bool(_DAY.search(text)) and bool(_ARRANGED.search(text) or _CLOCK.search(text)) and not _PAST.search(text)
        asked = bool(REQUEST.search(text)) and not _ABLE.search(text) and later is not None and bool(AGREED.match(later.text))
        return arranged or asked
    return bool(passage.asked) and requests(passage.asked) and bool(AGREED.match(text))


def only_step(passage: Passage) -> Passage:
    """The passage from its first promise, request or exact sentence on: what leads up to a step is not one."""
    first = next((n for n, s in enumerate(passage.said) if promises(s) or exact(s) or REQUEST.search(s)), 0)
    lead_up = passage.said[first - 1] if first else ""
    if first and (_UNCLEAR.search(passage.said[first]) or (len(content(lead_up)) >= 2 and len(tokens(lead_up)) <= _SHORT)):
        first -= 1  # "I'll ask her": the sentence before says whom
    gaps = tuple(g - first for g in passage.gaps if g > first)
    return replace(passage, said=passage.said[first:], gaps=gaps)


def requests(question: str) -> bool:
    """Whether the question asks for something to be done."""
    return bool(REQUEST.search(question)) and not _ABLE.search(question)


def promises(sentence: str, *, near: str = "") -> bool:
    """Whether the sentence promises something worth writing down; `near` may say when."""
    found = _PROMISE.search(sentence)
    if not found or _IDLE.search(sentence) or "?" in sentence:
        return False
    verb = found[1].casefold()
    return verb in _OFFICE or (verb in _VERBS and (bool(_WHEN.search(near or sentence)) or bool(_ORDINAL.search(near))))


def as_step(sentence: str, *, who: str, visit_date: date) -> str | None:
    """Give "Ann to ring the school tomorrow [24 January 2025]." or None where rewording is not certain."""
    found = _SUBJECT.match(sentence)
    if not found or found["who"].casefold().startswith("we") or found["verb"].casefold() not in _VERBS:
        return None
    rest = found["rest"].rstrip(" .!")
    if _POINTS_ELSEWHERE.search(rest) or "…" in rest or "?" in rest or _CALLS_SOMEBODY.search(rest) or len(content(rest)) < 3:
        return None
    return f"{who} to {with_dates(rest, visit_date)}."
