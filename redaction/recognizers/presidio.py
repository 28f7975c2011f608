"""Our recognisers as Presidio's. Importing this module imports Presidio."""

from __future__ import annotations

from typing import Any

from recorder.light_imports import without_neural_frameworks
from redaction.recognizers.base import TextRecognizer

with without_neural_frameworks():
    from presidio_analyzer import LocalRecognizer, RecognizerResult

PERSON_KEY = "person"  # in a result's recognition metadata: Person.key of the roster


class PresidioRecognizer(LocalRecognizer):
    """One of our recognisers, in the shape in which Presidio asks it."""

    def __init__(self, recognizer: TextRecognizer) -> None:
        self._find, self._types = recognizer.find, recognizer.types
        super().__init__(supported_entities=list(recognizer.types), supported_language="en", name=type(recognizer).__name__)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Every finding as a result; `nlp_artifacts` are not needed."""
        return [
            RecognizerResult(
                f.type or self._types[0],
                f.start,
                f.end,
                f.score,
                recognition_metadata={PERSON_KEY: f.person} if f.person else {},
            )
            for f in self._find(text)
        ]
