"""`kill -9` while a recording is written down, live and afterwards: the same transcript, and no kept piece heard again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from tests.conftest import plan_visit, reopen, scripted_engines
from tests.ears import TALK, Ears, EightSeconds

pytestmark = pytest.mark.fault

ROOT = Path(__file__).resolve().parents[2]
_CHILD = """
import os, sys, time
from dataclasses import replace
from pathlib import Path
from recorder.config import Config
from tests.conftest import reopen, scripted_engines
from tests.ears import SOUND, TALK, Ears

class SlowEars(Ears):
    def hear_piece(self, piece, start, **rest):
        os.write(heard, f"{start}\\n".encode())
        time.sleep(0.06)
        return super().hear_piece(piece, start, **rest)

heard = os.open(sys.argv[3], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
engines = replace(scripted_engines(TALK), transcriber=SlowEars)
opened = reopen(Config(Path(sys.argv[1]), Path(sys.argv[1])), engines=engines)
print("started", flush=True)
if sys.argv[4] == "process":
    opened.recorder.process(sys.argv[2])
else:
    session = opened.recording.begin(sys.argv[2])
    live = opened.recorder.listen(sys.argv[2])
    for begin in range(0, len(SOUND), 1600):
        session.append(SOUND[begin : begin + 1600])
        live.feed(SOUND[begin : begin + 1600])
    print("recorded", flush=True)
    time.sleep(60)
"""


def _killed(config: Config, visit: str, noted: Path, do: str, *, after: str, seconds: float, heard: int = 0) -> bool:
    """Whether a program was still at it when it was killed, so many seconds after it said something and `heard` pieces."""
    arguments = [sys.executable, "-c", _CHILD, str(config.vault_dir), visit, str(noted), do]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."}
    ) as child:
        assert child.stdout is not None
        while child.stdout.readline() != f"{after}\n":
            assert child.poll() is None, "the program ended by itself"
        until = time.monotonic() + 30
        while len(_heard(noted)) < heard and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(seconds)
        running = child.poll() is None
        child.send_signal(signal.SIGKILL)
    return running


def _heard(noted: Path) -> list[float]:
    return [float(line) for line in noted.read_text(encoding="ascii").split()] if noted.exists() else []


def _finish(config: Config, visit: str, ears: Ears) -> None:
    after = reopen(config, engines=replace(scripted_engines(TALK), transcriber=lambda: ears))
    assert after.recorder.process(visit).status is Status.DRAFTED
    transcript = after.recorder.transcript(visit)
    assert transcript is not None
    assert [(t.text, t.start, t.words) for t in transcript.turns] == [(t.text, t.start, t.words) for t in TALK]
    assert verify_vault(after).ok
    after.vault.close()


def _kept(config: Config, visit: str) -> set[float]:
    opened = reopen(config)
    kept = {piece.start for piece in opened.store.pieces(visit)}
    opened.vault.close()
    return kept


def test_killed_anywhere_while_it_is_written_down(opened: OpenVault, config: Config, tmp_path: Path) -> None:
    visit = plan_visit(opened, "CASE-1")
    opened.recorder.import_sound(visit, EightSeconds())
    opened.vault.close()
    noted, chance, kills, kept = tmp_path / "heard", random.Random(3), 0, set[float]()  # noqa: S311 - not for secrets
    for _ in range(5):
        before = len(_heard(noted))
        kills += _killed(config, visit, noted, "process", after="started", seconds=chance.uniform(0, 0.12))
        assert kept.isdisjoint(_heard(noted)[before:]), "a kept piece was heard again"
        kept = _kept(config, visit)
    assert kills >= 3, "the kills came too late to prove anything"
    ears = Ears()
    _finish(config, visit, ears)
    assert kept.isdisjoint(ears.heard)
    if kept:  # else the last kill came after the transcript had taken their place
        assert set(ears.heard) | kept == set(range(8))


def test_killed_while_it_is_recorded_and_written_down(opened: OpenVault, config: Config, tmp_path: Path) -> None:
    visit = plan_visit(opened, "CASE-1")
    opened.vault.close()
    assert _killed(config, visit, tmp_path / "heard", "record", after="recorded", seconds=0.03, heard=3)
    kept = _kept(config, visit)  # opening the vault has closed the torn recording
    ears = Ears()
    _finish(config, visit, ears)
    assert kept, "nothing was written down before the kill"
    assert kept.isdisjoint(ears.heard)
    assert set(ears.heard) | kept == set(range(8))
