"""What every recogniser of this room is: a Presidio recogniser that needs only the text.

Importing this module imports Presidio, so the rest of the product reaches it through `redaction.registry` only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from redaction.light_imports import without_neural_frameworks

with without_neural_frameworks():
    from presidio_analyzer import LocalRecognizer, RecognizerResult

PERSON_KEY = "person"  # in a result's recognition metadata: Person.key of the roster


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of personal data in a text."""

    start: int  # character offset
    end: int  # character offset, exclusive
    score: float  # 0 to 1
    person: str | None = None  # Person.key when the roster knows who is meant
    type: str | None = None  # when it is not the recogniser's own type


class TextRecognizer(LocalRecognizer):
    """A recogniser that looks at the text alone; subclasses name their type and implement `find`."""

    types: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__(supported_entities=list(self.types), supported_language="en")

    def load(self) -> None:
        """Nothing to load."""

    def find(self, text: str) -> Iterable[Finding]:
        """Personal data of this recogniser's types in one turn's text."""
        raise NotImplementedError

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Presidio's entry: every finding as a result; `nlp_artifacts` are not needed."""
        return [
            RecognizerResult(
                f.type or self.types[0],
                f.start,
                f.end,
                f.score,
                recognition_metadata={PERSON_KEY: f.person} if f.person else {},
            )
            for f in self.find(text)
        ]
