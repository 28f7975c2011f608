"""What schools and organisations share: a name in capitals that ends in the word for what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding

_WORD = r"(?:St\.?|[A-Z][^\W\d_]*(?:['’][^\W\d_]+)?(?:-[A-Z][^\W\d_]+)?)"
_NAME = rf"(?P<name>{_WORD}(?:\s+(?:of\s+the\s+|of\s+|and\s+|the\s+)?{_WORD}){{0,4}}?)"


def body_pattern(kinds: str) -> re.Pattern[str]:
    """A capitalised name, then one or more of `kinds` (alternatives in a regular expression): "Oak Hill Primary School"."""
    kind = f"(?:{kinds})"
    return re.compile(rf"\b{_NAME}\s+{kind}(?:\s+{kind})*(?![\w-])")


def find_bodies(text: str, pattern: re.Pattern[str], *, not_names: frozenset[str]) -> Iterator[Finding]:
    """Each named body; words that only begin a sentence or a phrase ("At", "My") are cut from its front."""
    for found in pattern.finditer(text):
        start = found.start("name")
        name = found["name"]
        while name and name.split()[0].lower() in not_names:
            first, _, rest = name.partition(" ")
            start += len(first) + (len(rest) > 0) + len(rest) - len(rest.lstrip())
            name = rest.lstrip()
        if name:
            yield Finding(start, found.end(), 0.85)
