"""Many files in one, as a backup carries them: a plain tar whose last member lists all others, sealed with a key.

The files are encrypted already, so nothing is compressed or encrypted again, and `tar tf` can list them. A tar can hold far
more than a backup needs, and whoever hands one over may be hostile; so it is not read by a general tool but by this one,
which knows a single kind of member and reads nothing into memory but the list. It refuses links, folders, extensions,
sparse files, absolute and climbing paths, names given twice, and whatever is not exactly as the list says.

Source: POSIX.1-1988 ustar.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from recorder.errors import BadInput, StorageFailed

MANIFEST = "manifest.json"
FORMAT = 1
_BLOCK = 512
_PIECE = 1 << 20
_MOST_MEMBERS, _LONGEST_MANIFEST = 100_000, 32 << 20
_PART = r"[A-Za-z0-9][A-Za-z0-9._-]{0,47}"
_NAME = re.compile(rf"{_PART}(/{_PART})?", re.ASCII)
_NOTHING_DONE = "Nothing was changed. Use another backup, or fetch this one again from where it is kept."


@dataclass(frozen=True, slots=True)
class Member:
    """Where one file lies in the archive, and what it should be."""

    offset: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose every byte was read and found to be as its list says; whose list it is, `require_seal` tells."""

    path: Path
    members: Mapping[str, Member]
    facts: Mapping[str, Any]  # what the writer said about the whole
    seal: str
    sha256: str  # of the whole file

    def require_seal(self, key: bytes) -> None:
        """Raise `BadInput` unless the list was sealed with this key."""
        if not hmac.compare_digest(_seal(self._content(), key), self.seal):
            raise BadInput(f"{self.path.name} was put together by somebody else, or changed afterwards.", _NOTHING_DONE)

    def _content(self) -> dict[str, Any]:
        return _content(self.facts, self.members)

    def read(self, name: str, *, at_most: int) -> bytes:
        """A small member. Raises `BadInput` when it is not there or larger than it can be."""
        member = self.members.get(name)
        if member is None or member.size > at_most:
            raise _not_a_backup(self.path)
        return b"".join(self._pieces(member))

    def extract(self, name: str, target: Path) -> None:
        """Write a member out, forced to the disk, its hash checked once more on the way."""
        member, hashed = self.members[name], hashlib.sha256()
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in self._pieces(member):
                hashed.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if hashed.hexdigest() != member.sha256:
            raise BadInput(f"{self.path.name} changed while it was read ({name}).", _NOTHING_DONE)

    def _pieces(self, member: Member) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            file.seek(member.offset)
            left = member.size
            while left and (piece := file.read(min(left, _PIECE))):
                left -= len(piece)
                yield piece


class ArchiveWriter:
    """Writes one archive; the caller opens the file, and closes and forces it to the disk."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._members: dict[str, Member] = {}

    def add(self, name: str, source: BinaryIO, size: int) -> None:
        """Add the first `size` bytes of a file. Raises `StorageFailed` when it is shorter than that."""
        if not _NAME.fullmatch(name) or name in self._members:
            raise ValueError(f"{name!r} is no name of a file in an archive")
        self._file.write(_header(name, size))
        offset, hashed, left = self._file.tell(), hashlib.sha256(), size
        while left:
            piece = source.read(min(left, _PIECE))
            if not piece:
                raise StorageFailed(f"{name} became shorter while it was copied.", "No backup was made. Try again.")
            hashed.update(piece)
            self._file.write(piece)
            left -= len(piece)
        self._file.write(b"\0" * (-size % _BLOCK))
        self._members[name] = Member(offset, size, hashed.hexdigest())

    def finish(self, facts: Mapping[str, Any], key: bytes) -> None:
        """Write the list, sealed, and the end."""
        content = _content(facts, self._members)
        data = json.dumps({"content": content, "seal": _seal(content, key)}, indent=1, sort_keys=True).encode()
        self._file.write(_header(MANIFEST, len(data)) + data + b"\0" * (-len(data) % _BLOCK) + b"\0" * 2 * _BLOCK)


def read_archive(path: Path) -> Archive:
    """Read an archive to its end, writing nothing. Raises `BadInput` for one that is damaged, cut off or hostile."""
    try:
        with path.open("rb") as file:
            found, listed = _members(path, file)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise BadInput(f"{path.name} cannot be read: {exc.strerror}.", "Nothing was changed.") from exc
    try:
        manifest = json.loads(listed)
        content, seal = manifest["content"], str(manifest["seal"])
        facts: dict[str, Any] = dict(content["facts"])
        told = {str(name): (int(f["size"]), str(f["sha256"])) for name, f in content["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
        raise _not_a_backup(path) from exc
    if content.get("format") != FORMAT:
        raise BadInput(f"{path.name} was made by a newer Casescribe.", "Nothing was changed. Update Casescribe first.")
    for name in sorted(told.keys() | found.keys()):
        member = found.get(name)
        if member is None or told.get(name) != (member.size, member.sha256):
            raise BadInput(f"{path.name} is damaged: {name} is not as it was backed up.", _NOTHING_DONE)
    return Archive(path, found, facts, seal, sha256)


def _members(path: Path, file: BinaryIO) -> tuple[dict[str, Member], bytes]:
    """Every member but the list, hashed, and the list, which must be the last."""
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    found: dict[str, Member] = {}
    taken: set[str] = set()
    while len(found) <= _MOST_MEMBERS:
        name, size = _read_header(path, file.read(_BLOCK))
        offset = file.tell()
        if offset + size + -size % _BLOCK > length or name.casefold() in taken:
            raise _not_a_backup(path)
        taken.add(name.casefold())  # some file systems do not tell KEYS.JSON from keys.json
        if name == MANIFEST:
            if size > _LONGEST_MANIFEST:
                raise _not_a_backup(path)
            listed = file.read(size)
            if file.read(3 * _BLOCK) != b"\0" * (-size % _BLOCK + 2 * _BLOCK):
                raise _not_a_backup(path)
            return found, listed
        hashed, left = hashlib.sha256(), size
        while left:
            piece = file.read(min(left, _PIECE))
            hashed.update(piece)
            left -= len(piece)
        if any(file.read(-size % _BLOCK)):
            raise _not_a_backup(path)
        found[name] = Member(offset, size, hashed.hexdigest())
    raise _not_a_backup(path)


def _read_header(path: Path, block: bytes) -> tuple[str, int]:
    try:
        info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.TarError, ValueError) as exc:
        raise _not_a_backup(path) from exc
    if info.type != tarfile.REGTYPE or info.linkname or info.size < 0 or not _NAME.fullmatch(info.name):
        raise BadInput(f"{path.name} holds something that no backup of Casescribe holds, so it was not read.", _NOTHING_DONE)
    return info.name, info.size


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def _content(facts: Mapping[str, Any], members: Mapping[str, Member]) -> dict[str, Any]:
    files = {name: {"size": m.size, "sha256": m.sha256} for name, m in members.items()}
    return {"format": FORMAT, "facts": dict(facts), "files": files}


def _seal(content: Mapping[str, Any], key: bytes) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(key, canonical, hashlib.sha256).hexdigest()


def _not_a_backup(path: Path) -> BadInput:
    return BadInput(f"{path.name} is no backup of Casescribe, or it is cut off or damaged.", _NOTHING_DONE)
