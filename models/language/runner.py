"""A causal language model on this machine, ready to go on with a text: by CTranslate2 where it converts, else by transformers.

CTranslate2 with 8-bit weights is several times as fast as transformers on a processor and needs a third of the memory, so a
model is converted once, when it is first used, and the copy kept beside the installed models
(`models.language.runner_derived`). A model that CTranslate2 does not know is run by transformers as it is; slower, the same
words asked for in the same way. Decoding is greedy and fixed: the same words always give the same sentence, and the record
can say how it came about.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from models.language.decoding import Decoding
from models.language.runner_ctranslate2 import CTranslate2Runner, NotConvertible, convert, recipe
from models.language.runner_derived import DerivedStore
from models.language.runner_transformers import TransformersRunner, load_plain, load_tokeniser
from recorder.errors import StorageFailed

_log = logging.getLogger(__name__)


class Runner(Protocol):
    """Goes on with a list of tokens."""

    @property
    def name(self) -> str:
        """What runs the model, e.g. "ctranslate2-int8"."""
        ...

    def go_on(self, prompt: Sequence[int], decoding: Decoding, *, fixed: int = 0) -> list[int]:
        """The tokens that follow `prompt`, without the end mark.

        The first `fixed` tokens are the same at every call, so that what was worked out for them may be kept.
        """
        ...


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model in memory."""

    tokeniser: Any  # transformers' own, with the chat template
    runner: Runner


def load(folder: Path, *, fingerprint: str, derived: Path) -> Loaded:
    """The model in `folder`, which the caller has verified; its converted copy is kept under `derived`.

    Raises `ModelUnavailable` when the folder holds no model.
    """
    store = DerivedStore(derived)
    made_by = f"{fingerprint} {recipe()}"
    copy = store.find(made_by)
    if copy is None:
        copy = _converted_copy(store, made_by, lambda target: convert(*load_plain(folder), target))
        if copy is None:
            plain, model = load_plain(folder)  # once more: a converter that gave up has taken the first one apart
            return Loaded(plain, TransformersRunner(plain, model))
    tokeniser = load_tokeniser(copy)
    return Loaded(tokeniser, CTranslate2Runner(copy, tokeniser))


def _converted_copy(store: DerivedStore, made_by: str, write: Callable[[Path], None]) -> Path | None:
    try:
        return store.make(made_by, write)
    except NotConvertible as exc:
        _log.info("run by transformers: %s", exc)
    except StorageFailed:
        _log.info("run by transformers: no room for a converted copy")
    return None
