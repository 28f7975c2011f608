"""Plain signs that a sentence tells something of substance: fields of a child's life, figures, change, the body, who told it.

Word lists of the field, counted and capped, for `models.weighing.salience` to weigh. None of them decides anything alone.
They read texts without names and sexes, so that no count hangs on who is spoken of.
"""

from __future__ import annotations

import re

from models.talk.neutral import KIN
from models.talk.speech import tokens
from models.weighing.topics import SECTION_WORDS

_PRAISE = "strengths"  # a tone rather than a field of life
_MOST_FIELDS, _MOST_FIGURES, _MOST_CHANGES, _MOST_HEARSAY, _MOST_BODY = 4, 4, 3, 2, 2
_FIGURE = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|half|quarter|first|second|"
    r"third|\w+th)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:stopp\w+|start\w+|miss\w+|cancel\w+|mov(?:ed|ing)|left|gone|lost|gave up|finish\w*|split|came back|come back|"
    r"got (?:worse|better)|went|took|asked|decided|refused|waiting|due)\b",
    re.IGNORECASE,
)
_HEARSAY = re.compile(
    r"\b\w+ (?:said|says|told|asked|rang|wrote|texted)\b|\b(?:letters?|texts?|messages?|emails?)\b", re.IGNORECASE
)
_BODY = re.compile(
    r"\b(?:doctor|gp|nurse|midwife|hospital|clinic|tablets?|medic\w+|inhaler|asthma|weight|teeth|dentist|glasses|hearing|"
    r"speech|appointment|scan|injection|jabs?|chest|cough|head\w*|tummy|stomach|sleep\w*|eat\w*|wet\w*|bed|back|blood|"
    r"infection|ill|sick|poorly)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:\w{2,}ed|was|were|had|got|went|came|said|told|took|gave|rang|broke|found|left|made|put|saw|knew|thought|heard|lost|"
    r"felt|did|kept|slept|fell|ran|threw|brought|bought|sent|wrote|met|spoke|held|woke)\b",
    re.IGNORECASE,
)
_REASONS = re.compile(
    r"\b(?:because|'cause|cos|so that|that's why|reason|when|if|after|before|until|till|since)\b", re.IGNORECASE
)
_TIMES = re.compile(
    r"\b(?:ago|last|next|every|since|until|till|week\w*|month\w*|year\w*|days?|night\w*|morning\w*|today|tomorrow|yesterday|"
    r"always|never|once|twice|times|hour\w*|minute\w*)\b",
    re.IGNORECASE,
)
_OFFICES = re.compile(
    r"\b(?:social worker|police|officer|court|judge|solicitor|school|nurse|midwife|doctor|gp|health visitor|camhs|council|"
    r"housing|probation|hospital|teacher|conference|assessment|referral|plan|review|order|agreement|meeting|support worker|"
    r"therapist|counsellor|refuge|college|nursery|clinic|manager|team)\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(r"\b(?:maybe|perhaps|i think|suppose|dunno|don't know|probably|sort of|kind of|might)\b", re.IGNORECASE)
_CHAT = re.compile(
    r"\b(?:tea|kettle|biscuit\w*|coffee|milk|sugar|cake|weather|rain\w*|cold|sunny|traffic|parking|park|shoes|telly|door|dog|"
    r"cat|joke|football|match|sorry|thanks|thank|bye|hello|hiya|lovely|nice)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:can't|couldn't|won't|wouldn't|doesn't|didn't|hasn't|haven't|isn't|wasn't|not allowed|stopped|refus\w+|never)\b",
    re.IGNORECASE,
)
_LONG_WORD = 7  # letters


def substance(text: str) -> dict[str, float]:
    """Counts by name, each capped; `text` as `models.talk.neutral` leaves it."""
    return {
        "fields": min(_MOST_FIELDS, sum(bool(p.search(text)) for key, p in SECTION_WORDS.items() if key != _PRAISE)),
        "figures": min(_MOST_FIGURES, len(_FIGURE.findall(text))),
        "changes": min(_MOST_CHANGES, len(_CHANGE.findall(text))),
        "hearsay": min(_MOST_HEARSAY, len(_HEARSAY.findall(text))),
        "body": min(_MOST_BODY, len(_BODY.findall(text))),
    }


def manner(text: str) -> dict[str, float]:
    """How a sentence tells: long words, the past, reasons, times, offices, doubt, chat, kin and refusals, each count capped."""
    return {
        "long_words": min(4, sum(len(w) >= _LONG_WORD for w in tokens(text))),
        "past": min(3, len(_PAST.findall(text))),
        "reasons": bool(_REASONS.search(text)),
        "times": min(3, len(_TIMES.findall(text))),
        "offices": min(2, len(_OFFICES.findall(text))),
        "unsure": bool(_UNSURE.search(text)),
        "chat": min(2, len(_CHAT.findall(text))),
        "kin": min(2, len(KIN.findall(text))),
        "refused": bool(_REFUSED.search(text)),
    }
