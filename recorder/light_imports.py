"""Imports Presidio and spaCy without the neural frameworks that they load when they happen to be installed.

Presidio imports transformers, and thinc imports torch, only to offer parts that are not used here; both catch the
ImportError. Casescribe installs them for other rooms, which would make hiding a name wait some seconds more.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec

_UNUSED = frozenset({"torch", "transformers"})


class _Hidden:
    """Says of the unused modules that they are not there, to one thread only: others may be importing them in earnest."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        """Refuse an unused module; leave every other to the usual finders."""
        if name.partition(".")[0] in _UNUSED and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"{name} is not needed here", name=name)
        return None


@contextmanager
def without_neural_frameworks() -> Iterator[None]:
    """While this lasts, this thread's imports do not find torch and transformers, unless they are loaded already."""
    finder = _Hidden()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
