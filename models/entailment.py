"""Does one text follow from another? The place for an entailment model, where one is installed.

A model of natural-language inference (premise, hypothesis → entailed, neutral, contradicted) is a second opinion on top of the
deterministic checks of `models.grounding`: it may refuse what they let through, never let through what they refuse. The
registries that can be reached here carry none, so the loader is written for any sequence-classification model in a local
folder whose labels name an entailment, and tested with a stand-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from recorder.errors import ModelUnavailable

LEAST_ENTAILED = 0.5  # probability from which a sentence counts as following; the models' own decision boundary
_MAX_TOKENS = 512


class Entailer(Protocol):
    """Gives the probability that a hypothesis follows from a premise."""

    def entailed(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """One probability from 0 to 1 for each (premise, hypothesis)."""
        ...


class NliEntailer:
    """Any sequence-classification model of natural-language inference, through transformers, from a local folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: tuple[Any, Any, int] | None = None

    def entailed(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """See `Entailer.entailed`. Raises `ModelUnavailable` when the folder holds no such model."""
        import torch

        tokenizer, model, label = self._load()
        if not pairs:
            return []
        batch = tokenizer(
            [p for p, _ in pairs],
            [h for _, h in pairs],
            padding=True,
            truncation="only_first",
            max_length=_MAX_TOKENS,
            return_tensors="pt",
        )
        with torch.inference_mode():
            logits = model(**batch).logits
        return [float(p) for p in torch.softmax(logits, dim=-1)[:, label]]

    def _load(self) -> tuple[Any, Any, int]:
        if self._loaded is None:
            from transformers import AutoModelForSequenceClassification, AutoTokenizer

            try:
                tokenizer = AutoTokenizer.from_pretrained(str(self._folder), local_files_only=True)
                model = AutoModelForSequenceClassification.from_pretrained(str(self._folder), local_files_only=True)
            except (OSError, ValueError, KeyError) as exc:
                raise ModelUnavailable(
                    "The model that checks what follows from what is not on this computer.",
                    "Nothing was lost: the other checks still hold. Run “casescribe models install” to add it.",
                ) from exc
            labels = {str(name).casefold(): int(n) for n, name in model.config.id2label.items()}
            label = next((n for name, n in labels.items() if name.startswith("entail")), None)
            if label is None:
                raise ModelUnavailable(
                    "This model does not say which of its answers means “follows from”.",
                    "Nothing was lost. Choose a model of natural-language inference whose labels include “entailment”.",
                )
            self._loaded = (tokenizer, model.eval(), label)
        return self._loaded
