"""Passport numbers: nine digits, or two letters and seven digits on those that HM Passport Office issues now."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import dictated_runs

_WRITTEN = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{2}\d{7}(?![A-Za-z\d])")
_SAID = re.compile(r"(?<![A-Z\d])(?:[A-Z]{2}\d{7}|\d{9})(?![A-Z\d])")
_CUE = re.compile(r"\bpassports?\b", re.IGNORECASE)
_REACH = 90  # characters between the word and the number


class PassportRecognizer(TextRecognizer):
    """UK passport numbers."""

    types = ("PASSPORT",)

    def find(self, text: str) -> Iterator[Finding]:
        """The written shape anywhere, and any of both shapes, said or written, beside the word."""
        for found in _WRITTEN.finditer(text):
            yield Finding(*found.span(), 0.75)
        for cue in _CUE.finditer(text):
            for run in dictated_runs(text):
                for start, end, _ in run.find(_SAID) if 0 <= run.start - cue.end() <= _REACH else ():
                    yield Finding(start, end, 0.85)
