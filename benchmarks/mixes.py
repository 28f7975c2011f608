"""Made-up conversations of real voices, with known turns, pauses and overlaps, for `benchmarks/diarisation.py`.

Single-voice recordings of the speech folder are cut at their pauses; a mix strings cuts of 2–5 of these voices together: most
turns of 1.5–7 s, one in six short ("yeah", "no"), one in five beginning while the last still speaks. The truth of a turn is
the cut, with the silence that was cut along, as in `sim00`. A mix is a function of its number alone. Half of the mixes have
their voices made faster or slower by a tenth, which makes other voices of them (Ko et al. 2015); a third have steady noise
25 dB below the speech.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from recorder.capture import decode_audio
from recorder.domain import Audio, SpeakerSegment

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

_RATE, _FRAME = 16_000, 160
_PAUSE = 0.15  # seconds of quiet at which a recording may be cut
_MARGIN = 0.3  # seconds of its own quiet that stay around a cut, at most
_QUIET = 30.0  # dB below a recording's loud moments
_SPEEDS = (0.9, 1.0, 1.1)
_LONGEST = 100.0  # seconds of a mix
VOICES: dict[str, tuple[tuple[str, float, float], ...]] = {  # file, from and to in seconds, one person alone
    "austen": tuple((f"austen-{n}", 0, 60) for n in ("0870", "0880", "0890", "0920", "0930")),
    "1089": tuple((f"1089-{n}", 0, 60) for n in ("134686-0000", "134686-0001", "134691-0000", "134691-0001")),
    "jfk": (("jfk", 0, 60),),
    "2033": tuple(
        ("sim00_2spk", a, b)
        for a, b in ((4.0, 9.1), (16.1, 19.7), (22.95, 29.6), (34.4, 38.1), (41.45, 46.9), (50.35, 54.35), (63.3, 66.75))
    ),
    "3005": tuple(
        ("sim00_2spk", a, b)
        for a, b in ((10.05, 15.8), (20.05, 22.3), (30.2, 33.7), (38.97, 40.9), (54.9, 62.65), (67.2, 71.8), (75.5, 82.45))
    ),
    "MEO069": (("ami_EN2001e_0-30s", 1.3, 30),),
    "FEE078": (("ami_EN2004a_0-30s", 9.4, 19.1), ("ami_EN2004a_0-30s", 19.7, 30)),
}


@dataclass(frozen=True, slots=True)
class Mix:
    """One made-up conversation."""

    name: str
    audio: Audio
    turns: tuple[SpeakerSegment, ...]  # the truth, in order of their start; may overlap

    @property
    def speakers(self) -> int:
        """How many people speak."""
        return len({t.speaker for t in self.turns})


def make_mix(number: int, speech: Path) -> Mix:
    """Mix `number`, of 2 + number % 4 voices out of the folder `speech`."""
    import numpy as np

    rng = np.random.default_rng(number)
    names = sorted(rng.choice(sorted(VOICES), 2 + number % 4, replace=False))
    speeds = rng.choice(_SPEEDS, len(names)) if number // 8 % 2 else np.ones(len(names))
    left = {n: list(_cuts(speech, n, float(s))) for n, s in zip(names, speeds, strict=True)}
    gains = {n: float(10 ** (rng.uniform(-3, 3) / 20)) for n in names}
    sound, last = np.zeros(int(_LONGEST + 20) * _RATE, np.float32), ""
    turns: list[SpeakerSegment] = []
    end = int(rng.uniform(0.3, 1.0) * _RATE)
    while end < _LONGEST * _RATE:
        able = [n for n in names if left[n] and n != last]
        if not able:
            break
        fewest = min(sum(t.speaker == n for t in turns) for n in able)
        last = str(rng.choice([n for n in able if sum(t.speaker == n for t in turns) <= fewest + 1]))
        said = _take(left[last], 0.6 if rng.random() < 1 / 6 else float(rng.uniform(1.5, 7.0)))
        behind = turns[-1].end - turns[-1].start if turns else 0.0
        gap = -rng.uniform(0.2, min(1.0, 0.4 * behind)) if rng.random() < 0.2 and behind > 1.0 else rng.uniform(0.05, 0.9)
        begin = max(end + int(gap * _RATE), 0)
        sound[begin : begin + len(said)] += gains[last] * said
        turns.append(SpeakerSegment(begin / _RATE, (begin + len(said)) / _RATE, last))
        end = max(end, begin + len(said))
    sound = sound[: end + _RATE // 2]
    if number // 16 % 2:
        sound += _noise(len(sound), rng)
    return Mix(f"mix{number:02}", Audio(np.clip(sound, -1, 1)), tuple(sorted(turns, key=lambda t: t.start)))


def _take(cuts: list[Samples], seconds: float) -> Samples:
    """The next cuts of one voice until they are `seconds` long, taken off the list; below a second, part of a cut."""
    import numpy as np

    taken = [cuts.pop(0)]
    if seconds < 1.0 and len(taken[0]) > 1.5 * _RATE:  # "yeah": to the quietest moment of the second half of a second
        frames = taken[0][int(0.5 * _RATE) : _RATE].reshape(-1, _FRAME)
        cut = int(0.5 * _RATE) + int((frames**2).mean(axis=1).argmin()) * _FRAME
        cuts.insert(0, taken[0][cut:])
        return taken[0][:cut]
    while cuts and sum(map(len, taken)) < seconds * _RATE:
        taken.append(cuts.pop(0))
    return np.concatenate(taken)


@lru_cache(maxsize=64)
def _cuts(speech: Path, voice: str, speed: float) -> tuple[Samples, ...]:
    """The pieces of one voice's recordings between pauses, each with half of the quiet around it, equally loud overall."""
    import numpy as np
    from scipy.signal import resample_poly

    pieces: list[Samples] = []
    for file, begin, end in VOICES[voice]:
        sound = decode_audio(speech / f"{file}.flac").read(begin, end)
        sound = resample_poly(sound, 10, round(10 * speed)).astype(np.float32)
        frames = sound[: len(sound) // _FRAME * _FRAME].reshape(-1, _FRAME)
        level = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-12)
        loud = np.flatnonzero(level > np.percentile(level, 95) - _QUIET)
        gaps = np.flatnonzero(np.diff(loud) * _FRAME / _RATE >= _PAUSE)
        margin = int(_MARGIN * _RATE)
        starts, ends = np.r_[loud[0], loud[gaps + 1]] * _FRAME, (np.r_[loud[gaps], loud[-1]] + 1) * _FRAME
        for i, (a, b) in enumerate(zip(starts, ends, strict=True)):
            before = min(margin, a if i == 0 else (a - ends[i - 1]) // 2)
            after = min(margin, len(sound) - b if i == len(ends) - 1 else (starts[i + 1] - b) // 2)
            pieces.append(sound[a - before : b + after])
    loudness = float(np.sqrt(np.mean(np.concatenate(pieces) ** 2)))
    return tuple(p * np.float32(0.06 / loudness) for p in pieces)


def _noise(samples: int, rng: np.random.Generator) -> Samples:
    """Steady noise with more low than high in it, 25 dB below the mixes' speech."""
    import numpy as np
    from scipy.signal import lfilter

    noise = lfilter([1.0], [1.0, -0.97], rng.standard_normal(samples))
    quiet: Samples = (noise * (0.06 * 10 ** (-25 / 20) / noise.std())).astype(np.float32)
    return quiet


def numbers(half: str) -> Sequence[int]:
    """The mixes to tune on ("tune") or to report ("report"): 24 each, blocks of four with 2, 3, 4 and 5 voices in turn."""
    return [n for n in range(48) if (n // 4) % 2 == ("tune", "report").index(half)]
