import gzip
import io
import os
import struct
import wave
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest

from recorder.capture import SoundFile, decode_audio
from recorder.errors import BadInput, NotSound
from recorder.sound.sealed_audio import SealedAudioWriter


def tone(seconds: float = 1.0, *, hertz: float = 440.0, rate: int = 16_000) -> npt.NDArray[np.float32]:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def wav(samples: npt.NDArray[np.float32], *, rate: int = 16_000, channels: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as w:
        w.setnchannels(channels)
        w.setsampwidth(2)
        w.setframerate(rate)
        w.writeframes((np.repeat(samples, channels) * 32_767).astype("<i2").tobytes())
    return out.getvalue()


def float_wav(samples: npt.NDArray[np.float32], *, channels: int = 1) -> bytes:
    data = samples.astype("<f4").tobytes()
    form = struct.pack("<HHIIHH", 3, channels, 16_000, 64_000 * channels, 4 * channels, 32)  # 3 is IEEE float
    body = b"WAVE" + b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def encoded(container: str, codec: str, *, rate: int, seconds: float = 1.0) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=container) as muxer:
        stream: Any = muxer.add_stream(codec, rate=rate, layout="mono")
        stream.bit_rate = 64_000
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=rate, frame_size=stream.frame_size or 1024)
        frame = av.AudioFrame.from_ndarray(tone(seconds, rate=rate).reshape(1, -1), format="flt", layout="mono")
        frame.sample_rate = rate
        for piece in [*resampler.resample(frame), *resampler.resample(None), None]:
            muxer.mux(stream.encode(piece))
    return out.getvalue()


def silent_video() -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as muxer:
        stream = muxer.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        for _ in range(5):
            muxer.mux(stream.encode(av.VideoFrame(32, 32, "yuv420p")))
        muxer.mux(stream.encode(None))
    return out.getvalue()


def wav_that_claims(*, rate: int) -> bytes:
    data = bytearray(wav(tone()))
    data[24:28] = struct.pack("<I", rate)
    data[28:32] = struct.pack("<I", min(rate * 2, 2**32 - 1))
    return bytes(data)


def wav_with(*, channels: int, bits: int = 16) -> bytes:
    data = bytearray(wav(tone(3.0)))
    data[22:24] = struct.pack("<H", channels)
    data[32:36] = struct.pack("<HH", min(channels * 2, 65_535), bits)
    return bytes(data)


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("visit.wav", b"\0" * 2_000_000)
    return out.getvalue()


def flac_that_claims(*, hours: float) -> bytes:
    """The number of samples stands in the last 36 bits of bytes 18–25 (RFC 9639, section 8.2)."""
    data = bytearray(encoded("flac", "flac", rate=16_000))
    fields = int.from_bytes(data[18:26]) >> 36 << 36
    data[18:26] = (fields | int(hours * 3600 * 16_000)).to_bytes(8)
    return bytes(data)


def with_one(bad: float) -> bytes:
    samples = tone()
    samples[8_000] = bad
    return float_wav(samples)


NO_SOUND: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"Dear diary, today we visited.\n" * 50,
    "zeros": lambda: b"\0" * 5_000,
    "a video without sound": silent_video,
    "a header and nothing": lambda: wav(tone(0.0)),
    "a blink": lambda: wav(tone(0.02)),
    "an HLS playlist": lambda: b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n",
    "a DASH manifest": lambda: b'<?xml version="1.0"?><MPD><Period><BaseURL>http://127.0.0.1:9/</BaseURL></Period></MPD>',
    "a session description": lambda: (
        b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n"
    ),
    "a list of files": lambda: b"ffconcat version 1.0\nfile '/etc/hostname'\n",
    "an archive": zip_bomb,
    "a packed sound": lambda: gzip.compress(wav(tone())),
    "an unknown coding": lambda: wav_with(channels=1, bits=0),
    "an m4a without its end": lambda: encoded("ipod", "aac", rate=44_100)[:5_000],
    "subtitles": lambda: b"1\n00:00:00,000 --> 00:00:05,000\nhello\n",
}


