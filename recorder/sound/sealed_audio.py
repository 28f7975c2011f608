"""A visit's sound on disk: encrypted in authenticated chunks of 100 ms, so that what was recorded is safe at once.

`recorder.sound.sealed_frames` has the format. A recording that was cut off opens with every whole chunk; only a finished one
verifies. All frames but the last are of one size, so any moment is found without reading what comes before, and no
length of sound takes more memory than a short one. It knows no vault: whoever calls brings the key. It refuses to give out
sound that does not verify, and to guess what a damaged chunk held.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from recorder.durable import sync_folder
from recorder.errors import BadInput, Refused, StorageFailed
from recorder.sound.sealed_frames import (
    CHUNK,
    SAMPLE_BYTES,
    SAMPLE_RATE,
    UNUSED,
    FrameCipher,
    frame_size,
    length_in,
    new_header,
    note_of,
    read_header,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32] | npt.NDArray[np.int16]

_FULL_SCALE = 32_768  # 16-bit PCM as every decoder scales it, so that imported 16-bit sound stays bit for bit
_FRAME = frame_size(CHUNK)
_PCM = CHUNK * SAMPLE_BYTES
_AT_ONCE = 100  # chunks written or read together: 10 s. Also the longest tail that a power cut can leave torn


@dataclass(frozen=True, slots=True)
class SealedSound:
    """What a finished file holds."""

    sha256: str  # of the 16-bit PCM, hexadecimal; the same after encrypting anew
    seconds: float
    samples: int


class SealedAudioWriter:
    """Writes one file; made by `create`. As a context manager it lets go of the file at the end of the block.

    A live recording (`sync_each_chunk`) stands under its name from the start and is torn, not gone, after a crash. An
    import is written beside its name and takes it in `finish`, so that it is there whole or not at all; leaving the block
    unfinished removes it.
    """

    def __init__(self, file: BinaryIO, path: Path, cipher: FrameCipher, *, live: bool) -> None:
        self._file, self._path, self._cipher, self._live = file, path, cipher, live
        self._body = file.seek(0, os.SEEK_END)  # where the frames begin
        self._chunks = 0  # in the file; those of a live recording are known to be on the disk
        self._pending = bytearray()  # PCM not yet in the file
        self._samples = 0  # given
        self._hash = hashlib.sha256()
        self._ended = False

    @classmethod
    def create(cls, path: Path, key: bytes, *, header_note: bytes = b"", sync_each_chunk: bool = True) -> SealedAudioWriter:
        """Begin a file, readable by this user only.

        Args:
            path: where it will stand. An import replaces what stands there, a live recording never does.
            key: the visit's key, 32 bytes.
            header_note: up to 4 KiB that anybody may read and nobody change unseen, such as the wrapped key.
            sync_each_chunk: force each chunk to the disk; without it everything is forced once, in `finish`.

        Raises `Refused` when a live recording would overwrite something, `StorageFailed` when the disk will not.
        """
        header = new_header(header_note)
        cipher = FrameCipher(key, header)
        if sync_each_chunk and path.exists():
            raise Refused(f"There is a recording {path.name} already.", "Nothing was changed.")
        try:
            file = _begin(path, header + cipher.header_tag(), live=sync_each_chunk)
        except OSError as exc:
            raise _disk_refused(path, exc, "Make room on the disk and try again.") from exc
        return cls(file, path, cipher, live=sync_each_chunk)

    @property
    def acknowledged(self) -> int:
        """Samples that a crash can no longer take: whole chunks of a live recording, nothing of an unfinished import."""
        return self._chunks * CHUNK if self._live else 0

    @property
    def seconds(self) -> float:
        """Length of all that was given so far."""
        return self._samples / SAMPLE_RATE

    def append(self, samples: Samples) -> int:
        """Add sound: float32 in [−1, 1] or int16, shape (n,), 16 kHz. Returns `acknowledged`.

        Raises `BadInput` for what is no number (nothing is added) and `StorageFailed` when the disk refuses; what could not
        be written is kept and goes out with the next `append` or `finish`.
        """
        if self._ended:
            raise RuntimeError("sound added after the end of a recording")
        pcm = to_pcm(samples)
        self._hash.update(pcm)
        self._samples += len(pcm) // SAMPLE_BYTES
        self._pending += pcm
        wait = 1 if self._live else _AT_ONCE
        while len(self._pending) >= wait * _PCM:
            count = min(len(self._pending) // _PCM, _AT_ONCE)
            self._write(self._frames(count), sync=self._live)
            self._chunks += count
            del self._pending[: count * _PCM]
        return self.acknowledged

    def finish(self) -> SealedSound:
        """Write the last chunk, force everything to the disk and close. May be tried again after `StorageFailed`."""
        self._ended = True
        if not self._file.closed:
            whole = max(len(self._pending) - 1, 0) // _PCM
            last = self._cipher.seal(self._chunks + whole, bytes(self._pending[whole * _PCM :]), last=True)
            self._write(self._frames(whole) + last, sync=True)
        try:
            self._file.close()
            if not self._live:
                _beside(self._path).replace(self._path)
            sync_folder(self._path.parent)
        except OSError as exc:
            raise _disk_refused(self._path, exc, "Check the disk and try again.") from exc
        return SealedSound(self._hash.hexdigest(), self.seconds, self._samples)

    def discard(self) -> None:
        """Remove the file and forget what was given: consent was withdrawn, or an import failed."""
        self._ended = True
        self._pending.clear()
        self._file.close()
        try:
            (self._path if self._live else _beside(self._path)).unlink(missing_ok=True)
            sync_folder(self._path.parent)
        except OSError as exc:
            raise StorageFailed(f"{self._path.name} could not be removed: {exc.strerror}.", "Remove it by hand.") from exc

    def close(self) -> None:
        """Let go of the file: a live recording stays as it is, an import that was not finished is removed."""
        if self._live:
            self._ended = True
            self._file.close()
        elif not self._file.closed:
            self.discard()

    def __enter__(self) -> SealedAudioWriter:
        """The writer itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def _frames(self, count: int) -> bytes:
        chunks = (bytes(self._pending[i * _PCM : (i + 1) * _PCM]) for i in range(count))
        return b"".join(self._cipher.seal(self._chunks + i, pcm, last=False) for i, pcm in enumerate(chunks))

    def _write(self, frames: bytes, *, sync: bool) -> None:
        begin = self._body + self._chunks * _FRAME
        try:
            self._file.seek(begin)
            _write_all(self._file, frames)
            if sync:
                os.fsync(self._file.fileno())
        except OSError as exc:
            # After a failed sync the system may have dropped the bytes and call them written: they go out again.
            with contextlib.suppress(OSError):
                self._file.truncate(begin)
            raise _disk_refused(self._path, exc, "What was recorded before is safe. Make room on the disk.") from exc


