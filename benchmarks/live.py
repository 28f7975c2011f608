"""How long a worker waits for the words after Stop, and what hearing in pieces costs, beside plain faster-whisper.

    python -m benchmarks.live SPEECH... [--minutes 3] [--model whisper-base]   a visit, recorded and written down in real time
    python -m benchmarks.live SPEECH... --files [--minutes 5]                  a finished file: ours against plain, both orders

SPEECH are sound files, said one after the other, over and over, until the minutes are full. The live mode feeds 100 ms of
sound each 100 ms into a real vault (sealed, forced to the disk) and to `recorder.transcription.live`, so it takes as long
as the visit; then it stops, and `process` does what is left. It also prints how far behind the words were at most, how late
a piece of sound was stored at worst, and what plain faster-whisper takes for the whole recording afterwards. "Plain" has
the same settings: beam 5, word times, its voice filter, no conditioning on previous text. Load and processor seconds stand
beside, for busy machines.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.fetching.weights import ModelStore
from recorder.access.keys import SAMPLE_COST
from recorder.bootstrap import OpenVault, build_transcriber, create_vault, open_vault
from recorder.capture import decode_audio
from recorder.config import Config, load_config
from recorder.domain import Audio, Person, Role
from recorder.quiet import keep_quiet
from recorder.transcription.hearing import write_down
from recorder.vault import unlock

if TYPE_CHECKING:
    import numpy.typing as npt

_RATE = 16_000
_BLOCK = 1_600  # samples: 100 ms, as a microphone gives them
_PASSPHRASE = "only for this benchmark"  # noqa: S105 - a throwaway vault
_PEOPLE = (
    Person("sw", "Priya Nair", role=Role.SOCIAL_WORKER),
    Person("mum", "Donna Ashby", role=Role.PARENT),
)


def speech(files: list[Path], *, seconds: float) -> npt.NDArray[np.float32]:
    clips = [np.concatenate((decode_audio(f).samples, np.zeros(_RATE // 2, np.float32))) for f in files]
    once = np.concatenate(clips)
    return np.tile(once, int(seconds * _RATE / len(once)) + 1)[: int(seconds * _RATE)]


def plain_faster_whisper(folder: Path) -> Callable[[npt.NDArray[np.float32]], int]:
    from faster_whisper import WhisperModel

    model = WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)

    def run(samples: npt.NDArray[np.float32]) -> int:
        segments, _ = model.transcribe(
            samples, language="en", beam_size=5, word_timestamps=True, vad_filter=True, condition_on_previous_text=False
        )
        return sum(len(s.text.split()) for s in segments)

    return run


def taken(what: str, work: Callable[[], int], *, sound: float) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    words = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(
        f"  {what:12} {wall:7.1f} s ({wall / sound:.3f} × real time)   {cpu:7.1f} s of processor   {words} words"
        f"   load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return wall, cpu


def files(samples: npt.NDArray[np.float32], config: Config) -> None:
    sound = Audio(samples)
    ours, plain = build_transcriber(config), plain_faster_whisper(ModelStore(config.models_dir).path(config.transcriber))

    def our_words() -> int:
        return sum(len(t.words) for t in write_down(ours, sound, transcript_id="file").turns)

    runs: dict[str, Callable[[], int]] = {"casescribe": our_words, "plain": lambda: plain(samples)}
    short = samples[: 5 * _RATE]
    plain(short)  # both are loaded before anything is measured
    write_down(ours, Audio(short), transcript_id="warm")
    spent = {name: np.zeros(2) for name in runs}
    for order in (list(runs), list(reversed(runs))):
        print(", then ".join(order))
        for name in order:
            spent[name] += taken(name, runs[name], sound=sound.seconds)
    wall, cpu = spent["casescribe"] / spent["plain"]
    print(f"casescribe / plain: {wall:.3f} on the clock, {cpu:.3f} of the processor, both orders together")


def live(samples: npt.NDArray[np.float32], config: Config) -> None:
    with tempfile.TemporaryDirectory() as folder:
        own = replace(config, vault_dir=Path(folder) / "vault")
        create_vault(own, worker="Benchmark", passphrase=_PASSPHRASE, cost=SAMPLE_COST)
        opened = open_vault(own, unlock(own.vault_dir, _PASSPHRASE))
        try:
            record(opened, samples)
        finally:
            opened.vault.close()
    plain = plain_faster_whisper(ModelStore(config.models_dir).path(config.transcriber))
    print("without hearing live, a worker would wait for")
    taken("plain", lambda: plain(samples), sound=len(samples) / _RATE)


def record(opened: OpenVault, samples: npt.NDArray[np.float32]) -> None:
    case = opened.recorder.open_case("BENCH", _PEOPLE)
    visit = opened.recorder.plan_visit(case.id, title="Visit", template="child_in_need_visit", held_on=date(2026, 3, 11)).id
    for person in _PEOPLE:
        opened.recorder.record_consent(visit, person.key, agreed=True, told_how="in_person")
    session = opened.recording.begin(visit)
    transcript = opened.recorder.listen(visit)
    behind = late = 0.0
    began, load, cpu = time.perf_counter(), os.getloadavg()[0], time.process_time()
    for n in range(0, len(samples), _BLOCK):
        due = began + (n + _BLOCK) / _RATE
        time.sleep(max(due - time.perf_counter(), 0.0))
        session.append(samples[n : n + _BLOCK])
        transcript.feed(samples[n : n + _BLOCK])
        late = max(late, time.perf_counter() - due)
        behind = max(behind, transcript.behind)
    stopped = time.perf_counter()
    print(f"live: {len(samples) / _RATE / 60:.1f} minutes; load {load:.1f} before, {os.getloadavg()[0]:.1f} at Stop")
    print(f"  {time.process_time() - cpu:.1f} s of processor while recording; sound stored {late:.2f} s late at worst")
    print(f"  the words were {behind:.0f} s behind at most, {transcript.behind:.0f} s at Stop. {transcript.said}")
    before = time.process_time()
    session.stop()
    transcript.close()
    done = {"the pieces in hand kept": (time.perf_counter() - stopped, time.process_time() - before)}

    def say(stage: str, share: float) -> None:
        step = {("transcribe", 1.0): "words", ("speakers", 0.99): "speakers", ("speakers", 1.0): "other languages looked for"}
        if reached := step.get((stage, share)):
            done[reached] = (time.perf_counter() - stopped, time.process_time() - before)

    words = opened.recorder.transcribe(visit, on_progress=say)
    done["stored"] = (time.perf_counter() - stopped, time.process_time() - before)
    print(f"  {sum(len(t.words) for t in words.turns)} words, {len({t.speaker for t in words.turns})} speakers")
    spent = 0.0
    for reached, (wall, cpu) in done.items():
        print(f"  {wall:6.1f} s after Stop: {reached} ({cpu - spent:.1f} s of processor for it)")
        spent = cpu
    print(
        f"from Stop to words {done['words'][0]:.1f} s, to speakers {done['speakers'][0]:.1f} s, to the stored transcript "
        f"{done['stored'][0]:.1f} s, after {len(samples) / _RATE / 60:.1f} minutes; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("speech", type=Path, nargs="+")
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--files", action="store_true")
    args = parser.parse_args()
    keep_quiet()
    config = replace(load_config(), transcriber=args.model)
    samples = speech(args.speech, seconds=args.minutes * 60)
    print(f"{args.model}, int8, {os.cpu_count()} processors, {len(samples) / _RATE / 60:.1f} minutes of sound", flush=True)
    (files if args.files else live)(samples, config)


if __name__ == "__main__":
    main()
