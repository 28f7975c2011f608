"""Online handles and game tags: "@name_99", or said, "name underscore nine nine", "name dot h x fifteen"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import DIGIT_WORDS, TEEN_WORDS, TENS_WORDS

_NUMBER_WORDS = "|".join((*DIGIT_WORDS, *TEEN_WORDS, *TENS_WORDS, "hundred", "double", "triple", "treble"))
_TAIL = rf"(?:{_NUMBER_WORDS}|\d+|[b-hj-z])\b"  # spelt out: neither "a" nor "I", which are words
_JOIN = r"(?:dot|underscore|hyphen|dash)"
SAID_NAME = rf"[^\W_]+(?:[\s,]+{_JOIN}[\s,]+[^\W_]+|[\s,-]+{_TAIL})*"
"""A regular expression for the name part of an e-mail address or handle as people say it."""

_WRITTEN = re.compile(r"(?<![\w.])@[A-Za-z0-9_.]{3,30}\b|\b[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]*\b")
_SAID = re.compile(rf"(?<![\w'’])(?!(?:the|a|every|little|red)\b){SAID_NAME}", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:dot|underscore)\b", re.IGNORECASE)
_WEB_SITE = re.compile(r"^www\b|\bdot\s+gov\b|\bdot\s+nhs\b", re.IGNORECASE)


class OnlineHandleRecognizer(TextRecognizer):
    """Handles and game tags."""

    types = ("ONLINE_HANDLE",)

    def find(self, text: str) -> Iterator[Finding]:
        """Written handles, and said ones that hold "dot" or "underscore"; public web sites are left alone."""
        for found in _WRITTEN.finditer(text):
            if not found.group().isupper():  # a transcriber's mark such as INAUDIBLE_SPEECH
                yield Finding(*found.span(), 0.75)
        for found in _SAID.finditer(text) if _JOINED.search(text) else ():
            if _JOINED.search(found.group()) and not _WEB_SITE.search(found.group()):
                yield Finding(*found.span(), 0.7)
