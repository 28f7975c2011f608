"""Finds personal data in a transcript, through Presidio, without ever asking the network for anything.

The roster's names come first because they are certain, then what the embedded model and the recognisers find in each
turn, then what only the turns before give away, then a second look over the whole transcript for what was said again in
part. It refuses to load a model by name: only a folder, because Presidio and spaCy would otherwise try to download one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recorder.domain import Person, RedactedTranscript, RedactedTurn, Span, Transcript
from recorder.errors import ModelUnavailable
from recorder.light_imports import without_neural_frameworks
from redaction.across import find_across
from redaction.echo import find_echoes
from redaction.lexicon import lexicon
from redaction.merge import merge_spans
from redaction.registry import dictated_recognizers
from redaction.roster import names_of
from redaction.truecase import truecase
from redaction.usage import may_name
from redaction.words import fold

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, EntityRecognizer
    from presidio_analyzer.nlp_engine import NlpArtifacts

    from redaction.recognizers.base import TextRecognizer

_UNUSED_PIPES = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter")  # only named entities are read
_LEAST_SCORE = 0.4


class PresidioRedactor:
    """`recorder.ports.Redactor` by Presidio, a spaCy model in a folder, and the recognisers of `redaction.registry`."""

    def __init__(self, spacy_model_dir: Path, *, fingerprint: str, token_classifier_dir: Path | None = None) -> None:
        """`spacy_model_dir` is the folder that holds the model's config.cfg; nothing is loaded yet.

        `token_classifier_dir` may hold a stronger model for names, for transformers; it reads beside the embedded one.
        """
        self._spacy_model_dir = spacy_model_dir
        self._token_classifier_dir = token_classifier_dir
        self._fingerprint = fingerprint
        self._analyzer: AnalyzerEngine | None = None
        self._dictated: list[TextRecognizer] = []

    @property
    def model(self) -> str:
        """Catalogue name and hash of the spaCy model, as given."""
        return self._fingerprint

    def load(self) -> None:
        """Load Presidio and the model now rather than at the first transcript. Raises `ModelUnavailable`."""
        self._loaded()

    def redact(self, transcript: Transcript, roster: Sequence[Person]) -> RedactedTranscript:
        """Every span of personal data, turn by turn, in order and not overlapping. Raises `ModelUnavailable`."""
        from redaction.recognizers.presidio import PERSON_KEY, PresidioRecognizer
        from redaction.recognizers.roster_name import RosterRecognizer

        analyzer = self._loaded()
        by_roster: list[EntityRecognizer] = [PresidioRecognizer(RosterRecognizer(roster))] if roster else []
        found: list[list[Span]] = []
        known = frozenset(fold(word).lower() for person in roster for name in names_of(person) for word in name.split())
        texts = truecase([turn.text for turn in transcript.turns], known=known)
        for text, artifacts in zip(texts, self._read(texts), strict=True):
            results = analyzer.analyze(text, "en", nlp_artifacts=artifacts, ad_hoc_recognizers=by_roster)
            found.append(
                [
                    Span(r.start, r.end, r.entity_type, float(r.score), (r.recognition_metadata or {}).get(PERSON_KEY))
                    for r in results
                ]
            )
        for here, across in zip(found, find_across(texts, self._dictated), strict=True):
            here.extend(across)
        cased = [replace(turn, text=text) for turn, text in zip(transcript.turns, texts, strict=True)]
        echoes = find_echoes(cased, found)
        return RedactedTranscript(
            id=transcript.id,
            turns=tuple(
                RedactedTurn(turn.i, turn.text, merge_spans(turn.text, [*first, *second]))
                for turn, first, second in zip(transcript.turns, found, echoes, strict=True)
            ),
        )

    def _read(self, texts: Sequence[str]) -> list[NlpArtifacts]:
        """What the embedded model finds in each text; it is spared those in which no word could be anybody's name."""
        from presidio_analyzer.nlp_engine import NlpArtifacts

        engine: Any = self._loaded().nlp_engine
        worth = [text for text in texts if may_name(text)]
        read = iter(engine.process_batch(worth, language="en", batch_size=64))
        nothing = NlpArtifacts([], engine.nlp["en"].make_doc(""), [], [], engine, "en", scores=[])
        return [next(read)[1] if may_name(text) else nothing for text in texts]

    def _loaded(self) -> AnalyzerEngine:
        if self._analyzer is None:
            self._analyzer = _make_analyzer(self._spacy_model_dir, self._token_classifier_dir)
            self._dictated = dictated_recognizers()
            lexicon()  # read now: the first transcript should not wait for it
        return self._analyzer


def _make_analyzer(model_dir: Path, token_classifier_dir: Path | None) -> AnalyzerEngine:
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
    registry = make_registry()
    if token_classifier_dir is not None:
        from redaction.recognizers.presidio import PresidioRecognizer
        from redaction.recognizers.token_classifier import TokenClassifierRecognizer

        registry.add_recognizer(PresidioRecognizer(TokenClassifierRecognizer(token_classifier_dir)))
    return AnalyzerEngine(
        registry=registry, nlp_engine=nlp_engine, supported_languages=["en"], default_score_threshold=_LEAST_SCORE
    )
