"""Finds personal data in a transcript, through Presidio, without ever asking the network for anything.

The roster's names come first because they are certain, then what the embedded model and the recognisers find, then a
second look over the whole transcript for what was said again in part. It refuses to load a model by name: only a
folder, because Presidio and spaCy would otherwise try to download one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recorder.domain import Person, RedactedTranscript, RedactedTurn, Span, Transcript
from recorder.errors import ModelUnavailable
from redaction.echo import find_echoes
from redaction.light_imports import without_neural_frameworks
from redaction.merge import merge_spans

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, EntityRecognizer

_UNUSED_PIPES = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter")  # only named entities are read
_LEAST_SCORE = 0.4


class PresidioRedactor:
    """`recorder.ports.Redactor` by Presidio, a spaCy model in a folder, and the recognisers of `redaction.registry`."""

    def __init__(self, spacy_model_dir: Path, *, fingerprint: str) -> None:
        """`spacy_model_dir` is the folder that holds the model's config.cfg; nothing is loaded yet."""
        self._spacy_model_dir = spacy_model_dir
        self._fingerprint = fingerprint
        self._analyzer: AnalyzerEngine | None = None

    @property
    def model(self) -> str:
        """Catalogue name and hash of the spaCy model, as given."""
        return self._fingerprint

    def load(self) -> None:
        """Load Presidio and the model now rather than at the first transcript. Raises `ModelUnavailable`."""
        self._loaded()

    def redact(self, transcript: Transcript, roster: Sequence[Person]) -> RedactedTranscript:
        """Every span of personal data, turn by turn, in order and not overlapping. Raises `ModelUnavailable`."""
        from redaction.recognizers.base import PERSON_KEY
        from redaction.recognizers.roster_name import RosterRecognizer

        analyzer = self._loaded()
        by_roster: list[EntityRecognizer] = [RosterRecognizer(roster)] if roster else []
        found: list[list[Span]] = []
        texts = [turn.text for turn in transcript.turns]
        for text, artifacts in analyzer.nlp_engine.process_batch(texts, language="en", batch_size=64):
            results = analyzer.analyze(text, "en", nlp_artifacts=artifacts, ad_hoc_recognizers=by_roster)
            found.append(
                [
                    Span(r.start, r.end, r.entity_type, float(r.score), (r.recognition_metadata or {}).get(PERSON_KEY))
                    for r in results
                ]
            )
        echoes = find_echoes(transcript.turns, found)
        return RedactedTranscript(
            id=transcript.id,
            turns=tuple(
                RedactedTurn(turn.i, turn.text, merge_spans(turn.text, [*first, *second]))
                for turn, first, second in zip(transcript.turns, found, echoes, strict=True)
            ),
        )

    def _loaded(self) -> AnalyzerEngine:
        if self._analyzer is None:
            self._analyzer = _make_analyzer(self._spacy_model_dir)
        return self._analyzer


def _make_analyzer(model_dir: Path) -> AnalyzerEngine:
    if not (model_dir / "config.cfg").is_file():
        raise ModelUnavailable(
            "The model that finds personal data is not installed, so names cannot be hidden and no draft is made.",
            "Your recording is safe. Run “casescribe models install”, then process the visit again.",
        )
    with without_neural_frameworks():
        import spacy
        from presidio_analyzer import AnalyzerEngine
        from presidio_analyzer.nlp_engine import SpacyNlpEngine

    from redaction.registry import make_registry

    nlp_engine: Any = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": str(model_dir)}])
    try:
        # Set by hand: the engine's own load() would keep pipes that we do not use and may reach for the network.
        nlp_engine.nlp = {"en": spacy.load(model_dir, exclude=list(_UNUSED_PIPES))}
    except (OSError, ValueError) as exc:
        raise ModelUnavailable(
            "The model that finds personal data is damaged.", "Run “casescribe models install” to put it right."
        ) from exc
    return AnalyzerEngine(
        registry=make_registry(), nlp_engine=nlp_engine, supported_languages=["en"], default_score_threshold=_LEAST_SCORE
    )
