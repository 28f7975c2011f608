"""Names spelt out: "that's C, A, O, I, M, H, E", "K for Kilo, O, W …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import spoken_runs

_CUE = re.compile(r"\b(?:spell\w*|spelt|letters?|surname|name)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z]{3,}")
_ABBREVIATION_WORDS = """
GCSE GCSES NSPCC CAMHS ADHD EHCP EHCPS SENCO RSPCA BBC ITV NHS PIP DLA DWP ESA HMRC DVLA
CBT PTSD OCD ASD MRI DVD WIFI IPAD USB ABC PE RE IT ICT DBS CSE CCE
MARAC MASH LADO YMCA PTA PRU SATS OFSTED
"""
_ABBREVIATIONS = frozenset(_ABBREVIATION_WORDS.split())
_REACH = 30  # characters between the cue and the first letter
_FEWEST = 3
_PLAIN = 4  # letters that need no cue


class SpeltNameRecognizer(TextRecognizer):
    """Stretches of single letters."""

    types = ("PERSON",)

    def find(self, text: str) -> Iterator[Finding]:
        """Four letters or more said one by one, or three behind "spelt" and the like."""
        for run in spoken_runs(text):
            said = len(set(run.places))  # "double L" is one of them, "NHS" too
            if said < max(_FEWEST, len(run.characters) - 2) or not _LETTERS.fullmatch(run.characters):
                continue
            cued = _CUE.search(text[max(0, run.start - _REACH) : run.start])
            if run.characters not in _ABBREVIATIONS and (said >= _PLAIN or cued):
                yield Finding(run.start, run.end, 0.65)
