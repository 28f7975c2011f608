"""From an open container to pieces of 16 kHz mono: what is looked at before decoding, and counted again while decoding.

A small file can claim, or unpack to, hours, a rate of gigahertz or a thousand channels. Each such claim is refused with a
sentence; damage that costs a packet here and there is passed over, as players do, and said.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from recorder.errors import BadInput, NotSound
from recorder.sound.channel_voices import ChannelVoices
from recorder.sound.channels import MonoMix, Tracks

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SAMPLE_RATE = 16_000  # Hz, what speech recognisers take
_RATES = range(4_000, 192_001)  # Hz; dictaphones start at 8,000, studios end at 192,000
_CHANNELS = range(1, 33)  # a meeting room's table at most
_MOST_TRACKS = 8  # a round table's microphones
_LOUDEST = 100.0  # times full scale; numbers stored in the wrong unit would be nothing but noise
_DAMAGE = 0.05  # share of a file that may be unreadable
_GUESSED_LENGTH = ("mp3", "aac", "amr", "amrnb", "amrwb")  # they state none: FFmpeg guesses it from the first second
UNTOUCHED = "The file was not changed."
ELSEWHERE = "If it plays in another program, export it there as WAV, MP3 or M4A."


def sound_tracks(container: Any, *, name: str, max_seconds: float) -> list[Any]:
    """The file's streams of sound that can be decoded. Refuses what none of them could be, before decoding anything."""
    if not container.streams.audio:
        what = "holds pictures and no sound" if container.streams.video else "is not a sound file"
        raise NotSound(f"{name} {what}.", f"{UNTOUCHED} Choose a recording.")
    if _claimed_seconds(container) > max_seconds:
        raise _too_long(name, max_seconds)
    tracks = [stream for stream in container.streams.audio if stream.codec_context is not None]
    if not tracks:  # telephones add tracks for their own players beside one for all: one that can be read is enough
        raise NotSound(f"{name} holds sound of a kind that cannot be read.", f"{UNTOUCHED} {ELSEWHERE}")
    if len(tracks) > _MOST_TRACKS:
        raise BadInput(f"{name} has {len(tracks)} sound tracks, which no recorder makes.", f"{UNTOUCHED} It may be damaged.")
    for track in tracks:
        _check_form(track.codec_context.sample_rate, track.codec_context.channels, name=name)
    return tracks


def _claimed_seconds(container: Any) -> float:
    return float(container.duration or 0) / 1_000_000


def _check_form(rate: int, channels: int, *, name: str) -> None:
    if rate not in _RATES:
        raise BadInput(
            f"{name} says it has {rate} samples a second, which no recorder makes.", f"{UNTOUCHED} It may be damaged."
        )
    if channels not in _CHANNELS:
        raise BadInput(f"{name} says it has {channels} channels, which no recorder makes.", f"{UNTOUCHED} It may be damaged.")


def pieces_of(
    container: Any, tracks: list[Any], *, name: str, max_seconds: float, remarks: list[str], voices: ChannelVoices
) -> Iterator[npt.NDArray[np.float32]]:
    """Decoded stretches at 16 kHz. Damage that costs a packet here and there is passed over, as players do, but said.

    `voices` hears the channels of a file with one track.
    """
    import av.error

    heard = {track.index: _Track(name, voices if len(tracks) == 1 else ChannelVoices()) for track in tracks}
    laid_over = Tracks(len(tracks))
    place = {track.index: n for n, track in enumerate(tracks)}
    packets = damaged = samples = 0
    for packet in container.demux(*tracks):
        packets += 1
        index = packet.stream.index
        try:
            stretches = [s for frame in packet.decode() for s in heard[index].hear(frame)]
        except av.error.InvalidDataError:
            damaged += 1
            continue
        for stretch in stretches:
            piece = laid_over.add(place[index], stretch)
            samples += len(piece)
            if samples > max_seconds * SAMPLE_RATE:
                raise _too_long(name, max_seconds)
            yield piece
    if damaged > max(packets * _DAMAGE, 1):  # the last one of a file that was cut off is always damaged
        raise BadInput(
            f"{name} is damaged: {damaged} of {packets} parts cannot be read.", f"{UNTOUCHED} Copy it again and retry."
        )
    for index, track in heard.items():
        for stretch in track.hear(None):
            piece = laid_over.add(place[index], stretch)
            samples += len(piece)
            yield piece
    rest = laid_over.rest()
    yield rest
    if damaged:
        remarks.append(f"{damaged} of {packets} parts of {name} could not be read and were left out.")
    claimed, got = _claimed_seconds(container), (samples + len(rest)) / SAMPLE_RATE
    if got < claimed * (1 - _DAMAGE) - 1.0 and container.format.name not in _GUESSED_LENGTH:
        remarks.append(f"{name} says it lasts {_minutes(claimed)}, but only {_minutes(got)} of it could be read.")


class _Track:
    """One track of a file on its way to 16 kHz mono."""

    def __init__(self, name: str, voices: ChannelVoices) -> None:
        self._name, self._voices = name, voices
        self._form: tuple[object, ...] = ()
        self._resampler: Any = None
        self._mono = MonoMix(1)

    def hear(self, frame: Any) -> list[npt.NDArray[np.float32]]:
        """The frame's samples, as far as they are ready, each of shape (n,); all that is left for no frame."""
        import av

        form = (frame.sample_rate, frame.format.name, frame.layout.nb_channels) if frame else ()
        ready: list[Any] = []
        if form != self._form:  # joined recordings change it on the way
            ready += self._resampled(None)
            if frame:
                _check_form(frame.sample_rate, frame.layout.nb_channels, name=self._name)
                # Channels side by side, not in planes of their own: PyAV 18 reads past the eighth plane and dies.
                self._resampler = av.AudioResampler(format="flt", rate=SAMPLE_RATE)
                self._mono = MonoMix(frame.layout.nb_channels)
            self._form = form
        if frame:
            frame.pts = None  # gaps in a container's clock are no silence; the resampler refuses clocks that jump
            ready += self._resampled(frame)
        return ready

    def _resampled(self, frame: Any) -> list[npt.NDArray[np.float32]]:
        import numpy as np

        if self._resampler is None:
            return []
        pieces = []
        for out in self._resampler.resample(frame):
            channels = out.to_ndarray().reshape(-1, out.layout.nb_channels)
            piece = self._mono.mix(channels)
            # One sample that is not a number would turn into full-scale noise, or into words nobody said.
            if not np.isfinite(piece).all() or np.abs(piece).max(initial=0.0) > _LOUDEST:
                raise BadInput(f"{self._name} is damaged: part of it is not sound.", f"{UNTOUCHED} Export it again and retry.")
            self._voices.hear(channels)
            pieces.append(piece)
        return pieces


def _minutes(seconds: float) -> str:
    return f"{seconds // 60:.0f}:{int(seconds) % 60:02}"


def _too_long(name: str, max_seconds: float) -> BadInput:
    return BadInput(
        f"{name} is longer than {max_seconds / 3600:g} hours, or claims to be.", f"{UNTOUCHED} Cut it and import the parts."
    )
