"""Vehicle registrations since 1963, written or read out: "AB51 ABC", "Y K one six, T I O" (DVLA INF104)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import spoken_runs

_CURRENT = re.compile(r"(?<![A-Z\d])[A-HJ-PR-Y][A-PR-Y](?:0[2-9]|[1-2]\d|5[1-9]|[67]\d)[A-Z]{3}(?![A-Z\d])")
_OLDER = re.compile(r"(?<![A-Z\d])(?:[A-HJ-NPR-TV-Y]\d{1,3}[A-Z]{3}|[A-Z]{3}\d{1,3}[A-HJ-NPR-TV-Y])(?![A-Z\d])")


class VehicleRecognizer(TextRecognizer):
    """Registrations in the current, prefix and suffix styles."""

    types = ("VEHICLE",)

    def find(self, text: str) -> Iterator[Finding]:
        """Whole registrations, written or read out."""
        for run in spoken_runs(text):
            for shape, score in ((_CURRENT, 0.85), (_OLDER, 0.6)):
                for start, end, _ in run.find(shape):
                    yield Finding(start, end, score)
