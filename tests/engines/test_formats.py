"""What phones, dictaphones and meeting programs write: each file comes in with its length, its loudness and its words.

The same sentence, read by a volunteer of LibriVox, in every format; PyAV writes all but AMR wide band, which lies in
`tests/data`. One more way in: the words are heard by the recogniser, for one file of each kind of coding.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest

from models.fetching.weights import ModelStore
from models.hearing.transcriber import WhisperTranscriber
from recorder.capture import decode_audio
from recorder.config import load_config
from recorder.domain import Audio

ROOT = Path(__file__).parents[2]
SPEECH = ROOT / "../shared/data/speech/austen-0880.flac"

pytestmark = pytest.mark.engine


@cache
def sentence(rate: int) -> npt.NDArray[np.float32]:
    """The sentence at another rate, shape (n,)."""
    frame = av.AudioFrame.from_ndarray(decode_audio(SPEECH).samples.reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate = 16_000
    resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
    return np.concatenate([f.to_ndarray()[0] for part in (frame, None) for f in resampler.resample(part)])


def written(
    container: str, codec: str, *, rate: int, layout: str = "mono", video: bool = False, gains: tuple[float, ...] = ()
) -> bytes:
    """The sentence in a file; `gains` are the channels' loudnesses, all 1 if not given."""
    said = sentence(rate)
    gains = gains or (1.0,) * (2 if layout == "stereo" else 1)
    channels = np.stack([said * gain for gain in gains], axis=1).astype(np.float32)
    out = io.BytesIO()
    with av.open(out, "w", format=container) as muxer:
        if video:
            picture: Any = muxer.add_stream("mpeg4", rate=10)
            picture.width, picture.height = 64, 48
        stream: Any = muxer.add_stream(codec, rate=rate, layout=layout)
        stream.bit_rate = 12_200 if codec == "libopencore_amrnb" else 64_000
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate, frame_size=stream.frame_size or 1024)
        frame = av.AudioFrame.from_ndarray(channels.reshape(1, -1), format="flt", layout=layout)
        frame.sample_rate = rate
        for piece in [*resampler.resample(frame), *resampler.resample(None), None]:
            muxer.mux(stream.encode(piece))
        if video:
            for n in range(30):
                shown = av.VideoFrame(64, 48, "yuv420p")
                shown.pts, shown.time_base = n, Fraction(1, 10)
                muxer.mux(picture.encode(shown))
            muxer.mux(picture.encode(None))
    return out.getvalue()


def pcm(codec: str, rate: int, container: str = "wav", **more: Any) -> Callable[[], bytes]:
    return lambda: written(container, codec, rate=rate, **more)


