"""Plain signs that a sentence tells something of substance: fields of a child's life, figures, change, the body, who told it.

Word lists of the field, counted and capped, for `models.salience` to weigh. None of them decides anything alone. They read
texts without names and sexes, so that no count hangs on who is spoken of.
"""

from __future__ import annotations

import re

from models.topics import SECTION_WORDS

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


def substance(text: str) -> dict[str, float]:
    """Counts by name, each capped; `text` as `models.neutral` leaves it."""
    return {
        "fields": min(_MOST_FIELDS, sum(bool(p.search(text)) for key, p in SECTION_WORDS.items() if key != _PRAISE)),
        "figures": min(_MOST_FIGURES, len(_FIGURE.findall(text))),
        "changes": min(_MOST_CHANGES, len(_CHANGE.findall(text))),
        "hearsay": min(_MOST_HEARSAY, len(_HEARSAY.findall(text))),
        "body": min(_MOST_BODY, len(_BODY.findall(text))),
    }
