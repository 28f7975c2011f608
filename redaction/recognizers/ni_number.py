"""National Insurance numbers: two letters, six digits, a last letter A to D (HMRC manual NIM39110).

Prefixes that HMRC never gives out are refused, except QQ, which its own forms print as an example and people read aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import dictated_runs

_SHAPE = re.compile(r"(?:QQ|(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])(?!0{6})\d{6}[A-D](?![A-Z\d])")


_WRITTEN = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[A-Da-d](?![A-Za-z\d])")


class NiNumberRecognizer(TextRecognizer):
    """National Insurance numbers."""

    types = ("NI_NUMBER",)

    def find(self, text: str) -> Iterator[Finding]:
        """Whole numbers, written or dictated."""
        for found in _WRITTEN.finditer(text):
            if _SHAPE.fullmatch("".join(found.group().split()).upper()):
                yield Finding(*found.span(), 0.95)
        for run in dictated_runs(text):
            for start, end, _ in run.find(_SHAPE):
                yield Finding(start, end, 0.95)
