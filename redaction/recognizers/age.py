"""Ages of people, told from other numbers by what is said around them ("I'm nine", not "I'm nine minutes late")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.corrections import with_corrections
from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import NUMBER

_HALF = r"(?:\s+and\s+a\s+half)?"
_OLD = re.compile(
    rf"\b(?P<age>{NUMBER}{_HALF}[-\s]?(?:years?|months?|weeks?|yrs?)[-\s]+olds?|{NUMBER}[-\s]?y/?o)\b", re.IGNORECASE
)
_AGED = re.compile(rf"\b(?:aged?|the\s+age\s+of)\s+(?:about\s+|around\s+)?(?P<age>{NUMBER}{_HALF})\b", re.IGNORECASE)
_WHO = (  # the case matters: a name begins with a capital, and "It's nine" is the clock
    r"(?:I|[Ww]ho|[Hh]e|[Ss]he|[Yy]ou|[Tt]hey|(?:[Mm]y|[Hh]is|[Hh]er|[Yy]our|[Tt]he|[Oo]ur)\s+(?:little\s+one|eldest|youngest|oldest|baby"
    r"|lad|boy|girl|son|daughter|brother|sister|mum|dad|nan|nana|gran|grandad|mam|partner|cousin|twins)"
    r"|(?!(?:It|That|There|What|Who|Here|Where|This|When|How|Let|Time|Which|Bedtime|Tea)\b)[A-Z][^\W\d_]+)"
)
_IS = r"(?:\s+(?:am|is|was|are|were|will\s+be)|['’](?:m|s|re|ll\s+be))"
_NEARLY = r"(?:(?:only|just|about|nearly|almost|now|like|er+m?|um+|uh+|still|not\s+even|turned|turning)[\s,…]+)*"
_AFTER = (
    r"(?=\s*(?:[.,?!;:…]|$)|\s+(?:now|and|but|so|next|last|then|going|when|in|today|years?\b|coming|tomorrow|(?:I|he|she|they|we)\b))"
    r"(?!,?\s+(?:and\s+)?(?:o['’]clock|weeks?|days?|hours?|minutes?|nights?|or\s+\w+\s+(?:weeks?|days?|hours?|minutes?|times)))"
)
_TURNS = re.compile(rf"\b(?:{_WHO}{_IS}|turn(?:s|ed|ing)?|only)[\s,…]+{_NEARLY}(?P<age>{NUMBER}{_HALF}){_AFTER}")
_WENT = re.compile(
    r"\b(?:at|from|since|off|until|till|about)\s+(?P<age>" + NUMBER + r")(?=\s*[,.?!;]|\s+(?:when|because|['’]cause))"
)
_GOING_ON = re.compile(rf"\b(?P<age>{NUMBER})\s+going\s+on\s+{NUMBER}\b", re.IGNORECASE)
_LIFE = re.compile(
    r"\b(?:care|foster\w*|adopted|born|pregnant|kid|child|school|got\s+(?:me|him|her)|left|moved|first)\b", re.IGNORECASE
)
_CLOCK = re.compile(
    r"\b(?:o['’]clock|half\s+past|quarter|tonight|tomorrow|morning|afternoon|evening|till|until|bed|later|appointment)\b",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(rf"\b(?P<age>{NUMBER}{_HALF}),?\s+(?:I\s+am|(?:he|she)\s+is|(?:he|she|I)['’]ll\s+be)\b", re.IGNORECASE)
_NEXT_AGE = re.compile(
    rf",?\s+(?:and\s+)?(?:nearly|almost|coming\s+up\s+to|coming\s+up|going\s+on|turning|or)\s+(?P<age>{NUMBER})\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(rf",\s+(?P<age>{NUMBER})(?=\s*[.,]|$)", re.IGNORECASE)  # "I am seven, twenty-seven."
_NO_AGE = frozenset({"one"})  # "he's one, too": a pronoun more often than an age


class AgeRecognizer(TextRecognizer):
    """Ages in years, months or weeks."""

    types = ("AGE",)

    def find(self, text: str) -> Iterator[Finding]:
        """Ages that say so ("nine years old"), then those that only the sentence gives away."""
        for shape, score in ((_OLD, 0.9), (_AGED, 0.85), (_GOING_ON, 0.8), (_SAID_AFTER, 0.65)):
            for found in shape.finditer(text):
                yield Finding(*with_corrections(text, *found.span("age")), score)
        for found in _TURNS.finditer(text):
            if found["age"].lower() not in _NO_AGE:
                for further in (_NEXT_AGE, _AGAIN):
                    if said := further.match(text, found.end("age")):
                        yield Finding(*said.span("age"), 0.65)
                yield Finding(*with_corrections(text, *found.span("age")), 0.65)
        if _LIFE.search(text) and not _CLOCK.search(text):
            for found in _WENT.finditer(text):
                yield Finding(*found.span("age"), 0.5)
