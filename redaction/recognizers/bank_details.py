"""Sort codes, account numbers and card numbers.

Six and eight digits are nothing in themselves, so the words around must say what they are; a card number carries its own
check digit (Luhn, ISO/IEC 7812-1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.spoken import dictated_runs

_SORT_CODE_CUE = re.compile(r"\bsort\s*codes?\b", re.IGNORECASE)
_ACCOUNT_CUE = re.compile(r"\b(?:account|acc|bank|building\s+society)\b", re.IGNORECASE)
_CARD_CUE = re.compile(r"\b(?:card|debit|credit|visa|mastercard)\b", re.IGNORECASE)
_SORT_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_ACCOUNT = re.compile(r"(?<!\d)\d{8}(?!\d)")
_BOTH = re.compile(r"(?<!\d)\d{14}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d{16}(?!\d)")
_WRITTEN_SORT_CODE = re.compile(r"(?<![\d-])\d\d-\d\d-\d\d(?![\d-])")
_REACH = 110  # characters between the word and the number


def luhn_holds(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of those before it."""
    doubled = [int(d) * (1 + k % 2) for k, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


class BankDetailsRecognizer(TextRecognizer):
    """Sort codes, account numbers and card numbers."""

    types = ("BANK_DETAILS",)

    def find(self, text: str) -> Iterator[Finding]:
        """Numbers of the right length behind the words for them; cards by their check digit."""
        sort_codes = [m.end() for m in _SORT_CODE_CUE.finditer(text)]
        accounts = [m.end() for m in _ACCOUNT_CUE.finditer(text)] + sort_codes
        cards = [m.end() for m in _CARD_CUE.finditer(text)]
        for found in _WRITTEN_SORT_CODE.finditer(text) if accounts else ():
            yield Finding(*found.span(), 0.8)
        for run in dictated_runs(text, letters=False):
            wanted = [
                *([_SORT_CODE] if _near(run.start, sort_codes) else []),
                *([_ACCOUNT] if _near(run.start, accounts) else []),
                *([_BOTH] if _near(run.start, sort_codes) else []),
            ]
            for shape in wanted:
                for start, end, _ in run.find(shape):
                    yield Finding(start, end, 0.85)
            for start, end, digits in run.find(_CARD):
                if luhn_holds(digits) or _near(run.start, cards):
                    yield Finding(start, end, 0.9)


def _near(start: int, cues: list[int]) -> bool:
    return any(0 <= start - cue <= _REACH for cue in cues)
