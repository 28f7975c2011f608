"""A sound server of our own, whose microphones are what is played into it, and the measures of what came out."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 16_000
LEAD_IN = np.zeros(RATE)  # PulseAudio swallows up to 0.2 s of what is played first
DEFAULT = "Monitor of visit-microphone"

Sound = npt.NDArray[np.float64]


class SoundServer:
    """A PulseAudio with one null sink, “visit”; recording from it gives what is played into it. Its folder's path is short."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.address = f"unix:{folder}/native"
        modules = [f"module-native-protocol-unix socket={folder}/native auth-anonymous=1", _sink("visit")]
        options = ["-n", "--system=false", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=false", "--log-level=error"]
        home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "PULSE_RUNTIME_PATH": str(folder)}
        self._server = subprocess.Popen(
            ["pulseaudio", *options, *(f"--load={m}" for m in modules)],
            env=os.environ | home,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: self._pactl("info", check=False).returncode == 0, 20)
        self._pactl("set-default-source", "visit.monitor")

    def plug_in(self, name: str) -> str:
        """Another microphone; returns what `unplug` takes."""
        return self._pactl("load-module", *_sink(name).split()).stdout.strip()

    def unplug(self, module: str) -> None:
        self._pactl("unload-module", module)

    def playing(self, sound: Sound, *, into: str = "visit") -> subprocess.Popen[bytes]:
        """Begin to play, in [−1, 1] at 16 kHz, after a second of nothing."""
        path = self._folder / f"{time.monotonic_ns()}.raw"
        path.write_bytes(np.rint(np.concatenate([LEAD_IN, sound]) * 32_767).astype("<i2").tobytes())
        raw = ["--raw", f"--rate={RATE}", "--channels=1", "--format=s16le"]
        return subprocess.Popen(["paplay", f"--server={self.address}", f"--device={into}", *raw, str(path)])

    def play(self, sound: Sound, *, into: str = "visit") -> None:
        with self.playing(sound, into=into) as player:
            assert player.wait(len(sound) / RATE + 60) == 0

    def _pactl(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = ["pactl", f"--server={self.address}", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=check)

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(10)


def _sink(name: str) -> str:
    return f"module-null-sink sink_name={name} rate=48000 channels=1 sink_properties=device.description={name}-microphone"


def wait_until(holds: Callable[[], bool], seconds: float) -> float:
    """How long it took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, "it did not happen"
        time.sleep(0.02)
    return time.monotonic() - began


def babble(seconds: float, *, seed: int = 1) -> Sound:
    """Noise of the band of speech that never repeats, so that each moment of it is found at one place only."""
    from scipy.signal import butter, sosfilt

    noise = np.random.default_rng(seed).standard_normal(round(seconds * RATE))
    shaped: Sound = sosfilt(butter(4, [200, 3400], "bandpass", fs=RATE, output="sos"), noise)
    loudest = float(np.abs(shaped).max())
    return shaped * (0.5 / loudest)


def tone(hertz: float, seconds: float) -> Sound:
    wave: Sound = 0.3 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return wave


def share_of(hertz: float, sound: npt.NDArray[np.float32]) -> float:
    """How much of a sound's power lies at this tone."""
    spectrum = np.abs(np.fft.rfft(sound)) ** 2
    at = round(hertz * len(sound) / RATE)
    return float(spectrum[at - 20 : at + 21].sum() / spectrum.sum())


def likeness_and_shifts(played: Sound, recorded: Sound, *, window: float = 0.25) -> tuple[float, float, list[float]]:
    """How alike the two are in the worst window, where the played begins in the recorded, and each window's shift from there.

    Both in seconds. Shifts are found to an eighth of a sample, since resampling delays by parts of one.
    """
    from scipy.signal import correlate, resample_poly

    fine, reach = 8, 8
    begin = int(np.argmax(correlate(recorded, played, mode="valid")))
    length = round(window * RATE)
    alike, shifts = 1.0, []
    for at in range(0, len(played) - length + 1, length):
        wanted = resample_poly(played[at : at + length], fine, 1)
        low = max(begin + at - reach, 0)
        there = resample_poly(recorded[low : begin + at + length + reach], fine, 1)
        best = int(np.argmax(correlate(there, wanted, mode="valid")))
        alike = min(alike, float(np.corrcoef(there[best : best + len(wanted)], wanted)[0, 1]))
        shifts.append((best / fine - (begin + at - low)) / RATE)
    return alike, begin / RATE, shifts
