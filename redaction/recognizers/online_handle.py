"""Online handles and game tags: "@name_99", or said, "name underscore nine nine", "name dot h x fifteen"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import DIGIT_WORDS, TEEN_WORDS, TENS_WORDS

_NUMBER_WORDS = "|".join((*DIGIT_WORDS, *TEEN_WORDS, *TENS_WORDS, "hundred", "double", "triple", "treble"))
_TAIL = rf"(?:{_NUMBER_WORDS}|\d+|[b-hj-z])\b"  # spelt out: neither "a" nor "I", which are words
_JOIN = r"(?:dot|underscore|hyphen|dash)"
PAUSE = r"(?:[\s,…]|\.\.\.|\b(?:er+m?|um+|uh+)\b)+"
"""A regular expression for what may stand between the words of a dictated name."""
SAID_NAME = rf"(?!(?:er+m?|um+|uh+)\b)[^\W_]+(?:{PAUSE}{_JOIN}{PAUSE}[^\W_]+|(?:{PAUSE}|-){_TAIL})*"
"""A regular expression for the name part of an e-mail address or handle as people say it."""

_WRITTEN = re.compile(r"(?<![\w.])@[A-Za-z0-9_.]{3,30}\b|\b[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]*\b")
_SAID = re.compile(rf"(?<![\w'’])(?!(?:the|a|every|little|red)\b){SAID_NAME}", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:dot|underscore)\b", re.IGNORECASE)
_WEB_SITE = re.compile(r"^www\b|\bdot\s+gov\b|\bdot\s+nhs\b", re.IGNORECASE)


_WHERE = (
    r"(?i:snap(?:chat)?|insta(?:gram)?|tik\s?tok|discord|roblox|fortnite|minecraft|x\s?box|psn|playstation|steam|twitch|kik|telegram|facebook|youtube"
    r"|user\s?name|gamer\s?tag|game\s?tag|handle|screen\s?name|profile|account|online)"
)
_CUED = re.compile(
    rf"\b{_WHERE}(?:\s+(?i:name|tag|account|user|handle))?(?:['’]s|\s+(?i:is|was)|,?\s+(?i:he|she|they)['’](?:s|re)(?:\s+(?i:called))?|\s+(?i:as|called|under))"
    rf"(?:\s+(?i:called))?\s+(?P<handle>(?:[^\W\d_]+[\s,-]+){{0,3}}[^\W\d_]*(?:\d+|\b(?i:{_NUMBER_WORDS}))\b(?:[\s,-]+(?i:{_NUMBER_WORDS})\b)*)"
)
_UNIT = re.compile(
    r"\s*(?:years?|months?|weeks?|days?|hours?|minutes?|times|pounds?|quid|o['’]clock|and|or|of)\b", re.IGNORECASE
)


class OnlineHandleRecognizer(TextRecognizer):
    """Handles and game tags."""

    types = ("ONLINE_HANDLE",)

    def find(self, text: str) -> Iterator[Finding]:
        """Written handles, and said ones that hold "dot" or "underscore"; public web sites are left alone."""
        for found in _WRITTEN.finditer(text):
            if not found.group().isupper():  # a transcriber's mark such as INAUDIBLE_SPEECH
                yield Finding(*found.span(), 0.75)
        for found in _CUED.finditer(text):
            if not _UNIT.match(text, found.end()):
                yield Finding(*found.span("handle"), 0.65)
        for found in _SAID.finditer(text) if _JOINED.search(text) else ():
            if _JOINED.search(found.group()) and not _WEB_SITE.search(found.group()):
                yield Finding(*found.span(), 0.7)