class SealedAudioReader:
    """Reads one file, finished or torn, without ever holding all of it; made by `open`."""

    def __init__(self, file: BinaryIO, path: Path, cipher: FrameCipher, note: bytes) -> None:
        self._file, self._path, self._cipher, self._note = file, path, cipher, note
        self._body = file.tell()  # where the frames begin
        self._whole, self._last, self._torn = self._find_end(file.seek(0, os.SEEK_END) - self._body)

    @classmethod
    def open(cls, path: Path, key: bytes) -> SealedAudioReader:
        """Open a file of any length at once: only its two ends are read.

        Raises `StorageFailed` when it is not there, is no recording of this key, or its header was changed.
        """
        with _reading(path), contextlib.ExitStack() as on_failure:
            file = on_failure.enter_context(path.open("rb"))
            header, tag = read_header(file, path.name)
            cipher = FrameCipher(key, header)
            if not cipher.made(tag):
                raise StorageFailed(f"{path.name} was changed at its beginning, or belongs to another visit.", UNUSED)
            reader = cls(file, path, cipher, note_of(header))
            on_failure.pop_all()
            return reader

    @property
    def sample_rate(self) -> int:
        """Samples a second."""
        return SAMPLE_RATE

    @property
    def samples(self) -> int:
        """Samples in whole chunks."""
        return self._whole * CHUNK + (self._last or 0)

    @property
    def seconds(self) -> float:
        """Length of what is whole."""
        return self.samples / SAMPLE_RATE

    @property
    def finished(self) -> bool:
        """Whether the last chunk is there; without it the end may be missing."""
        return self._last is not None

    @property
    def torn(self) -> int:
        """Bytes after the last whole chunk: 0 unless a crash came in the middle of one, or the end is damaged."""
        return self._torn

    @property
    def header_note(self) -> bytes:
        """What the caller left in the header."""
        return self._note

    def read(self, start_s: float, end_s: float) -> npt.NDArray[np.float32]:
        """The sound from one moment to another, in seconds, as far as there is any. Shape (n,), in [−1, 1].

        Raises `StorageFailed`, naming the place, when a chunk of it is damaged.
        """
        import numpy as np

        first = min(max(round(start_s * SAMPLE_RATE), 0), self.samples)
        end = min(max(round(end_s * SAMPLE_RATE), first), self.samples)
        pcm = b"".join(self._pcm(first // CHUNK, -(-end // CHUNK)))
        skip = first % CHUNK
        return np.frombuffer(pcm, "<i2")[skip : skip + end - first].astype(np.float32) / np.float32(_FULL_SCALE)

    def blocks(self, seconds: float = 30.0) -> Iterator[npt.NDArray[np.float32]]:
        """All sound in order, in pieces of so many seconds, the last one shorter. Raises as `read`."""
        step = max(round(seconds * SAMPLE_RATE), 1)
        for first in range(0, self.samples, step):
            yield self.read(first / SAMPLE_RATE, (first + step) / SAMPLE_RATE)

    def verify(self) -> SealedSound:
        """Read everything. Raises `StorageFailed`, naming the first damaged place, or where an unfinished file stops."""
        digest = hashlib.sha256()
        for pcm in self._pcm(0, self._whole + self.finished):
            digest.update(pcm)
        if not self.finished or self._torn:
            raise self._damaged(self._whole)
        return SealedSound(digest.hexdigest(), self.seconds, self.samples)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> SealedAudioReader:
        """The reader itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def _find_end(self, size: int) -> tuple[int, int | None, int]:
        """Whole chunks before the last, samples in the last (None: not there), and bytes that are neither."""
        for at in range(size // _FRAME, -1, -1):  # one step, unless the end does not open
            room = min(size - at * _FRAME, _FRAME)
            frame = self._frame(at, room)
            if room >= frame_size(0) and length_in(frame) <= room:
                pcm = self._cipher.open(at, frame[: length_in(frame)], last=True)
                if pcm is not None:
                    return at, len(pcm) // SAMPLE_BYTES, size - at * _FRAME - length_in(frame)
            if at and self._cipher.open(at - 1, self._frame(at - 1, _FRAME), last=False) is not None:
                return at, None, size - at * _FRAME
        return 0, None, size

    def _frame(self, number: int, length: int) -> bytes:
        self._file.seek(self._body + number * _FRAME)
        return self._file.read(length)

    def _pcm(self, first: int, end: int) -> Iterator[bytes]:
        """Opened chunks `first` to `end`, read ten seconds at a time."""
        for begin in range(first, end, _AT_ONCE):
            count = min(_AT_ONCE, end - begin)
            with _reading(self._path):
                data = self._frame(begin, count * _FRAME)
            for i in range(count):
                last = begin + i == self._whole
                length = frame_size(self._last or 0) if last else _FRAME
                pcm = self._cipher.open(begin + i, data[i * _FRAME : i * _FRAME + length], last=last)
                if pcm is None:
                    raise self._damaged(begin + i)
                yield pcm

    def _damaged(self, chunk: int) -> StorageFailed:
        place = f"{chunk * CHUNK / SAMPLE_RATE:.1f} seconds"
        if chunk == self._whole and not self._torn:
            return StorageFailed(f"The recording {self._path.name} stops after {place}: its end is missing.", UNUSED)
        return StorageFailed(f"The recording {self._path.name} is damaged at {place}.", UNUSED)


def read_header_note(path: Path) -> bytes:
    """The note in a file's header, without the key and therefore unproven until `SealedAudioReader.open` took it.

    Raises `StorageFailed` when the file is not there or no recording.
    """
    with _reading(path), path.open("rb") as file:
        return note_of(read_header(file, path.name)[0])


def recover(path: Path, key: bytes) -> SealedSound:
    """Finish a recording that a crash tore, keeping every whole chunk; a finished one is verified and stays as it is.

    The whole chunks are encrypted anew beside it (the same nonce must never hold two contents) and take its name at once.
    Raises `StorageFailed`, with the file unchanged, when something is damaged that no crash explains.
    """
    with SealedAudioReader.open(path, key) as torn:
        if torn.finished or torn.torn > _AT_ONCE * _FRAME:  # more than is ever written between two syncs
            return torn.verify()
        with SealedAudioWriter.create(path, key, header_note=torn.header_note, sync_each_chunk=False) as whole:
            for block in torn.blocks():
                whole.append(block)
            torn.close()  # some systems do not replace a file that is open
            return whole.finish()


def _begin(path: Path, header: bytes, *, live: bool) -> BinaryIO:
    """A private file that holds the header, open to go on; nothing is left of one that fails."""
    beside = _beside(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(beside, flags, 0o600), "wb", buffering=0) as file:
            _write_all(file, header)
            os.fsync(file.fileno())
        if live:  # under its name only once the header is safe, so that no recording lacks one
            beside.replace(path)
            sync_folder(path.parent)
        return (path if live else beside).open("r+b", buffering=0)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def to_pcm(samples: Samples) -> bytes:
    """Sound as it is stored: 16-bit PCM, little-endian. Raises `BadInput` for what is no number."""
    import numpy as np

    if samples.ndim != 1 or samples.dtype not in (np.float32, np.int16):
        raise ValueError(f"sound of shape {samples.shape} and type {samples.dtype}")
    if samples.dtype == np.int16:
        return samples.astype("<i2").tobytes()
    if not np.isfinite(samples).all():
        raise BadInput("Part of the sound is not sound: it holds values that are not numbers.", "It was not added.")
    return np.clip(np.rint(samples * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes()


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".partial")


def _write_all(file: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:  # an unbuffered file may take less than it was given
        view = view[file.write(view) :]


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StorageFailed(f"The recording {path.name} cannot be read: {exc.strerror}.", UNUSED) from exc


def _disk_refused(path: Path, exc: OSError, next_step: str) -> StorageFailed:
    return StorageFailed(f"The recording {path.name} could not be written: {exc.strerror}.", next_step)
