"""The writer's edges; the model itself is tried where models are loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.writer import TransformersWriter, first_sentence
from recorder.errors import ModelUnavailable


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("Jo said that Max was late. She also said", "Jo said that Max was late."),
        ("\n“Max was late.”\nNote: I kept the names.", "Max was late."),
        ("no end in sight", "no end in sight"),
        ("", ""),
    ],
)
def test_one_sentence_is_taken_from_an_answer(answer: str, sentence: str) -> None:
    assert first_sentence(answer) == sentence


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="not on this computer"):
        TransformersWriter(tmp_path, fingerprint="none").write("a", "b")
