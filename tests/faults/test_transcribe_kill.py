"""`kill -9` while a recording is written down, live and afterwards: the same transcript, and no kept piece heard again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from tests.conftest import plan_visit, reopen, scripted_engines
from tests.ears import TALK, Ears, EightSeconds, VoiceEars

pytestmark = pytest.mark.fault

ROOT = Path(__file__).resolve().parents[2]
_CHILD = """
import os, sys, time
from dataclasses import replace
from pathlib import Path
from recorder.config import Config
from tests.conftest import reopen, scripted_engines
from tests.ears import SOUND, TALK, Ears, VoiceEars

class SlowEars(Ears):
    def hear_piece(self, piece, start, **rest):
        os.write(noted, f"words {start}\\n".encode())
        time.sleep(float(sys.argv[5]))
        return super().hear_piece(piece, start, **rest)

class SlowVoices(VoiceEars):
    def hear_voices(self, sound, start, *, ended):
        found = super().hear_voices(sound, start, ended=ended)
        if found:
            os.write(noted, f"voices {start}\\n".encode())
            time.sleep(float(sys.argv[6]))
        return found

noted = os.open(sys.argv[3], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
engines = replace(scripted_engines(TALK), transcriber=SlowEars, diariser=SlowVoices)
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


@dataclass(frozen=True)
class Visit:
    """A visit that programs are killed over, and where they note the pieces that they begin."""

    config: Config
    id: str
    noted: Path

    def killed(self, do: str, *, after: str, seconds: float, slow: tuple[float, float], words: int = 0) -> bool:
        """Whether a program was still at it when it was killed, so many seconds after it said something and began pieces.

        `slow` is how long a piece takes it, words and voices.
        """
        arguments = [str(self.config.vault_dir), self.id, str(self.noted), do, *(str(s) for s in slow)]
        with subprocess.Popen(
            [sys.executable, "-c", _CHILD, *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": "."},
        ) as child:
            assert child.stdout is not None
            while child.stdout.readline() != f"{after}\n":
                assert child.poll() is None, "the program ended by itself"
            until = time.monotonic() + 30
            while len(self.heard("words")) < words and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(seconds)
            running = child.poll() is None
            child.send_signal(signal.SIGKILL)
        return running

    def heard(self, what: str) -> list[float]:
        """The beginnings of the pieces of words or of voices that were begun, in order."""
        lines = self.noted.read_text(encoding="ascii").splitlines() if self.noted.exists() else []
        return [float(line.split()[1]) for line in lines if line.startswith(what)]

    def kept(self, what: str) -> set[float]:
        """The beginnings of the pieces that are kept; opening the vault has closed a torn recording."""
        opened = reopen(self.config)
        pieces = opened.store.pieces(self.id) if what == "words" else opened.store.voice_pieces(self.id)
        opened.vault.close()
        return {piece.start for piece in pieces}

    def finish(self) -> dict[str, list[float]]:
        """Do the rest in peace; the beginnings of the pieces that were heard for it."""
        ears, voice_ears = Ears(), VoiceEars()
        engines = replace(scripted_engines(TALK), transcriber=lambda: ears, diariser=lambda: voice_ears)
        after = reopen(self.config, engines=engines)
        assert after.recorder.process(self.id).status is Status.DRAFTED
        transcript = after.recorder.transcript(self.id)
        assert transcript is not None
        assert [(t.text, t.start, t.words) for t in transcript.turns] == [(t.text, t.start, t.words) for t in TALK]
        assert [t.speaker for t in transcript.turns] == ["mum", "S2"] * 4
        assert (after.store.pieces(self.id), after.store.voice_pieces(self.id)) == ((), ())
        assert verify_vault(after).ok
        after.vault.close()
        return {"words": ears.heard, "voices": voice_ears.heard}


@pytest.fixture
def visit(opened: OpenVault, config: Config, tmp_path: Path) -> Visit:
    return Visit(config, plan_visit(opened, "CASE-1"), tmp_path / "heard")


@pytest.mark.parametrize(("slow_one", "slow"), [("words", (0.06, 0.0)), ("voices", (0.0, 0.06))])
def test_killed_anywhere_while_it_is_written_down(
    opened: OpenVault, visit: Visit, slow_one: str, slow: tuple[float, float]
) -> None:
    opened.recorder.import_sound(visit.id, EightSeconds())
    opened.vault.close()
    chance, kills, kept = random.Random(3), 0, set[float]()  # noqa: S311 - not for secrets
    for _ in range(4):
        before = len(visit.heard(slow_one))
        kills += visit.killed("process", after="started", seconds=chance.uniform(0, 0.12), slow=slow)
        assert kept.isdisjoint(visit.heard(slow_one)[before:]), "a kept piece was heard again"
        kept = visit.kept(slow_one)
    assert kills >= 2, "the kills came too late to prove anything"
    heard = visit.finish()[slow_one]
    assert kept.isdisjoint(heard)
    if kept:  # else the last kill came after the transcript had taken their place
        assert set(heard) | kept == set(range(8))


def test_killed_while_it_is_recorded_and_written_down(opened: OpenVault, visit: Visit) -> None:
    opened.vault.close()
    assert visit.killed("record", after="recorded", seconds=0.06, slow=(0.06, 0.02), words=3)
    kept = {what: visit.kept(what) for what in ("words", "voices")}
    heard = visit.finish()
    for what, before in kept.items():
        assert before, f"no {what} were written down before the kill"
        assert before.isdisjoint(heard[what])
        assert before | set(heard[what]) == set(range(8))
