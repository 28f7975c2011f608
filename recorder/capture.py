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
from typing import TYPE_CHECKING, Any, BinaryIO

from recorder.domain import Audio
from recorder.errors import BadInput, NotSound

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SAMPLE_RATE = 16_000  # Hz, what speech recognisers take
_RATES = range(4_000, 192_001)  # Hz; dictaphones start at 8,000, studios end at 192,000
_CHANNELS = range(1, 33)  # a meeting room's table at most
_SHORTEST = 0.1  # seconds; less holds no word
# FFmpeg's names of the containers that phones, dictaphones and meeting programs write. None refers to other files.
_FORMATS = "wav,w64,aiff,au,caf,mp3,aac,mov,mp4,m4a,3gp,ogg,flac,matroska,webm,asf,amr,amrnb,amrwb,avi"
_BLOCK = 30 * SAMPLE_RATE  # samples
_LONGEST_NAME = 80  # characters of a file's name in a sentence
_UNTOUCHED = "The file was not changed."


def decode_audio(source: Path | BinaryIO, *, max_hours: float = 12) -> Audio:
    """The sound in a file, all at once, as 16 kHz mono float32. Arguments and errors as `decode_blocks`."""
    import numpy as np

    samples = np.zeros(0, np.float32)
    for block in decode_blocks(source, max_hours=max_hours):
        begin = len(samples)
        samples.resize(begin + len(block.samples), refcheck=False)  # in place: joining at the end would hold all of it twice
        samples[begin:] = block.samples
    return Audio(samples, SAMPLE_RATE)


def decode_blocks(source: Path | BinaryIO, *, max_hours: float = 12) -> Iterator[Audio]:
    """The sound in a file in pieces of 30 s, the last one shorter, so that ten hours take no more memory than one.

    Args:
        source: a path, or a file opened for reading bytes that can seek.
        max_hours: longer recordings are refused, so that a lying file cannot fill the disk.

    Raises `NotSound` when there is no audio in it and `BadInput` when it cannot be used for another reason: before the
    first piece if the file's beginning tells, and after any piece if what follows is damaged. Whoever took pieces then
    throws them away.
    """
    if not isinstance(source, Path):
        yield from _decode(
            source, name=shown_name(Path(str(getattr(source, "name", "The file")))), max_seconds=max_hours * 3600
        )
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
            yield from _decode(stream, name=name, max_seconds=max_hours * 3600)
    except OSError as exc:
        raise BadInput(f"{name} cannot be read ({exc.strerror or exc}).", "Check that you may open it.") from exc


def shown_name(path: Path) -> str:
    """A file's name as it may stand in a sentence: short, and without characters that command a terminal."""
    name = "".join(c if c.isprintable() else "�" for c in path.name) or str(path)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 20]}…{name[-19:]}"


def _decode(stream: BinaryIO, *, name: str, max_seconds: float) -> Iterator[Audio]:
    import av
    import av.error

    if not stream.read(1):
        raise NotSound(f"{name} is empty: there is no sound in it.", "Record again, or choose another file.")
    stream.seek(0)
    try:
        with av.open(stream, mode="r", options={"format_whitelist": _FORMATS}, metadata_errors="ignore") as container:
            _check_claims(container, name=name, max_seconds=max_seconds)
            yield from _blocks(_pieces(container, name=name, max_samples=round(max_seconds * SAMPLE_RATE)), name=name)
    except (av.error.FFmpegError, ValueError) as exc:  # ValueError: the number of channels changes on the way
        raise NotSound(f"{name} is not a sound file that can be read.", f"{_UNTOUCHED} Choose a recording.") from exc


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
        raise NotSound(f"There is no sound in {name}.", f"{_UNTOUCHED} Choose another recording.")
    if held:
        yield Audio(np.clip(np.concatenate(waiting), -1.0, 1.0), SAMPLE_RATE)


