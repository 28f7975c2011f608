"""Whether a recording loses sound while the same cores transcribe: what was played against what was sealed, chunk by chunk.

    OMP_NUM_THREADS=2 python -m benchmarks.microphone SPEECH… [--minutes 30] [--without-live] [--without-load]

A PulseAudio of our own plays talk into a null sink; Casescribe records from that sink's monitor into a vault on this disk.
Meanwhile the live transcription listens in, in the same process, and another process transcribes `SPEECH` over and over. The
talk is `SPEECH` repeated, with noise 35 dB below it that never repeats, so that every chunk of 100 ms, silences too, is found
at one place only. A chunk counts as there when it lies where it should within 1 ms, with a correlation of 0.99 or more. Sound
that comes too late was missing from the player (it is as busy as everybody); sound that comes too early was lost on our side.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recorder.bootstrap import build_transcriber
from recorder.capture import decode_audio
from recorder.config import Config, load_config
from recorder.transcription.hearing import write_down
from recorder.transcription.live import LiveTranscript
from recorder.vault import unlock
from tests.conftest import PASSPHRASE, make_vault, plan_visit
from tests.sound_server import RATE, Sound, SoundServer, babble

_CHUNK = RATE // 10
_REACH = 32  # samples to either side in which a chunk is looked for: 2 ms
_PAUSE = np.zeros(round(0.6 * RATE))


def talk(clips: list[Path], *, seconds: float) -> Sound:
    """The clips over and over, with noise that never repeats; of the telephone's band, which survives any resampling."""
    from scipy.signal import butter, sosfiltfilt

    joined = np.concatenate([np.concatenate([decode_audio(c).samples.astype(np.float64), _PAUSE]) for c in clips])
    joined = sosfiltfilt(butter(8, 3400, fs=RATE, output="sos"), joined)
    joined *= 0.5 / float(np.abs(joined).max())
    wanted = round(seconds * RATE)
    return np.resize(joined, wanted) + 0.018 * babble(seconds)


def offset_of(played: Sound, recorded: Sound) -> int:
    """Where what was played begins in what was recorded, samples."""
    from scipy.signal import correlate

    piece = played[: 5 * RATE]
    return int(np.argmax(correlate(recorded[: 30 * RATE], piece, mode="valid")))


def compare(played: Sound, recorded: Sound) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """For every chunk: the correlation at the place that fits best near where it should be, and how far that is, seconds.

    The search follows the last chunk that was found, so that one gap does not make everything after it missing.
    """
    from scipy.signal import resample_poly

    fine, at = 4, offset_of(played, recorded)
    alike, places = [], []
    followed = 0.0
    for begin in range(0, len(played) - _CHUNK + 1, _CHUNK):
        wanted = resample_poly(played[begin : begin + _CHUNK], fine, 1)
        best, where = _search(wanted, recorded, at + begin + round(followed), fine=fine, reach=_REACH)
        if best < 0.9:
            far, far_where = _search(wanted, recorded, at + begin + round(followed), fine=fine, reach=RATE)
            if far > best:
                best, where = far, far_where
        if best >= 0.99:
            followed = where - at - begin
        alike.append(best)
        places.append((where - at - begin) / RATE)
    return np.array(alike), np.array(places)


def _search(wanted: Sound, recorded: Sound, near: int, *, fine: int, reach: int) -> tuple[float, float]:
    """Correlation and place, in samples, of the best fit."""
    from scipy.signal import correlate, resample_poly

    low = max(near - reach, 0)
    there = resample_poly(recorded[low : near + _CHUNK + reach], fine, 1)
    if len(there) < len(wanted):
        return 0.0, float(near)
    dots = correlate(there, wanted, mode="valid")
    sums = np.concatenate([[0.0], np.cumsum(there**2)])
    power = sums[len(wanted) :] - sums[: len(sums) - len(wanted)]
    fit = dots / np.sqrt(np.maximum(power, 1e-12) * float((wanted**2).sum()))
    best = int(np.argmax(fit))
    return float(fit[best]), low + best / fine


