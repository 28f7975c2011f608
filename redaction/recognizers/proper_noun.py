"""Capitalised words inside a sentence that are no known word: somebody's or some place's name.

People's and places' names from all over the world are in no list and unknown to the embedded model; in a transcript
their capital gives them away. Where a transcript has no capitals this recogniser finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.words import NOT_NAMES, is_medicine

_CAPITAL = r"(?:(?:Mc|Mac|[OÓ]['’]|D['’]|[A-Z]['’])?[A-ZÀ-ÞŁŚŻŹĆŠŽČĐ][^\W\d_]+(?:-[^\W\d_]+)*)"
_INSIDE = re.compile(rf"(?<=[\w,;)])[ \t]+(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})*)")
_TITLED_THING = re.compile(rf"\b(?:the|called|named)\s+(?P<name>{_CAPITAL}(?:\s+(?:to|of|for|and|the|in)\s+{_CAPITAL})+)")
_PLACE_BEFORE = re.compile(r"\b(?:in|to|from|near|at|on|off|round|outside(?:\s+of)?|through|via)\s*$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’](?:s|ll|d|re|ve)$")


class ProperNounRecognizer(TextRecognizer):
    """Unknown capitalised words: places behind "in", "to", "at" …, people otherwise."""

    types = ("PERSON", "PLACE", "ORGANISATION")

    def find(self, text: str) -> Iterator[Finding]:
        """Stretches of capitalised words that do not begin a sentence."""
        if text.isupper():
            return
        for found in _TITLED_THING.finditer(text):
            if any(w.lower() not in NOT_NAMES for w in found["name"].split()):
                yield Finding(*found.span("name"), 0.55, type="ORGANISATION")
        for found in _INSIDE.finditer(text):
            place = bool(_PLACE_BEFORE.search(text[max(0, found.start("name") - 24) : found.start("name")]))
            for start, end in _unknown(text, *found.span("name")):
                yield Finding(start, end, 0.5, type="PLACE" if place else "PERSON")


def _unknown(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of `text[start:end]` whose words are no known words."""
    stretch: list[tuple[int, int]] = []
    for word in re.finditer(r"\S+", text[start:end]):
        plain = _POSSESSIVE.sub("", word.group())
        known = {word.group().lower(), plain.lower(), plain.lower().removesuffix("s")} & NOT_NAMES
        if known or plain.isupper() or is_medicine(plain):
            if stretch:
                yield stretch[0][0], stretch[-1][1]
            stretch = []
        else:
            stretch.append((start + word.start(), start + word.start() + len(plain)))
    if stretch:
        yield stretch[0][0], stretch[-1][1]
