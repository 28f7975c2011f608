"""Sound from a file, piece by piece: whatever a phone or dictaphone made becomes 16 kHz mono.

The file is opened here and handed over open, never as a name, because FFmpeg would follow a name or a playlist onto the
network; only formats that hold sound themselves are tried. Length and rate are looked at before anything is decoded, and
counted again while decoding, since a small file can claim or unpack to hours. It refuses what is no sound, with a sentence.
Files are read, never changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from recorder.domain import Audio, SpeakerSegment
from recorder.errors import BadInput, NotSound
from recorder.sound.channel_voices import ChannelVoices
from recorder.sound.decoding import ELSEWHERE, SAMPLE_RATE, UNTOUCHED, pieces_of, sound_tracks

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_SHORTEST = 0.1  # seconds; less holds no word
# FFmpeg's names of the containers that phones, dictaphones and meeting programs write. None refers to other files.
_FORMATS = "wav,w64,aiff,au,caf,mp3,aac,mov,mp4,m4a,3gp,ogg,flac,matroska,webm,asf,amr,amrnb,amrwb,avi"
_BLOCK = 30 * SAMPLE_RATE  # samples
_LONGEST_NAME = 80  # characters of a file's name in a sentence
_SPARE_BYTES = 4_096  # a header counts its own padding differently from program to program


def decode_audio(
    source: Path | BinaryIO, *, max_hours: float = 12, remarks: list[str] | None = None, voices: ChannelVoices | None = None
) -> Audio:
    """The sound in a file, all at once, as 16 kHz mono float32. Arguments and errors as `decode_blocks`."""
    import numpy as np

    samples = np.zeros(0, np.float32)
    for block in decode_blocks(source, max_hours=max_hours, remarks=remarks, voices=voices):
        begin = len(samples)
        samples.resize(begin + len(block.samples), refcheck=False)  # in place: joining at the end would hold all of it twice
        samples[begin:] = block.samples
    return Audio(samples, SAMPLE_RATE)


def decode_blocks(
    source: Path | BinaryIO, *, max_hours: float = 12, remarks: list[str] | None = None, voices: ChannelVoices | None = None
) -> Iterator[Audio]:
    """The sound in a file in pieces of 30 s, the last one shorter, so that ten hours take no more memory than one.

    Args:
        source: a path, or a file opened for reading bytes that can seek.
        max_hours: longer recordings are refused, so that a lying file cannot fill the disk.
        remarks: gets, with the last piece, a sentence about each thing in the file that could not be read.
        voices: hears the file's channels.

    Raises `NotSound` when there is no audio in it and `BadInput` when it cannot be used for another reason: before the
    first piece if the file's beginning tells, and after any piece if what follows is damaged. Whoever took pieces then
    throws them away.
    """
    remarks, voices = [] if remarks is None else remarks, voices or ChannelVoices()
    if not isinstance(source, Path):
        name = shown_name(Path(str(getattr(source, "name", "The file"))))
        yield from _decode(source, name=name, max_seconds=max_hours * 3600, remarks=remarks, voices=voices)
        return
    name = shown_name(source)
    try:
        if source.is_dir():
            raise BadInput(f"{name} is a folder, not a recording.", "Choose the sound file inside it.")
        if not source.exists():
            raise BadInput(f"There is no file {name}.", "Check the name and try again.")
        if not source.is_file():  # a pipe or a device, which may never end
            raise BadInput(f"{name} is not a file.", "Choose a recording.")
        with source.open("rb") as stream:
            yield from _decode(stream, name=name, max_seconds=max_hours * 3600, remarks=remarks, voices=voices)
    except OSError as exc:
        raise BadInput(f"{name} cannot be read ({exc.strerror or exc}).", "Check that you may open it.") from exc


def shown_name(path: Path) -> str:
    """A file's name as it may stand in a sentence: short, and without characters that command a terminal."""
    name = "".join(c if c.isprintable() else "�" for c in path.name) or str(path)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 20]}…{name[-19:]}"


