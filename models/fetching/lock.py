"""What was installed of a model: its source and the SHA-256 of each file, kept in a lock file beside the model's folder.

For a model whose hashes the catalogue does not hold, this file is what later loads are held to (trust on first use).
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from models.fetching.catalogue import ModelFile
from recorder.errors import ModelAltered


@dataclass(frozen=True, slots=True)
class Lock:
    """One installed copy of a model."""

    origin: str  # the source it came from, with all that pins it
    files: tuple[ModelFile, ...]


def read_lock(path: Path) -> Lock | None:
    """The lock in `path`, None when there is none. Raises `ModelAltered` when it cannot be understood."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Lock(str(data["origin"]), tuple(ModelFile(f["path"], f["size"], f["sha256"]) for f in data["files"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as exc:
        name = path.name.removesuffix(".lock.json")
        raise ModelAltered(
            f"The list of hashes of the model “{name}” cannot be read. It was not used.",
            f"Delete {path} and the folder {name} beside it, then: casescribe models install {name}",
        ) from exc


def write_lock(path: Path, lock: Lock) -> None:
    """Write `lock` so that a power cut leaves the old one or the new one."""
    data = {"origin": lock.origin, "files": [{"path": f.path, "size": f.size, "sha256": f.sha256} for f in lock.files]}
    waiting = path.with_suffix(".tmp")
    with waiting.open("w", encoding="utf-8") as stream:
        json.dump(data, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    waiting.replace(path)