def _check_claims(container: Any, *, name: str, max_seconds: float) -> None:
    if not container.streams.audio:
        what = "a video without sound" if container.streams.video else "not a sound file"
        raise NotSound(f"{name} is {what}.", f"{_UNTOUCHED} Choose a recording.")
    seconds = (container.duration or 0) / 1_000_000
    if seconds > max_seconds:
        raise _too_long(name, max_seconds)
    codec = container.streams.audio[0].codec_context
    if codec is None:
        raise NotSound(f"{name} holds sound of a kind that cannot be read.", f"{_UNTOUCHED} Export it as WAV, MP3 or M4A.")
    rate, channels = codec.sample_rate, codec.channels
    if rate not in _RATES:
        raise BadInput(
            f"{name} says it has {rate} samples a second, which no recorder makes.", f"{_UNTOUCHED} It may be damaged."
        )
    if channels not in _CHANNELS:
        raise BadInput(f"{name} says it has {channels} channels, which no recorder makes.", f"{_UNTOUCHED} It may be damaged.")


def _pieces(container: Any, *, name: str, max_samples: int) -> Iterator[npt.NDArray[np.float32]]:
    """Decoded stretches at 16 kHz. Damage that costs a packet here and there is passed over, as players do."""
    import av
    import av.error
    import numpy as np

    # Channels are averaged here: FFmpeg's own way to mono makes two equal channels louder, and clips them.
    # Channels side by side, not in planes of their own: PyAV 18 reads past the eighth plane and brings the program down.
    resampler = av.AudioResampler(format="flt", rate=SAMPLE_RATE)
    packets = damaged = samples = 0
    for packet in container.demux(container.streams.audio[0]):
        packets += 1
        try:
            frames = [out for frame in packet.decode() for out in resampler.resample(_untimed(frame))]
        except av.error.InvalidDataError:
            damaged += 1
            continue
        for frame in frames:
            piece = _mono(frame)
            samples += len(piece)
            if samples > max_samples:
                raise _too_long(name, max_samples / SAMPLE_RATE)
            # One sample that is not a number would turn into full-scale noise, or into words nobody said.
            if not np.isfinite(piece).all():
                raise BadInput(f"{name} is damaged: part of it is not sound.", f"{_UNTOUCHED} Export it again and retry.")
            yield piece
    if damaged * 20 > packets:
        raise BadInput(
            f"{name} is damaged: {damaged} of {packets} parts cannot be read.", f"{_UNTOUCHED} Copy it again and retry."
        )
    for frame in resampler.resample(None):
        yield _mono(frame)


def _mono(frame: Any) -> npt.NDArray[np.float32]:
    import numpy as np

    channels = frame.to_ndarray().reshape(-1, frame.layout.nb_channels)
    with np.errstate(invalid="ignore"):  # infinite one way here and the other there: found by the caller
        mixed: npt.NDArray[np.float32] = channels.mean(axis=1, dtype=np.float32)
    return mixed


def _untimed(frame: Any) -> Any:
    frame.pts = None  # gaps in a container's clock are no silence; the resampler refuses clocks that jump
    return frame


def _too_long(name: str, max_seconds: float) -> BadInput:
    return BadInput(
        f"{name} is longer than {max_seconds / 3600:g} hours, or claims to be.", f"{_UNTOUCHED} Cut it and import the parts."
    )


class SoundFile:
    """A finished recording as a `recorder.ports.AudioSource`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def sha256(self) -> str:
        """Hash of the file as it was given. Raises `BadInput` when it cannot be read."""
        try:
            with self._path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as exc:
            raise BadInput(f"{shown_name(self._path)} cannot be read.", "Check that you may open it.") from exc

    def blocks(self) -> Iterator[Audio]:
        """Its sound in pieces of at most 30 s, in fixed memory. Raises `NotSound` or `BadInput`, at any piece."""
        return decode_blocks(self._path)
