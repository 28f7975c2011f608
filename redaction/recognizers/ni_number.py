"""National Insurance numbers: two letters, six digits, a last letter A to D (HMRC manual NIM39110).

Prefixes that HMRC never gives out are refused, except QQ, which its own forms print as an example and people read aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import spoken_runs

_SHAPE = re.compile(r"(?:QQ|(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])(?!0{6})\d{6}[A-D](?![A-Z\d])")


class NiNumberRecognizer(TextRecognizer):
    """National Insurance numbers."""

    types = ("NI_NUMBER",)

    def find(self, text: str) -> Iterator[Finding]:
        """Whole numbers, written or dictated."""
        for run in spoken_runs(text):
            for start, end, _ in run.find(_SHAPE):
                yield Finding(start, end, 0.95)
