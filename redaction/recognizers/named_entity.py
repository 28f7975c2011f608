"""What the embedded spaCy model takes for people, places and organisations, less its commonest mistakes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from recorder.light_imports import without_neural_frameworks
from redaction.lexicon import lexicon
from redaction.usage import begins_sentence
from redaction.words import NOT_NAMES, is_medicine, used_as_word

with without_neural_frameworks():
    from presidio_analyzer import LocalRecognizer, RecognizerResult

_SCORE = 0.6  # spaCy gives no confidence; a pattern that fits is surer than the small model
_POSSESSIVE = re.compile(r"['’](?:s|ll|d|re|ve)?$")


class NamedEntityRecognizer(LocalRecognizer):
    """Reads the entities that Presidio's NLP engine has already found."""

    def __init__(self, types: Mapping[str, str]) -> None:
        self._types = types  # the model's label → our type
        super().__init__(supported_entities=sorted(set(types.values())), supported_language="en")

    def load(self) -> None:
        """Nothing to load: the NLP engine holds the model."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Entities with a capital that are not only known words, trimmed of such words at both ends."""
        found = []
        for entity in nlp_artifacts.entities if nlp_artifacts else ():
            kept = trim_to_names(text, entity.start_char, entity.end_char)
            if entity.label_ in self._types and kept and not used_as_word(text, *kept) and not _only_begins(text, *kept):
                found.append(RecognizerResult(self._types[entity.label_], *kept, _SCORE))
        return found


def trim_to_names(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The stretch from its first to its last word that may be a name; None when there is none."""
    words = [(start + m.start(), _POSSESSIVE.sub("", m.group())) for m in re.finditer(r"[^\s,.;:?!…—]+", text[start:end])]
    names = [
        (at, w)
        for at, w in words
        if w.lower() not in NOT_NAMES and w[:1].isupper() and not any(c.isdigit() for c in w) and not is_medicine(w)
    ]
    return (names[0][0], names[-1][0] + len(names[-1][1])) if names else None


def _only_begins(text: str, start: int, end: int) -> bool:
    """Whether the entity is one English word whose capital only begins a sentence."""
    word, words = text[start:end], lexicon()
    return " " not in word and begins_sentence(text, start) and words.is_word(word) and not words.is_name(word)