def transcribe_for_ever(clips: list[Path]) -> None:
    """Load for the cores; prints the seconds of sound it got through."""
    transcriber, done = build_transcriber(load_config()), 0.0
    sounds = [decode_audio(clip) for clip in clips]
    while True:
        for sound in sounds:
            write_down(transcriber, sound, transcript_id="load")
            done += sound.seconds
            print(f"{done:.1f}", flush=True)


def record(played: Sound, server: SoundServer, folder: Path, *, live: bool) -> tuple[Sound, list[str]]:
    """Play and record; returns the stored sound and what is to be said about it."""
    from recorder.bootstrap import open_vault

    config = Config(vault_dir=folder / "vault", models_dir=load_config().models_dir)
    make_vault(config)
    opened = open_vault(config, unlock(config.vault_dir, PASSPHRASE))
    visit = plan_visit(opened, "BENCH")
    with opened.capturing.start(visit, listeners=(opened.recorder.listen,) if live else ()) as capture:
        while not capture.seconds:
            time.sleep(0.1)
        server.play(played)
        time.sleep(1.0)
        words = [
            f"live transcription had written {one.words} words, {one.behind:.0f} s behind. {one.said}"
            for one in capture.listeners
            if isinstance(one, LiveTranscript)
        ]
        began = time.perf_counter()
        recording = capture.stop()
        told = [
            f"stop took {time.perf_counter() - began:.2f} s; {recording.seconds:.1f} s stored",
            f"lost by the product's own count: {capture.lost_seconds} s; said on the way: {list(capture.said)}",
            *words,
        ]
        capture.wait_for_listeners(120)
    with opened.recorder.sound(visit) as sound:
        stored = sound.read(0, sound.seconds).astype(np.float64)
    opened.vault.close()
    return stored, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("speech", type=Path, nargs="+")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--without-live", action="store_true")
    parser.add_argument("--without-load", action="store_true")
    parser.add_argument("--load", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.load:
        transcribe_for_ever(args.speech)
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}, OMP_NUM_THREADS={os.environ['OMP_NUM_THREADS']}")
    played = talk(args.speech, seconds=args.minutes * 60)
    with tempfile.TemporaryDirectory(prefix="pa") as name:
        folder = Path(name)
        server = SoundServer(folder)
        os.environ["PULSE_SERVER"] = server.address
        busy = None
        if not args.without_load:
            command = [sys.executable, "-m", "benchmarks.microphone", *map(str, args.speech), "--load"]
            busy = subprocess.Popen(command, stdout=(folder / "load").open("wb"))
        try:
            recorded, told = record(played, server, folder, live=not args.without_live)
        finally:
            if busy:
                busy.kill()
                busy.wait()
            server.close()
        if busy:
            lines = (folder / "load").read_text(encoding="utf-8").split()
            told.append(f"the other process transcribed {lines[-1] if lines else 0} s meanwhile")
    alike, places = compare(played, recorded)
    early = np.minimum(np.diff(places, prepend=places[0]), 0)
    print("\n".join(told))
    print(f"load average at the end {os.getloadavg()[0]:.1f}")
    print(
        f"{args.minutes:g} minutes, {len(alike)} chunks of 100 ms: {int((alike < 0.99).sum())} not as played "
        f"(worst correlation {alike.min():.4f}, median {np.median(alike):.4f})"
    )
    if (alike < 0.99).any():
        print("not as played: " + ", ".join(f"{n / 10:.1f} s ({alike[n]:.3f})" for n in np.flatnonzero(alike < 0.99)[:20]))
    print(
        f"sound lost: {abs(early[early < -0.001].sum()) * 1000:.0f} ms; "
        f"place of chunks against the first: {places.min() * 1000:+.2f} to {places.max() * 1000:+.2f} ms"
    )


if __name__ == "__main__":
    main()
