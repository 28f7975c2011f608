"""Case and reference numbers, which have no shape of their own: only the words before them tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import spoken_runs

_CUE = re.compile(
    r"\b(?:case|reference|ref|crime|incident|claim|tenancy|rent|account|file|record|client|system|customer|pupil|court|order|log|liquid\s*logic|mosaic)"
    r"\s+(?:number|reference|ref|no|i\.?d\.?)\b|\b(?:reference|case\s+ref|u\.?r\.?n\.?|u\.?p\.?n\.?)\b",
    re.IGNORECASE,
)
_REACH = 90  # characters between the cue and the number
_FEWEST_DIGITS = 4


class CaseNumberRecognizer(TextRecognizer):
    """Numbers of four digits or more that follow words such as "case reference"."""

    types = ("CASE_NUMBER",)

    def find(self, text: str) -> Iterator[Finding]:
        """The first long enough stretch of digits, letters included, within reach behind each cue."""
        cues = [m.end() for m in _CUE.finditer(text)]
        for run in spoken_runs(text) if cues else ():
            if sum(c.isdigit() for c in run.characters) >= _FEWEST_DIGITS and any(0 <= run.start - c <= _REACH for c in cues):
                yield Finding(run.start, run.end, 0.75)
