"""A small language model that may reword one reported sentence.

It is thin on purpose: pseudonymised evidence in, one sentence out, greedy decoding, so that the same words give the same
sentence. It is not trusted: `models.grounding` refuses what the evidence does not hold, and the default is no writer.
"""

from __future__ import annotations

import re
from contextlib import redirect_stderr
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import Any

from recorder.errors import ModelUnavailable

_MOST_TOKENS = 60  # about 45 words: one sentence
PROMPT = "report.txt"


class TransformersWriter:
    """Implements `recorder.ports.Writer` with a causal model in a local folder, GGUF or safetensors."""

    def __init__(self, folder: Path, *, fingerprint: str) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._loaded: tuple[Any, Any] | None = None

    @property
    def model(self) -> str:
        """Catalogue name and hash of the model."""
        return self._fingerprint

    def write(self, evidence: str, reported: str) -> str:
        """One sentence for `reported`; raises `ModelUnavailable` when the folder holds no model."""
        import torch

        tokenizer, model = self._load()
        prompt = resources.files("models").joinpath("prompts", PROMPT).read_text(encoding="utf-8")
        message = prompt.replace("{evidence}", evidence).replace("{reported}", reported)
        chat = tokenizer.apply_chat_template([{"role": "user", "content": message}], add_generation_prompt=True, tokenize=False)
        tokens = tokenizer(chat, return_tensors="pt", add_special_tokens=False)
        with torch.inference_mode():
            out = model.generate(**tokens, max_new_tokens=_MOST_TOKENS, do_sample=False, pad_token_id=tokenizer.eos_token_id)
        return first_sentence(tokenizer.decode(out[0][tokens["input_ids"].shape[1] :], skip_special_tokens=True))

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            from transformers import AutoModelForCausalLM, AutoTokenizer
            from transformers.utils import logging

            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            gguf = next(iter(sorted(self._folder.glob("*.gguf"))), None)
            named = {"gguf_file": gguf.name} if gguf else {}
            try:
                with redirect_stderr(StringIO()):  # de-quantising GGUF draws a progress bar over the interface
                    tokenizer = AutoTokenizer.from_pretrained(str(self._folder), local_files_only=True, **named)
                    model = AutoModelForCausalLM.from_pretrained(str(self._folder), local_files_only=True, **named)
            except (OSError, ValueError, KeyError, ImportError) as exc:
                raise ModelUnavailable(
                    "The language model that rewords sentences is not on this computer.",
                    "Nothing was lost. Draft without it, or run “casescribe models install”.",
                ) from exc
            model.train(mode=False)
            self._loaded = (tokenizer, model)
        return self._loaded


def first_sentence(text: str) -> str:
    """The first sentence of a model's answer, without quotation marks around it or a line of its own after it."""
    line = next((part.strip() for part in text.splitlines() if part.strip()), "")
    found = re.match(r".+?[.!?](?=\s|$)", line)
    return (found[0] if found else line).strip('"“” ')
