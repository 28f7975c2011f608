"""Schools, nurseries and colleges by name: "Oak Hill Primary", "St Mary's C of E Junior School"."""

from __future__ import annotations

from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.recognizers.named_body import body_pattern, find_bodies
from redaction.words import NOT_NAMES

_SCHOOL = body_pattern(
    (
        r"C\s+of\s+E", r"R\.?C\.?", r"Primary", r"Infants?", r"Juniors?", r"Academy", r"School", r"Nursery", r"College", r"High",
        r"Secondary", r"Grammar", r"Pre-?[Ss]chool", r"Sixth\s+Form", r"Comprehensive", r"Comp", r"Playgroup", r"Pupil\s+Referral\s+Unit",
        r"PRU", r"University",
    )
)  # fmt: skip


class SchoolRecognizer(TextRecognizer):
    """Named schools."""

    types = ("SCHOOL",)

    def find(self, text: str) -> Iterator[Finding]:
        """A capitalised name followed by a kind of school."""
        return find_bodies(text, _SCHOOL, not_names=NOT_NAMES)
