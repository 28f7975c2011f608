"""Three hours of talk: as much memory as an hour takes, and the voices are still told apart."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from models.hearing.pieces import piece_end
from models.hearing.speaker_turns import label_words, trace
from models.hearing.speakers import find_voices
from recorder.domain import Audio, Word
from recorder.ports import Sound
from recorder.sound.sealed_audio import SealedAudioReader, SealedAudioWriter

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
        middles = np.array([start + 0.8 for start, _ in windows])
        found = find_voices(embeddings, middles, np.full(len(windows), 0.8), speakers=3)
        stretches = [(n * 16.0, n * 16.0 + 15.8) for n in range(700)]
        labels = np.array(label_words(words, trace(stretches, windows, embeddings, found)))
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
def test_a_sealed_file_is_cut_as_sound_in_memory_is_without_holding_it(tmp_path: Path) -> None:
    minutes, chance = 12, np.random.default_rng(6)
    path = tmp_path / "v.sound"
    with SealedAudioWriter.create(path, KEY, sync_each_chunk=False) as writer:
        for _ in range(minutes):
            loudness = np.repeat(chance.uniform(0, 3000, 60), 16_000)
            writer.append((chance.normal(size=60 * 16_000) * loudness).clip(-32_768, 32_767).astype(np.int16))
        writer.finish()
    with SealedAudioReader.open(path, KEY) as reader:
        tracemalloc.start()
        try:
            sealed = list(_ends(reader))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        whole = Audio(reader.read(0, reader.seconds))
    assert sealed == list(_ends(whole))
    assert sealed[-1] == minutes * 60
    assert all(0 < end - begin <= 120 for begin, end in pairwise([0.0, *sealed]))
    assert peak < 50e6


def _ends(sound: Sound) -> Iterator[float]:
    at = 0.0
    while at < sound.seconds:
        end = piece_end(sound, at, ended=True)
        assert end is not None
        at = end
        yield at
