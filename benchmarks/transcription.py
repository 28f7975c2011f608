"""Word error rate and time of Casescribe's transcriber against plain faster-whisper with the same model, in one run.

    python benchmarks/transcription.py MANIFEST.jsonl [--model whisper-base] [--rounds 3]

The manifest holds one JSON object a line with "audio" (a file beside it) and "text". The transcribers take turns clip by
clip, each round in another order, and the median of the rounds counts; every transcript is normalised alike. "plain" is
`WhisperModel(...).transcribe(file, language="en", beam_size=5, word_timestamps=True)`; "plain, defaults" is without word times
and guesses the language. Ours reads the file with `recorder.capture` inside the measured time.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.fetching.weights import ModelStore
from models.hearing.transcriber import WhisperTranscriber
from recorder.capture import decode_audio
from recorder.config import load_config

Run = Callable[[Path], str]


def plain(folder: Path, **options: Any) -> Run:
    from faster_whisper import WhisperModel

    model = WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)

    def run(path: Path) -> str:
        segments, _ = model.transcribe(str(path), beam_size=5, **options)
        return " ".join(s.text for s in segments)

    return run


def ours(folder: Path, name: str) -> Run:
    transcriber = WhisperTranscriber(folder, fingerprint=name, name=name)

    def run(path: Path) -> str:
        return " ".join(t.text for t in transcriber.transcribe(decode_audio(path), transcript_id=path.stem).turns)

    return run


def normalised(text: str) -> str:
    return " ".join(re.sub(r"[^\w' ]", " ", re.sub(r"\bmr\b\.?", "mister", text.lower())).split())


def main() -> None:
    import jiwer

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--model", default="whisper-base")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    clips = [json.loads(line) for line in args.manifest.read_text(encoding="utf-8").splitlines() if line.strip()]
    folder = ModelStore(load_config().models_dir).path(args.model)
    runs: dict[str, Run] = {
        "casescribe": ours(folder, args.model),
        "plain": plain(folder, language="en", word_timestamps=True),
        "plain, defaults": plain(folder),
    }
    paths = [args.manifest.parent / clip["audio"] for clip in clips]
    for run in runs.values():
        run(paths[0])  # loads what loads late
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    heard: dict[str, list[str]] = {}
    order = list(runs)
    for _ in range(args.rounds):
        spent = dict.fromkeys(runs, 0.0)
        texts: dict[str, list[str]] = {name: [] for name in runs}
        for path in paths:
            for name in order:
                begin = time.perf_counter()
                texts[name].append(runs[name](path))
                spent[name] += time.perf_counter() - begin
            order = order[1:] + order[:1]
        heard = texts
        for name, value in spent.items():
            seconds[name].append(value)
    truth = [normalised(clip["text"]) for clip in clips]
    sound = sum(decode_audio(path).seconds for path in paths)
    baseline = statistics.median(seconds["plain"])
    print(f"{len(clips)} clips, {sound:.1f} s of sound, {args.model}, int8, beam 5, {args.rounds} rounds")
    for name in runs:
        rate = jiwer.wer(truth, [normalised(text) for text in heard[name]])
        median = statistics.median(seconds[name])
        print(
            f"{name:16} word error rate {rate:6.2%}   {median:6.2f} s   "
            f"{median / baseline:4.2f} × plain   {median / sound:.3f} × real time"
        )


if __name__ == "__main__":
    main()
