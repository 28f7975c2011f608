"""Sound made to do harm: hours in a file, and files with bytes changed anywhere. Each in a process that may die of it."""

from __future__ import annotations

import struct
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from recorder.bootstrap import OpenVault
from recorder.capture import SoundFile
from recorder.domain import Status
from recorder.errors import BadInput
from tests.conftest import ROSTER
from tests.unit.recorder.test_capture import flac_that_claims, float_wav, tone, wav_with, zip_bomb

ROOT = Path(__file__).resolve().parents[2]
_IMPORT = """
import re, sys
from pathlib import Path
from recorder.capture import SoundFile
from recorder.sound.sealed_audio import SealedAudioWriter
with SealedAudioWriter.create(Path(sys.argv[2]), bytes(32), sync_each_chunk=False) as writer:
    for block in SoundFile(Path(sys.argv[1])).blocks():
        writer.append(block.samples)
    # Not getrusage: its peak is inherited from the program that started this one.
    peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
    print(writer.finish().seconds, int(peak[1]) // 1024)
"""
_CHANGE_BYTES = """
import io, random
from recorder.capture import decode_blocks
from recorder.errors import BadInput
from tests.unit.recorder.test_capture import SOUNDS
chance, outcomes = random.Random(5), {"sound": 0, "refused": 0}
for make in SOUNDS.values():
    whole = make()
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 2, 8))):  # mostly in the headers, where harm is done
            data[min(int(chance.expovariate(1 / 60)), len(data) - 1)] = chance.choice((0, 255, chance.randrange(256)))
        try:
            seconds = sum(b.seconds for b in decode_blocks(io.BytesIO(bytes(data)), max_hours=0.1))
            outcomes["sound"] += 0.1 <= seconds <= 360
        except BadInput as refusal:
            outcomes["refused"] += bool(refusal.next_step) and refusal.exit_code == 3
assert sum(outcomes.values()) == 40 * len(SOUNDS) and min(outcomes.values()) > 40, outcomes
print("done")
"""


def run(program: str, *arguments: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


def sparse_wav(path: Path, *, hours: float) -> Path:
    """Hours of silence that take no room on the disk."""
    size = int(hours * 3600 * 16_000) * 2
    form = struct.pack("<HHIIHH", 1, 1, 16_000, 32_000, 2, 16)
    head = (
        b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", size)
    )
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + size)
    return path


@pytest.mark.fault
def test_hours_are_imported_in_the_memory_of_minutes(tmp_path: Path) -> None:
    """Two hours, held to what ten may take in all; `benchmarks/sound_memory.py` measures the ten."""
    seconds, megabytes = run(_IMPORT, str(sparse_wav(tmp_path / "day.wav", hours=2)), str(tmp_path / "day.sound"))
    assert float(seconds) == 7_200
    assert int(megabytes) < 300, "1,000 is the limit; it needs a tenth of it"


@pytest.mark.fault
def test_more_than_twelve_hours_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    path = sparse_wav(tmp_path / "days.wav", hours=13)
    with pytest.raises(AssertionError, match="longer than 12 hours"):
        run(_IMPORT, str(path), str(tmp_path / "days.sound"))
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.fault
def test_bytes_changed_anywhere_give_sound_or_a_sentence_and_never_bring_the_program_down() -> None:
    assert run(_CHANGE_BYTES) == ["done"]


def late_damage() -> bytes:
    samples = tone(35.0)
    samples[34 * 16_000] = np.nan
    return float_wav(samples)


@pytest.mark.fault
def test_a_visit_stays_as_it_was_whatever_file_is_brought_in(opened: OpenVault, tmp_path: Path) -> None:
    case = opened.recorder.open_case("CASE-1", ROSTER)
    visit = opened.recorder.plan_visit(case.reference, title="Visit", template="child_in_need_visit", held_on=date(2026, 3, 11))
    for person in ROSTER:
        opened.recorder.record_consent(visit.id, person.key, agreed=True, told_how="in_person")
    before = opened.recorder.history(visit.id)
    hostile = {
        "late.wav": late_damage(),
        "long.flac": flac_that_claims(hours=13),
        "bomb.wav": zip_bomb(),
        "wide.wav": wav_with(channels=64),
        "\x1b[2J.wav": b"",
        "list.wav": b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n",
    }
    for name, content in hostile.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadInput) as refusal:
            opened.recorder.import_sound(visit.id, SoundFile(tmp_path / name))
        assert refusal.value.exit_code == 3
        assert refusal.value.sentence().isprintable()
        assert opened.recorder.visit(visit.id).status is Status.PLANNED
        assert opened.recorder.history(visit.id) == before
        assert not list((opened.vault.folder / "audio").iterdir())
