"""The bytes of a sealed recording: a header, and frames in the STREAM construction.

STREAM (Hoang, Reyhanitabar, Rogaway and Vizár 2015, as in age) with ChaCha20-Poly1305 (RFC 8439): the number of a chunk and
whether it is the last are its nonce, so that a chunk changed, moved, repeated or left out does not open. One random file id
a file makes the key its own; a nonce never holds two contents. It refuses a header that is not of this version.

    file    = header, frame, frame …                          numbers are big-endian
    header  = "CASESND" version:1  file id:16  rate:4  samples a chunk:4  note length:2  note  tag:16
    frame   = length:4  ciphertext  tag:16                    of 16-bit little-endian PCM, mono
    nonce   = chunk number:11  last:1                         the header's own tag uses the number 2^88 − 1
    key     = HKDF-SHA256(visit key, salt=file id, info="casescribe audio v1"), RFC 5869
    AAD     = SHA-256 of the header without its tag
"""

from __future__ import annotations

import hashlib
import secrets
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from recorder.errors import StorageFailed

SAMPLE_RATE = 16_000  # Hz
CHUNK = SAMPLE_RATE // 10  # samples in 100 ms: the most that a power cut takes
SAMPLE_BYTES = 2
MAX_NOTE = 4096  # bytes
UNUSED = "It was not used. Restore it from a backup."
_TAG = 16  # bytes
_MAGIC, _VERSION = b"CASESND", 1
_FIXED = struct.Struct(">7sB16sIIH")
_LENGTH = struct.Struct(">I")
_HEADER_NUMBER = 2**88 - 1


class FrameCipher:
    """One file's key and header, sealing and opening frames by their number.

    Args:
        key: the visit's key, 32 bytes.
        header: as `new_header` made it or `read_header` found it, without its tag.
    """

    def __init__(self, key: bytes, header: bytes) -> None:
        if len(key) != 32:
            raise ValueError("a visit's key has 32 bytes")
        derived = HKDF(SHA256(), 32, salt=_FIXED.unpack(header[: _FIXED.size])[2], info=b"casescribe audio v1").derive(key)
        self._aead, self._header = ChaCha20Poly1305(derived), hashlib.sha256(header).digest()

    def header_tag(self) -> bytes:
        """What stands after the header."""
        return self._aead.encrypt(_nonce(_HEADER_NUMBER, last=False), b"", self._header)

    def made(self, tag: bytes) -> bool:
        """Whether this key made the header's tag."""
        return secrets.compare_digest(tag, self.header_tag())

    def seal(self, number: int, pcm: bytes, *, last: bool) -> bytes:
        """A chunk as a frame."""
        sealed = self._aead.encrypt(_nonce(number, last=last), pcm, self._header)
        return _LENGTH.pack(len(sealed)) + sealed

    def open(self, number: int, frame: bytes, *, last: bool) -> bytes | None:
        """The chunk in a frame, None when it is not this chunk of this file, bit for bit."""
        if len(frame) < frame_size(0) or _LENGTH.unpack(frame[: _LENGTH.size])[0] != len(frame) - _LENGTH.size:
            return None
        try:
            return self._aead.decrypt(_nonce(number, last=last), frame[_LENGTH.size :], self._header)
        except InvalidTag:
            return None


def new_header(note: bytes) -> bytes:
    """The header of a new file, with a file id of its own."""
    if len(note) > MAX_NOTE:
        raise ValueError(f"a note of {len(note)} bytes in the header of a recording")
    return _FIXED.pack(_MAGIC, _VERSION, secrets.token_bytes(16), SAMPLE_RATE, CHUNK, len(note)) + note


def read_header(file: BinaryIO, name: str) -> tuple[bytes, bytes]:
    """The header and its tag, unproven. Raises `StorageFailed` when there is none of this version."""
    no_recording = StorageFailed(f"{name} is not a recording of this program, or its beginning was changed.", UNUSED)
    fixed = file.read(_FIXED.size)
    if len(fixed) < _FIXED.size:
        raise no_recording
    magic, version, _, rate, chunk, size = _FIXED.unpack(fixed)
    if magic == _MAGIC and version > _VERSION:
        raise StorageFailed(f"{name} was made by a newer version of this program.", "Update Casescribe to open it.")
    if (magic, version, rate, chunk) != (_MAGIC, _VERSION, SAMPLE_RATE, CHUNK) or size > MAX_NOTE:
        raise no_recording
    rest = file.read(size + _TAG)
    if len(rest) < size + _TAG:
        raise no_recording
    return fixed + rest[:size], rest[size:]


def note_of(header: bytes) -> bytes:
    """The note in a header."""
    return header[_FIXED.size :]


def frame_size(samples: int) -> int:
    """Bytes of a frame that holds so many samples."""
    return _LENGTH.size + samples * SAMPLE_BYTES + _TAG


def length_in(frame: bytes) -> int:
    """Bytes that a frame, by its first four, takes in all."""
    return _LENGTH.size + int(_LENGTH.unpack(frame[: _LENGTH.size])[0])


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])
