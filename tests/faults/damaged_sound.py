"""The list of damaged and lying files: each a name and what makes its bytes, the same in every run.

`REFUSED` must end in a sentence and leave nothing; `KEPT` holds sound worth keeping, of which what is left comes in, with
a remark where something is missing.
"""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import av

from tests.unit.recorder.test_capture import (
    NO_SOUND,
    UNUSABLE,
    encoded,
    flac_that_claims,
    float_wav,
    silent_video,
    tone,
    wav,
    wav_that_claims,
    wav_with,
    zip_bomb,
)

Make = Callable[[], bytes]
_KINDS = {
    "wav": ("wav", "pcm_s16le", 16_000),
    "flac": ("flac", "flac", 44_100),
    "ogg": ("ogg", "libopus", 48_000),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "m4a": ("ipod", "aac", 44_100),
    "webm": ("webm", "libopus", 48_000),
    "wma": ("asf", "wmav2", 44_100),
    "caf": ("caf", "pcm_s16be", 44_100),
    "aiff": ("aiff", "pcm_s16be", 44_100),
    "amr": ("amr", "libopencore_amrnb", 8_000),
}


@cache
def whole(kind: str, seconds: float = 2.0) -> bytes:
    """A good file of a kind."""
    container, codec, rate = _KINDS[kind]
    return encoded(container, codec, rate=rate, seconds=seconds)


def always(data: bytes) -> Make:
    return lambda: data


def cut(kind: str, size: int) -> Make:
    return lambda: whole(kind)[:size]


def without_head(kind: str, size: int) -> Make:
    return lambda: whole(kind)[size:]


def head_of(kind: str, fill: int, size: int) -> Make:
    """The first bytes overwritten."""
    return lambda: bytes([fill]) * size + whole(kind)[size:]


def body_of(kind: str, keep: int, noise: Callable[[int], bytes]) -> Make:
    """The first bytes kept and all that follows replaced."""
    return lambda: whole(kind)[:keep] + noise(len(whole(kind)) - keep)


def chance(size: int) -> bytes:
    return random.Random(4).randbytes(size)  # noqa: S311 - the same noise in every run


def patched(data: bytes, *changes: tuple[int, bytes]) -> bytes:
    out = bytearray(data)
    for at, new in changes:
        out[at : at + len(new)] = new
    return bytes(out)


def box_changed(find: bytes, change: Callable[[int, bytes], tuple[int, bytes]]) -> Make:
    """An m4a with a change at its first box of a name."""

    def make() -> bytes:
        data = whole("m4a")
        return patched(data, change(data.index(find), data))

    return make


def encrypted_m4a() -> bytes:
    """Common encryption (ISO/IEC 23001-7) without the key, as shops sell it."""
    out = io.BytesIO()
    options = {"encryption_scheme": "cenc-aes-ctr", "encryption_key": "00" * 15 + "01", "encryption_kid": "00" * 15 + "02"}
    with av.open(out, "w", format="mp4", options=options) as muxer:
        stream: Any = muxer.add_stream("aac", rate=44_100, layout="mono")
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=44_100, frame_size=1024)
        frame = av.AudioFrame.from_ndarray(tone(2.0, rate=44_100).reshape(1, -1), format="flt", layout="mono")
        frame.sample_rate = 44_100
        for piece in [*resampler.resample(frame), *resampler.resample(None), None]:
            muxer.mux(stream.encode(piece))
    return out.getvalue()


def id3_with_cover() -> bytes:
    """The tag of a song with its cover (ID3v2.3) and no song."""
    picture = b"\0image/png\0\3\0" + b"\x89PNG\r\n\x1a\n" + bytes(500)
    frame = b"APIC" + struct.pack(">IH", len(picture), 0) + picture
    size = len(frame)
    return b"ID3\3\0\0" + bytes((size >> shift) & 127 for shift in (21, 14, 7, 0)) + frame


def avi_without_frames() -> bytes:
    return b"RIFF" + struct.pack("<I", 100) + b"AVI LIST" + struct.pack("<I", 4) + b"hdrl" + bytes(80)


