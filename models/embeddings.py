"""Sentence embeddings: what a sentence is about, as 384 numbers.

all-MiniLM-L6-v2 (Apache-2.0; Reimers and Gurevych 2019, Wang et al. 2020) read from a local folder, never from a network.
Used only to compare sentences with topics; no text leaves and none is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from recorder.errors import ModelUnavailable

Vectors = npt.NDArray[np.float32]

_BATCH = 32
_MAX_TOKENS = 128  # a turn of about 90 words; what follows changes its topic little


class Embedder(Protocol):
    """Gives each text a direction; near directions are near meanings."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32, shape (len(texts), d); an empty list gives shape (0, d)."""
        ...


class MiniLmEmbedder:
    """all-MiniLM-L6-v2 through transformers: mean pooling over tokens, then unit length."""

    dimensions = 384

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: tuple[Any, Any] | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32, shape (len(texts), 384). Raises `ModelUnavailable` when the folder holds no model."""
        import torch

        tokenizer, model = self._load()
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # like lengths together waste no padding
        for at in range(0, len(order), _BATCH):
            places = order[at : at + _BATCH]
            batch = tokenizer(
                [texts[i] for i in places], padding=True, truncation=True, max_length=_MAX_TOKENS, return_tensors="pt"
            )
            with torch.inference_mode():
                hidden = model(**batch).last_hidden_state
            mask = batch["attention_mask"].unsqueeze(-1).to(hidden.dtype)
            pooled = (hidden * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1e-9)
            out[places] = torch.nn.functional.normalize(pooled, dim=1).numpy()
        return out

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            from transformers import AutoModel, AutoTokenizer
            from transformers.utils import logging

            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            try:
                tokenizer = AutoTokenizer.from_pretrained(str(self._folder), local_files_only=True)
                model = AutoModel.from_pretrained(str(self._folder), local_files_only=True)
            except (OSError, ValueError, KeyError) as exc:
                raise ModelUnavailable(
                    "The model that finds what matters (MiniLM) is not on this computer.",
                    "Nothing was lost. Run “casescribe models install”, then process the visit again.",
                ) from exc
            self._loaded = (tokenizer, model.eval())
        return self._loaded
