"""More than a hundred damaged and lying files: each ends in a sentence, with nothing half-done, in little time and memory.

All are brought in by one program of its own, so that one that brings it down is named by what it said last. The list
stands in `damaged_sound`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from recorder.bootstrap import OpenVault
from recorder.cli import main
from recorder.config import Config
from recorder.domain import Status
from tests.conftest import make_vault, plan_visit, reopen
from tests.faults.damaged_sound import KEPT, REFUSED

ROOT = Path(__file__).resolve().parents[2]
_RUN = """
import json, re, sys, time
from pathlib import Path
from recorder.capture import SoundFile
from recorder.errors import CasescribeError
from recorder.sound.sealed_audio import SealedAudioWriter
from tests.faults.damaged_sound import KEPT, REFUSED, flipped

folder = Path(sys.argv[1])
files = {name: make() for name, make in REFUSED.items()} | {name: make() for name, (make, *_) in KEPT.items()}
for kind in ("wav", "flac", "ogg", "mp3", "m4a", "webm", "wma", "amr"):
    files |= {f"{kind} flipped {n}": data for n, data in enumerate(flipped(kind, seeds=12))}
for name, data in files.items():
    path, began = folder / "visit.wav", time.process_time()
    print(json.dumps({"name": name}), flush=True)
    path.write_bytes(data)
    told = {"name": name, "seconds": 0.0, "sentence": "", "exit": 0}
    try:
        with SealedAudioWriter.create(folder / "sealed", bytes(32), sync_each_chunk=False) as writer:
            source = SoundFile(path)
            for block in source.blocks():
                writer.append(block.samples)
            told |= {"seconds": writer.finish().seconds, "sentence": " ".join(source.remarks)}
    except CasescribeError as refusal:
        told |= {"sentence": refusal.sentence(), "exit": refusal.exit_code, "left": (folder / "sealed").exists()}
    (folder / "sealed").unlink(missing_ok=True)
    told["took"] = time.process_time() - began
    print(json.dumps(told), flush=True)
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(json.dumps({"name": "peak", "megabytes": int(peak[1]) // 1024}))
"""

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("damaged")
    command = [sys.executable, "-W", "error", "-c", _RUN, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"it ended with “{told[-1:]}”: {done.stderr[-2000:]}"
    return {t["name"]: t for t in told}


def test_the_list_is_long_enough() -> None:
    assert len(REFUSED) >= 100


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_recording_ends_in_a_sentence_and_leaves_nothing(name: str, outcomes: dict[str, Any]) -> None:
    told = outcomes[name]
    assert told["exit"] == 3
    assert told["sentence"].startswith(("visit.wav ", "There is no sound in visit.wav"))
    assert told["sentence"].endswith(".")
    assert told["sentence"].isprintable()
    assert 20 < len(told["sentence"]) < 250
    assert not told["left"]
    assert told["took"] < 2.0


@pytest.mark.parametrize("name", KEPT)
def test_what_is_left_of_a_recording_comes_in_and_what_is_missing_is_said(name: str, outcomes: dict[str, Any]) -> None:
    _, least, most, missing = KEPT[name]
    told = outcomes[name]
    assert told["exit"] == 0, told["sentence"]
    assert least <= told["seconds"] <= most
    assert bool(told["sentence"]) == missing


def test_bytes_changed_in_the_head_give_sound_or_a_sentence(outcomes: dict[str, Any]) -> None:
    flipped = [told for name, told in outcomes.items() if "flipped" in name]
    assert len(flipped) == 96
    for told in flipped:
        assert told["exit"] == (0 if told["seconds"] else 3), told
        assert told["seconds"] <= 60, told  # a wrong rate may stretch two seconds, not make hours of them
        assert told["took"] < 2.0, told
    assert {told["exit"] for told in flipped} == {0, 3}


def test_all_of_them_take_no_more_memory_than_a_recording(outcomes: dict[str, Any]) -> None:
    assert outcomes["peak"]["megabytes"] < 300


def test_the_command_says_the_sentence_and_the_visit_stays_as_it_was(config: Config, tmp_path: Path) -> None:
    make_vault(config, sample=True)
    with_visit: OpenVault = reopen(config)
    visit_id = plan_visit(with_visit, "CASE-1")
    before = len(with_visit.recorder.history(visit_id))
    for name in ("a letter, named .wav", "encrypted m4a", "not a number at the end", "wav of 4 GHz"):
        path = tmp_path / "visit.wav"
        path.write_bytes(REFUSED[name]())
        done = CliRunner().invoke(main, ["--vault", str(config.vault_dir), "import", visit_id, str(path)])
        assert done.exit_code == 3, done.output
        assert "Traceback" not in done.output
        assert "visit.wav" in done.output
        assert with_visit.recorder.visit(visit_id).status is Status.PLANNED
    assert len(with_visit.recorder.history(visit_id)) == before
    path.write_bytes(KEPT["wav cut in half"][0]())
    done = CliRunner().invoke(main, ["--vault", str(config.vault_dir), "import", visit_id, str(path)])
    assert done.exit_code == 0
    assert "visit.wav was cut off: 50% of what it says it holds is not there." in done.output
    with_visit.vault.close()