FORMATS: dict[str, Callable[[], bytes]] = {
    "wav 8 bit 8 kHz": pcm("pcm_u8", 8_000),
    "wav 16 bit 11 kHz": pcm("pcm_s16le", 11_025),
    "wav 16 bit 16 kHz": pcm("pcm_s16le", 16_000),
    "wav 16 bit 44.1 kHz stereo": pcm("pcm_s16le", 44_100, layout="stereo"),
    "wav 24 bit 48 kHz": pcm("pcm_s24le", 48_000),
    "wav 24 bit 96 kHz stereo": pcm("pcm_s24le", 96_000, layout="stereo"),
    "wav 32 bit 48 kHz": pcm("pcm_s32le", 48_000),
    "wav float 48 kHz": pcm("pcm_f32le", 48_000),
    "wav double float": pcm("pcm_f64le", 22_050),
    "wav A-law": pcm("pcm_alaw", 8_000),
    "wav µ-law": pcm("pcm_mulaw", 8_000),
    "wav ADPCM of a dictaphone": pcm("adpcm_ima_wav", 16_000),
    "wav ADPCM of Microsoft": pcm("adpcm_ms", 16_000),
    "w64": pcm("pcm_s16le", 16_000, "w64"),
    "au": pcm("pcm_mulaw", 8_000, "au"),
    "aiff": pcm("pcm_s16be", 44_100, "aiff"),
    "aiff 24 bit": pcm("pcm_s24be", 48_000, "aiff"),
    "caf": pcm("pcm_s16be", 44_100, "caf"),
    "caf of a phone, lossless": pcm("alac", 44_100, "caf"),
    "mp3": pcm("libmp3lame", 44_100, "mp3", layout="stereo"),
    "mp3 of a dictaphone": pcm("libmp3lame", 16_000, "mp3"),
    "m4a": pcm("aac", 44_100, "ipod"),
    "m4a stereo": pcm("aac", 48_000, "ipod", layout="stereo"),
    "m4a lossless": pcm("alac", 44_100, "ipod"),
    "aac": pcm("aac", 44_100, "adts"),
    "ogg opus": pcm("libopus", 48_000, "ogg"),
    "opus": pcm("libopus", 16_000, "opus"),
    "flac": pcm("flac", 44_100, "flac"),
    "wma": pcm("wmav2", 44_100, "asf"),
    "wma 1": pcm("wmav1", 44_100, "asf"),
    "amr": pcm("libopencore_amrnb", 8_000, "amr"),
    "amr wide band": (ROOT / "tests/data/austen-0880.awb").read_bytes,
    "3gp": pcm("libopencore_amrnb", 8_000, "3gp"),
    "3gp with aac": pcm("aac", 16_000, "3gp"),
    "webm": pcm("libopus", 48_000, "webm"),
    "mkv": pcm("pcm_s16le", 48_000, "matroska"),
    "mp4 with video": pcm("aac", 44_100, "mp4", video=True),
    "mov with video": pcm("pcm_s16le", 48_000, "mov", video=True, layout="stereo"),
    "3gp with video": pcm("libopencore_amrnb", 8_000, "3gp", video=True),
    "avi with video": pcm("pcm_s16le", 44_100, "avi", video=True),
    "stereo, the speaker on the left": pcm("pcm_s16le", 48_000, layout="stereo", gains=(1.0, 0.0)),
    "stereo, one wire the wrong way round": pcm("pcm_s16le", 48_000, layout="stereo", gains=(1.0, -1.0)),
}


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    store = ModelStore(load_config().models_dir)
    return WhisperTranscriber(store.path("whisper-base"), fingerprint=store.fingerprint("whisper-base"), name="whisper-base")


def loudness(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Root mean square of each twentieth of a second, shape (n // 800,)."""
    power: npt.NDArray[np.float64] = np.square(samples[: len(samples) // 800 * 800].reshape(-1, 800).astype(float)).mean(axis=1)
    return np.sqrt(power)


@pytest.mark.parametrize("kind", FORMATS)
def test_it_comes_in_with_its_length_and_its_loudness_in_time(kind: str) -> None:
    whole, heard = decode_audio(SPEECH), decode_audio(io.BytesIO(FORMATS[kind]()))
    assert heard.seconds == pytest.approx(whole.seconds, abs=0.13)  # encoders pad
    before, after = loudness(whole.samples), loudness(heard.samples)
    n = min(len(before), len(after)) - 2
    # An encoder's delay of up to a tenth of a second aside, it is as loud as it was, moment for moment.
    alike = max(np.corrcoef(before[a : a + n], after[b : b + n])[0, 1] for a, b in ((0, 0), (0, 1), (0, 2), (1, 0), (2, 0)))
    assert alike > 0.9
    # A telephone's coding leaves out what lies above 3.4 kHz.
    assert float(after.mean() / before.mean()) == pytest.approx(0.5 if "on the left" in kind else 1.0, rel=0.25)


@pytest.mark.parametrize(
    "kind",
    ["wav 8 bit 8 kHz", "wav A-law", "mp3 of a dictaphone", "amr", "amr wide band", "stereo, one wire the wrong way round"],
)
def test_its_words_are_heard(kind: str, whisper: WhisperTranscriber) -> None:
    audio: Audio = decode_audio(io.BytesIO(FORMATS[kind]()))
    said = " ".join(t.text for t in whisper.transcribe(audio, transcript_id=kind).turns)
    words = set(re.findall(r"[a-z]+", said.lower()))
    assert len(words & {"he", "was", "not", "an", "ill", "disposed", "young", "man"}) >= 5, said
