"""Sentence embeddings: what a sentence is about, as 384 numbers.

all-MiniLM-L6-v2 (Apache-2.0; Reimers and Gurevych 2019, Wang et al. 2020) read from a local folder, never from a network,
and run with numpy alone: six BERT layers (Devlin et al. 2019) are forty lines, while importing torch and transformers takes
longer than drafting a note. Used only to compare sentences with topics; no text leaves and none is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from recorder.errors import ModelUnavailable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]

_BATCH = 16
_MAX_TOKENS = 128  # a turn of about 90 words; what follows changes its topic little
_LAYERS, _HEADS, _WIDTH = 6, 12, 384
_EPSILON = 1e-12  # of the layer norms, from the model's config.json
_MASKED = np.float32(-1e9)


class Embedder(Protocol):
    """Gives each text a direction; near directions are near meanings."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32, shape (len(texts), d); an empty list gives shape (0, d)."""
        ...


class MiniLmEmbedder:
    """all-MiniLM-L6-v2: mean pooling over tokens, then unit length."""

    dimensions = _WIDTH

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: tuple[Tokenizer, Mapping[str, Vectors]] | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32, shape (len(texts), 384). Raises `ModelUnavailable` when the folder holds no model."""
        tokenizer, weights = self._load()
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # like lengths together waste no padding
        for at in range(0, len(order), _BATCH):
            places = order[at : at + _BATCH]
            batch = tokenizer.encode_batch([texts[i] for i in places])
            ids = np.array([e.ids for e in batch])
            mask = np.array([e.attention_mask for e in batch], dtype=np.float32)
            hidden = _encode(ids, mask, weights)
            pooled = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
            out[places] = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return out

    def _load(self) -> tuple[Tokenizer, Mapping[str, Vectors]]:
        if self._loaded is None:
            from safetensors import SafetensorError
            from safetensors.numpy import load_file
            from tokenizers import Tokenizer

            files = [self._folder / "tokenizer.json", self._folder / "model.safetensors"]
            try:
                if not all(f.is_file() for f in files):
                    raise FileNotFoundError(str(self._folder))
                tokenizer = Tokenizer.from_file(str(files[0]))
                weights = {name.removeprefix("bert."): w for name, w in load_file(files[1]).items()}
            except (OSError, ValueError, SafetensorError) as exc:
                raise ModelUnavailable(
                    "The model that finds what matters (MiniLM) is not on this computer.",
                    "Nothing was lost. Run “casescribe models install”, then process the visit again.",
                ) from exc
            tokenizer.enable_truncation(max_length=_MAX_TOKENS)
            tokenizer.enable_padding()
            self._loaded = (tokenizer, weights)
        return self._loaded


def _encode(ids: npt.NDArray[np.int64], mask: Vectors, weights: Mapping[str, Vectors]) -> Vectors:
    """The last hidden states, shape (texts, tokens, 384)."""
    texts, length = ids.shape
    name = "embeddings."
    hidden = weights[name + "word_embeddings.weight"][ids] + weights[name + "position_embeddings.weight"][:length]
    hidden = _normed(hidden + weights[name + "token_type_embeddings.weight"][0], weights, name + "LayerNorm")
    unseen = ((1 - mask) * _MASKED)[:, None, None, :]
    for layer in range(_LAYERS):
        name = f"encoder.layer.{layer}."
        query, key, value = (
            _dense(hidden, weights, f"{name}attention.self.{part}")
            .reshape(texts, length, _HEADS, _WIDTH // _HEADS)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32((_WIDTH // _HEADS) ** 0.5) + unseen
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        seen = ((scores / scores.sum(axis=-1, keepdims=True)) @ value).transpose(0, 2, 1, 3).reshape(texts, length, _WIDTH)
        seen = _dense(seen, weights, name + "attention.output.dense")
        hidden = _normed(hidden + seen, weights, name + "attention.output.LayerNorm")
        inner = _gelu(_dense(hidden, weights, name + "intermediate.dense"))
        hidden = _normed(hidden + _dense(inner, weights, name + "output.dense"), weights, name + "output.LayerNorm")
    return hidden


def _dense(x: Vectors, weights: Mapping[str, Vectors], name: str) -> Vectors:
    flat = x.reshape(-1, x.shape[-1])  # one large product is many times faster than one for each text
    out: Vectors = (flat @ weights[name + ".weight"].T + weights[name + ".bias"]).reshape(*x.shape[:-1], -1)
    return out


def _normed(x: Vectors, weights: Mapping[str, Vectors], name: str) -> Vectors:
    centred = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
    out: Vectors = centred / spread * weights[name + ".weight"] + weights[name + ".bias"]
    return out


def _gelu(x: Vectors) -> Vectors:
    """Give x·Φ(x), the error function by Abramowitz and Stegun 7.1.26 (greatest error 1.5e-7)."""
    z = np.abs(x) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * np.float32(1.061405429)))))
    erf = np.sign(x) * (1 - poly * np.exp(-z * z))
    out: Vectors = (np.float32(0.5) * x * (1 + erf)).astype(np.float32, copy=False)
    return out
