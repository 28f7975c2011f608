"""Addresses: flats, numbers and streets, in figures or words ("flat six, forty-two Harbour Street")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.corrections import with_corrections
from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import NUMBER

_STREETS = "Street|Road|Avenue|Lane|Close|Crescent|Terrace|Mews|Grove|Rise|Fold|Croft|Drive|Court"  # enough on their own
_TYPES = (
    rf"(?:{_STREETS}|Way|Gardens?|Place|Mount|Square|Walk|Hill|Row|House|Green|Parade|Bank|Vale|Gate|Wharf|Yard|Path|Brow"
    r"|Meadows?|Heights|Towers?|Buildings|Estate|Cottages?|Farm|View|Lodge|Park)"
)
_NAME = r"(?:(?:St\.?|The|Upper|Lower|Old|New|[A-Z][^\W\d_]+(?:['’]s)?)\s+){1,3}"
_FLAT = rf"(?i:flat|unit|apartment|room|plot|pitch|caravan|chalet|bungalow|maisonette|block)\s+(?:(?i:{NUMBER})[A-Za-z]?|[A-Z])"
_HOUSE = rf"(?i:{NUMBER})(?:[A-Za-z]|\s+[A-Z])?"
_NUMBERED = re.compile(rf"\b(?:{_FLAT}(?:,?\s+{_HOUSE})?,?\s+{_NAME}?{_TYPES}|{_HOUSE},?\s+{_NAME}{_TYPES}|{_FLAT})\b")
_STREET = re.compile(rf"\b(?!(?:The)\s){_NAME}(?:{_STREETS})\b")
_NOT_ROOM = re.compile(r"^room\b", re.IGNORECASE)


class AddressRecognizer(TextRecognizer):
    """Numbered houses and flats, and named streets."""

    types = ("ADDRESS",)

    def find(self, text: str) -> Iterator[Finding]:
        """Addresses with a number, then streets that were named without one."""
        for found in _NUMBERED.finditer(text):
            if not (_NOT_ROOM.match(found.group()) and found.group().count(" ") == 1):
                yield Finding(*with_corrections(text, *found.span()), 0.85)
        for found in _STREET.finditer(text):
            yield Finding(*found.span(), 0.7)
