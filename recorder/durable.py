"""Small files that a power cut cannot tear: written beside, forced to the disk, then put in place."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def write_durably(path: Path, data: bytes) -> None:
    """Write a private file so that after a crash it is whole or not there: temporary, fsync, rename, fsync of the folder.

    Raises `OSError`; the old file then stands.
    """
    temporary = path.with_name(path.name + ".partial")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force a folder's list of names to the disk, where the system has such a thing."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
