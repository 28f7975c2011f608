"""`kill -9` in the middle of processing, then processing again: finished, nothing twice, nothing lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recorder.assurance import verify_vault
from recorder.bootstrap import OpenVault
from recorder.config import Config
from recorder.domain import Status
from tests.conftest import SCRIPT, reopen

ROOT = Path(__file__).resolve().parents[2]
_SLOW = """
import sys, time
from pathlib import Path
from recorder.config import Config
from tests.conftest import reopen
opened = reopen(Config(Path(sys.argv[1]), Path(sys.argv[2])))
opened.vault.db.conn.set_trace_callback(lambda _: time.sleep(0.004))  # so that a kill meets every statement
print("started", flush=True)
opened.recorder.process(sys.argv[3])
print("finished", flush=True)
"""


@pytest.mark.fault
def test_killed_anywhere_it_finishes_once(opened: OpenVault, recorded_visit: str, config: Config) -> None:
    opened.vault.close()
    chance = random.Random(7)  # noqa: S311 - not for secrets
    killed = 0
    for _ in range(12):
        arguments = [sys.executable, "-c", _SLOW, str(config.vault_dir), str(config.models_dir), recorded_visit]
        with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "started\n"
            time.sleep(chance.uniform(0, 0.25))
            killed += child.poll() is None
            child.send_signal(signal.SIGKILL)
    assert killed >= 3, "the kills came too late to prove anything"
    after = reopen(config)
    assert after.recorder.process(recorded_visit).status is Status.DRAFTED
    transcript = after.recorder.transcript(recorded_visit)
    assert transcript is not None
    assert [t.text for t in transcript.turns] == [t.text for t in SCRIPT]
    assert [s.id for s in after.recorder.working_note(recorded_visit).statements] == ["s1", "s2", "s3"]
    kinds = [e.event.kind for e in after.recorder.history(recorded_visit)]
    assert kinds.count("draft_made") == 1
    assert kinds.count("model_ran") == 4
    assert verify_vault(after).ok
    after.vault.close()
