"""Schools, nurseries and colleges by name: "Oak Hill Primary", "St Mary's C of E Junior School"."""

from __future__ import annotations

from collections.abc import Iterator

from redaction.recognizers.base import Finding, TextRecognizer
from redaction.recognizers.named_body import body_pattern, find_bodies
from redaction.words import NOT_NAMES

_SCHOOL = body_pattern(
    r"C\s+of\s+E|R\.?C\.?|Primary|Infants?|Juniors?|Academy|School|Nursery|College|High|Secondary|Grammar|Pre-?[Ss]chool"
    r"|Sixth\s+Form|Comprehensive|Comp|Playgroup|Pupil\s+Referral\s+Unit|PRU|University"
)


class SchoolRecognizer(TextRecognizer):
    """Named schools."""

    types = ("SCHOOL",)

    def find(self, text: str) -> Iterator[Finding]:
        """A capitalised name followed by a kind of school."""
        return find_bodies(text, _SCHOOL, not_names=NOT_NAMES)
