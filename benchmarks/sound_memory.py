"""Peak memory of taking in and processing long recordings, each in a process of its own.

    python -m benchmarks.sound_memory SPEECH… [--import-hours 1 10] [--process-minutes 20 40 180] [--folder DIR]

`SPEECH` are sound files with talk in them; repeated with pauses they make a recording of any length. Import is
`SoundFile.blocks()` into a sealed file; processing is transcription, voices, redaction and draft from the sealed file, in
this order, in one process, as `casescribe process` runs them. Peak is `ru_maxrss`, which never falls, so that each stage's
figure is the highest up to its end. The limits are 1,000 MB for 10 hours imported and 2,000 MB for 3 hours processed.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import struct
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from recorder.bootstrap import build_diariser, build_drafter, build_redactor, build_transcriber
from recorder.capture import SoundFile, decode_audio
from recorder.config import load_config
from recorder.sound.sealed_audio import SealedAudioReader, SealedAudioWriter
from recorder.templates import load_template
from recorder.transcription.hearing import write_down
from recorder.transcription.voices import tell_apart

_KEY = bytes(32)  # of a file that is thrown away
_PAUSE = 0.6  # seconds between two clips


def long_wav(path: Path, clips: list[Path], *, seconds: float) -> None:
    """The clips over and over as a plain WAV of 16 kHz."""
    import numpy as np

    pause = np.zeros(int(_PAUSE * 16_000), "<i2").tobytes()
    talk = [(decode_audio(clip).samples * 32_767).astype("<i2").tobytes() + pause for clip in clips]
    size = int(seconds * 16_000) * 2
    form = struct.pack("<HHIIHH", 1, 1, 16_000, 32_000, 2, 16)
    head = (
        b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", size)
    )
    with path.open("wb") as file:
        file.write(head)
        for clip in itertools.cycle(talk):
            file.write(clip[: len(head) + size - file.tell()])
            if file.tell() == len(head) + size:
                break


def take_in(wav: Path, sealed: Path) -> None:
    begin, cpu = time.perf_counter(), time.process_time()
    with SealedAudioWriter.create(sealed, _KEY, sync_each_chunk=False) as writer:
        for block in SoundFile(wav).blocks():
            writer.append(block.samples)
        done = writer.finish()
    _say("import", done.seconds, begin, cpu)


def process(sealed: Path) -> None:
    config = load_config()
    with SealedAudioReader.open(sealed, _KEY) as sound:
        begin, cpu = time.perf_counter(), time.process_time()
        transcriber = build_transcriber(config)  # kept until the voices are told apart, as the pipeline does
        heard = write_down(transcriber, sound, transcript_id="long")
        _say("transcribe", sound.seconds, begin, cpu)
        begin, cpu = time.perf_counter(), time.process_time()
        transcript = tell_apart(build_diariser(config), heard, sound, speakers=4)
        _say("voices", sound.seconds, begin, cpu)
    begin, cpu = time.perf_counter(), time.process_time()
    build_redactor(config).redact(transcript, ())
    _say("redact", sound.seconds, begin, cpu)
    begin, cpu = time.perf_counter(), time.process_time()
    template = load_template("child_in_need_visit")
    build_drafter(config).draft(transcript, roster=(), template=template, visit_date=date(2026, 3, 11))
    _say("draft", sound.seconds, begin, cpu)
    print(f"  {sum(len(t.words) for t in transcript.turns)} words, {len(transcript.turns)} turns")


def _say(stage: str, seconds: float, begin: float, cpu: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    wall, busy = time.perf_counter() - begin, time.process_time() - cpu
    print(
        f"  {stage:10} {seconds / 60:6.1f} min of sound   peak {peak / 1e6:7.0f} MB   {wall:7.1f} s, {busy:.1f} s of processor"
    )
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("speech", type=Path, nargs="*")
    parser.add_argument("--import-hours", type=float, nargs="*", default=[])
    parser.add_argument("--process-minutes", type=float, nargs="*", default=[])
    parser.add_argument("--folder", type=Path, help="where the recordings are made; a temporary folder")
    parser.add_argument("--only", nargs=2, metavar=("STAGE", "STEM"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.only:
        stage, stem = args.only
        sealed = Path(stem + ".sound")
        if stage == "import":
            take_in(Path(stem + ".wav"), sealed)
        else:
            process(sealed)
        return
    jobs = [("import", hours * 3600) for hours in args.import_hours] + [("process", m * 60) for m in args.process_minutes]
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        for stage, seconds in jobs:
            wav = Path(folder) / "long.wav"
            print(f"{stage}, {seconds / 60:g} minutes", flush=True)
            long_wav(wav, args.speech, seconds=seconds)
            for one in ("import", "process")[: 1 + (stage == "process")]:
                command = [sys.executable, "-m", "benchmarks.sound_memory", "--only", one, str(wav.with_suffix(""))]
                subprocess.run(command, check=True)
            for path in Path(folder).iterdir():
                path.unlink()


if __name__ == "__main__":
    main()
