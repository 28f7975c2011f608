"""A stronger named-entity model, if one is installed: any token classifier that transformers can load from a folder.

It reads beside the embedded model, never instead of it, so that a council which installs one can only find more. Labels
may be in the BIO manner or plain; those that are no person, place or organisation are ignored. Folders only: nothing is
ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recorder.errors import ModelUnavailable
from redaction.recognizers.base import Finding, TextRecognizer
from redaction.recognizers.named_entity import trim_to_names

_TYPES = {
    "PER": "PERSON",
    "PERSON": "PERSON",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "LOCATION": "PLACE",
    "FAC": "PLACE",
    "ORG": "ORGANISATION",
}
_WINDOW = 384  # tokens read at once
_OVERLAP = 48  # tokens that two windows share


class TokenClassifierRecognizer(TextRecognizer):
    """People, places and organisations by a transformers token classifier."""

    types = ("PERSON", "PLACE", "ORGANISATION")

    def __init__(self, folder: Path) -> None:
        """`folder` holds config, weights and a fast tokenizer. Raises `ModelUnavailable` when it cannot be loaded."""
        from transformers import AutoModelForTokenClassification, AutoTokenizer

        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
            model: Any = AutoModelForTokenClassification.from_pretrained(str(folder), local_files_only=True)
        except (OSError, ValueError) as exc:
            raise ModelUnavailable(
                "The stronger model for names cannot be loaded, so nothing was redacted with it.",
                "Run “casescribe models check”, or take it out of the settings.",
            ) from exc
        self._model = model.eval()
        self._labels: dict[int, str] = {int(k): v for k, v in model.config.id2label.items()}

    def find(self, text: str) -> Iterator[Finding]:
        """Stretches of neighbouring tokens with one kind of label, trimmed to what may be a name."""
        for start, end, kind, score in self._stretches(text):
            if kept := trim_to_names(text, start, end):
                yield Finding(*kept, score, type=kind)

    def _stretches(self, text: str) -> Iterator[tuple[int, int, str, float]]:
        import torch

        if not text.strip():
            return
        read = self._tokenizer(
            text,
            return_offsets_mapping=True,
            return_overflowing_tokens=True,
            truncation=True,
            max_length=_WINDOW,
            stride=_OVERLAP,
            padding=True,
            return_tensors="pt",
        )
        with torch.inference_mode():
            logits = self._model(input_ids=read["input_ids"], attention_mask=read["attention_mask"]).logits
        scores, chosen = logits.softmax(-1).max(-1)
        for offsets, labels, surely in zip(read["offset_mapping"].tolist(), chosen.tolist(), scores.tolist(), strict=True):
            yield from self._joined(offsets, labels, surely)

    def _joined(
        self, offsets: list[list[int]], labels: list[int], surely: list[float]
    ) -> Iterator[tuple[int, int, str, float]]:
        """Tokens of one kind that stand beside each other, as one stretch; one with B- begins anew."""
        open_: tuple[int, int, str, float] | None = None
        for (start, end), label, score in zip(offsets, labels, surely, strict=True):
            prefix, _, rest = self._labels[label].rpartition("-")
            kind = _TYPES.get(rest.upper()) if start < end else None
            if open_ and kind == open_[2] and prefix != "B" and start - open_[1] <= 1:
                open_ = (open_[0], end, kind, min(open_[3], score))
                continue
            if open_:
                yield open_
            open_ = (start, end, kind, score) if kind else None
        if open_:
            yield open_
