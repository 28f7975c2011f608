"""A causal model as transformers loads and runs it, from a local folder of safetensors or GGUF files.

Used to convert a model for CTranslate2, and to run one that does not convert. Nothing is fetched and no code that came
with a model is run.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recorder.errors import ModelUnavailable

if TYPE_CHECKING:
    from models.language.decoding import Decoding


def load_tokeniser(folder: Path) -> Any:
    """The folder's tokeniser. Raises `ModelUnavailable` when it holds none."""
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
    except (OSError, ValueError, KeyError, ImportError) as exc:
        raise _unavailable() from exc


def load_plain(folder: Path) -> tuple[Any, Any]:
    """Tokeniser and model in the precision of its files; a GGUF file is de-quantised. Raises `ModelUnavailable`."""
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    gguf = next(iter(sorted(folder.glob("*.gguf"))), None)
    named = {"gguf_file": gguf.name} if gguf else {}
    try:
        with redirect_stderr(StringIO()):  # de-quantising draws a progress bar over the interface
            tokeniser = AutoTokenizer.from_pretrained(str(folder), local_files_only=True, **named)
            model = AutoModelForCausalLM.from_pretrained(str(folder), local_files_only=True, **named)
    except (OSError, ValueError, KeyError, ImportError) as exc:
        raise _unavailable() from exc
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config  # its numbers are plain by now, and the converter would refuse them
    model.train(mode=False)
    return tokeniser, model


class TransformersRunner:
    """Implements `models.language.runner.Runner` with the model as it was loaded."""

    def __init__(self, tokeniser: Any, model: Any) -> None:
        self.name = f"transformers-{str(model.dtype).removeprefix('torch.')}"
        self._end = tokeniser.eos_token_id
        self._model = model

    def go_on(self, prompt: Sequence[int], decoding: Decoding, *, fixed: int = 0) -> list[int]:
        """See `models.runner.Runner.go_on`; nothing is kept between calls."""
        import torch

        given = torch.tensor([list(prompt)])
        with torch.inference_mode():
            out = self._model.generate(
                input_ids=given,
                attention_mask=torch.ones_like(given),
                max_new_tokens=decoding.most_tokens,
                repetition_penalty=decoding.repetition_penalty,
                do_sample=False,
                eos_token_id=self._end,
                pad_token_id=self._end,
            )
        return [t for t in out[0][len(prompt) :].tolist() if t != self._end]


def _unavailable() -> ModelUnavailable:
    return ModelUnavailable(
        "The language model that rewords sentences is not on this computer.",
        "Nothing was lost. Draft without it, or run “casescribe models install”.",
    )
