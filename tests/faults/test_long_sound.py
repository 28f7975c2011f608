"""Three hours of talk: as much memory as an hour takes, and the voices are still told apart."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from models.speakers import find_voices, label_words
from models.transcriber import _pieces
from recorder.domain import Audio, Word
from recorder.sealed_audio import SealedAudioReader, SealedAudioWriter

KEY = bytes(32)


@pytest.mark.fault
def test_the_voices_of_three_hours_are_told_apart_in_bounded_memory() -> None:
    chance = np.random.default_rng(5)
    voices = np.linalg.qr(chance.normal(size=(256, 3)))[0].T.astype(np.float32)
    speaker = np.repeat(chance.integers(0, 3, 700), 20)  # 14,000 windows of 0.8 s
    windows = [(n * 0.8, n * 0.8 + 1.6) for n in range(len(speaker))]
    noisy = voices[speaker] + chance.normal(0, 0.03, (len(speaker), 256)).astype(np.float32)
    embeddings = noisy / np.linalg.norm(noisy, axis=1, keepdims=True)
    words = [Word(n * 0.4, n * 0.4 + 0.35, "word." if n % 12 == 11 else "word", 0.9) for n in range(2 * len(speaker))]
    tracemalloc.start()
    try:
        found = find_voices(embeddings, np.full(len(windows), 1.6), speakers=3)
        labels = np.array(label_words(words, windows, embeddings, found))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 600e6
    truth = speaker[np.minimum(np.arange(len(words)) // 2, len(speaker) - 1)]
    agreement = max(
        np.mean(np.array(order)[labels] == truth)
        for order in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))
    )
    assert agreement > 0.97


@pytest.mark.fault
def test_a_sealed_file_is_read_in_the_same_pieces_as_sound_in_memory_without_holding_it(tmp_path: Path) -> None:
    minutes, chance = 35, np.random.default_rng(6)
    path = tmp_path / "v.sound"
    with SealedAudioWriter.create(path, KEY, sync_each_chunk=False) as writer:
        for _ in range(minutes):
            loudness = np.repeat(chance.uniform(0, 3000, 60), 16_000)
            writer.append((chance.normal(size=60 * 16_000) * loudness).clip(-32_768, 32_767).astype(np.int16))
        writer.finish()
    with SealedAudioReader.open(path, KEY) as reader:
        tracemalloc.start()
        try:
            sealed = [(start, len(piece), float(np.square(piece).sum())) for start, piece in _pieces(reader)]
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        whole = Audio(reader.read(0, reader.seconds))
    in_memory = [(start, len(piece), float(np.square(piece).sum())) for start, piece in _pieces(whole)]
    assert sealed == in_memory
    assert len(sealed) > minutes // 10
    assert all(570 <= b[0] - a[0] <= 600 for a, b in pairwise(sealed))
    assert peak < 200e6
