"""A causal model converted to 8-bit weights and run by CTranslate2.

Conversion works on the model in memory: the converter reads only the configuration from the folder, so that a GGUF model
needs no full-size copy on the disk first. What is written is enough to run without the original: weights, vocabulary,
tokeniser and chat template.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recorder.errors import ModelUnavailable

if TYPE_CHECKING:
    from models.language.decoding import Decoding

_WEIGHTS = "int8"


class NotConvertible(Exception):
    """CTranslate2 does not know this kind of model."""


def recipe() -> str:
    """What made a copy: the library, its version and the width of the weights."""
    import ctranslate2

    return f"ctranslate2 {ctranslate2.__version__} {_WEIGHTS}"


def convert(tokeniser: Any, model: Any, folder: Path) -> None:
    """Write the model in CTranslate2's form, and its tokeniser, into `folder`. Raises `NotConvertible` or OSError."""
    import ctranslate2
    from ctranslate2.converters import TransformersConverter

    class FromMemory(TransformersConverter):  # type: ignore[misc]  # the library has no types
        def load_model(self, *_: Any, **__: Any) -> Any:
            return model

        def load_tokenizer(self, *_: Any, **__: Any) -> Any:
            return tokeniser

    model.config.save_pretrained(folder)
    try:
        FromMemory(str(folder)).convert(str(folder), quantization=_WEIGHTS, force=True)
        ctranslate2.Generator(str(folder), device="cpu", compute_type=_WEIGHTS)  # some convert and then cannot be read
    except (ValueError, RuntimeError, NotImplementedError, AttributeError, KeyError) as exc:
        raise NotConvertible(str(exc)) from exc
    tokeniser.save_pretrained(folder)


class CTranslate2Runner:
    """Implements `models.language.runner.Runner` with 8-bit weights on the processor."""

    name = f"ctranslate2-{_WEIGHTS}"

    def __init__(self, folder: Path, tokeniser: Any) -> None:
        import ctranslate2

        try:
            self._generator = ctranslate2.Generator(str(folder), device="cpu", compute_type=_WEIGHTS)
        except (RuntimeError, ValueError) as exc:
            raise ModelUnavailable(
                "The language model that rewords sentences cannot be loaded.", "Nothing was lost. Draft without it."
            ) from exc
        self._tokeniser = tokeniser

    def go_on(self, prompt: Sequence[int], decoding: Decoding, *, fixed: int = 0) -> list[int]:
        """See `models.runner.Runner.go_on`; the state after the fixed tokens is kept."""
        tokens = self._tokeniser.convert_ids_to_tokens(list(prompt))
        (made,) = self._generator.generate_batch(
            [tokens[fixed:]],
            static_prompt=tokens[:fixed] or None,
            max_length=decoding.most_tokens,
            repetition_penalty=decoding.repetition_penalty,
            include_prompt_in_result=False,
            end_token=[self._tokeniser.eos_token_id],
        )
        return list(made.sequences_ids[0])
