"""NHS numbers, in figures or dictated: ten digits whose last is a check digit.

The check is modulus 11 with weights 10 to 2 (NHS Data Dictionary, "NHS number").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import dictated_runs

_TEN = re.compile(r"(?<!\d)\d{10}(?!\d)")
_CUE = re.compile(r"\b(?:nhs|health|medical)\b", re.IGNORECASE)

_MONEY = re.compile(r"\b(?:hundred|thousand)\b", re.IGNORECASE)
_FEWEST, _MOST_CORRECTED = 10, 20  # digits; a corrected number repeats part of itself


def check_digit_holds(digits: str) -> bool:
    """Whether ten digits end in their modulus-11 check digit."""
    check = 11 - sum(int(d) * weight for d, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return int(digits[9]) == (0 if check == 11 else check) and len(set(digits)) > 1


class NhsNumberRecognizer(TextRecognizer):
    """NHS numbers of England, Wales and the Isle of Man."""

    types = ("NHS_NUMBER",)

    def find(self, text: str) -> Iterator[Finding]:
        """Ten digits with the right check digit; any ten beside "NHS", since people misread."""
        cue = _CUE.search(text)
        for run in dictated_runs(text, letters=False):
            if (
                run.corrected and not cue and _MONEY.search(text, run.start, run.end)
            ):  # "four hundred and fifty, no, four hundred"
                continue
            if run.corrected and cue and _FEWEST <= len(run.characters) <= _MOST_CORRECTED:
                yield Finding(run.start, run.end, 0.7)
            for start, end, digits in run.find(_TEN):
                if cue or check_digit_holds(digits):
                    yield Finding(start, end, 0.95 if check_digit_holds(digits) else 0.7)