def _decode(stream: BinaryIO, *, name: str, max_seconds: float, remarks: list[str], voices: ChannelVoices) -> Iterator[Audio]:
    import av
    import av.error

    if not stream.read(1):
        raise NotSound(f"{name} is empty: there is no sound in it.", "Record again, or choose another file.")
    missing = _missing_from_wav(stream)
    try:
        with av.open(stream, mode="r", options={"format_whitelist": _FORMATS}, metadata_errors="ignore") as container:
            tracks = sound_tracks(container, name=name, max_seconds=max_seconds)
            pieces = pieces_of(container, tracks, name=name, max_seconds=max_seconds, remarks=remarks, voices=voices)
            yield from _blocks(pieces, name=name)
    except (av.error.FFmpegError, ValueError) as exc:  # ValueError: PyAV cannot make sense of what FFmpeg gave it
        raise NotSound(f"{name} is not a sound file that can be read.", f"{UNTOUCHED} {ELSEWHERE}") from exc
    if missing:
        remarks.append(f"{name} was cut off: {missing:.0%} of what it says it holds is not there.")


def _missing_from_wav(stream: BinaryIO) -> float:
    """The share of a WAV file that its header names and that is not there; FFmpeg passes over it without a word.

    Recorders that were switched off leave 0 or the highest number there (RIFF, Microsoft and IBM 1991), which says nothing.
    """
    stream.seek(0)
    head = stream.read(12)
    size = stream.seek(0, 2)
    stream.seek(0)
    claimed = int.from_bytes(head[4:8], "little") + 8
    says = head[:4] == b"RIFF" and head[8:] == b"WAVE" and claimed < 2**32 - 2**16
    return max(1 - size / claimed, 0.0) if says and claimed - size > _SPARE_BYTES else 0.0


def _blocks(pieces: Iterable[npt.NDArray[np.float32]], *, name: str) -> Iterator[Audio]:
    """The pieces joined to blocks of `_BLOCK` samples; a file shorter than a word is refused before any."""
    import numpy as np

    shortest = round(_SHORTEST * SAMPLE_RATE)
    waiting: list[npt.NDArray[np.float32]] = []
    held = 0
    for piece in pieces:
        waiting.append(piece)
        held += len(piece)
        if held >= _BLOCK:
            joined = np.clip(np.concatenate(waiting), -1.0, 1.0)
            whole = held // _BLOCK * _BLOCK
            for begin in range(0, whole, _BLOCK):
                yield Audio(joined[begin : begin + _BLOCK].copy(), SAMPLE_RATE)
            rest = joined[whole:].copy()
            waiting, held = [rest], len(rest)
            shortest = 0
    if held < shortest:
        raise NotSound(f"There is no sound in {name}.", f"{UNTOUCHED} Choose another recording.")
    if held:
        yield Audio(np.clip(np.concatenate(waiting), -1.0, 1.0), SAMPLE_RATE)


class SoundFile:
    """A finished recording as a `recorder.ports.AudioSource`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._remarks: list[str] = []
        self._voices = ChannelVoices()

    @property
    def sha256(self) -> str:
        """Hash of the file as it was given. Raises `BadInput` when it cannot be read."""
        try:
            with self._path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as exc:
            raise BadInput(f"{shown_name(self._path)} cannot be read.", "Check that you may open it.") from exc

    @property
    def remarks(self) -> tuple[str, ...]:
        """What could not be read of the file, as sentences, once its last block was taken."""
        return tuple(self._remarks)

    @property
    def channels(self) -> tuple[SpeakerSegment, ...]:
        """Who is heard when, where each channel holds a voice of its own, once its last block was taken; else empty."""
        return self._voices.stretches()

    def blocks(self) -> Iterator[Audio]:
        """Its sound in pieces of at most 30 s, in fixed memory. Raises `NotSound` or `BadInput`, at any piece."""
        self._remarks.clear()
        self._voices = ChannelVoices()
        return decode_blocks(self._path, remarks=self._remarks, voices=self._voices)