def tar_of_sound() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        member = tarfile.TarInfo("visit.txt")
        member.size = 4_000
        tar.addfile(member, io.BytesIO(bytes(4_000)))
    return out.getvalue()


def joined(container: str, codec: str, rates: Sequence[int]) -> Make:
    """Recordings of a second each, one after the other in one file; RFC 3533 lets Ogg chain them."""
    return lambda: b"".join(encoded(container, codec, rate=rate) for rate in rates)


def extensible_wav(*, sub_format: bytes, bits: int = 16) -> bytes:
    """WAVE_FORMAT_EXTENSIBLE with any sub-format."""
    data = wav(tone())[44:]
    form = struct.pack("<HHIIHHHHI", 0xFFFE, 1, 16_000, 32_000, 2, bits, 22, bits, 4) + sub_format
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def wav_of_coding(tag: int) -> bytes:
    """A WAV whose coding is another than what is in it."""
    return patched(wav(tone()), (20, struct.pack("<H", tag)))


def many_tracks(count: int) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="matroska") as muxer:
        streams: list[Any] = [muxer.add_stream("pcm_s16le", rate=16_000, layout="mono") for _ in range(count)]
        for stream in streams:
            frame = av.AudioFrame.from_ndarray((tone() * 9_000).astype("<i2").reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate = 16_000
            muxer.mux(stream.encode(frame))
    return out.getvalue()


def spikes(value: float, *, at: int) -> Make:
    def make() -> bytes:
        samples = tone(2.0)
        samples[at] = value
        return float_wav(samples)

    return make


_TEXTS: dict[str, bytes] = {
    "a letter": b"Dear Sir or Madam,\nwe visited on Friday.\n" * 40,
    "a web page": b"<!DOCTYPE html><html><body><audio src='http://127.0.0.1:9/a.mp3'></body></html>",
    "a sign-in page saved as the recording": b"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/login\r\n\r\n",
    "an m3u playlist": b"#EXTM3U\nvisit.wav\n",
    "a pls playlist": b"[playlist]\nFile1=http://127.0.0.1:9/a\nNumberOfEntries=1\n",
    "an asx playlist": b'<asx version="3.0"><entry><ref href="http://127.0.0.1:9/a"/></entry></asx>',
    "a smil playlist": b'<smil><body><audio src="file:///etc/passwd"/></body></smil>',
    "a cue sheet": b'FILE "/etc/passwd" WAVE\n TRACK 01 AUDIO\n INDEX 01 00:00:00\n',
    "an ffmpeg metadata file": b";FFMETADATA1\ntitle=x\n",
    "an rtsp description": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 8\na=control:rtsp://127.0.0.1:9/\n",
    "json": b'{"audio": "data:audio/wav;base64,UklGRg=="}',
    "a shortcut": b"[InternetShortcut]\nURL=file:///etc/passwd\n",
    "a pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde",
    "a program": b"MZ\x90\0\3\0\0\0" + bytes(900),
    "a script": b"#!/bin/sh\nrm -rf ~\n",
    "a rich text file": rb"{\rtf1\ansi Visit notes}",
    "midi notes": b"MThd\0\0\0\6\0\0\0\1\0\x60MTrk\0\0\0\4\0\xff\x2f\0",
    "a dictaphone’s locked format": b"\3ds2\0\0" + bytes(1_500) + bytes(range(256)) * 8,
    "an audio book with a lock": b"\0\0\0\x1cftypaax \0\0\0\1aax M4B mp42isom" + bytes(400),
    "one byte": b"R",
    "four bytes": b"RIFF",
    "a byte order mark": b"\xef\xbb\xbf",
    "zeros": bytes(100_000),
    "ones": b"\xff" * 100_000,
    "noise": chance(100_000),
}

_MADE: dict[str, Make] = {
    "zip of a visit": zip_bomb,
    "tar of a visit": tar_of_sound,
    "gzip of a wav": lambda: gzip.compress(wav(tone())),
    "gzip of a gzip": lambda: gzip.compress(gzip.compress(bytes(5_000_000))),
    "sqlite database": lambda: b"SQLite format 3\0" + bytes(4_080),
    "video without sound": silent_video,
    "cover and no song": id3_with_cover,
    "avi with nothing in it": avi_without_frames,
    "encrypted m4a": encrypted_m4a,
    "flac that claims 13 hours": lambda: flac_that_claims(hours=13),
    "flac that claims a month": lambda: flac_that_claims(hours=24 * 30),
    "wav of 1 Hz": lambda: wav_that_claims(rate=1),
    "wav of 0 Hz": lambda: wav_that_claims(rate=0),
    "wav of 3,999 Hz": lambda: wav_that_claims(rate=3_999),
    "wav of 4 GHz": lambda: wav_that_claims(rate=4_000_000_000),
    "wav of 200 kHz": lambda: wav_that_claims(rate=200_000),
    "wav of 0 channels": lambda: wav_with(channels=0),
    "wav of 33 channels": lambda: wav_with(channels=33),
    "wav of 65,535 channels": lambda: wav_with(channels=65_535),
    "wav of 0 bits": lambda: wav_with(channels=1, bits=0),
    "wav of 65,535 bits": lambda: wav_with(channels=1, bits=65_535),
    "wav with an unknown sub-format": lambda: extensible_wav(sub_format=bytes(16)),
    "wav with a foreign sub-format": lambda: extensible_wav(sub_format=b"\x5a" * 16),
    "wav that says it is MP3": lambda: wav_of_coding(0x55),
    "wav that says it is of no coding": lambda: wav_of_coding(0x0000),
    "wav that says it is of a coding of its own": lambda: wav_of_coding(0xFFFF),
    "wav without a single sample": lambda: wav(tone(0.0)),
    "wav of a hundredth of a second": lambda: wav(tone(0.01)),
    "wav with an empty format": lambda: b"RIFF\x14\0\0\0WAVEfmt \0\0\0\0data\0\0\0\0",
    "wav with no data": lambda: wav(tone())[:36],
    "nine tracks": lambda: many_tracks(9),
    "not a number at the start": spikes(float("nan"), at=0),
    "not a number at the end": spikes(float("nan"), at=31_999),
    "infinite": spikes(float("inf"), at=9_000),
    "minus infinite": spikes(float("-inf"), at=9_000),
    "in the wrong unit": lambda: float_wav(tone() * 32_768),
    "as large as numbers go": spikes(3e38, at=16_000),
    "m4a without its table": cut("m4a", 9_000),
    "m4a whose table is named otherwise": box_changed(b"moov", lambda at, _: (at, b"xoov")),
    "m4a of no length": box_changed(b"moov", lambda at, _: (at - 4, b"\0\0\0\1")),
    "m4a with a sample table of four thousand million": box_changed(b"stsz", lambda at, _: (at + 12, b"\xff\xff\xff\xff")),
    "m4a whose sound lies beyond its end": box_changed(b"stco", lambda at, _: (at + 12, b"\x7f\0\0\0")),
    "flac whose rate changes": joined("flac", "flac", (16_000, 44_100, 32_000)),
    "m4a that is a picture": lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(300),
}

_CUT: dict[str, Make] = {
    f"{kind} cut at {size}": cut(kind, size)
    for kind, sizes in {
        "wav": (1, 12, 20, 43),
        "flac": (4, 20, 41),
        "ogg": (4, 27, 60),
        "mp3": (2, 10),
        "m4a": (8, 100, 4_000),
        "webm": (4, 30, 200),
        "wma": (16, 100, 400),
        "caf": (8, 40),
        "aiff": (12, 30),
        "amr": (3, 6),
    }.items()
    for size in sizes
}
_SPOILT: dict[str, Make] = {
    **{f"{kind} whose head is zeros": head_of(kind, 0, 64) for kind in ("wav", "flac", "m4a", "webm", "wma", "caf", "aiff")},
    **{f"{kind} whose head is ones": head_of(kind, 255, 64) for kind in ("wav", "flac", "m4a", "webm", "wma", "caf", "aiff")},
    **{f"{kind} with noise for a body": body_of(kind, 300, chance) for kind in ("flac", "ogg", "m4a", "webm", "amr")},
    **{f"{kind} with zeros for a body": body_of(kind, 300, bytes) for kind in ("flac", "ogg", "m4a", "mp3", "webm", "wma")},
    **{f"{kind} without its beginning": without_head(kind, 40) for kind in ("wav", "caf", "aiff", "webm", "wma")},
}

REFUSED: dict[str, Make] = {
    **{f"{name}, named .wav": always(text) for name, text in _TEXTS.items()},
    **_MADE,
    **_CUT,
    **_SPOILT,
    **{f"unit: {name}": make for name, make in NO_SOUND.items()},
    **{f"unit: {name}": make for name, (make, _) in UNUSABLE.items()},
}

# Name → bytes, seconds of sound that must be left of it (least, most), whether something is said to be missing.
KEPT: dict[str, tuple[Make, float, float, bool]] = {
    "wav cut in half": (cut("wav", 32_000), 0.9, 1.05, True),
    "wav of a recorder that was switched off": (lambda: patched(wav(tone()), (4, bytes(4)), (40, bytes(4))), 1, 1, False),
    "wav from a pipe": (lambda: patched(wav(tone()), (4, b"\xff" * 4), (40, b"\xff" * 4)), 1, 1, False),
    "flac cut in half": (lambda: whole("flac", 6.0)[: len(whole("flac", 6.0)) // 2], 2.5, 3.5, True),
    "ogg cut in half": (lambda: whole("ogg", 6.0)[: len(whole("ogg", 6.0)) // 2], 2.5, 3.5, False),
    "mp3 cut in half": (lambda: whole("mp3", 6.0)[: len(whole("mp3", 6.0)) // 2], 2.5, 3.5, False),
    "webm cut in half": (lambda: whole("webm", 6.0)[: len(whole("webm", 6.0)) // 2], 2.5, 3.5, True),
    "amr cut in half": (lambda: whole("amr", 6.0)[: len(whole("amr", 6.0)) // 2], 2.5, 3.5, True),
    "mp3 with a cover": (lambda: id3_with_cover() + whole("mp3"), 1.9, 2.2, False),
    "flac with the ending .mp3": (lambda: whole("flac"), 1.9, 2.1, False),
    "ogg chained of three": (joined("ogg", "libopus", (48_000,) * 3), 2.9, 3.1, False),
    "aac whose rate changes twice": (joined("adts", "aac", (16_000, 44_100, 8_000)), 2.9, 3.4, False),
    "mp3 whose rate changes twice": (joined("mp3", "libmp3lame", (16_000, 44_100, 32_000)), 2.9, 3.3, True),
    "m4a with another coding’s name": (box_changed(b"mp4a", lambda at, _: (at, b"drms")), 1.9, 2.1, False),
    "m4a whose table claims more": (box_changed(b"moov", lambda at, _: (at - 4, b"\x7f\xff\xff\xff")), 1.9, 2.1, False),
    "two tracks of one moment": (lambda: many_tracks(2), 0.95, 1.05, False),
    "full scale and a little over": (lambda: float_wav(tone() * 3), 1, 1, False),
    "rubbish after the end": (lambda: whole("wav") + chance(3_000), 2, 2.1, False),
}


def flipped(kind: str, *, seeds: int) -> list[bytes]:
    """A good file with one to eight of its first two hundred bytes changed, once for each seed."""
    changed = []
    for n in range(seeds):
        pick = random.Random(f"{kind} {n}")  # noqa: S311 - the same changes in every run
        changes = [(pick.randrange(200), bytes([pick.randrange(256)])) for _ in range(pick.choice((1, 2, 8)))]
        changed.append(patched(whole(kind), *changes))
    return changed
