"""E-mail addresses, written or said ("name dot surname, at example dot com").

Presidio's own recogniser is not used: it looks up the public suffix list, which must never happen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.recognizers.online_handle import PAUSE, SAID_NAME

_WRITTEN = re.compile(r"\b[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b")
_SAID = re.compile(
    rf"(?<![\w'’]){SAID_NAME}{PAUSE}at{PAUSE}[a-z0-9]+(?:[\s-](?!dot\b)[a-z0-9]+){{0,2}}(?:{PAUSE}dot{PAUSE}[a-z]{{2,}})+\b",
    re.IGNORECASE,
)


class EmailRecognizer(TextRecognizer):
    """E-mail addresses."""

    types = ("EMAIL",)

    def find(self, text: str) -> Iterator[Finding]:
        """Whole addresses, written or said."""
        for shape in (_WRITTEN, _SAID) if "@" in text or " dot " in text.lower() else ():
            for found in shape.finditer(text):
                yield Finding(*found.span(), 0.95)
