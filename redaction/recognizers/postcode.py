"""Postcodes, written ("SW19 1EZ") or said ("SW nineteen one EZ", "B twenty-one, nine double-A").

The shape is that of the Royal Mail's Programmers' Guide to the PAF; the letters C I K M O V never stand in the last two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import dictated_runs, spoken_runs

_SHAPE = re.compile(
    r"GIR0AA|(?:[A-PR-UWYZ]\d{1,2}|[A-PR-UWYZ][A-HK-Y]\d{1,2}|[A-PR-UWYZ]\d[A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRVWXY])"
    r"\d[ABD-HJLNP-UW-Z]{2}(?![A-Z])"
)
_PART = re.compile(r"[A-PR-UWYZ][A-HK-Y]?\d{1,2}[A-Z]?")
_MISREAD = re.compile(r"(?=.*\d)[A-Z][A-Z\d]{3,9}")  # not a postcode that exists, but said as one
_REACH = 160  # characters between the word "postcode" and what was said for it
_CUE = re.compile(r"\bpost\s?code\b", re.IGNORECASE)


class PostcodeRecognizer(TextRecognizer):
    """UK postcodes."""

    types = ("POSTCODE",)

    def find(self, text: str) -> Iterator[Finding]:
        """Whole postcodes anywhere, and a first half beside the word "postcode"."""
        cues = [cue.end() for cue in _CUE.finditer(text)]
        for run in dictated_runs(text):
            for start, end, _ in run.find(_SHAPE):
                if not (text[:start][-1:] + text[end : end + 1]).isalnum():
                    yield Finding(start, end, 0.9)
        for run in spoken_runs(text) if cues else ():
            if not any(0 <= run.start - cue <= _REACH for cue in cues):
                continue
            if _MISREAD.fullmatch(run.characters):
                yield Finding(run.start, run.end, 0.6)
            for start, end, _ in run.find(_PART):
                yield Finding(start, end, 0.6)
