"""The adapter for a stronger names model, on a tiny model that the test makes: its answers are set by its bias."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.fetching.weights import ModelStore
from recorder.config import load_config
from recorder.domain import Transcript, Turn
from recorder.errors import ModelUnavailable
from redaction.engine import PresidioRedactor
from redaction.recognizers.token_classifier import TokenClassifierRecognizer

pytestmark = pytest.mark.engine

WORDS = ("i", "saw", "zorb", "and", "blick", "went", "to", "the", "co", "##op", "with", "er")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of one layer that calls every token a person."""
    import torch
    import transformers
    from transformers import BertConfig, BertForTokenClassification

    place = tmp_path_factory.mktemp("tiny")
    vocabulary = place / "vocab.txt"
    vocabulary.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]), encoding="utf-8")
    tokenizers: Any = transformers
    tokenizers.BertTokenizerFast(vocab_file=str(vocabulary), do_lower_case=True).save_pretrained(place)
    config = BertConfig(
        vocab_size=5 + len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label={0: "O", 1: "B-PER", 2: "I-PER"},
        label2id={"O": 0, "B-PER": 1, "I-PER": 2},
    )
    torch.manual_seed(0)
    model: Any = BertForTokenClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.tensor([0.0, 9.0, 0.0]))
    model.save_pretrained(place)
    return place


def test_what_the_model_calls_people_is_found_when_it_may_be_a_name(folder: Path) -> None:
    text = "I saw Zorb and Blick, er, with the Co-op."
    found = [(text[f.start : f.end], f.type) for f in TokenClassifierRecognizer(folder).find(text)]
    assert ("Zorb", "PERSON") in found
    assert ("Blick", "PERSON") in found
    assert not any(words in {"saw", "and", "I", "er"} for words, _ in found)


def test_a_text_of_nothing_is_not_read(folder: Path) -> None:
    assert list(TokenClassifierRecognizer(folder).find("  ")) == []


def test_it_reads_beside_the_embedded_model(folder: Path) -> None:
    store = ModelStore(load_config().models_dir)
    redactor = PresidioRedactor(store.path("spacy-en-core-web-sm"), fingerprint="x", token_classifier_dir=folder)
    turn = redactor.redact(Transcript("t", (Turn(0, "S1", "Zorb went with Blick. It's 07700 900123."),)), ()).turns[0]
    assert [turn.text[s.start : s.end] for s in turn.spans] == ["Zorb", "Blick", "07700 900123"]


def test_a_folder_without_a_model_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        TokenClassifierRecognizer(tmp_path)
