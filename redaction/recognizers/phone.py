"""Telephone numbers, in figures or dictated, with corrections on the way.

UK numbers have ten or eleven digits with the leading zero (Ofcom, National Telephone Numbering Plan); +44 replaces the zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import SpokenRun, dictated_runs

_CUE = re.compile(r"\b(?:phone|mobile|number|ring|call|text|landline|reach|tel)\b", re.IGNORECASE)
_WHOLE = re.compile(r"0[1-37-9]\d{9}")
_OWN = re.compile(r"\b(?:phone|mobile|number|landline|tel)\b", re.IGNORECASE)
_ENDING = re.compile(
    r"\b(?:end(?:s|ing)|finish(?:es|ing)|last (?:three|four)(?: digits)?)(?: (?:in|with|is|are))?\W*$", re.IGNORECASE
)
_DIGITS = 11
_MOST_CORRECTED = 24  # digits; a corrected number repeats part of itself


class PhoneRecognizer(TextRecognizer):
    """UK telephone numbers."""

    types = ("PHONE",)

    def find(self, text: str) -> Iterator[Finding]:
        """Whole numbers anywhere; beside a word such as "ring" unfinished ones of seven digits or more, and a number's end."""
        for run in dictated_runs(text, letters=False):
            plus = 1 if text[run.start - 1 : run.start] == "+" else 0
            if score := self._score(run, text):
                yield Finding(run.start - plus, run.end, score)
            elif len(run.characters) > _DIGITS:  # said twice, or with another number behind
                for start, end, _ in run.find(_WHOLE):
                    yield Finding(start, end, 0.85)

    @staticmethod
    def _score(run: SpokenRun, text: str) -> float:
        digits = re.sub(r"^44(?=[1-37-9])", "0", run.characters)
        if re.fullmatch(r"\d{3,6}", digits) and _ENDING.search(text[: run.start]) and _OWN.search(text):
            return 0.6
        if not digits.startswith("0"):
            return 0.0
        if re.fullmatch(r"0[1-37-9]\d{8,9}", digits):
            return 0.9
        if run.corrected and 10 <= len(digits) <= _MOST_CORRECTED:
            return 0.85
        return 0.6 if 7 <= len(digits) <= _MOST_CORRECTED and _CUE.search(text) else 0.0
