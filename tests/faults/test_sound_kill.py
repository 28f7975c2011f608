"""`kill -9` and a full disk under a recording: no sample that was acknowledged is lost, and what is there is what was said."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from recorder.sound.sealed_audio import SealedAudioReader, SealedAudioWriter, recover

ROOT = Path(__file__).resolve().parents[2]
KEY = bytes(range(32))
_KILLS = int(os.environ.get("CASESCRIBE_KILLS", "20"))  # docs/evaluation.md reports 60
_RECORD = """
import sys
from pathlib import Path
import numpy as np
from recorder.sound.sealed_audio import SealedAudioWriter
with SealedAudioWriter.create(Path(sys.argv[1]), bytes(range(32)), header_note=b"note") as writer:
    print(0, flush=True)
    for begin in range(0, 10**9, 997):
        print(writer.append((np.arange(begin, begin + 997) % 30_011).astype(np.int16)), flush=True)
"""
_IMPORT = """
import sys, time
from pathlib import Path
import numpy as np
from recorder.sound.sealed_audio import SealedAudioWriter
print(0, flush=True)
while True:
    with SealedAudioWriter.create(Path(sys.argv[1]), bytes(range(32)), sync_each_chunk=False) as writer:
        for begin in range(0, 500_000, 50_000):
            writer.append((np.arange(begin, begin + 50_000) % 30_011).astype(np.int16))
        writer.finish()
"""

_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
import numpy as np
from recorder.errors import StorageFailed
from recorder.sound.recording import LiveRecording
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
full, hard = int(sys.argv[2]), resource.getrlimit(resource.RLIMIT_FSIZE)[1]
sound = (np.arange(100_000) % 30_011).astype(np.int16)
refusals, safe = 0, 0
with LiveRecording.begin(Path(sys.argv[1]), bytes(range(32)), visit_id="v") as live:
    resource.setrlimit(resource.RLIMIT_FSIZE, (full, hard))
    for begin in range(0, len(sound), 1000):
        if refusals == 5:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        try:
            safe = live.append(sound[begin : begin + 1000])
        except StorageFailed as exc:
            assert exc.exit_code == 6 and exc.next_step
            assert Path(sys.argv[1]).stat().st_size <= full
            refusals += 1
    print(refusals, live.stop().seconds)
"""


def killed(program: str, path: Path, *, after: float) -> str:
    """What the program printed until it was killed."""
    arguments = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(after)
        assert child.poll() is None, "it ended by itself, so the kill proved nothing"
        child.send_signal(signal.SIGKILL)
        return first + child.stdout.read()


@pytest.mark.fault
def test_a_killed_recording_keeps_every_acknowledged_sample(tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - not for secrets
    lost = recorded = 0
    for n in range(_KILLS):
        path = tmp_path / f"{n}.sound"
        said = killed(_RECORD, path, after=chance.uniform(0, 0.08))
        acknowledged = int(said[: said.rindex("\n")].rsplit("\n", 1)[-1])  # a line cut off was not said
        sound = recover(path, KEY)
        lost += max(acknowledged - sound.samples, 0)
        recorded += sound.samples
        with SealedAudioReader.open(path, KEY) as reader:
            kept = np.rint(reader.read(0, reader.seconds) * 32_768).astype(np.int16)
        assert np.array_equal(kept, (np.arange(sound.samples) % 30_011).astype(np.int16))
    assert lost == 0
    assert recorded > _KILLS * 1600, "the kills came too early to prove anything"


@pytest.mark.fault
def test_a_killed_import_leaves_the_old_sound_or_the_new_whole(tmp_path: Path) -> None:
    chance = random.Random(4)  # noqa: S311 - not for secrets
    path = tmp_path / "v.sound"
    for _ in range(12):
        with SealedAudioWriter.create(path, KEY, sync_each_chunk=False) as writer:
            writer.append(np.zeros(100, np.int16))
            writer.finish()
        killed(_IMPORT, path, after=chance.uniform(0, 0.06))
        with SealedAudioReader.open(path, KEY) as reader:
            assert reader.verify().samples in (100, 500_000)


@pytest.mark.fault
@pytest.mark.parametrize("full", [400, 5_000, 50_000, 100_001])
def test_a_full_disk_is_said_and_costs_nothing_once_there_is_room(tmp_path: Path, full: int) -> None:
    path = tmp_path / "v.sound"
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(path), str(full)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["5", "6.25"], done.stderr
    with SealedAudioReader.open(path, KEY) as reader:
        reader.verify()
        kept = np.rint(reader.read(0, reader.seconds) * 32_768).astype(np.int16)
    assert np.array_equal(kept, (np.arange(100_000) % 30_011).astype(np.int16))
