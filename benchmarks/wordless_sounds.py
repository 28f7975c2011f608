"""Sounds in which nobody says a word: what a recogniser must stay silent on, made from numbers, so by anybody again.

Silence, brown noise, music (chords, a tune and drums), a kettle coming to the boil, a crying baby; babble, many voices at once
and backwards; and a television in the next room, one voice after another with music under it, backwards and muffled. No word
can be understood in either, as backwards there is none. Each is float32 mono at 16 kHz, the same for the same seed.
They are plainer than a kitchen: figures on them are a floor, not a promise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
RATE = 16_000  # Hz
_VOICES = 8  # at once in babble
_LOUD = 0.1  # root mean square of all but silence: as loud as speech on a table


def silence(seconds: float, seed: int) -> Samples:
    """A quiet room: the last bit of a microphone's converter."""
    noise = np.random.default_rng(seed).normal(0, 1 / 32768, round(seconds * RATE))
    return noise.astype(np.float32)


def brown_noise(seconds: float, seed: int) -> Samples:
    """A fan, or a road behind a window: power falling with the square of the frequency."""
    return _shaped(seconds, seed, lambda hz: 1 / np.maximum(hz, 20))


def kettle(seconds: float, seed: int) -> Samples:
    """Hiss and rumble that swell for half a minute, then stop, again and again."""
    hiss = _shaped(seconds, seed, lambda hz: np.exp(-(((hz - 2500) / 1500) ** 2)) + 0.5 * np.exp(-(((hz - 200) / 150) ** 2)))
    swell = (np.arange(len(hiss)) / RATE % 35) / 30
    return _levelled(hiss * np.where(swell < 1, swell**2, 0.02))


def music(seconds: float, seed: int) -> Samples:
    """Four chords in turn, a tune above them, a bass drum and a hi-hat, at 100 beats a minute."""
    rng, beat = np.random.default_rng(seed), 0.6
    out = np.zeros(round(seconds * RATE) + 4 * RATE)
    chords = [(0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14)]
    for n in range(int(seconds / beat)):
        chord = chords[n // 4 % 4]
        notes = [(tone, 0.15) for tone in chord] if n % 4 == 0 else []
        if rng.random() < 0.8:
            notes.append((int(rng.choice(chord)) + 12 * int(rng.integers(0, 2)), 0.25))
        for tone, loud in notes:
            _add(out, n * beat, loud * _note(220 * 2 ** (tone / 12), 4 * beat if loud < 0.2 else beat))
        at = np.arange(round(0.15 * RATE)) / RATE
        drum = np.sin(2 * np.pi * 60 * at) if n % 2 == 0 else rng.normal(0, 0.3, len(at))
        _add(out, n * beat, 0.6 * drum * np.exp(-at * 25))
    return _levelled(out[: round(seconds * RATE)])


def baby(seconds: float, seed: int) -> Samples:
    """Cries of about a second, harmonics of 350 to 600 Hz that rise and fall, a breath between them."""
    rng = np.random.default_rng(seed)
    out, start = np.zeros(round(seconds * RATE) + 4 * RATE), 0.0
    while start < seconds:
        long = rng.uniform(0.6, 1.6)
        at = np.arange(round(long * RATE)) / RATE
        pitch = rng.uniform(350, 480) * (1 + 0.25 * np.sin(np.pi * at / long) + 0.01 * np.sin(2 * np.pi * 7 * at))
        phase = 2 * np.pi * np.cumsum(pitch) / RATE
        cry = sum((np.sin(k * phase) * np.exp(-(((k * 430 - 1300) / 900) ** 2)) for k in range(1, 12)), np.zeros(len(at)))
        _add(out, start, cry * np.sqrt(np.sin(np.pi * at / long)))
        start += long + rng.uniform(0.2, 0.7)
    return _levelled(out[: round(seconds * RATE)])


def babble(seconds: float, seed: int, *, clips: Sequence[Samples]) -> Samples:
    """Voices of `clips`, eight at once, each backwards and from a random place."""
    rng = np.random.default_rng(seed)
    out = np.zeros(round(seconds * RATE))
    for _ in range(_VOICES):
        place = -int(rng.integers(0, 5 * RATE))
        while place < len(out):
            voice = clips[int(rng.integers(len(clips)))][::-1]
            begin, end = max(place, 0), min(place + len(voice), len(out))
            if end > begin:
                out[begin:end] += voice[begin - place : end - place] / max(float(np.sqrt(np.mean(voice**2))), 1e-4)
            place += len(voice)
    return _levelled(out)


def television(seconds: float, seed: int, *, clips: Sequence[Samples]) -> Samples:
    """Voices of `clips` one after another, backwards, with music 12 dB below, through a wall that takes what is above 1 kHz."""
    rng = np.random.default_rng(seed)
    out, place = 0.25 * music(seconds, seed).astype(np.float64), 0
    while place < len(out):
        voice = clips[int(rng.integers(len(clips)))][::-1][: len(out) - place]
        out[place : place + len(voice)] += voice * (_LOUD / max(float(np.sqrt(np.mean(voice**2))), 1e-4))
        place += len(voice) + int(rng.integers(0, 2 * RATE))
    heard = np.fft.rfft(out) / np.sqrt(1 + (np.fft.rfftfreq(len(out), 1 / RATE) / 1000) ** 4)
    return 0.3 * _levelled(np.fft.irfft(heard, len(out)))


def _note(hz: float, seconds: float) -> npt.NDArray[np.float64]:
    at = np.arange(round(seconds * RATE)) / RATE
    tone: npt.NDArray[np.float64] = sum((np.sin(2 * np.pi * hz * k * at) / k**1.5 for k in range(1, 7)), np.zeros(len(at)))
    return tone * np.exp(-at * 3 / seconds)


def _add(out: npt.NDArray[np.float64], at: float, sound: npt.NDArray[np.float64]) -> None:
    begin = round(at * RATE)
    out[begin : begin + len(sound)] += sound[: len(out) - begin]


def _shaped(seconds: float, seed: int, weight: Callable[[npt.NDArray[Any]], npt.NDArray[Any]]) -> Samples:
    """White noise with each frequency's amplitude weighted."""
    white = np.fft.rfft(np.random.default_rng(seed).normal(size=round(seconds * RATE)))
    shaped = np.fft.irfft(white * weight(np.fft.rfftfreq(round(seconds * RATE), 1 / RATE)), round(seconds * RATE))
    return _levelled(shaped)


def _levelled(sound: npt.NDArray[Any]) -> Samples:
    level = float(np.sqrt(np.mean(np.square(sound))))
    levelled: Samples = np.clip(sound * (_LOUD / max(level, 1e-9)), -1, 1).astype(np.float32)
    return levelled
