"""Postcodes, written ("SW19 1EZ") or said ("SW nineteen one EZ", "B twenty-one, nine double-A").

The shape is that of the Royal Mail's Programmers' Guide to the PAF; the letters C I K M O V never stand in the last two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import spoken_runs

_SHAPE = re.compile(
    r"GIR0AA|(?:[A-PR-UWYZ]\d{1,2}|[A-PR-UWYZ][A-HK-Y]\d{1,2}|[A-PR-UWYZ]\d[A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRVWXY])"
    r"\d[ABD-HJLNP-UW-Z]{2}"
)
_PART = re.compile(r"[A-PR-UWYZ][A-HK-Y]?\d{1,2}[A-Z]?")
_CUE = re.compile(r"\bpost\s?code\b", re.IGNORECASE)


class PostcodeRecognizer(TextRecognizer):
    """UK postcodes."""

    types = ("POSTCODE",)

    def find(self, text: str) -> Iterator[Finding]:
        """Whole postcodes anywhere, and a first half beside the word "postcode"."""
        cue = _CUE.search(text)
        for run in spoken_runs(text):
            whole = [Finding(s, e, 0.9) for s, e, _ in run.find(_SHAPE) if not (text[:s][-1:] + text[e : e + 1]).isalnum()]
            yield from whole
            if cue and not whole:
                for start, end, _ in run.find(_PART):
                    yield Finding(start, end, 0.6)