@pytest.mark.parametrize("kind", NO_SOUND)
def test_what_is_no_sound_is_refused_in_a_sentence(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "visit.wav"
    content = NO_SOUND[kind]()
    path.write_bytes(content)
    with pytest.raises(NotSound) as refusal:
        decode_audio(path)
    assert "visit.wav" in refusal.value.message
    assert refusal.value.next_step
    assert refusal.value.exit_code == 3
    assert path.read_bytes() == content


UNUSABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "not a number": (lambda: with_one(float("nan")), "damaged"),
    "infinite": (lambda: with_one(float("inf")), "damaged"),
    "1 Hz": (lambda: wav_that_claims(rate=1), "samples a second"),
    "both infinities": (lambda: float_wav(np.tile(np.array([np.inf, -np.inf], np.float32), 4_000), channels=2), "damaged"),
    "no channel": (lambda: wav_with(channels=0), "channels|not a sound file"),
    "64 channels": (lambda: wav_with(channels=64), "64 channels"),
    "3 GHz": (lambda: wav_that_claims(rate=3_000_000_000), "samples a second|not a sound file"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_sound_that_lies_is_refused(kind: str) -> None:
    make, says = UNUSABLE[kind]
    with pytest.raises(BadInput, match=says):
        decode_audio(io.BytesIO(make()))


def test_a_recording_longer_than_allowed_is_refused_by_what_it_claims_and_by_what_it_holds() -> None:
    with pytest.raises(BadInput, match="longer than"):
        decode_audio(io.BytesIO(flac_that_claims(hours=13)))
    with pytest.raises(BadInput, match="longer than"):
        decode_audio(io.BytesIO(encoded("adts", "aac", rate=16_000, seconds=3.0)), max_hours=1 / 3600)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is a folder"):
        decode_audio(tmp_path)
    with pytest.raises(BadInput, match="There is no file"):
        decode_audio(tmp_path / "none.wav")


def test_a_pipe_that_never_ends_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    with pytest.raises(BadInput, match="is not a file"):
        decode_audio(tmp_path / "pipe.wav")


NAMES = {
    "commands for the terminal": "a\x1b]52;c;ZXZpbA==\x07\x9b2J.wav",
    "two lines": "visit\nEverything is fine.wav",
    "the other way round": "visit\u202egnp.wav",
    "bytes that are no text": os.fsdecode(b"visit\xff.wav"),
    "very long": "v" * 251 + ".wav",
    "longer than any system takes": "v" * 2_000 + ".wav",
    "an option": "--help.wav",
}


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("there", [True, False])
def test_a_hostile_name_is_refused_in_one_harmless_line(tmp_path: Path, kind: str, there: bool) -> None:
    path = tmp_path / NAMES[kind]
    if there and len(path.name) < 256:
        path.write_bytes(b"no sound\n" * 9)
    with pytest.raises(BadInput) as refusal:
        decode_audio(path)
    sentence = refusal.value.sentence()
    assert sentence.isprintable()
    assert len(sentence) < 250
    assert sentence.encode()


SOUNDS: dict[str, Callable[[], bytes]] = {
    "wav": lambda: wav(tone()),
    "wav 8 kHz": lambda: wav(tone(rate=8_000), rate=8_000),
    "wav 48 kHz stereo": lambda: wav(tone(rate=48_000), rate=48_000, channels=2),
    "float wav": lambda: float_wav(tone()),
    "wav of a table of 16 microphones": lambda: wav(tone(), channels=16),
    "flac": lambda: encoded("flac", "flac", rate=44_100),
    "ogg opus": lambda: encoded("ogg", "libopus", rate=48_000),
    "mp3": lambda: encoded("mp3", "libmp3lame", rate=44_100),
    "m4a": lambda: encoded("ipod", "aac", rate=44_100),
    "aac": lambda: encoded("adts", "aac", rate=44_100),
    "webm": lambda: encoded("webm", "libopus", rate=48_000),
    "wma": lambda: encoded("asf", "wmav2", rate=44_100),
}


@pytest.mark.parametrize("kind", SOUNDS)
def test_what_phones_and_dictaphones_write_keeps_its_pitch_loudness_and_length(kind: str) -> None:
    audio = decode_audio(io.BytesIO(SOUNDS[kind]()))
    assert audio.sample_rate == 16_000
    assert audio.samples.dtype == np.float32
    assert audio.seconds == pytest.approx(1.0, abs=0.12)  # encoders pad
    middle = audio.samples[4_000:12_000]
    assert np.abs(np.fft.rfft(middle)).argmax() * 2 == pytest.approx(440, abs=4)
    assert float(np.sqrt(np.mean(middle**2))) == pytest.approx(0.354, abs=0.03)


def test_a_wav_cut_off_in_the_middle_gives_what_was_recorded() -> None:
    audio = decode_audio(io.BytesIO(wav(tone(2.0))[:40_000]))
    assert audio.seconds == pytest.approx(1.25, abs=0.02)


@pytest.mark.parametrize("seconds", [0.1, 30.0, 60.2])
def test_pieces_are_half_minutes_and_together_the_whole(tmp_path: Path, seconds: float) -> None:
    (tmp_path / "v.wav").write_bytes(wav(tone(seconds)))
    pieces = list(SoundFile(tmp_path / "v.wav").blocks())
    assert all(p.seconds == 30.0 for p in pieces[:-1])
    assert 0 < pieces[-1].seconds <= 30.0
    assert np.array_equal(np.concatenate([p.samples for p in pieces]), decode_audio(tmp_path / "v.wav").samples)
    assert sum(p.seconds for p in pieces) == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize("bad", [float("nan"), float("-inf")])
def test_damage_after_the_first_piece_leaves_nothing_half_done(tmp_path: Path, bad: float) -> None:
    samples = tone(35.0)
    samples[34 * 16_000] = bad
    (tmp_path / "v.wav").write_bytes(float_wav(samples))
    vault = tmp_path / "vault"
    vault.mkdir()
    with SealedAudioWriter.create(vault / "v.sound", bytes(32), sync_each_chunk=False) as writer:
        pieces = (writer.append(piece.samples) for piece in SoundFile(tmp_path / "v.wav").blocks())
        with pytest.raises(BadInput, match=r"v\.wav is damaged"):
            list(pieces)
        assert writer.seconds == 30.0
    assert not list(vault.iterdir())
