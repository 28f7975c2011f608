"""What only the turns before give away: answers to questions, and numbers said over several turns.

"What's her date of birth?" – "Ninth of May." – "And the year?" – "Two thousand and sixteen." Each turn alone holds nothing
to go by. So the recognisers of dictated things read a turn once more together with those before it, with the full stops
at the turns' ends and the listener's "yeah" and "go on" blanked out, and what they find is cut back to the turns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from recorder.domain import Span
from redaction.corrections import with_corrections
from redaction.dates import MONTHS
from redaction.spoken import DIGIT_WORDS, TEEN_WORDS, TENS_WORDS
from redaction.words import NOT_NAMES

if TYPE_CHECKING:
    from redaction.recognizers.base import TextRecognizer

_TURNS = 4  # turns read together
_LONGEST = 400  # characters of an earlier turn's end that are read again
_ONE = rf"(?:{'|'.join((*DIGIT_WORDS, *TEEN_WORDS, *TENS_WORDS))}|double|treble|triple|hundred|\d|[b-hj-z]\b)"
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth|thirtieth"
    r"|\d(?:st|nd|rd|th))"
)
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DICTATES = re.compile(
    rf"\d\d|\b{_ONE}[\s,.\-…]+(?:(?:er+m?|um+|uh+|and|thousand)[\s,.…]+)*{_ONE}|\b{_ORDINAL}\b|\b(?:dot|underscore|{_MONTH})\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    rf"^\W*(?:(?:and|then|er+m?|um+|uh+|so|it['’]s|yeah|okay|right|that['’]s|no|sorry)\W+)*(?:{_ONE}|(?-i:[A-Z]{{1,4}}\b))",
    re.IGNORECASE,
)
_LISTENS = (
    r"yeah|yep|yes|yup|mm+|mm+[-\s]?hm+|mhm|uh[-\s]?huh|uh|okay|ok|right|go\s+on|got\s+(?:it|that)|sure|carry\s+on|lovely|and|then|hm+|er+m?|um+|so"
    r"|yeah\s+yeah|thanks|thank\s+you|ready|i['’]m\s+ready|cool|great|perfect"
)
_LISTENING = re.compile(rf"(?:[\s,.?!…—–-]|\b(?:{_LISTENS})\b)*", re.IGNORECASE)
_ASKS_NAME = re.compile(
    r"\b(?:name|called|call\s+(?:him|her|them)|who(?:['’]s|\s+is|\s+was)?|spell|spelt|surname)\b[^.?!]{0,60}\?\s*$",
    re.IGNORECASE,
)
_ASKS_AGE = re.compile(
    r"\b(?:how\s+old|what\s+age|age)\b[^.?!]{0,40}[?.]?\s*$|\bhow\s+old\b|\byears\s+old\b.*\?|\bis\s+(?:he|she)\s+\w+(?:[-\s]\w+)?\s+(?:now|yet)\?",
    re.IGNORECASE,
)
_ANSWER_NAME = re.compile(
    r"^(?:[\s,.…—-]|\b(?:(?i:er+m?|um+|uh+|oh|yeah|yes|well|that['’]s|that\s+is|it['’]s|it\s+is|she['’]s|he['’]s|just|so|i\s+think|my|name['’]s|name\s+is|is|called))\b)*"
    r"(?P<name>[A-ZÀ-Þ][^\W\d_]*(?:['’-][A-Z][^\W\d_]+)*(?:\s+[A-ZÀ-Þ][^\W\d_]*(?:['’-][A-Z][^\W\d_]+)*){0,3})"
)
_UNITS = list(DIGIT_WORDS)[4:]  # without the names of zero
_NUMBER_WORDS = rf"(?:\d{{1,2}}|(?:{'|'.join(TENS_WORDS)})(?:[-\s](?:{'|'.join(_UNITS)}))?|{'|'.join((*TEEN_WORDS, *_UNITS))})"
_ANSWER_AGE = re.compile(
    rf"^(?:[\s,.…—-]|\b(?:er+m?|um+|uh+|oh|well|yeah|no|that|just|only|nearly|around|almost|about|he|she|they|i|is|am|are|they['’]re|he['’]s|she['’]s|i['’]m|now|turned|be|he['’]ll|she['’]ll)\b)*"
    rf"(?P<age>{_NUMBER_WORDS}(?:\s+and\s+a\s+half)?)\b(?!\s*(?:o['’]clock|minutes|hours|weeks|days|pounds|quid))",
    re.IGNORECASE,
)
_ASKS_ADDRESS = re.compile(
    r"\b(?:address|(?:what|which)\s+(?:house\s+)?number|house\s+number|where\s+(?:do|are|does|is)\s+(?:you|they|he|she)\s+(?:liv\w+|staying|now))\b[^.?!]{0,40}\?",
    re.IGNORECASE,
)
_ANSWER_HOUSE = re.compile(
    rf"^(?:[\s,.…—-]|\b(?:er+m?|um+|uh+|oh|well|yeah|it['’]s|that['’]s|we['’]re|i['’]m|at|still)\b)*(?P<house>(?:number\s+|flat\s+)?{_NUMBER_WORDS}(?:\s?[a-d]\b)?)"
    r"(?!\s*(?:minutes|hours|weeks|days|months|years|pounds|of|o['’]clock|miles))\b",
    re.IGNORECASE,
)


def find_across(texts: Sequence[str], recognizers: Sequence[TextRecognizer]) -> list[list[Span]]:
    """For each turn what it holds in the light of up to three turns before; may overlap what was found before."""
    found: list[list[Span]] = [[] for _ in texts]
    for place, text in enumerate(texts):
        if place and (_DICTATES.search(text) or _GOES_ON.match(text)):
            _read_together(texts, place, recognizers, found)
        if place:
            found[place] += _answers(_asked_before(texts, place), text)
    return found


def _read_together(texts: Sequence[str], place: int, recognizers: Sequence[TextRecognizer], found: list[list[Span]]) -> None:
    """Add to `found` what the recognisers see in the turns up to `place` that touches the turn at `place`."""
    first = max(0, place - _TURNS + 1)
    joined = ""
    cuts: list[tuple[int, int, int]] = []  # turn, its offset in `joined`, offset in the turn where the cut begins
    for n in range(first, place + 1):
        from_here = max(0, len(texts[n]) - _LONGEST) if n < place else 0
        cuts.append((n, len(joined), from_here))
        joined += _open_ended(texts[n][from_here:], last=n == place) + " "
    here = cuts[-1][1]
    for recognizer in recognizers:
        for finding in recognizer.find(joined):
            if finding.end <= here:
                continue
            for n, at, skipped in cuts:
                if n < place and _LISTENING.fullmatch(texts[n]):
                    continue
                end_of_turn = len(texts[n]) - skipped
                start, end = max(finding.start - at, 0), min(finding.end - at, end_of_turn)
                if start < end:
                    kind = finding.type or recognizer.types[0]
                    found[n].append(Span(start + skipped, end + skipped, kind, finding.score, finding.person))


def _open_ended(text: str, *, last: bool) -> str:
    """The text at its length, without the stop at its end, and blank when it only says that somebody listens."""
    if last:
        return text
    if _LISTENING.fullmatch(text):
        return " " * len(text)
    kept = text.rstrip(" .?!…—–-")
    return kept + " " * (len(text) - len(kept))


def _asked_before(texts: Sequence[str], place: int) -> str:
    """The nearest earlier turn that says more than that somebody listens."""
    for n in range(place - 1, max(-1, place - 3), -1):
        if not _LISTENING.fullmatch(texts[n]):
            return texts[n]
    return ""


def _answers(question: str, text: str) -> list[Span]:
    """A name behind "What's his name?" and a number behind "How old is she?"."""
    spans = []
    if _ASKS_NAME.search(question) and (name := _ANSWER_NAME.match(text)):
        words = name["name"].split()
        if any(word.lower() not in NOT_NAMES for word in words):
            spans.append(Span(*name.span("name"), "PERSON", 0.6))
    if _ASKS_ADDRESS.search(question) and (house := _ANSWER_HOUSE.match(text)):
        spans.append(Span(*with_corrections(text, *house.span("house")), "ADDRESS", 0.6))
    if _ASKS_AGE.search(question) and (age := _ANSWER_AGE.match(text)):
        spans.append(Span(*with_corrections(text, *age.span("age")), "AGE", 0.6))
    return spans
