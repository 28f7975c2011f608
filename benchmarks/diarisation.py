"""Who spoke when: diarisation error, how many voices are found, cpWER on spoken visits, and the processor time of it.

    python -m benchmarks.diarisation SPEECH [--half report|tune|both]
    python -m benchmarks.diarisation SPEECH --visits VISIT.json … --speak speak_visit.py [--turns :45]

`SPEECH` is the folder of clips that `benchmarks/mixes.py` mixes and that holds `sim00_2spk`. Settings were chosen on the
half "tune"; "report" is the other. Error is pyannote.metrics' with overlap scored, with 0.25 s not scored on each side of a
reference boundary (its `collar=0.5`, NIST's rule) and with 0.25 s in all (`collar=0.25`), in parts: missed, false alarm, wrong
voice. "turns" are those of a transcript by Whisper, "voices" are `Ge2eDiariser.segments`, which reads no words.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.mixes import Mix, make_mix, numbers
from models.fetching.weights import ModelStore
from models.hearing.diariser import Ge2eDiariser
from models.hearing.transcriber import WhisperTranscriber
from recorder.capture import decode_audio
from recorder.config import load_config
from recorder.domain import SpeakerSegment, Transcript
from recorder.transcription.hearing import write_down
from recorder.transcription.voices import hear_all_voices, tell_apart

COLLARS = (0.5, 0.25)  # pyannote's `collar`: the width in all, half of it on each side


def read_rttm(path: Path) -> tuple[SpeakerSegment, ...]:
    fields = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return tuple(SpeakerSegment(float(f[3]), float(f[3]) + float(f[4]), f[7]) for f in fields)


def errors(truth: Iterable[SpeakerSegment], found: Iterable[SpeakerSegment], collar: float) -> npt.NDArray[np.float64]:
    """Seconds missed, falsely found, given to the wrong voice, and spoken in all."""
    from pyannote.core import Annotation, Segment
    from pyannote.metrics.diarization import DiarizationErrorRate

    annotations = []
    for segments in (truth, found):
        annotation = Annotation()
        for n, s in enumerate(segments):
            annotation[Segment(s.start, s.end), n] = s.speaker
        annotations.append(annotation)
    reference, hypothesis = annotations
    parts = DiarizationErrorRate(collar=collar, skip_overlap=False)(reference, hypothesis, detailed=True)
    return np.array([parts[k] for k in ("missed detection", "false alarm", "confusion", "total")])


def shown(parts: npt.NDArray[np.float64]) -> str:
    missed, alarm, wrong = parts[:3] / parts[3]
    return f"{missed + alarm + wrong:6.1%} (missed {missed:.1%}, false alarm {alarm:.1%}, wrong voice {wrong:.1%})"


def time_errors(diariser: Ge2eDiariser, mixes: Sequence[Mix], title: str) -> None:
    """Diarisation error over mixes with the number of speakers given and not, the counts, and the time."""
    totals: defaultdict[tuple[str, float], npt.NDArray[np.float64]] = defaultdict(lambda: np.zeros(4))
    counts: list[int] = []
    hearing = telling = 0.0
    for mix in mixes:
        begin = time.process_time()
        voices = hear_all_voices(diariser, mix.audio)
        hearing += time.process_time() - begin
        for told in ("known", "unknown"):
            begin = time.process_time()
            found = diariser.segments(voices, speakers=mix.speakers if told == "known" else None)
            telling += (time.process_time() - begin) / 2
            for collar in COLLARS:
                totals[told, collar] += errors(mix.turns, found, collar)
            if told == "unknown":
                counts.append(len({s.speaker for s in found}) - mix.speakers)
    sound = sum(mix.audio.seconds for mix in mixes)
    print(f"\n{title}: {len(mixes)} recordings, {sound:.0f} s")
    for (told, collar), parts in totals.items():
        print(f"  voices, number {told:7}  {collar / 2:.3f} s each side not scored  {shown(parts)}")
    near, right = sum(abs(c) <= 1 for c in counts), counts.count(0)
    print(f"  number of voices when not told: within one in {near} of {len(counts)}, right in {right}")
    spent = f"{hearing / sound:.4f} to hear them, which goes on while recording, and {telling / sound:.4f} to tell them apart"
    print(f"  processor seconds for each second of sound: {spent}")


def normalised(text: str) -> str:
    return " ".join(re.sub(r"[^\w' ]", " ", text.lower().replace("’", "'")).split())


def by_speaker(turns: Iterable[tuple[str, str]]) -> dict[str, str]:
    said: defaultdict[str, list[str]] = defaultdict(list)
    for speaker, text in turns:
        said[speaker].append(normalised(text))
    return {speaker: " ".join(texts) for speaker, texts in said.items()}


def word_errors(diariser: Ge2eDiariser, whisper: WhisperTranscriber, args: argparse.Namespace) -> None:
    """Plain word error rate and cpWER on visits spoken by synthetic voices, which are clearer than people."""
    from meeteval.wer.wer.cp import cp_word_error_rate
    from meeteval.wer.wer.siso import siso_word_error_rate

    wrong = np.zeros(4)
    parts = np.zeros(4)
    with tempfile.TemporaryDirectory() as folder:
        for visit in args.visits:
            wav = Path(folder) / f"{visit.stem}.wav"
            command = [sys.executable, str(args.speak), str(visit), str(wav), "--turns", args.turns]
            subprocess.run(command + (["--noise", args.noise] if args.noise else []), check=True, stdout=subprocess.DEVNULL)
            told: Any = json.loads(wav.with_suffix(".json").read_text(encoding="utf-8"))["turns"]
            audio = decode_audio(wav)
            heard: Transcript = write_down(whisper, audio, transcript_id=visit.stem)
            begin = time.process_time()
            present = len({t["speaker"] for t in told})
            separated = tell_apart(diariser, heard, audio, speakers=None if args.unknown else present)
            spent = time.process_time() - begin
            truth = by_speaker((t["speaker"], t["text"]) for t in told)
            guess = by_speaker((t.speaker, t.text) for t in separated.turns)
            plain = siso_word_error_rate(
                " ".join(normalised(t["text"]) for t in told), " ".join(normalised(t.text) for t in heard.turns)
            )
            cp = cp_word_error_rate(truth, guess)
            wrong += (plain.errors, plain.length, cp.errors, cp.length)
            turns = [SpeakerSegment(t.start or 0.0, t.end or 0.0, t.speaker) for t in separated.turns]
            parts += errors(read_rttm(wav.with_suffix(".rttm")), turns, COLLARS[0])
            doubtful = sum(t.speaker_doubtful for t in separated.turns)
            print(
                f"  {visit.stem}: {audio.seconds:.0f} s, {present} voices, {len(guess)} found, word error rate "
                f"{plain.error_rate:.2%}, cpWER {cp.error_rate:.2%}, {doubtful} of {len(separated.turns)} turns doubtful, "
                f"{spent / audio.seconds:.4f} processor seconds a second"
            )
    plain_rate, cp_rate = wrong[0] / wrong[1], wrong[2] / wrong[3]
    print(f"  all: word error rate {plain_rate:.2%}, cpWER {cp_rate:.2%}, {cp_rate / plain_rate:.2f} times as much")
    print(f"  turns of the transcript, 0.250 s each side not scored  {shown(parts)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("speech", type=Path)
    parser.add_argument("--half", choices=("report", "tune", "both"), default="report")
    parser.add_argument("--visits", type=Path, nargs="*", default=[])
    parser.add_argument("--speak", type=Path, help="the program that speaks a visit")
    parser.add_argument("--turns", default=":45", help="A:B, a slice of each visit's turns")
    parser.add_argument("--noise", help="brown noise this many dB below the speech")
    parser.add_argument("--unknown", action="store_true", help="do not tell the number of speakers on visits")
    parser.add_argument("--model", default="whisper-base")
    args = parser.parse_args()
    store = ModelStore(load_config().models_dir)
    encoder = "ge2e-speaker-encoder"
    diariser = Ge2eDiariser(store.path(encoder), fingerprint=store.fingerprint(encoder))
    if args.visits:
        print(f"spoken visits, turns {args.turns}, {args.model}, number {'unknown' if args.unknown else 'known'}")
        word_errors(diariser, WhisperTranscriber(store.path(args.model), fingerprint=args.model, name=args.model), args)
        return
    sim = Mix("sim00", decode_audio(args.speech / "sim00_2spk.flac"), read_rttm(args.speech / "sim00_2spk.rttm"))
    hear_all_voices(diariser, sim.audio)  # loads what loads late
    time_errors(diariser, [sim], "sim00")
    for half in ("tune", "report") if args.half == "both" else (args.half,):
        mixes = [make_mix(n, args.speech) for n in numbers(half)]
        for kind, some in groupby(sorted(mixes, key=lambda m: m.speakers), key=lambda m: m.speakers):
            time_errors(diariser, list(some), f"mixes of {kind} voices, half “{half}”")
        time_errors(diariser, mixes, f"all mixes, half “{half}”")


if __name__ == "__main__":
    main()
