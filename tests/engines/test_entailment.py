"""The entailment model's place: a folder without a model says so in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.entailment import NliEntailer
from recorder.errors import ModelUnavailable


def test_a_folder_without_a_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="follows from what"):
        NliEntailer(tmp_path).entailed([("a", "b")])
