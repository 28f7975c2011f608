"""Driver numbers of Great Britain: sixteen characters of surname, date of birth, initials and check (DVLA INF45).

The first five are letters of the surname filled up with nines; a woman's month has five added to its first digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import dictated_runs

_NUMBER = r"(?=[A-Z]{1,5}9{0,4}\d)[A-Z9]{5}\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d|3[01])\d[A-Z9]{2}[A-Z\d][A-Z]{2}"
_WRITTEN = re.compile(rf"(?<![A-Z\d]){_NUMBER}(?![A-Z\d])", re.IGNORECASE)
_SAID = re.compile(_NUMBER)
_LENGTH = 16


class DrivingLicenceRecognizer(TextRecognizer):
    """Driver numbers."""

    types = ("DRIVING_LICENCE",)

    def find(self, text: str) -> Iterator[Finding]:
        """Whole numbers, written together or spelt out."""
        for found in _WRITTEN.finditer(text):
            yield Finding(*found.span(), 0.95)
        for run in dictated_runs(text):
            for start, end, _ in run.find(_SAID) if len(run.characters) >= _LENGTH else ():
                yield Finding(start, end, 0.95)
