"""Names of people that no roster holds, told by what stands before them: "Mrs …", "my mate …", "her name's …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.words import NOT_NAMES, WORD_NAMES, is_medicine, used_as_word

_CAPITAL = r"(?:(?:Mc|Mac|O['’]|D['’]|[A-Z][a-z]+-)?[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?)"
_TITLED = re.compile(
    r"\b(?P<name>(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof(?:essor)?|PC|DC|DS|Sergeant|Judge|Reverend|Imam|Father|Nurse)\.?\s+"
    rf"{_CAPITAL}(?:\s+{_CAPITAL})?)(?!\w)"
)
_CUED = re.compile(
    r"\b(?i:my|me|his|her|their|our|your|the|a)\s+(?i:mate|friend|best\s+friend|cousin|sister|brother|son|daughter|mother|father|mum|dad|nan|gran"
    r"|grandad|stepdad|step-dad|stepmum|partner|boyfriend|girlfriend|husband|wife|ex|neighbour|teacher|manager|aunt|auntie|aunty|uncle"
    r"|niece|nephew|baby|social\s+worker|health\s+visitor|midwife|keyworker|carer|foster\s+carer|lad|girl|boy|man|woman|lady)"
    rf"(?:['’]s\s+(?i:called)|\s+(?i:is|called|named|was))?,?\s+(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})?)(?!\w)"
)
_NAMED = re.compile(
    rf"\b(?i:name['’]?s|name\s+is|called|named|auntie|aunty|uncle|cousin|nana?|baby)\s+(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})?)(?!\w)"
)
_GIVEN = re.compile(r"\b(?:name['’]?s|name\s+is|called|named)\s+$", re.IGNORECASE)


class PersonNameRecognizer(TextRecognizer):
    """People's names by titles and cues."""

    types = ("PERSON",)

    def find(self, text: str) -> Iterator[Finding]:
        """Titles are sure; a cue before a capital is nearly so."""
        for shape, score in ((_TITLED, 0.9), (_CUED, 0.75), (_NAMED, 0.75)):
            for found in shape.finditer(text):
                start, end = found.span("name")
                words = found["name"].split()
                if len(words) > 1 and words[-1].lower() in NOT_NAMES and shape is not _TITLED:
                    end -= len(words.pop()) + 1
                if shape is _TITLED or (
                    words and _may_be_name(words[0], text[max(0, start - 24) : start]) and not used_as_word(text, start, end)
                ):
                    yield Finding(start, end, score)


def _may_be_name(word: str, before: str) -> bool:
    """Whether the first word behind a cue is no known word, or one that somebody gives as their name ("my name is April")."""
    low = word.lower()
    if low in NOT_NAMES:
        return low in WORD_NAMES and bool(_GIVEN.search(before))
    return not is_medicine(word)
