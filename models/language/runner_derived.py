"""Copies of installed models in another form, made on this machine and kept apart from what was installed.

An installed model's folder is verified byte by byte and may hold nothing else, so a copy converted for speed lies under
`.derived/` beside it. A copy is put in place whole or not at all, with the SHA-256 of each of its files and the recipe it
was made by; every byte is hashed again at each load. A copy that is not as it was made is thrown away and made anew from
the verified model, never used. Its hashes lie beside it, as a model of first use has them: they notice change, but whoever
can rewrite the copy can rewrite them too.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from models.fetching.catalogue import ModelFile
from models.fetching.lock import Lock, read_lock, write_lock
from recorder.errors import ModelAltered, StorageFailed

_LOCK = "derived.lock.json"


class DerivedStore:
    """The folder of derived copies; it need not exist."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def find(self, recipe: str) -> Path | None:
        """The copy made by this recipe, every byte verified now; None when there is none or it was altered."""
        folder = self._folder(recipe)
        try:
            lock = read_lock(folder / _LOCK)
        except ModelAltered:
            return None
        return folder if lock and lock.origin == recipe and lock.files == _files(folder) else None

    def make(self, recipe: str, write: Callable[[Path], None]) -> Path:
        """Let `write` fill an empty folder and put that in place of any earlier copy; returns where it lies.

        Raises `StorageFailed` when the disk refuses; what `write` raises goes through. Nothing half-made is left.
        """
        folder = self._folder(recipe)
        work = self._root / f".partial-{os.getpid()}-{folder.name}"
        try:
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(parents=True)
            write(work)
            for path in _paths(work):
                _force_to_disk(path)
            write_lock(work / _LOCK, Lock(recipe, _files(work)))
            shutil.rmtree(folder, ignore_errors=True)
            work.replace(folder)
        except OSError as exc:
            raise StorageFailed(
                "The faster copy of the language model could not be written.", "Free some space; until then it is slower."
            ) from exc
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return folder

    def _folder(self, recipe: str) -> Path:
        """One folder a recipe, named so that a person can tell which model it belongs to."""
        name = re.sub(r"[^A-Za-z0-9._-]", "-", recipe.split(" ", maxsplit=1)[0])[:40]
        return self._root / f"{name}-{hashlib.sha256(recipe.encode()).hexdigest()[:16]}"


def _paths(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != _LOCK)


def _files(folder: Path) -> tuple[ModelFile, ...]:
    return tuple(ModelFile(p.relative_to(folder).as_posix(), p.stat().st_size, _sha256(p)) for p in _paths(folder))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _force_to_disk(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
