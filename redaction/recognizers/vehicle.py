"""Vehicle registrations since 1963, written or read out: "AB51 ABC", "Y K one six, T I O" (DVLA INF104)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.lexicon import lexicon
from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import dictated_runs

_CURRENT = re.compile(r"(?<![A-Z\d])[A-HJ-PR-Y][A-PR-Y](?:0[2-9]|[1-2]\d|5[1-9]|[67]\d)[A-Z]{3}(?![A-Z\d])")
_OLDER = re.compile(r"(?<![A-Z\d])(?:[A-HJ-NPR-TV-Y]\d{1,3}[A-Z]{3}|[A-Z]{3}\d{1,3}[A-HJ-NPR-TV-Y])(?![A-Z\d])")


_WRITTEN = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{2}\d\d[\s-]?[A-Za-z]{3}(?![A-Za-z\d])")
_NEVER_LAST = frozenset("IQ")  # letters that the last three never are; heard for others when a number is read out


class VehicleRecognizer(TextRecognizer):
    """Registrations in the current, prefix and suffix styles."""

    types = ("VEHICLE",)

    def find(self, text: str) -> Iterator[Finding]:
        """Whole registrations, written or read out."""
        written = [m for m in _WRITTEN.finditer(text) if not lexicon().is_word(m.group()[-3:]) or m.group()[-3:].isupper()]
        for found in written:
            plate = re.sub(r"[\s-]", "", found.group()).upper()
            if _CURRENT.fullmatch(plate) and not _NEVER_LAST & set(plate[-3:]):
                yield Finding(*found.span(), 0.9)
        for run in dictated_runs(text):
            for shape, score in ((_CURRENT, 0.85), (_OLDER, 0.65)):
                for start, end, _ in run.find(shape):
                    if not _WRITTEN.fullmatch(text, start, end):
                        yield Finding(start, end, score)
