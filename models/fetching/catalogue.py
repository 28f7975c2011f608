"""The list of models that Casescribe may use, read from `catalogue.toml`.

Two kinds of entry exist. A *known* model has the SHA-256 of every file written down, so that any source will do. A model
of *first use* has only the names of its files: whoever installs it first trusts what they got, the hashes are recorded
then, and any later change is noticed. The catalogue never holds a hash that nobody computed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from recorder.errors import UsageError


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model."""

    path: str  # inside the model's folder, with forward slashes
    size: int  # bytes
    sha256: str  # hexadecimal
    wheel: tuple[str, ...] = ()  # members of the source's wheels that are joined, in order, to make it


@dataclass(frozen=True, slots=True)
class Entry:
    """One model of the catalogue."""

    name: str
    task: str  # what it is for, in plain words
    licence: str  # SPDX identifier
    sources: tuple[str, ...]  # tried in order
    files: tuple[ModelFile, ...] = ()  # empty for a model of first use
    patterns: tuple[str, ...] = ()  # for a model of first use: file names to take, `*` allowed
    about: int = 0  # rough size in bytes where `files` is empty
    embedded: bool = False  # part of a plain `casescribe models install`

    @property
    def known(self) -> bool:
        """Whether the catalogue holds the SHA-256 of every file."""
        return bool(self.files)

    @property
    def size(self) -> int:
        """Bytes on disk; rough for a model of first use."""
        return sum(f.size for f in self.files) or self.about

    def wants(self, path: str) -> bool:
        """Whether a file of that name belongs to the model."""
        return any(path == f.path for f in self.files) or any(fnmatchcase(path, p) for p in self.patterns)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entries by name."""

    entries: Mapping[str, Entry]

    def entry(self, name: str) -> Entry:
        """The entry called `name`. Raises `UsageError` when there is none."""
        try:
            return self.entries[name]
        except KeyError as exc:
            raise UsageError(f"There is no model called “{name}”.", "See: casescribe models list") from exc

    @property
    def embedded(self) -> tuple[str, ...]:
        """Names of the models that a plain install brings."""
        return tuple(name for name, entry in self.entries.items() if entry.embedded)


def load_catalogue(path: Path | None = None) -> Catalogue:
    """Read a catalogue; the shipped one when `path` is None."""
    data = tomllib.loads((path or Path(__file__).with_name("catalogue.toml")).read_text(encoding="utf-8"))
    return Catalogue({name: _entry(name, table) for name, table in data.items()})


def _entry(name: str, table: Mapping[str, Any]) -> Entry:
    files = tuple(ModelFile(f["path"], f["size"], f["sha256"], tuple(f.get("wheel", ()))) for f in table.get("files", ()))
    patterns = tuple(table.get("patterns", ()))
    if bool(files) == bool(patterns):
        raise ValueError(f"{name}: an entry has either files or patterns")
    return Entry(
        name=name,
        task=table["task"],
        licence=table["licence"],
        sources=tuple(table["sources"]),
        files=files,
        patterns=patterns,
        about=table.get("about", 0),
        embedded=table.get("embedded", False),
    )
